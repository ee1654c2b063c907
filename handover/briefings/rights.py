"""Who may tell of a customer, ask about it and decide on what was promised to it; and which customers those are."""

import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Customer
from handover.checklist.responsible import leaver_answers
from handover.lifecycle import State, Who
from handover.models import Assignment, Departure, ItemRecord, PlanState
from handover.relations import relations
from web.errors import Refused

#: Besides the one who tells: those who may tick the leaver's items may also complete what is told.
HELPERS = frozenset({Who.SUPERVISOR, Who.PLANNER})


def customers(departure: Departure) -> QuerySet[Customer]:
    """The customers a departure is about: those of its checklist or its approved plan, and what the leaver owns."""
    listed = ItemRecord.objects.filter(departure=departure, kind=RecordKind.CUSTOMER)
    return Customer.objects.filter(
        Q(pk__in=listed.values("record_id"))
        | Q(pk__in=planned(departure).values("record_id"))
        | Q(owner=departure.leaver)
    )


def teller(departure: Departure, at: datetime.datetime) -> User | None:
    """Who tells of the customers: the leaver, or the supervisor when the leaver can't."""
    return departure.leaver if leaver_answers(departure, at) else departure.supervisor


def may_tell(user: User, departure: Departure, at: datetime.datetime) -> bool:
    """Whether `user` may write down what is known of the customers."""
    return teller(departure, at) == user or bool(relations(user, departure) & HELPERS)


def may_ask(user: User, departure: Departure, customer: Customer) -> bool:
    """Whether `user` may ask about a customer: who takes it over by the approved plan or has it now, and who helps."""
    if user.pk == departure.leaver_id:
        return False
    if planned(departure).filter(record_id=customer.pk, successor=user).exists():
        return True
    here = customers(departure).filter(pk=customer.pk)
    return bool(relations(user, departure) & HELPERS) or here.filter(owner=user).exists()


def may_decide(user: User, departure: Departure) -> bool:
    """Whether `user` says for the firm if it stands by what was promised: who plans the handover."""
    return Who.PLANNER in relations(user, departure)


def check_tells(departure: Departure, customer: Customer, *, by: User, at: datetime.datetime) -> None:
    """Raise `Refused` unless `by` may tell of `customer` now: `not_yours` (403), `not_now`, `not_here` (422)."""
    if not may_tell(by, departure, at):
        raise Refused(_("Somebody else tells of these customers."), code="not_yours", status=403)
    if not departure.is_open:
        raise Refused(_("This departure is over; what was told no longer changes."), code="not_now")
    check_is_here(departure, customer)


def check_is_here(departure: Departure, customer: Customer) -> None:
    """Raise `Refused` (`not_here`, 422) unless the departure is about `customer`."""
    if not customers(departure).filter(pk=customer.pk).exists():
        raise Refused(_("This handover is not about that customer."), code="not_here", status=422)


def check_goes_on(departure: Departure) -> None:
    """Raise `Refused` (`not_now`) when the person stays after all: questions go on after the departure is closed."""
    if departure.state == State.WITHDRAWN:
        raise Refused(_("This departure was withdrawn."), code="not_now")


def planned(departure: Departure) -> QuerySet[Assignment]:
    """The lines of the approved plan that say who gets which customer."""
    approved = {"plan__departure": departure, "plan__state": PlanState.APPROVED}
    return Assignment.objects.filter(kind=RecordKind.CUSTOMER, **approved)


def taken_over(user: User, departure: Departure) -> QuerySet[Assignment]:
    """The lines of the approved plan by which customers come to `user`."""
    return planned(departure).filter(successor=user)
