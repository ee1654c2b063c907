"""What one reader may read of a departure, or of one of its customers: what a document is made from, and no more."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import Permission
from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, Task
from handover import access, holdings
from handover.briefings import access as briefing_access
from handover.briefings import rights
from handover.checking import access as checking_access
from handover.models import Departure, Plan, Verification
from handover.models.plan import AssignmentQuerySet

#: What of each kind is handed over.
MOVING: dict[RecordKind, Callable[[], QuerySet[Any]]] = {
    RecordKind.DEAL: Deal.objects.open,
    RecordKind.CONTRACT: Contract.objects.running,
    RecordKind.TASK: Task.objects.open,
}
#: By id of a record: the names of who gives it and who gets it.
Hands = dict[int, tuple[str, str]]


class Scope:
    """A reader's view of `departure`, or of `customer` in it; every question is asked once."""

    def __init__(self, reader: User, departure: Departure, customer: Customer | None = None) -> None:
        self.reader, self.departure, self.customer = reader, departure, customer

    @cached_property
    def sees_all(self) -> bool:
        """Whether the reader reads of every customer of the departure."""
        return briefing_access.sees_all(self.reader, self.departure)

    @cached_property
    def sees_customers(self) -> bool:
        """Whether there is any customer here the reader may read of: not so for HR."""
        return self.customer is not None or briefing_access.sees_any(self.reader, self.departure)

    @cached_property
    def sees_sample(self) -> bool:
        return checking_access.sees_sample(self.reader, self.departure)

    @cached_property
    def plan(self) -> Plan | None:
        """The plan that stands, if the reader may see it."""
        return access.living_plan(self.reader, self.departure)

    @cached_property
    def lines(self) -> AssignmentQuerySet | None:
        """The lines of the plan the reader may see, of this customer if it is about one."""
        if self.plan is None:
            return None
        found = access.lines(self.reader, self.plan)
        return found if self.customer is None else found.filter(self._of_customer)

    @property
    def _of_customer(self) -> Q:
        mine = Q(kind=RecordKind.CUSTOMER, record_id=self.customer.pk) if self.customer else Q()
        return mine | Q(customer=self.customer)

    @cached_property
    def hands(self) -> dict[int, Hands]:
        """Who gives and who gets each record by the plan, by kind and id."""
        found: dict[int, Hands] = {kind: {} for kind in RecordKind}
        if self.lines is None:
            return found
        rows = self.lines.order_by().values_list("kind", "record_id", "from_owner__name", "successor__name")
        for kind, record, giver, taker in rows:
            found[kind][record] = (giver or "", taker or "")
        return found

    @cached_property
    def successors(self) -> list[User]:
        """Who takes over, as far as the reader may know: everybody, or themselves."""
        if self.plan is None:
            return []
        people = User.objects.filter(pk__in=self.plan.successors.order_by().values("user"))
        if self.lines is not None and self.customer is not None:
            people = people.filter(pk__in=self.lines.order_by().values("successor"))
        knows = access.sees_whole(self.reader, self.plan)
        return list((people if knows else people.filter(pk=self.reader.pk)).order_by("name", "pk"))

    def customers(self) -> QuerySet[Customer]:
        """The customers the document tells of."""
        if self.customer is not None:
            return Customer.objects.filter(pk=self.customer.pk)
        if self.sees_all:
            return rights.customers(self.departure)
        taken = rights.taken_over(self.reader, self.departure).values("record_id")
        return Customer.objects.filter(pk__in=taken) if self.sees_customers else Customer.objects.none()

    def records(self, kind: RecordKind) -> QuerySet[Any]:
        """The deals, contracts or tasks: those of the one customer, or what the plan gives and the leaver still has."""
        model = MODELS[kind]
        if self.customer is not None:
            return MOVING[kind]().filter(customer=self.customer)
        if not self.sees_customers:
            return model._default_manager.none()
        found = Q()
        if self.lines is not None:
            found |= Q(pk__in=self.lines.filter(kind=kind).order_by().values("record_id"))
        if self.sees_all:
            found |= Q(pk__in=holdings.rows(self.departure.leaver)[kind].order_by().values("pk"))
        return model._default_manager.filter(found) if found else model._default_manager.none()

    def about(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """`rows` of the departure, narrowed to the one customer if it is about one."""
        return rows if self.customer is None else rows.filter(customer=self.customer)

    def verifications(self) -> QuerySet[Verification]:
        """What was verified, as far as the reader may see it."""
        return self.about(access.verifications(self.reader, self.departure))

    @property
    def size(self) -> int:
        """How many customers it tells of."""
        return self.customers().count()


def whole(reader: User, departure: int) -> Scope:
    """The whole of a departure, or `Http404`. The leaver gets none: who leaves takes no list along (ADR 17)."""
    found = access.departure(reader, departure)
    if found.leaver_id == reader.pk:
        raise Http404
    return Scope(reader, found)


def one_customer(reader: User, departure: int, customer: int) -> Scope:
    """One customer of a departure, or `Http404` when its briefing is not the reader's to see."""
    found = access.departure(reader, departure)
    if not reader.may(Permission.SEE_BOOK):
        raise Http404
    return Scope(reader, found, briefing_access.customer(reader, found, customer))
