"""Rows that come twice in one file. The keys seen so far lie in a table of the session, not in memory."""

import csv
import io

from django.db import connection

from customers.importing.fields import Kind
from customers.importing.records import fingerprint
from customers.importing.resolving import Read


def forget() -> None:
    """Begin a file: no key has been seen."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.import_seen")
        cursor.execute("CREATE TEMPORARY TABLE import_seen (key text PRIMARY KEY, line int NOT NULL)")


def see(kind: Kind, batch: list[Read]) -> dict[int, int]:
    """Remember the rows of a batch; line → the line the same record was on before, for those that come again."""
    keys = [(line, fingerprint(kind, record)) for line, _cells, record in batch]
    keys = [(line, key) for line, key in keys if key]
    text = io.StringIO()
    csv.writer(text).writerows((key, line) for line, key in keys)
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE import_keys (key text, line int)")
        cursor.copy_expert("COPY import_keys FROM STDIN (FORMAT csv)", text)
        cursor.execute(
            "INSERT INTO import_seen SELECT key, min(line) FROM import_keys GROUP BY key ON CONFLICT DO NOTHING"
        )
        cursor.execute(
            "SELECT import_keys.line, import_seen.line FROM import_keys JOIN import_seen USING (key) "
            "WHERE import_seen.line <> import_keys.line"
        )
        again = dict(cursor.fetchall())
        cursor.execute("DROP TABLE import_keys")
    return again
