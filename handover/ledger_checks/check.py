"""A check, how it is run, and the SQL that checks share."""

import datetime
import time
from dataclasses import dataclass

from django.db import connection

from customers.actions.ownership import MODELS
from customers.kinds import RecordKind


@dataclass(frozen=True)
class Check:
    """One promise about the data.

    `sql` selects what breaks it as (what, id, detail): "deal", 12, "the ledger says …". It may use %(at)s, the present
    moment.
    """

    name: str
    says: str
    sql: str


@dataclass(frozen=True)
class Finding:
    """One thing that breaks a promise."""

    what: str
    id: int
    detail: str

    def __str__(self) -> str:
        return f"{self.what} {self.id}: {self.detail}"


@dataclass(frozen=True)
class Result:
    """What a check found: how many in all, the first of them, and how long it took."""

    check: Check
    count: int
    first: list[Finding]
    seconds: float

    @property
    def holds(self) -> bool:
        return not self.count


def look(check: Check, *, at: datetime.datetime, first: int = 5) -> Result:
    """Run one check, in one query; at most `first` findings (at least one) are named."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT found.*, count(*) OVER () FROM ({check.sql}) found (what, id, detail) "  # noqa: S608 - our own SQL
            "ORDER BY what, id LIMIT %(first)s",
            {"at": at, "first": max(first, 1)},
        )
        rows = cursor.fetchall()
    found = [Finding(what, pk, detail) for what, pk, detail, _count in rows]
    return Result(check, rows[0][3] if rows else 0, found, time.perf_counter() - started)


def person(column: str) -> str:
    """SQL for the name of a person."""
    return f"coalesce((SELECT name FROM accounts_user WHERE id = {column}), 'nobody')"  # noqa: S608 - our own column


def kind(column: str) -> str:
    """SQL for the word for a kind of record."""
    cases = " ".join(f"WHEN {int(kind)} THEN '{kind.name.lower()}'" for kind in RecordKind)
    return f"CASE {column} {cases} ELSE 'record' END"


#: Every owned record: kind, id, owner_id, created_at, and whether a handover would move it.
RECORDS = " UNION ALL ".join(
    f"SELECT {int(kind)} AS kind, id, owner_id, created_at, {moves} AS moves FROM {MODELS[kind]._meta.db_table}"  # noqa: S608
    for kind, moves in {
        RecordKind.CUSTOMER: "true",
        RecordKind.DEAL: "state = 'open'",
        RecordKind.CONTRACT: "state IN ('draft', 'active')",
        RecordKind.TASK: "state = 'open'",
    }.items()
)
