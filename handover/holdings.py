"""What a leaver holds, which is what a handover moves."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, Task

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
