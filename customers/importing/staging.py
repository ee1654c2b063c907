"""The table of the session in which a batch of rows lies while SQL compares it with what is stored.

Its columns have no limits of length: what is too long is refused by the table the row is meant for, where one row can
be told from the others.
"""

import csv
import io
import re

from django.db import connection

from customers.importing.batches import Batch
from customers.importing.shape import FOLLOWED, Form, Kind

LIMIT = re.compile(r"\(.*\)")
COPIED_AT_ONCE = 1 << 18


def column(name: str, form: Form) -> str:
    """The database column that a field fills."""
    return f"{name}_id" if form in FOLLOWED else name


def begin(kind: Kind) -> None:
    """Begin a file: nothing is staged, no key has been seen."""
    columns = "" if kind.name == "people" else "".join(f', "{name}" {type_}' for name, type_ in _columns(kind).items())
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.import_stage, pg_temp.import_seen")
        cursor.execute(
            f'CREATE TEMPORARY TABLE import_stage (line int, key text COLLATE "C", record_id bigint{columns})'
        )
        cursor.execute('CREATE TEMPORARY TABLE import_seen (key text COLLATE "C" PRIMARY KEY, line int NOT NULL)')


def _columns(kind: Kind) -> dict[str, str]:
    known = {str(each.column): each.db_type(connection) or "" for each in kind.model._meta.concrete_fields}
    names = [column(field.name, field.form) for field in kind.fields if not field.into]
    return {name: LIMIT.sub("", known[name]) for name in names if name in known}


def weigh() -> None:
    """Let the planner know that staged rows have no record yet: else it reckons with a few, and may look through the
    whole book for each of them. What it knows of the first batch holds for all.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE import_stage (record_id)")


def fill(batch: Batch, *, only_keys: bool = False) -> None:
    """Stage these rows in place of those before."""
    values = {} if only_keys else batch.columns
    text = io.BytesIO()
    writer = io.TextIOWrapper(text, encoding="utf-8", newline="", write_through=True)
    csv.writer(writer).writerows(zip(batch.lines, batch.keys, *values.values(), strict=True))
    text.seek(0)
    names = "".join(f', "{name}"' for name in values)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE import_stage")
        cursor.copy_expert(f"COPY import_stage (line, key{names}) FROM STDIN (FORMAT csv)", text, COPIED_AT_ONCE)
