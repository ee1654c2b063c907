"""What a leaver holds, which is what a handover moves."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, Task

MONTH = datetime.timedelta(days=30)

#: The name each kind is counted under, in REST answers too.
NAMES: dict[RecordKind, str] = {
    RecordKind.CUSTOMER: "customers",
    RecordKind.DEAL: "deals",
    RecordKind.CONTRACT: "contracts",
    RecordKind.TASK: "tasks",
}
#: How many of each kind, as aggregates over rows that have a `kind`: lines of a plan, the ledger.
PER_KIND = {name: Count("pk", filter=Q(kind=kind)) for kind, name in NAMES.items()}


def rows(leaver: User) -> dict[RecordKind, QuerySet[Any]]:
    """All customers, the open deals, the running contracts and the unfinished tasks `leaver` owns."""
    return rows_of([leaver.pk])


def rows_of(leavers: Collection[int]) -> dict[RecordKind, QuerySet[Any]]:
    """The same of several leavers, by their ids."""
    return {
        RecordKind.CUSTOMER: Customer.objects.filter(owner__in=leavers),
        RecordKind.DEAL: Deal.objects.open().filter(owner__in=leavers),
        RecordKind.CONTRACT: Contract.objects.running().filter(owner__in=leavers),
        RecordKind.TASK: Task.objects.open().filter(owner__in=leavers),
    }


def counts(leavers: Collection[int]) -> dict[int, dict[str, int]]:
    """How many of each kind each leaver holds, by the leaver's id; one query for each kind."""
    found = {leaver: dict.fromkeys(NAMES.values(), 0) for leaver in leavers}
    for kind, held in rows_of(leavers).items():
        for owner, n in held.order_by().values_list("owner").annotate(n=Count("pk")):
            found[owner][NAMES[kind]] = n
    return found


def count(leaver: User) -> dict[str, int]:
    """How many of each kind, by name: customers, deals, contracts, tasks."""
    return counts([leaver.pk])[leaver.pk]


def value(leaver: User) -> dict[str, Decimal]:
    """What the open deals are worth, by currency; deals without an amount count nothing."""
    return _sums(rows(leaver)[RecordKind.DEAL])


def contract_value(leaver: User) -> dict[str, Decimal]:
    """What the running contracts are worth, by currency."""
    return _sums(rows(leaver)[RecordKind.CONTRACT])


def _sums(held: QuerySet[Any]) -> dict[str, Decimal]:
    sums = held.filter(amount__gt=0).order_by("currency").values_list("currency").annotate(total=Sum("amount"))
    return dict(sums)


@dataclass(frozen=True)
class Summary:
    """What a leaver holds, as a page shows it."""

    grades: dict[str, int]
    deals: int
    deals_closing: int
    deal_values: dict[str, Decimal]
    contracts: int
    contract_values: dict[str, Decimal]
    tasks: int
    tasks_overdue: int

    @property
    def customers(self) -> int:
        return sum(self.grades.values())

    @property
    def total(self) -> int:
        """How many records a handover moves."""
        return self.customers + self.deals + self.contracts + self.tasks


def summary(leaver: User, today: datetime.date) -> Summary:
    """What `leaver` holds on `today`; deals that close within a month are counted apart."""
    held = rows(leaver)
    deals, tasks = held[RecordKind.DEAL], held[RecordKind.TASK]
    soon = Q(expected_close_on__range=(today, today + MONTH))
    of_deals = deals.aggregate(all=Count("pk"), soon=Count("pk", filter=soon))
    of_tasks = tasks.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    grades = held[RecordKind.CUSTOMER].order_by("grade").values_list("grade").annotate(n=Count("pk"))
    return Summary(
        grades=dict(grades),
        deals=of_deals["all"],
        deals_closing=of_deals["soon"],
        deal_values=value(leaver),
        contracts=held[RecordKind.CONTRACT].count(),
        contract_values=contract_value(leaver),
        tasks=of_tasks["all"],
        tasks_overdue=of_tasks["late"],
    )
