"""What those are told whose customers go to colleagues for a transfer, beside what every move tells."""

import datetime
from typing import Any

from accounts.models import User
from customers.models import OwnershipChange
from handover.holdings import PER_KIND
from handover.models import Assignment, Move, MoveState, Plan, Transfer
from handover.planning import givers
from notices.actions import Letter, leave_many

#: How long before it customers are announced to come back.
AHEAD = datetime.timedelta(days=3)


def planned(plan: Plan, *, by: User, at: datetime.datetime) -> None:
    """Tell the owners what is to go to colleagues, and when."""
    lines = Assignment.objects.filter(plan=plan).order_by()
    rows: Any = lines.values("from_owner").annotate(**PER_KIND)
    words = {"by": by.name, **_words(plan.transfer)}
    key = f"plan:{plan.pk}:leaving:{at.isoformat()}"
    losses = {owner: row for row in rows if (owner := row.pop("from_owner")) != by.pk}
    _leave("transfer_leaving", plan, losses, key=key, at=at, words=words)


def gone(move: Move, *, at: datetime.datetime) -> None:
    """Tell the former owners what is with colleagues now."""
    words = {"by": move.asked_by.name, **_words(move.plan.transfer)}
    _leave("transfer_gone", move.plan, _shares(move, "from_owner"), key=f"move:{move.pk}:gone", at=at, words=words)


def back(move: Move, *, early_by: str, at: datetime.datetime) -> None:
    """Tell those whose customers came back; on the day agreed (`early_by` is empty) also who looked after them, for
    an undo tells them itself.
    """
    words = {"name": givers.name(move.plan.occasion), "by": early_by}
    _leave("transfer_back", move.plan, _shares(move, "to_owner"), key=f"move:{move.pk}:back", at=at, words=words)
    if early_by:
        return
    _leave(
        "transfer_given_back", move.plan, _shares(move, "from_owner"), key=f"move:{move.pk}:given", at=at, words=words
    )


def remind_of_returns(*, at: datetime.datetime) -> int:
    """Tell everybody concerned, once for each day of return, that customers come back within days; returns how many
    notices that makes.
    """
    soon = Move.objects.filter(state=MoveState.DUE, due_at__gt=at, due_at__lte=at + AHEAD, reverses__isnull=False)
    moves = soon.filter(plan__transfer__isnull=False).select_related("plan__transfer__person")
    return len(leave_many(letters=[letter for move in moves for letter in _soon(move)], at=at))


def _soon(move: Move) -> list[Letter]:
    changes = OwnershipChange.objects.filter(move_id=move.reverses_id).order_by()
    people = {person for pair in changes.values_list("from_owner", "to_owner").distinct() for person in pair}
    words = {"name": givers.name(move.plan.occasion), "returns_at": move.due_at.isoformat()}
    key = f"move:{move.pk}:soon:{move.due_at.isoformat()}"
    return [_letter("transfer_returns_soon", move.plan, person, key, **words) for person in sorted(people)]


def _words(transfer: Transfer | None) -> dict[str, Any]:
    if transfer is None:
        return {}
    returns_at = transfer.returns_at.isoformat() if transfer.returns_at else ""
    return {"effective_at": transfer.effective_at.isoformat(), "returns_at": returns_at, "reason": transfer.reason}


def _shares(move: Move, side: str) -> dict[int, dict[str, int]]:
    rows: Any = OwnershipChange.objects.filter(move_id=move.pk).order_by().values(side).annotate(**PER_KIND)
    return {row.pop(side): row for row in rows}


def _leave(
    kind: str,
    plan: Plan,
    shares: dict[int, dict[str, int]],
    *,
    key: str,
    at: datetime.datetime,
    words: dict[str, Any],
) -> None:
    letters = [_letter(kind, plan, person, key, **words, **share) for person, share in sorted(shares.items())]
    leave_many(letters=letters, at=at)


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
