"""Deals a leaver keeps beyond the move: until when that is possible, and the moves by which they follow."""

import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from handover import dates
from handover.models import Assignment, Departure, Move, MoveState, Plan, PlanState
from handover.models.plan import AssignmentQuerySet

#: States of a move in which what it hands over can still be chosen.
CHANGEABLE = (MoveState.DUE, MoveState.PAUSED)


def last_day(departure: Departure, today: datetime.date) -> datetime.date | None:
    """The last day until which a deal can be kept beyond the move; None when the move comes no earlier than that."""
    day = departure.last_day_on
    return day if day >= today and follows_at(departure, day) > departure.effective_at else None


def follows_at(departure: Departure, day: datetime.date) -> datetime.datetime:
    """When a deal kept until `day` follows: as that day ends where the leaver works."""
    return dates.effective(day, departure.leaver)


def schedule(plan: Plan, *, by: User, at: datetime.datetime) -> None:
    """Let an approved plan have a move for each day until which deals are kept."""
    made = Move.objects.main().filter(plan=plan).values_list("held_until", flat=True)
    days = _days(Assignment.objects.filter(plan=plan)) - set(made)
    Move.objects.bulk_create(
        Move(plan=plan, held_until=day, due_at=follows_at(plan.leaving, day), asked_by=by, asked_at=at)
        for day in sorted(days)
    )


def follow(departure: Departure, *, by: User, at: datetime.datetime) -> None:
    """Bring what is kept up to changed dates: at most until the last day, and not at all where the move comes later.

    What has followed already stays as it is.
    """
    plan = Plan.objects.filter(departure=departure).exclude(state=PlanState.DISCARDED).first()
    if plan is None:
        return
    plan.departure = departure
    waiting = _waiting(plan)
    waiting.filter(held_until__gt=departure.last_day_on).update(held_until=departure.last_day_on)
    too_early = [day for day in _days(_waiting(plan)) if follows_at(departure, day) <= departure.effective_at]
    _waiting(plan).filter(held_until__in=too_early).update(held_until=None)
    if plan.state == PlanState.APPROVED:
        lines = Assignment.objects.filter(plan=plan, held_until=OuterRef("held_until"))
        moves = Move.objects.main().filter(~Exists(lines), plan=plan, state__in=CHANGEABLE, held_until__isnull=False)
        moves.delete()
        schedule(plan, by=by, at=at)


def _days(lines: AssignmentQuerySet) -> set[datetime.date]:
    """Until which days these lines are kept."""
    found = lines.order_by().values_list("held_until", flat=True).distinct()
    return {day for day in found if day is not None}


def _waiting(plan: Plan) -> AssignmentQuerySet:
    """The lines that are kept and have not followed yet."""
    moves = Move.objects.main().filter(plan=plan, held_until=OuterRef("held_until")).exclude(state__in=CHANGEABLE)
    return Assignment.objects.filter(~Exists(moves), plan=plan, held_until__isnull=False)
