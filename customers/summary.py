"""What one should know of a customer in one minute, as figures; `summary_sentences.py` puts them into sentences."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Sum
from django.db.models.functions import Coalesce

from customers.models import Contact, ContactRole, Contract, ContractState, Customer, Deal

#: How many people of a kind and how many products are named, and how many people are looked through for them.
NAMED, NAMED_PRODUCTS, MOST_PEOPLE = 3, 2, 20


@dataclass(frozen=True)
class Facts:
    """The figures: amounts are by currency, largest first."""

    orders: int
    buys_since: datetime.date | None
    products: list[str]
    bought: list[tuple[str, Decimal]]
    deals: int
    deal_value: list[tuple[str, Decimal]]
    next_close: datetime.date | None
    deciders: list[Contact]
    users: list[Contact]
    renewal: Contract | None


def facts(customer: Customer) -> Facts:
    """The figures of one customer, in five queries."""
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
    people = list(customer.contacts.filter(role__in=[ContactRole.DECIDES, ContactRole.USES])[:MOST_PEOPLE])
    running = customer.contracts.filter(state=ContractState.ACTIVE, renewal_notice_on__isnull=False)
    return Facts(
        orders=sum(row["count"] for row in orders),
        buys_since=min((row["first"] for row in orders), default=None),
        products=_products(customer) if orders else [],
        bought=_amounts(orders),
        deals=sum(row["count"] for row in deals),
        deal_value=_amounts(deals),
        next_close=min((row["next"] for row in deals if row["next"]), default=None),
        deciders=[one for one in people if one.role == ContactRole.DECIDES][:NAMED],
        users=[one for one in people if one.role == ContactRole.USES][:NAMED],
        renewal=running.order_by("renewal_notice_on").first(),
    )


def _products(customer: Customer) -> list[str]:
    """What they buy most often, by the product's name or the order's own words."""
    named = customer.orders.order_by().annotate(what=Coalesce("product__name", "description")).exclude(what="")
    often = named.values("what").annotate(count=Count("pk")).order_by("-count", "what")
    return list(often.values_list("what", flat=True)[:NAMED_PRODUCTS])


def _amounts(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, Decimal]]:
    return sorted(((row["currency"], row["total"]) for row in rows if row["total"]), key=lambda row: -row[1])
