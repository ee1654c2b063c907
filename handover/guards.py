"""The conditions of the lifecycle, answered for one departure: nothing when it holds, else what is missing."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handover.lifecycle import Guard, Transition
from handover.models import Departure, ItemState, Move, MoveState, Plan, PlanState
from handover.planning import scope
from handover.references import sweep


def missing(guard: Guard, departure: Departure) -> str | None:
    """The sentence that says what `guard` still waits for, or None when it holds."""
    return _ANSWERS[guard](departure)


def all_missing(transition: Transition, departure: Departure) -> dict[Guard, str]:
    """Every guard of `transition` that does not hold, with its sentence."""
    answers = {guard: missing(guard, departure) for guard in transition.guards}
    return {guard: sentence for guard, sentence in answers.items() if sentence is not None}


def _plan_approved(departure: Departure) -> str | None:
    if Plan.objects.filter(departure=departure, state=PlanState.APPROVED).exists():
        return None
    return _("No plan has been approved yet.")


def _not_moved(departure: Departure) -> str | None:
    if not Move.objects.binding().filter(plan__departure=departure).exists():
        return None
    return _("The records have already changed hands. Undo the move first.")


def _supervisor_named(departure: Departure) -> str | None:
    return None if departure.supervisor_id else _("Nobody supervises this handover yet.")


def _checklist_done(departure: Departure) -> str | None:
    left = departure.items.filter(state=ItemState.OPEN).count()
    if not left:
        return None
    return ngettext(
        "%(count)s item of the checklist is still to do.", "%(count)s items of the checklist are still to do.", left
    ) % {"count": left}


def _signed_off(departure: Departure) -> str | None:
    return None if departure.signed_off_at else _("The supervisor has not signed off the verification yet.")


def _moved(departure: Departure) -> str | None:
    moves = Move.objects.filter(plan__departure=departure)
    if moves.standing().exists() and not moves.filter(state=MoveState.RUNNING).exists():
        return None
    return _("The records have not changed hands yet.")


def _nothing_left(departure: Departure) -> str | None:
    left = scope.left(departure)
    count = sum(left.values())
    if not count:
        return None
    sentence = ngettext("%(name)s still owns %(count)s record.", "%(name)s still owns %(count)s records.", count)
    said = sentence % {"name": departure.leaver.name, "count": count}
    if left.get("tasks") == count:
        return f"{said} {_('Open tasks have to be finished or handed over before this is closed.')}"
    return said


def _references_settled(departure: Departure) -> str | None:
    found = sweep.tally(departure)
    return sweep.in_words(departure.leaver, found) if found else None


_ANSWERS: dict[Guard, Callable[[Departure], str | None]] = {
    Guard.PLAN_APPROVED: _plan_approved,
    Guard.NOT_MOVED: _not_moved,
    Guard.SUPERVISOR_NAMED: _supervisor_named,
    Guard.CHECKLIST_DONE: _checklist_done,
    Guard.SIGNED_OFF: _signed_off,
    Guard.MOVED: _moved,
    Guard.NOTHING_LEFT: _nothing_left,
    Guard.REFERENCES_SETTLED: _references_settled,
}
