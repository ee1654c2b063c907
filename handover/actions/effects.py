"""What else happens in the transaction of a transition, per verb, in this order. A room adds its own effect here."""

import datetime
from typing import Protocol

from accounts.actions import audit
from accounts.models import User
from handover.actions import access_end, checklist, covers, leaving_messages, reference_messages, seals, verifications
from handover.lifecycle import Verb
from handover.models import Departure, Move, MoveState, Plan, PlanState


class Effect(Protocol):
    """Something that follows from a transition of `departure`."""

    def __call__(self, *, departure: Departure, by: User, at: datetime.datetime) -> object: ...


def discard_plan(*, departure: Departure, by: User, at: datetime.datetime) -> None:
    """Put the living plan aside; a move that was to come is called off."""
    for plan in Plan.objects.filter(departure=departure).exclude(state=PlanState.DISCARDED):
        _call_off(plan, departure=departure, by=by, at=at)
        plan.state = PlanState.DISCARDED
        plan.save(update_fields=["state"])
        audit.record(verb="plan.discarded", subject=departure, by=by, at=at, details={"plan": plan.pk})


def reopen_plan(*, departure: Departure, by: User, at: datetime.datetime) -> None:
    """Take the approval back so that the plan can be worked on; one whose move was undone is put aside instead."""
    for plan in Plan.objects.filter(departure=departure, state=PlanState.APPROVED):
        if Move.objects.main().filter(plan=plan, state=MoveState.UNDONE).exists():
            discard_plan(departure=departure, by=by, at=at)
            continue
        _call_off(plan, departure=departure, by=by, at=at)
        plan.state, plan.approved_by, plan.approved_at = PlanState.DRAFT, None, None
        plan.save(update_fields=["state", "approved_by", "approved_at"])
        audit.record(verb="plan.reopened", subject=departure, by=by, at=at, details={"plan": plan.pk})


def _call_off(plan: Plan, *, departure: Departure, by: User, at: datetime.datetime) -> None:
    waiting = Move.objects.main().filter(plan=plan, state__in=[MoveState.DUE, MoveState.PAUSED, MoveState.FAILED])
    if waiting.delete()[0]:
        audit.record(verb="move.called_off", subject=departure, by=by, at=at, details={"plan": plan.pk})


def catch_up(*, departure: Departure, by: User, at: datetime.datetime) -> None:
    """Bring checklist and verification up to what the leaver holds and the plan gives away by now."""
    checklist.generate(departure=departure, at=at)
    verifications.open_for(departure=departure, by=by, at=at)


EFFECTS: dict[Verb, tuple[Effect, ...]] = {
    Verb.BEGIN: (catch_up, leaving_messages.successor_leaves, reference_messages.seats_wait),
    Verb.VERIFY: (catch_up,),
    Verb.REPLAN: (reopen_plan, verifications.take_back_sign_off),
    Verb.CLOSE: (seals.seal,),
    Verb.WITHDRAW: (discard_plan, covers.lift_all, access_end.give_back),
}
