"""What is next in a departure, in sentences: what is done, what is missing, and whose it is."""

import datetime
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handover.actions.messages import managers
from handover.departures.change_of_hands import ChangeOfHands
from handover.departures.figures import Figures
from handover.models import Departure, MoveState, PlanState, Verdict
from handover.references import sweep
from handover.references.sweep import Tally
from web.templatetags.web import between_sentences


@dataclass(frozen=True)
class Step:
    """One part of the way: `look` is ok, wait (needs a hand) or empty (later); `hint` says whose it is; `is_first` of
    those that need a hand and lead somewhere.
    """

    look: str
    title: str
    hint: str = ""
    url: str = ""
    is_first: bool = False


@dataclass(frozen=True)
class Known:
    """What the steps go by beyond the figures, as far as their reader may know and do it.

    `uncovered` customers have a day ahead on which nobody answers, and `references` is what still names the leaver;
    None for readers whom that is no business of.
    """

    hands: ChangeOfHands
    may_name: bool
    sees_plan: bool
    sees_coverage: bool
    uncovered: int | None
    references: Tally | None


def steps(departure: Departure, counted: Figures, known: Known, *, at: datetime.datetime) -> list[Step]:
    """The way of an open departure from here to its end."""
    found = [
        _supervisor(departure, known),
        _plan(departure, counted) if known.sees_plan else _plan_to_come(),
        *_coverage(departure, counted, known),
        _checklist(departure, counted),
        _verification(departure, counted),
        _move(departure, counted, known.hands, at),
    ]
    if known.references is not None:
        found.append(_references(departure, known.references))
    first = next((step for step in found if step.look == "wait" and step.url), None)
    return [replace(step, is_first=step is first) for step in found]


def _supervisor(departure: Departure, known: Known) -> Step:
    if departure.supervisor:
        return Step("ok", _("%(name)s supervises the handover.") % {"name": departure.supervisor.name})
    url = "#people" if known.may_name else ""
    hint = _("%(who)s names somebody.") % {"who": _lead(departure)}
    return Step("wait", _("Nobody supervises the handover yet."), hint, url)


def _plan(departure: Departure, counted: Figures) -> Step:
    url = reverse("departure_plan", args=[departure.pk])
    if counted.plan_state == PlanState.APPROVED:
        return Step("ok", _("The plan of who takes over what is approved."), url=url)
    plan = counted.plan
    if plan is None:
        hint = _("%(who)s makes a plan, and somebody else approves it.") % {"who": _lead(departure)}
        return Step("wait", _("Nobody has planned yet who takes over what."), hint, url)
    if counted.unassigned:
        title = ngettext(
            "%(count)s customer has no successor in the plan yet.",
            "%(count)s customers have no successor in the plan yet.",
            counted.unassigned,
        ) % {"count": counted.unassigned}
        return Step("wait", title, _("%(who)s is making the plan.") % {"who": plan.made_by.name}, url)
    hint = _("Somebody other than %(who)s, who made it, approves it.") % {"who": plan.made_by.name}
    return Step("wait", _("The plan waits for approval."), hint, url)


def _coverage(departure: Departure, counted: Figures, known: Known) -> list[Step]:
    """Whether somebody answers for each customer until their successor does; nothing while there is no whole plan."""
    if known.uncovered is None or counted.plan is None or counted.unassigned or counted.moved:
        return []
    url = reverse("departure_coverage", args=[departure.pk]) if known.sees_coverage else ""
    if known.uncovered:
        title = ngettext(
            "%(count)s customer has a day ahead on which nobody answers.",
            "%(count)s customers have a day ahead on which nobody answers.",
            known.uncovered,
        )
        hint = _("%(who)s names interim cover for these days, or lets the records change hands earlier.")
        hint %= {"who": _lead(departure)}
        return [Step("wait", title % {"count": known.uncovered}, hint, url)]
    if counted.plan_state != PlanState.APPROVED:
        return []
    return [Step("ok", _("Somebody answers for every customer on every day."), url=url)]


def _plan_to_come() -> Step:
    return Step("", _("Who takes over what is being planned."), _("You will see it once it is approved."))


def _checklist(departure: Departure, counted: Figures) -> Step:
    url = reverse("departure_checklist", args=[departure.pk])
    left = counted.items - counted.items_settled
    if not left:
        return Step("ok", _("The checklist is done."), url=url)
    title = _("%(done)s of %(total)s items of the checklist are done.") % {
        "done": counted.items_settled,
        "total": counted.items,
    }
    shares = _shares(departure, counted.left)
    if not counted.items_late:
        return Step("", title, shares, url)
    late = ngettext("%(count)s item is late.", "%(count)s items are late.", counted.items_late)
    return Step("wait", title, f"{late % {'count': counted.items_late}} {shares}", url)


def _shares(departure: Departure, shares: dict[str, int]) -> str:
    words = {
        "leaver": departure.leaver.name,
        "successor": _("the successors"),
        "supervisor": departure.supervisor.name if departure.supervisor else _("the supervisor"),
        "hr": _("HR"),
    }
    parts = [f"{words[who]} {shares[who]}" for who in words if who in shares]
    return _("To do: %(shares)s.") % {"shares": _(", ").join(parts)}


def _verification(departure: Departure, counted: Figures) -> Step:
    url = reverse("departure_verification", args=[departure.pk])
    if departure.signed_off_at:
        return Step("ok", _("The verification is signed off."), url=url)
    if not counted.verifications:
        return Step("", _("The records are verified together once the handover has started."), url=url)
    title = _("%(done)s of %(total)s verifications are settled.") % {
        "done": counted.verifications_final,
        "total": counted.verifications,
    }
    disputed, stated = counted.waiting(Verdict.DISPUTED), counted.waiting(Verdict.STATED)
    if disputed:
        hint = ngettext(
            "%(count)s dispute waits for the supervisor.",
            "%(count)s disputes wait for the supervisor.",
            disputed,
        )
        return Step("wait", title, hint % {"count": disputed}, url)
    if counted.verifications == counted.verifications_final:
        return Step("wait", title, _("The supervisor signs off."), url)
    hint = ngettext("%(count)s waits for a successor.", "%(count)s wait for a successor.", stated)
    return Step("", title, hint % {"count": stated} if stated else "", url)


def _move(departure: Departure, counted: Figures, hands: ChangeOfHands, at: datetime.datetime) -> Step:
    if counted.moved:
        return Step("ok", _("The records have changed hands."))
    url = reverse("departure_plan", args=[departure.pk])
    move = hands.move
    if move and move.state == MoveState.FAILED:
        return Step("wait", _("The move of the records stopped."), _("See the plan for what stood in its way."), url)
    if move and move.state == MoveState.PAUSED and move.paused_by:
        hint = _("%(by)s: %(reason)s") % {"by": move.paused_by.name, "reason": move.pause_reason}
        return Step("wait", _("The move of the records is paused."), hint, url)
    when = date_format(timezone.localtime(hands.at), "DATETIME_FORMAT")
    if hands.at < at:
        return Step("wait", _("The records should have changed hands on %(when)s.") % {"when": when})
    agreed = date_format(timezone.localtime(hands.agreed_at), "DATETIME_FORMAT")
    hint = _("It was agreed for %(when)s and put to another time.") % {"when": agreed} if hands.was_put else ""
    return Step("", _("The records change hands on %(when)s.") % {"when": when}, hint)


def _references(departure: Departure, found: Tally) -> Step:
    url = reverse("departure_references", args=[departure.pk])
    if not found:
        return Step("ok", _("Nothing else names %(name)s.") % {"name": departure.leaver.name}, url=url)
    hint = _("Hand it over, end it, or say why it stays; the departure closes after that.")
    whose = (str(sweep.KINDS[kind].whose) for kind in found)
    return Step("wait", sweep.in_words(departure.leaver, found), between_sentences().join([hint, *whose]), url)


def _lead(departure: Departure) -> str:
    return managers(departure)[0].name if managers(departure) else _("The manager")
