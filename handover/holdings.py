"""What a leaver holds, which is what a handover moves."""

import datetime
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


def rows(leaver: User) -> dict[RecordKind, QuerySet[Any]]:
    """All customers, the open deals, the running contracts and the unfinished tasks `leaver` owns."""
    return {
        RecordKind.CUSTOMER: Customer.objects.held_by(leaver),
        RecordKind.DEAL: Deal.objects.open().filter(owner=leaver),
        RecordKind.CONTRACT: Contract.objects.running().filter(owner=leaver),
        RecordKind.TASK: Task.objects.open().filter(owner=leaver),
    }


def count(leaver: User) -> dict[str, int]:
    """How many of each kind, by name: customers, deals, contracts, tasks."""
    return {NAMES[kind]: held.count() for kind, held in rows(leaver).items()}


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
