"""Who is told that records changed hands, came back, or could not."""

import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import OwnershipChange, Why
from handover.actions.messages import managers
from handover.models import Conflict, Departure, Move
from notices.actions import leave


def done(move: Move, departure: Departure, *, by: User, at: datetime.datetime) -> None:
    """One notice to each successor with what came to them; the report to supervisor, manager and whoever asked."""
    for person, counts in _gains(move):
        _tell("move_received", person, move, departure, at=at, **counts)
    conflicts = Conflict.objects.filter(move=move, on_undo=False).count()
    for person in _watchers(move, departure):
        _tell("move_done", person, move, departure, at=at, conflicts=conflicts, **move.moved)


def undone(move: Move, departure: Departure, *, by: User, at: datetime.datetime) -> None:
    """Tell everybody who was told of the move."""
    left = Conflict.objects.filter(move=move, on_undo=True).count()
    people = {person.pk: person for person, _counts in _gains(move)}
    people |= {person.pk: person for person in _watchers(move, departure)}
    for person in people.values():
        _tell("move_undone", person, move, departure, at=at, by=by.name, left=left)


def failed(move: Move, departure: Departure, *, by: User, at: datetime.datetime) -> None:
    """Tell those who have to do something about it."""
    for person in _watchers(move, departure):
        _tell("move_failed", person, move, departure, at=at, problem=move.problem)


def _gains(move: Move) -> list[tuple[User, dict[str, int]]]:
    per_kind = {f"{kind.name.lower()}s": Count("pk", filter=Q(kind=kind)) for kind in RecordKind}
    given = OwnershipChange.objects.filter(move_id=move.pk, why=Why.HANDOVER).order_by()
    rows = {row.pop("to_owner"): row for row in given.values("to_owner").annotate(**per_kind)}
    return [(person, rows[person.pk]) for person in User.objects.filter(pk__in=rows)]


def _watchers(move: Move, departure: Departure) -> list[User]:
    people = [departure.supervisor, move.asked_by, move.plan.made_by, *managers(departure)]
    return list({person.pk: person for person in people if person}.values())


def _tell(kind: str, person: User, move: Move, departure: Departure, *, at: datetime.datetime, **params: Any) -> None:
    leave(
        kind=kind,
        to=person,
        key=f"move:{move.pk}:{kind}:{at.isoformat()}:{person.pk}",
        at=at,
        subject=departure,
        url=reverse("departure_plan", args=[departure.pk]),
        params={"name": departure.leaver.name, "relation": "successor" if kind == "move_received" else "", **params},
    )
