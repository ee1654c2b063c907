"""What an approval of a plan checks and whom it tells."""

import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from handover.actions import transfer_messages
from handover.holdings import PER_KIND
from handover.lifecycle import State, Who
from handover.models import Assignment, Departure, Occasion, Plan, SeatLine
from handover.planning import givers
from handover.relations import has_planned, leavers, relations
from notices.actions import Letter, leave_many
from web.errors import Refused

#: How many names a refusal lists.
NAMED = 5


def check_approver(plan: Plan, occasion: Occasion, by: User) -> None:
    """Refuse everybody without the right in scope; in a departure also the planner, a successor and the leaver."""
    if isinstance(occasion, Departure):
        _check_second_person(plan, occasion, by)
    elif Who.PLANNER not in relations(by, occasion):
        raise Refused(_("This is for somebody else to plan."), code="not_yours", status=403)


def _check_second_person(plan: Plan, departure: Departure, by: User) -> None:
    if departure.state != State.REGISTERED:
        sentence = _("A plan is approved while the departure is registered; now it is at “%(state)s”.")
        raise Refused(sentence, code="not_now", params={"state": State(departure.state).label})
    if has_planned(by, departure):
        sentence = _("You made this plan, so somebody else has to approve it.")
        raise Refused(sentence, code="approver_is_planner", status=403)
    if Who.APPROVER not in relations(by, departure):
        raise Refused(_("This is for somebody else to approve."), code="not_yours", status=403)
    if plan.successors.filter(user=by).exists():
        sentence = _("You take over part of this book, so somebody else has to approve the plan.")
        raise Refused(sentence, code="approver_is_successor", status=403)


def check_complete(plan: Plan) -> None:
    """Refuse a transfer without records, and a plan in which anything has no successor, saying how many of what, and
    the first names.
    """
    if plan.transfer_id is not None and not Assignment.objects.filter(plan=plan).exists():
        raise Refused(_("There is nothing left in this transfer to hand over."), code="plan_empty")
    if not (left := missing(plan)):
        return
    parts = [_COUNTED[kind](count) % {"count": count} for kind, count in left.items()]
    names = _(", ").join(first_names(plan))
    sentence = _("Nobody takes over %(what)s yet: %(names)s.")
    params = {
        "what": _(", ").join(parts),
        "names": names,
        "missing": {kind.name.lower(): n for kind, n in left.items()},
    }
    raise Refused(sentence, code="plan_incomplete", params=params)


def missing(plan: Plan) -> dict[RecordKind, int]:
    """How many records of each kind have no successor; kinds without a gap are absent."""
    gaps = Assignment.objects.filter(plan=plan, successor=None).order_by()
    return {RecordKind(kind): n for kind, n in gaps.values_list("kind").annotate(n=Count("pk")).order_by("kind")}


def first_names(plan: Plan) -> list[str]:
    """The names of the first few records without a successor."""
    gaps = Assignment.objects.filter(plan=plan, successor=None).values_list("kind", "record_id")[:NAMED]
    found = []
    for kind, model in MODELS.items():
        if ids := [record_id for this, record_id in gaps if this == kind]:
            found += [str(row) for row in model._default_manager.filter(pk__in=ids)]
    return found


def check_successors_fit(plan: Plan, by: User, at: datetime.datetime) -> None:
    """Refuse while a successor with records or seats is the leaver, leaves too as far as `by` may know, or has no
    access.
    """
    busy = Assignment.objects.filter(plan=plan).exclude(successor=None).order_by().values("successor").distinct()
    seated = SeatLine.objects.filter(plan=plan).exclude(successor=None).order_by().values("successor")
    people = User.objects.filter(Q(pk__in=busy) | Q(pk__in=seated))
    gone = Q(is_active=False) | Q(access_ends_at__lte=at) | Q(pk=plan.giver.pk if plan.giver else 0)
    unfit = people.filter(gone | Q(pk__in=leavers(by)))
    if names := list(unfit.values_list("name", flat=True)):
        sentence = _("%(names)s can't take customers over any more: leaving too, or without access.")
        raise Refused(sentence, code="successor_unfit", params={"names": _(", ").join(names)})


def check_supervisor(plan: Plan) -> None:
    """Refuse a plan that gives records to the supervisor, who is to judge between leaver and successors."""
    supervisor = plan.departure.supervisor if plan.departure else None
    if supervisor and Assignment.objects.filter(plan=plan, successor=supervisor).exists():
        raise supervises(supervisor)


def supervises(person: User) -> Refused:
    """The refusal of a supervisor as successor."""
    sentence = _("%(name)s supervises this handover and can't take part of it over. Name another supervisor first.")
    return Refused(sentence, code="supervisor_is_successor", params={"name": person.name}, status=422)


def has_them(person: User) -> Refused:
    """The refusal of the present owner as who takes over."""
    sentence = _("%(name)s has these customers today, and can't take them over.")
    return Refused(sentence, code="owner_already", params={"name": person.name}, status=422)


def tell(plan: Plan, *, by: User, at: datetime.datetime) -> None:
    """One notice to each successor with what comes to them and when; none when that is at once, for the move tells."""
    occasion = plan.occasion
    if plan.transfer_id is not None:
        if occasion.effective_at <= at:
            return
        transfer_messages.planned(plan, by=by, at=at)
    lines = Assignment.objects.filter(plan=plan).order_by()
    rows: Any = lines.values("successor").annotate(**PER_KIND)
    gains = {row.pop("successor"): row for row in rows}
    for person, count in seats_of(plan).items():
        gains.setdefault(person, {})["seats"] = count
    words = {"name": givers.name(occasion), "by": by.name, "effective_at": occasion.effective_at.isoformat()}
    page = reverse("departure", args=[occasion.pk]) if isinstance(occasion, Departure) else plan.get_absolute_url()
    letters = [
        Letter(
            kind="plan_approved",
            recipient_id=person,
            key=f"plan:{plan.pk}:approved:{at.isoformat()}:{person}",
            url=page,
            subject_kind=occasion._meta.label_lower,
            subject_id=occasion.pk,
            params={**words, "relation": "successor", **gain},
        )
        for person, gain in gains.items()
        if person != by.pk
    ]
    leave_many(letters=letters, at=at)


def seats_of(plan: Plan) -> dict[int, int]:
    """How many seats in account teams each person gets by the plan."""
    lines = SeatLine.objects.filter(plan=plan).exclude(successor=None).order_by()
    return {person: n for person, n in lines.values_list("successor").annotate(n=Count("pk")) if person}


_COUNTED = {
    RecordKind.CUSTOMER: lambda n: ngettext("%(count)s customer", "%(count)s customers", n),
    RecordKind.DEAL: lambda n: ngettext("%(count)s deal", "%(count)s deals", n),
    RecordKind.CONTRACT: lambda n: ngettext("%(count)s contract", "%(count)s contracts", n),
    RecordKind.TASK: lambda n: ngettext("%(count)s task", "%(count)s tasks", n),
}
