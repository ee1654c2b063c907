"""What those are told whose customers go to colleagues for a transfer, beside what every move tells."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from customers.models import OwnershipChange
from handover import givers
from handover.holdings import NAMES
from handover.models import Assignment, Move, MoveState, Plan, Transfer
from notices.actions import Letter, leave_many

#: How long before it customers are announced to come back.
AHEAD = datetime.timedelta(days=3)
_PER_KIND = {name: Count("pk", filter=Q(kind=kind)) for kind, name in NAMES.items()}


def planned(plan: Plan, *, by: User, at: datetime.datetime) -> None:
    """Tell the owners what is to go to colleagues, and when."""
    lines = Assignment.objects.filter(plan=plan).order_by()
    rows: Any = lines.values("from_owner").annotate(**_PER_KIND)
    words = {"by": by.name, **_words(plan.transfer)}
    key = f"plan:{plan.pk}:leaving:{at.isoformat()}"
    losses = {row.pop("from_owner"): row for row in rows}
    _leave("transfer_leaving", plan, losses, key=key, but=by.pk, at=at, **words)


def gone(move: Move, *, at: datetime.datetime) -> None:
    """Tell the former owners what is with colleagues now."""
    words = {"by": move.asked_by.name, **_words(move.plan.transfer)}
    _leave("transfer_gone", move.plan, _shares(move, "from_owner"), key=f"move:{move.pk}:gone", at=at, **words)


def returned(move: Move, *, at: datetime.datetime) -> None:
    """Tell those whose customers came back on the day agreed, and those who looked after them."""
    words = {"name": givers.name(move.plan.occasion)}
    _leave("transfer_back", move.plan, _shares(move, "to_owner"), key=f"move:{move.pk}:back", at=at, **words)
    _leave("transfer_given_back", move.plan, _shares(move, "from_owner"), key=f"move:{move.pk}:given", at=at, **words)


def remind_of_returns(*, at: datetime.datetime) -> int:
    """Tell everybody concerned, once, that customers come back within days; returns how many notices that makes.

    Three queries, and the letters, whatever the number of transfers.
    """
    due = Move.objects.filter(state=MoveState.DUE, due_at__gt=at, due_at__lte=at + AHEAD, reverses__isnull=False)
    moves = {
        move.reverses_id: move
        for move in due.filter(plan__transfer__isnull=False).select_related("plan__transfer__person")
    }
    rows = OwnershipChange.objects.filter(move_id__in=moves).order_by()
    pairs = set(rows.values_list("move_id", "from_owner").distinct())
    pairs |= set(rows.values_list("move_id", "to_owner").distinct())
    pairs |= {(given, move.plan.transfer.made_by_id) for given, move in moves.items() if move.plan.transfer}
    names = {given: givers.name(move.plan.occasion) for given, move in moves.items()}
    letters = [
        _letter(
            "transfer_returns_soon", moves[given].plan, person, f"move:{moves[given].pk}:soon:{moves[given].due_at}"
        )
        for given, person in sorted(pairs)
    ]
    for letter, (given, _person) in zip(letters, sorted(pairs), strict=True):
        letter.params.update(name=names[given], returns_at=moves[given].due_at.isoformat())
    return len(leave_many(letters=letters, at=at))


def _words(transfer: Transfer | None) -> dict[str, Any]:
    if transfer is None:
        return {}
    returns_at = transfer.returns_at.isoformat() if transfer.returns_at else ""
    return {"effective_at": transfer.effective_at.isoformat(), "returns_at": returns_at, "reason": transfer.reason}


def _shares(move: Move, side: str) -> dict[int, dict[str, int]]:
    rows: Any = OwnershipChange.objects.filter(move_id=move.pk).order_by().values(side).annotate(**_PER_KIND)
    return {row.pop(side): row for row in rows}


def _leave(
    kind: str,
    plan: Plan,
    shares: dict[int, dict[str, int]],
    *,
    key: str,
    at: datetime.datetime,
    but: int = 0,
    **words: Any,
) -> None:
    told: Iterable[int] = sorted(person for person in shares if person != but)
    leave_many(letters=[_letter(kind, plan, person, key, **words, **shares[person]) for person in told], at=at)


def _letter(kind: str, plan: Plan, person: int, key: str, **params: Any) -> Letter:
    return Letter(
        kind=kind,
        recipient_id=person,
        key=f"{key}:{person}",
        url=plan.get_absolute_url(),
        subject_kind=Transfer._meta.label_lower,
        subject_id=plan.transfer_id,
        params={"relation": "transfer", **params},
    )
