"""Joint visits to the most important customers: which were made, and which are still missing."""

from django.db.models import Exists, OuterRef, QuerySet

from customers.models import Customer, Grade
from handover.briefings import rights
from handover.models import Departure, MeetingCustomer, MeetingKind, MeetingState


def missing(departure: Departure) -> QuerySet[Customer]:
    """The customers of grade A nobody has visited together with the leaver."""
    visited = MeetingCustomer.objects.filter(
        customer=OuterRef("pk"),
        meeting__departure=departure,
        meeting__kind=MeetingKind.VISIT,
        meeting__state=MeetingState.HELD,
    )
    return rights.customers(departure).filter(~Exists(visited), grade=Grade.A)


def planned(departure: Departure) -> QuerySet[MeetingCustomer]:
    """The agenda lines of visits that are still to come."""
    lines = MeetingCustomer.objects.filter(meeting__departure=departure, meeting__kind=MeetingKind.VISIT)
    return lines.filter(meeting__state=MeetingState.CALLED)
