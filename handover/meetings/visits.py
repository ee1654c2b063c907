"""Joint visits to the most important customers: which were made, which are missing, and the rule about them."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import ngettext

from customers.models import Customer, Grade
from handover.briefings import rights
from handover.models import Departure, MeetingCustomer, MeetingKind, MeetingState, VisitException
from web.errors import Refused


@dataclass(frozen=True)
class Counted:
    """How many customers of grade A there are, and how many of them were visited, need no visit, and wait for one."""

    all: int
    visited: int
    excepted: int
    missing: int


def counted(departure: Departure) -> Counted:
    """The joint visits of a departure, counted."""
    everybody = rights.customers(departure).filter(grade=Grade.A).count()
    rest, open_ = unvisited(departure).count(), missing(departure).count()
    return Counted(everybody, everybody - rest, rest - open_, open_)


def unvisited(departure: Departure) -> QuerySet[Customer]:
    """The customers of grade A nobody has visited together with the leaver."""
    visited = MeetingCustomer.objects.filter(
        customer=OuterRef("pk"),
        meeting__departure=departure,
        meeting__kind=MeetingKind.VISIT,
        meeting__state=MeetingState.HELD,
    )
    return rights.customers(departure).filter(~Exists(visited), grade=Grade.A)


def missing(departure: Departure) -> QuerySet[Customer]:
    """Those of `unvisited` the supervisor has made no exception for."""
    return unvisited(departure).exclude(_excepted(departure))


def excepted(departure: Departure) -> QuerySet[VisitException]:
    """The exceptions that are needed still: nobody has visited the customer after all."""
    return VisitException.objects.filter(departure=departure, customer__in=unvisited(departure).order_by().values("pk"))


def asked_for(departure: Departure) -> QuerySet[Customer]:
    """Those of `missing` that the rule asks for."""
    return missing(departure) if settings.JOINT_VISITS else Customer.objects.none()


def planned(departure: Departure) -> QuerySet[MeetingCustomer]:
    """The agenda lines of visits that are still to come."""
    lines = MeetingCustomer.objects.filter(meeting__departure=departure, meeting__kind=MeetingKind.VISIT)
    return lines.filter(meeting__state=MeetingState.CALLED)


def check(departure: Departure) -> None:
    """The rule: each customer of grade A is visited together, or the supervisor has said why not.

    Raises `Refused` (`visits_missing`, 422) when neither is so; `JOINT_VISITS=off` takes the rule away.
    """
    if count := asked_for(departure).count():
        sentence = ngettext(
            "%(count)s customer of grade A was not visited together with %(name)s; say why for each.",
            "%(count)s customers of grade A were not visited together with %(name)s; say why for each.",
            count,
        )
        names = {"count": count, "name": departure.leaver.name}
        raise Refused(sentence, code="visits_missing", params=names, status=422)


def _excepted(departure: Departure) -> Q:
    return Q(Exists(VisitException.objects.filter(departure=departure, customer=OuterRef("pk"))))
