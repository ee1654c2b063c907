"""Who is told that records changed hands, came back, or could not."""

import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from customers.models import OwnershipChange, Why
from handover.actions.messages import managers
from handover.holdings import NAMES
from handover.models import Conflict, Departure, Move
from notices.actions import Letter, leave_many


def done(move: Move, departure: Departure, *, at: datetime.datetime) -> None:
    """One notice to each successor with what came to them; the report to supervisor, manager and whoever asked."""
    conflicts = Conflict.objects.filter(move=move, on_undo=False).count()
    letters = [_letter("move_received", person, move, departure, at=at, **got) for person, got in _gains(move).items()]
    report = {"conflicts": conflicts, **move.moved}
    letters += [_letter("move_done", person, move, departure, at=at, **report) for person in _watchers(move, departure)]
    leave_many(letters=letters, at=at)


def undone(move: Move, departure: Departure, *, by: User, at: datetime.datetime) -> None:
    """Tell everybody who was told of the move."""
    left = Conflict.objects.filter(move=move, on_undo=True).count()
    people = sorted({*_gains(move), *_watchers(move, departure)})
    letters = [_letter("move_undone", person, move, departure, at=at, by=by.name, left=left) for person in people]
    leave_many(letters=letters, at=at)


def failed(move: Move, departure: Departure, *, at: datetime.datetime) -> None:
    """Tell those who have to do something about it."""
    people = _watchers(move, departure)
    letters = [_letter("move_failed", person, move, departure, at=at, problem=move.problem) for person in people]
    leave_many(letters=letters, at=at)


def _gains(move: Move) -> dict[int, dict[str, int]]:
    """What each successor got, by person and kind."""
    per_kind = {name: Count("pk", filter=Q(kind=kind)) for kind, name in NAMES.items()}
    given = OwnershipChange.objects.filter(move_id=move.pk, why=Why.HANDOVER).order_by()
    rows: Any = given.values("to_owner").annotate(**per_kind)
    return {row.pop("to_owner"): row for row in rows}


def _watchers(move: Move, departure: Departure) -> list[int]:
    people = [departure.supervisor_id, move.asked_by_id, move.plan.made_by_id]
    people += [manager.pk for manager in managers(departure)]
    return sorted({person for person in people if person})


def _letter(
    kind: str, person: int, move: Move, departure: Departure, *, at: datetime.datetime, **params: Any
) -> Letter:
    return Letter(
        kind=kind,
        recipient_id=person,
        key=f"move:{move.pk}:{kind}:{at.isoformat()}:{person}",
        url=reverse("departure_plan", args=[departure.pk]),
        subject_kind=departure._meta.label_lower,
        subject_id=departure.pk,
        params={"name": departure.leaver.name, "relation": "successor" if kind == "move_received" else "", **params},
    )
