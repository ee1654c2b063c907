"""What the pages of a plan have in common, whether it is for a departure or for a transfer."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from accounts.gate import AuthenticatedRequest
from accounts.models import User
from handover import access
from handover.lifecycle import State, Who
from handover.models import Departure, Occasion, Plan, PlanState
from handover.planning import givers

#: What a plan's address is about, beside its number.
DEPARTURE, TRANSFER = "departure", "transfer"


def occasion(request: AuthenticatedRequest, pk: int, of: str) -> Occasion:
    """The departure or transfer of an address, or `Http404` when it is not the person's to see."""
    return access.transfer(request.user, pk) if of == TRANSFER else access.departure(request.user, pk)


def living(request: AuthenticatedRequest, pk: int, of: str) -> Plan:
    """The plan at an address, with what it is for; `Http404` when there is none for the person to see."""
    found = occasion(request, pk, of)
    plan = access.living_plan(request.user, found) if isinstance(found, Departure) else found.plan
    if plan is None:
        raise Http404
    return plan


def frame(user: User, plan: Plan, who: frozenset[Who] | None = None) -> dict[str, Any]:
    """What every part of the page refers to: what the plan is for, from whom, and what `user` may do with it; `who`
    they are to that, where it was asked already.
    """
    of = plan.occasion
    who = access.relations(user, of) if who is None else who
    may_move = Who.PLANNER in who
    is_open = of.state == State.REGISTERED if isinstance(of, Departure) else True
    return {
        "plan": plan,
        "relations": who,
        "plan_url": plan.get_absolute_url(),
        "departure": plan.departure,
        "transfer": plan.transfer,
        "giver": givers.name(of),
        "effective_at": of.effective_at,
        "is_due": of.effective_at <= timezone.now(),
        "may_move": may_move,
        "may_plan": may_move and is_open and plan.state == PlanState.DRAFT,
        "may_undo": may_move and (of.is_open if isinstance(of, Departure) else True),
    }
