"""What a leaver holds, which is what a handover moves."""

import datetime
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Self

from django.db.models import CharField, Count, DecimalField, F, Func, IntegerField, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, Task

SUMS = ("deal_values", "contract_values")
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
    deals = rows(leaver)[RecordKind.DEAL].filter(amount__gt=0)
    return dict(deals.order_by("currency").values_list("currency").annotate(total=Sum("amount")))


@dataclass
class Held:
    """What a leaver holds, by kind and currency; `closing` are the open deals by the month they close in: 2026-11."""

    grades: dict[str, int] = field(default_factory=dict)
    deals: int = 0
    deal_values: dict[str, Decimal] = field(default_factory=dict)
    closing: dict[str, int] = field(default_factory=dict)
    contracts: int = 0
    contract_values: dict[str, Decimal] = field(default_factory=dict)
    tasks: int = 0

    @property
    def customers(self) -> int:
        return sum(self.grades.values())

    @property
    def total(self) -> int:
        """How many records a handover moves."""
        return self.customers + self.deals + self.contracts + self.tasks

    def count(self, kind: RecordKind, group: str, month: str, number: int, worth: Decimal | None) -> None:
        """Count `number` records in: customers by grade, deals and contracts by currency, deals also by the month they
        close in.
        """
        match kind:
            case RecordKind.CUSTOMER:
                self.grades[group] = number
            case RecordKind.DEAL:
                self.deals += number
                self.closing[month] = self.closing.get(month, 0) + number
                _add(self.deal_values, group, worth)
            case RecordKind.CONTRACT:
                self.contracts += number
                _add(self.contract_values, group, worth)
            case RecordKind.TASK:
                self.tasks += number

    def as_json(self) -> dict[str, Any]:
        """What `read` makes the same of."""
        return {**asdict(self), **{name: {key: str(n) for key, n in getattr(self, name).items()} for name in SUMS}}

    @classmethod
    def read(cls, found: dict[str, Any]) -> Self:
        """What `as_json` wrote down."""
        return cls(**{**found, **{name: {key: Decimal(n) for key, n in found[name].items()} for name in SUMS}})


def _add(sums: dict[str, Decimal], currency: str, worth: Decimal | None) -> None:
    if worth:
        sums[currency] = sums.get(currency, Decimal(0)) + worth


def held(leavers: Collection[int]) -> dict[int, Held]:
    """What each leaver holds, by the leaver's id. One query, however many leavers."""
    found = {leaver: Held() for leaver in leavers}
    if not found:
        return found
    owned = rows_of(leavers)
    worth = Sum("amount", filter=Q(amount__gt=0))
    month = Coalesce(ToChar("expected_close_on"), Value(""))
    deals = _parts(owned[RecordKind.DEAL], RecordKind.DEAL, F("currency"), month, worth)
    contracts = _parts(owned[RecordKind.CONTRACT], RecordKind.CONTRACT, F("currency"), Value(""), worth)
    nothing = Value(None, DecimalField(max_digits=18, decimal_places=2))
    tasks = _parts(owned[RecordKind.TASK], RecordKind.TASK, Value(""), Value(""), nothing)
    customers = _parts(owned[RecordKind.CUSTOMER], RecordKind.CUSTOMER, F("grade"), Value(""), nothing)
    rows = deals.union(contracts, tasks, customers, all=True).order_by("owner", "in_currency")
    for leaver, kind, group, closes, number, amount in rows:
        found[leaver].count(RecordKind(kind), group, closes, number, amount)
    return found


class ToChar(Func):
    """The month of a day: 2026-11."""

    function = "to_char"
    template = "%(function)s(%(expressions)s, 'YYYY-MM')"
    output_field = CharField()


def _parts(owned: QuerySet[Any], kind: RecordKind, currency: Any, month: Any, worth: Any) -> QuerySet[Any, Any]:
    named = {"of_kind": Value(int(kind), IntegerField()), "in_currency": currency, "closes": month}
    grouped = owned.order_by().annotate(**named).values_list("owner", *named)
    return grouped.annotate(number=Count("pk"), worth=worth)


@dataclass
class Summary(Held):
    """What a leaver holds, as a page shows it: with what is near on one day."""

    deals_closing: int = 0
    tasks_overdue: int = 0


def summary(leaver: User, today: datetime.date, known: Held | None = None) -> Summary:
    """What `leaver` holds on `today` (`known`, where it was counted already); deals that close within a month are
    counted apart.
    """
    owned = rows(leaver)
    soon = owned[RecordKind.DEAL].filter(expected_close_on__range=(today, today + MONTH))
    late = owned[RecordKind.TASK].filter(due_on__lt=today)
    apart: Any = User.objects.filter(pk=leaver.pk).values_list(_number(soon), _number(late)).get()
    closing, overdue = apart
    return Summary(**vars(known or held([leaver.pk])[leaver.pk]), deals_closing=closing, tasks_overdue=overdue)


def _number(of_one: QuerySet[Any]) -> Coalesce:
    counted = of_one.order_by().values("owner").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
