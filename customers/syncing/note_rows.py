"""What became of the notes of a connection, for its page and the API."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max

from customers.models import Connection, Customer, NoteState, RecordNote
from customers.syncing import wording
from customers.syncing.problems import problem

#: So many reasons, and so many customers whose note there is trouble with, are named.
MOST_REASONS, MOST_NAMED = 20, 5
TROUBLE = (NoteState.FAILED, NoteState.UNCLEAR)


@dataclass(frozen=True)
class Part:
    """Notes that fare alike, as a sentence and why that is (which may be empty)."""

    text: str
    why: str


@dataclass(frozen=True)
class Summary:
    """How the notes fare; `named` are customers whose note there is trouble with, the latest first, and why."""

    parts: Sequence[Part]
    failed: int
    named: Sequence[tuple[Customer, str]]


def counts(connection: Connection) -> dict[str, int]:
    """How many notes there are in each state (states without any are left out); one query."""
    rows = RecordNote.objects.filter(connection=connection).order_by().values_list("state")
    return {NoteState(state).value: n for state, n in rows.annotate(n=Count("*"))}


def summary(connection: Connection) -> Summary:
    """Everything the page says of notes; three queries."""
    rows = RecordNote.objects.filter(connection=connection).order_by().values_list("state", "code")
    alike = list(rows.annotate(n=Count("*"), detail=Max("detail")).order_by("state", "code")[:MOST_REASONS])
    order = {state.value: place for place, state in enumerate(NoteState)}
    parts = [
        Part(wording.notes(state, n), problem(code, detail))
        for state, code, n, detail in sorted(alike, key=lambda row: (-order[row[0]], row[1]))
    ]
    failed = sum(n for state, _code, n, _detail in alike if state == NoteState.FAILED)
    return Summary(parts, failed, _named(connection) if any(row[0] in TROUBLE for row in alike) else ())


def _named(connection: Connection) -> list[tuple[Customer, str]]:
    rows = RecordNote.objects.filter(connection=connection, state__in=[str(state) for state in TROUBLE])
    found = list(rows.select_related("link").order_by("-pk")[:MOST_NAMED])
    customers = Customer.objects.in_bulk([row.link.record_id for row in found])
    told = [(customers.get(row.link.record_id), problem(row.code, row.detail)) for row in found]
    return [(customer, why) for customer, why in told if customer is not None]
