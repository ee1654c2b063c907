"""What a successor should know of a customer in one minute, as figures; the page puts them into sentences."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Sum

from customers.models import Contact, ContactRole, Contract, ContractState, Customer, Deal


@dataclass(frozen=True)
class Facts:
    """The figures: amounts are by currency, largest first."""

    orders: int
    buys_since: datetime.date | None
    bought: list[tuple[str, Decimal]]
    deals: int
    deal_value: list[tuple[str, Decimal]]
    next_close: datetime.date | None
    deciders: list[Contact]
    renewal: Contract | None

    @property
    def are_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.orders or self.deals or self.deciders or self.renewal)


def facts(customer: Customer) -> Facts:
    """The figures of one customer, in four queries."""
    orders = list(
        customer.orders.order_by()
        .values("currency")
        .annotate(count=Count("pk"), total=Sum("amount"), first=Min("ordered_on"))
    )
    deals = list(
        Deal.objects.open()
        .filter(customer=customer)
        .order_by()
        .values("currency")
        .annotate(count=Count("pk"), total=Sum("amount"), next=Min("expected_close_on"))
    )
    running = customer.contracts.filter(state=ContractState.ACTIVE, renewal_notice_on__isnull=False)
    return Facts(
        orders=sum(row["count"] for row in orders),
        buys_since=min((row["first"] for row in orders), default=None),
        bought=_amounts(orders),
        deals=sum(row["count"] for row in deals),
        deal_value=_amounts(deals),
        next_close=min((row["next"] for row in deals if row["next"]), default=None),
        deciders=list(customer.contacts.filter(role=ContactRole.DECIDES)[:3]),
        renewal=running.order_by("renewal_notice_on").first(),
    )


def _amounts(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, Decimal]]:
    return sorted(((row["currency"], row["total"]) for row in rows if row["total"]), key=lambda row: -row[1])
