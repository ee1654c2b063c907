"""What every page of a departure shows the same way: the stage strip and the tabs."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission
from handover import access
from handover.lifecycle import State
from handover.models import Departure, PlanStep
from handover.planning.absences import Absence
from handover.planning.loads import Limit
from handover.wording import loads, plan
from handover.wording import steps as step_words

register = template.Library()

STAGES = (State.REGISTERED, State.PLANNED, State.HANDING_OVER, State.VERIFYING, State.CLOSED)

TABS = (
    ("departure", _("Overview")),
    ("departure_plan", _("Plan")),
    ("departure_coverage", _("Coverage")),
    ("departure_checklist", _("Checklist")),
    ("departure_verification", _("Verification")),
    ("departure_meetings", _("Meetings")),
    ("departure_promises", _("Promises")),
    ("departure_questions", _("Questions")),
    ("departure_timeline", _("Timeline")),
)


@dataclass(frozen=True)
class Tab:
    """One tab of a departure's page."""

    url: str
    label: str | Promise
    is_here: bool


@register.simple_tag
def stage_parts(departure: Departure, behind: bool = False) -> list[str]:
    """The look of the five parts of the strip: done, now (late when `behind`), or empty."""
    if departure.state == State.CLOSED:
        return ["done"] * len(STAGES)
    if departure.state == State.WITHDRAWN:
        return [""] * len(STAGES)
    here = STAGES.index(State(departure.state))
    return ["done"] * here + ["late" if behind else "now"] + [""] * (len(STAGES) - here - 1)


@register.filter
def stage_number(departure: Departure) -> int:
    """Which of the five stages the departure is in, from 1; 0 when it was withdrawn."""
    return 0 if departure.state == State.WITHDRAWN else STAGES.index(State(departure.state)) + 1


@register.simple_tag(takes_context=True)
def departure_tabs(context: template.Context, departure: Departure) -> list[Tab]:
    """The tabs of a departure's page, the present one marked."""
    request = context["request"]
    path, tabs = request.path, []
    for name, label in TABS:
        if name == "departure_coverage" and not access.sees_coverage(request.user, departure, context.get("relations")):
            continue
        if name == "departure_meetings" and not request.user.may(Permission.SEE_BOOK):
            continue
        url = reverse(name, args=[departure.pk])
        is_here = path == url if name == "departure" else path.startswith(url)
        tabs.append(Tab(url, label, is_here))
    return tabs


@register.simple_tag
def counted(counts: Mapping[str, int]) -> str:
    """Counts by kind in words, without what is none: “2 customers, 12 deals”."""
    return plan.counted(counts)


@register.filter
def at(found: Mapping[int, str], pk: int) -> str:
    """What stands under an id; nothing where there is none."""
    return found.get(pk, "")


@register.filter
def in_words(what: Limit | Absence, person: User) -> str:
    """What a person can carry and will, or that they are away."""
    return loads.absence(what, "") if isinstance(what, Absence) else loads.limit(what, person)


@register.simple_tag
def counted_of(customers: int, deals: int, contracts: int, tasks: int, seats: int = 0) -> str:
    """The same from single counts; what a notice does not count is none."""
    named = {"customers": customers, "deals": deals, "contracts": contracts, "tasks": tasks, "seats": seats}
    return plan.counted(named)


@register.filter
def as_step(step: PlanStep) -> str:
    """What was done to a draft by hand, as it follows a colon."""
    return step_words.phrase(step)
