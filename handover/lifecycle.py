"""The lifecycle of a departure: the only place that knows which verb leads from which state to which.

It knows no rows. Buttons, API, docs and tests read `TRANSITIONS`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a departure stands."""

    REGISTERED = "registered", _("Registered")
    PLANNED = "planned", _("Planned")
    HANDING_OVER = "handing_over", _("Handing over")
    VERIFYING = "verifying", _("Verifying")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (State.REGISTERED, State.PLANNED, State.HANDING_OVER, State.VERIFYING)


class Verb(models.TextChoices):
    """What can be done to a departure as a whole."""

    REGISTER = "register", _("Register the departure")
    PLAN = "plan", _("Settle the plan")
    REPLAN = "replan", _("Plan again")
    BEGIN = "begin", _("Start the handover")
    VERIFY = "verify", _("Start verifying together")
    CLOSE = "close", _("Close the departure")
    WITHDRAW = "withdraw", _("Withdraw: the person stays")


class Who(StrEnum):
    """Who may do a verb, by right or by relation to the departure."""

    REGISTRAR = "registrar"  # the right to register departures, in scope
    PLANNER = "planner"  # the right to plan, in scope
    APPROVER = "approver"  # the right to approve, and not the planner
    SUPERVISOR = "supervisor"  # named for this departure
    LEAVER = "leaver"


class Guard(StrEnum):
    """A condition that must hold; `handover/guards.py` answers it for one departure, with a sentence."""

    PLAN_APPROVED = "plan_approved"
    NOT_MOVED = "not_moved"
    SUPERVISOR_NAMED = "supervisor_named"
    CHECKLIST_DONE = "checklist_done"
    SIGNED_OFF = "signed_off"
    MOVED = "moved"
    NOTHING_LEFT = "nothing_left"
    REFERENCES_SETTLED = "references_settled"


@dataclass(frozen=True)
class Transition:
    """One arrow: `verb` leads from any of `sources` to `target` when one of `who` asks and all `guards` hold."""

    verb: Verb
    sources: tuple[State, ...]
    target: State
    who: tuple[Who, ...]
    sentence: str | Promise
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False


TRANSITIONS: dict[Verb, Transition] = {
    transition.verb: transition
    for transition in (
        Transition(Verb.REGISTER, (), State.REGISTERED, (Who.REGISTRAR,), _("Somebody is leaving.")),
        Transition(
            Verb.PLAN,
            (State.REGISTERED,),
            State.PLANNED,
            (Who.APPROVER,),
            _("Every record has a successor, and somebody other than the planner approved."),
            (Guard.PLAN_APPROVED,),
        ),
        Transition(
            Verb.REPLAN,
            (State.PLANNED, State.HANDING_OVER, State.VERIFYING),
            State.REGISTERED,
            (Who.PLANNER,),
            _("The plan no longer fits; it is made and approved again."),
            (Guard.NOT_MOVED,),
            needs_reason=True,
        ),
        Transition(
            Verb.BEGIN,
            (State.PLANNED,),
            State.HANDING_OVER,
            (Who.PLANNER, Who.SUPERVISOR),
            _("Leaver and successors start to work through the checklist."),
            (Guard.SUPERVISOR_NAMED,),
        ),
        Transition(
            Verb.VERIFY,
            (State.HANDING_OVER,),
            State.VERIFYING,
            (Who.PLANNER, Who.SUPERVISOR, Who.LEAVER),
            _("Leaver and successors go through the records together."),
        ),
        Transition(
            Verb.CLOSE,
            (State.VERIFYING,),
            State.CLOSED,
            (Who.REGISTRAR,),
            _("All is done, and nothing names the leaver any more but with a reason."),
            (Guard.CHECKLIST_DONE, Guard.SIGNED_OFF, Guard.MOVED, Guard.NOTHING_LEFT, Guard.REFERENCES_SETTLED),
        ),
        Transition(
            Verb.WITHDRAW,
            OPEN_STATES,
            State.WITHDRAWN,
            (Who.REGISTRAR,),
            _("The person stays; everything planned is undone."),
            (Guard.NOT_MOVED,),
            needs_reason=True,
        ),
    )
}


def verbs_from(state: State) -> list[Transition]:
    """The arrows that leave `state`, in the order of the table."""
    return [transition for transition in TRANSITIONS.values() if state in transition.sources]
