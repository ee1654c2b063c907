"""What a task or an activity is about, where a file says only that, and the customer that follows from it."""

from typing import Any

from django.db.models import Model, QuerySet

from customers.importing import joining, lookups
from customers.importing.batches import Problems
from customers.importing.problems import RowProblem

Columns = dict[str, list[Any]]


def settle(columns: Columns, customers: lookups.Found, deals: lookups.Found, problems: Problems) -> None:
    """Let rows that say what they are about have the customer or the deal of that name; `columns` are by database
    column. What is neither is a problem where nothing else tells the customer.
    """
    if "about" not in columns:
        return
    own = columns.get("customer_id") or [None] * len(columns["about"])
    for place, text in enumerate(columns.pop("about")):
        if not text:
            continue
        customer, deal = (found.get(text.lower(), 0) for found in (customers, deals))
        if customer > 0:
            _fill(columns, "customer_id", place, customer)
        elif deal > 0:
            _fill(columns, "deal_id", place, deal)
        elif not own[place]:
            problems.setdefault(place, RowProblem("about_unknown", field="about", value=joining.shown(text)[:80]))


def follow_deals(columns: Columns, deals: "QuerySet[Model]") -> None:
    """Let rows with a deal and no customer have the deal's customer. One query when there are such rows."""
    own = columns.get("customer_id") or [None] * len(columns.get("deal_id", ()))
    lacking = {deal for deal, customer in zip(columns.get("deal_id", ()), own, strict=False) if deal and not customer}
    if not lacking:
        return
    of = dict(deals.filter(pk__in=lacking).values_list("pk", "customer_id"))
    columns["customer_id"] = [customer or of.get(deal) for customer, deal in zip(own, columns["deal_id"], strict=True)]


def _fill(columns: Columns, name: str, place: int, pk: int) -> None:
    count = len(next(iter(columns.values())))
    values = columns.setdefault(name, [None] * count)
    values[place] = values[place] or pk
