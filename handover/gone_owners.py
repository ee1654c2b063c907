"""Records owned by somebody who is gone and whose departure nobody has registered: an import brings such owners."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, Task
from handover.holdings import rows_of
from handover.models import Departure
from handover.relations import people


@dataclass(frozen=True)
class Left:
    """Somebody who is gone, and how much of each kind is still theirs."""

    person: User
    customers: int
    deals: int
    contracts: int
    tasks: int


def owning() -> Q:
    """People (as a condition on `User`) who own what a handover moves."""
    mine = {"owner": OuterRef("pk")}
    rows = (Customer.objects.all(), Deal.objects.open(), Contract.objects.running(), Task.objects.open())
    found = Q()
    for each in rows:
        found |= Q(Exists(each.filter(**mine)))
    return found


def gone(user: User) -> QuerySet[User]:
    """The people without access within reach of `user` who still own something, and whom no open departure is of."""
    leaving = Departure.objects.open().filter(leaver=OuterRef("pk"))
    here = User.objects.with_access().values("pk")
    return people(user).exclude(pk__in=here).filter(owning()).exclude(Exists(leaving)).exclude(pk=user.pk)


def counted(shown: list[User]) -> list[Left]:
    """The same people with their counts: one query a kind, however many they are."""
    by_kind: dict[RecordKind, dict[int, int]] = {
        kind: dict(rows.order_by().values_list("owner").annotate(n=Count("pk")))
        for kind, rows in rows_of([one.pk for one in shown]).items()
    }
    kinds = (RecordKind.CUSTOMER, RecordKind.DEAL, RecordKind.CONTRACT, RecordKind.TASK)
    return [Left(one, *(by_kind[kind].get(one.pk, 0) for kind in kinds)) for one in shown]


def totals(user: User) -> tuple[int, int]:
    """How many people that are, and how many customers are theirs."""
    found = gone(user).order_by()
    return found.count(), Customer.objects.filter(owner__in=found.values("pk")).count()
