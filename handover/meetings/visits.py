"""Joint visits to the most important customers: which were made, which are still missing, and the rule about them."""

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import ngettext

from customers.models import Customer, Grade
from handover.briefings import rights
from handover.models import Departure, MeetingCustomer, MeetingKind, MeetingState
from web.errors import Refused


def missing(departure: Departure) -> QuerySet[Customer]:
    """The customers of grade A nobody has visited together with the leaver."""
    visited = MeetingCustomer.objects.filter(
        customer=OuterRef("pk"),
        meeting__departure=departure,
        meeting__kind=MeetingKind.VISIT,
        meeting__state=MeetingState.HELD,
    )
    return rights.customers(departure).filter(~Exists(visited), grade=Grade.A)


def asked_for(departure: Departure) -> QuerySet[Customer]:
    """Those of `missing` that the rule asks for."""
    return missing(departure) if settings.JOINT_VISITS else Customer.objects.none()


def planned(departure: Departure) -> QuerySet[MeetingCustomer]:
    """The agenda lines of visits that are still to come."""
    lines = MeetingCustomer.objects.filter(meeting__departure=departure, meeting__kind=MeetingKind.VISIT)
    return lines.filter(meeting__state=MeetingState.CALLED)


def check(departure: Departure, note: str) -> None:
    """The rule: each customer of grade A is visited together, or the supervisor says in words why not.

    Raises `Refused` (`visits_missing`, 422) when neither is so; `JOINT_VISITS=off` takes the rule away.
    """
    if note.strip():
        return
    if count := asked_for(departure).count():
        sentence = ngettext(
            "%(count)s customer of grade A was not visited together with %(name)s; say in words why not.",
            "%(count)s customers of grade A were not visited together with %(name)s; say in words why not.",
            count,
        )
        names = {"count": count, "name": departure.leaver.name}
        raise Refused(sentence, code="visits_missing", params=names, status=422)
