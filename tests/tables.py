"""What all tables of the test database hold at one moment, kept in memory and put back at another."""

import io

import psycopg2
from django.db import connection, transaction

from tests.services import POSTGRES

#: From how many deleted rows on a table is made small again at once.
LARGE = 1000


class Kept:
    """What the tables hold now. Sequences go on counting, as they do when a test is rolled back."""

    def __init__(self) -> None:
        self.rows = {table: _copied(table) for table in _filled()}

    def put_back(self) -> None:
        """Let the tables hold this again and nothing else. No trigger runs and no foreign key is asked: what triggers
        did the first time was kept with the rest.
        """
        large = []
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {_listed(_tables())}")  # whatever a killed worker had begun has ended then
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in _filled():
                cursor.execute(f"DELETE FROM {_listed([table])}")
                large += [table] if cursor.rowcount > LARGE else []
            for table, rows in self.rows.items():
                cursor.copy_expert(f"COPY {_listed([table])} FROM STDIN", io.BytesIO(rows))
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        if large and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM {_listed(large)}")


def let_triggers_rest() -> None:
    """Let the role of the tests do without triggers; the server is theirs alone."""
    superuser = psycopg2.connect(host=str(POSTGRES.sockets), user="postgres", dbname="postgres")
    superuser.autocommit = True
    with superuser.cursor() as cursor:
        cursor.execute("GRANT SET ON PARAMETER session_replication_role TO baton")
    superuser.close()


def _tables() -> list[str]:
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


def _listed(tables: list[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, tables))


def _filled() -> list[str]:
    """The tables that hold rows."""
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {_listed([table])})" for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


def _copied(table: str) -> bytes:
    rows = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {_listed([table])} TO STDOUT", rows)
    return rows.getvalue()
