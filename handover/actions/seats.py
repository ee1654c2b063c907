"""What is done to the leaver's seats in account teams: chosen in a draft, handed on by its move, given back."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.actions import account_team
from handover.actions import plans
from handover.models import Move, Plan, SeatLine, SeatReason
from handover.planning import seats
from web.errors import Refused


@transaction.atomic
def assign(*, plan: Plan, lines: QuerySet[SeatLine], successor: User | None, by: User, at: datetime.datetime) -> int:
    """Give these seats of a draft to one of its successors, or leave them to be settled later; returns how many.

    Raises `Refused` as `plans.assign` does.
    """
    occasion = plans.lock_draft(plan, by)
    plans.check_planner(occasion, by)
    if successor is not None and not plan.successors.filter(user=successor).exists():
        raise Refused(_("Choose one of the successors of this plan."), code="not_a_successor", status=422)
    chosen = SeatLine.objects.filter(plan=plan, pk__in=lines.order_by().values("pk"))
    changed = chosen.update(successor=successor, locked=True, reason=SeatReason.BY_HAND)
    if changed:
        details = {"plan": plan.pk, "seats": changed, "successor": successor.name if successor else None}
        audit.record(verb="plan.seats_changed", subject=occasion, by=by, at=at, details=details)
    return changed


def carry_out(*, move: Move, moves: Sequence[Move], by: User, at: datetime.datetime) -> dict[str, int]:
    """Do to seats what `move` does, within its transaction: `seats` changed, `seats_left` as they were.

    Seats go with the plan's main move, not with deals kept for a while. The undo of a part takes seats back when that
    part is all of one successor's, and leaves them alone otherwise.
    """
    if move.chain[-1].held_until is not None or not seats.may_move(move.plan):
        return {}
    if move.only is not None and move.only.keys() != {"successor"}:
        return {}
    given = move.reverses
    count, (changes, params) = seats.planned(move, at) if given is None else seats.given(move, given, moves, at)
    if not count:
        return {}
    done = account_team.move(changes=changes, params=params, move_id=move.pk, by=by, at=at)
    return {"seats": done} | ({"seats_left": count - done} if done < count else {})
