"""Rows that come twice in one file. The keys seen so far lie in a table of the session, not in memory."""

from django.db import connection

from customers.importing.batches import Batch
from customers.importing.problems import RowProblem

REMEMBER = "INSERT INTO import_seen SELECT key, line FROM import_stage WHERE key IS NOT NULL ON CONFLICT DO NOTHING"
AGAIN = """
    DELETE FROM import_stage USING import_seen seen
    WHERE seen.key = import_stage.key AND seen.line <> import_stage.line RETURNING import_stage.line, seen.line
"""


def weigh() -> None:
    """Let the planner know how many keys there are, when many came at once."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE import_seen")


def see(batch: Batch) -> None:
    """Remember the staged rows of a batch; refuse, with the line of the first, those whose record came before."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER)
        if cursor.rowcount == len(batch.keys) - batch.keys.count(None):
            return
        cursor.execute(AGAIN)
        batch.refuse_lines({line: RowProblem("repeated", first=first) for line, first in cursor.fetchall()})
