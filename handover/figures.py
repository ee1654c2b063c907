"""The figures of many departures at once: the same few queries for one and for two hundred."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum

from customers.kinds import RecordKind
from customers.models import Customer, Deal
from handover import memory, scope
from handover.models import (
    FINAL_VERDICTS,
    Assignment,
    ChecklistItem,
    Departure,
    ItemState,
    Move,
    Plan,
    PlanState,
    Verification,
)


@dataclass
class Figures:
    """How far one departure has come.

    `customers` and `values` (open deals by currency) are what is in transit: what the leaver owns, plus what the move
    has handed over. `uncovered` counts the leaver's customers that no living plan gives to anybody or leaves with them.
    """

    customers: int = 0
    values: dict[str, Decimal] = field(default_factory=dict)
    uncovered: int = 0
    items: int = 0
    items_settled: int = 0
    items_late: int = 0
    verifications: int = 0
    verifications_final: int = 0
    plan_state: PlanState | None = None
    moved: bool = False

    def add(self, amounts: dict[str, Decimal]) -> None:
        """Add open value by currency."""
        for currency, amount in amounts.items():
            self.values[currency] = self.values.get(currency, Decimal(0)) + amount


def of(departures: Collection[Departure], today: datetime.date) -> dict[int, Figures]:
    """The figures of each departure, by its id. Nine queries, however many departures."""
    found = {departure.pk: Figures() for departure in departures}
    _count_plans(found)
    by_leaver = {departure.leaver_id: found[departure.pk] for departure in departures if departure.is_open}
    _count_owned(by_leaver, scope.kept_customers(found))
    _count_moved(found)
    _count_items(found, today)
    _count_verifications(found)
    return found


def remembered(departures: Collection[Departure], today: datetime.date) -> dict[int, Figures]:
    """The same, a minute old at most where the books are large."""
    if not memory.is_large(departures):
        return of(departures, today)
    keys = memory.keys(departures, f"figures.{today}")
    known = cache.get_many(keys.values())
    missing = [departure for departure in departures if keys[departure.pk] not in known]
    counted = of(missing, today) if missing else {}
    cache.set_many({keys[pk]: figures for pk, figures in counted.items()}, memory.KEPT)
    return {pk: counted[pk] if pk in counted else known[key] for pk, key in keys.items()}


def _count_plans(found: dict[int, Figures]) -> None:
    living = Plan.objects.filter(departure__in=found).exclude(state=PlanState.DISCARDED)
    moved = Exists(Move.objects.standing().filter(plan=OuterRef("pk"), held_until=None))
    for departure, state, is_moved in living.annotate(moved=moved).values_list("departure", "state", "moved"):
        found[departure].plan_state = PlanState(state)
        found[departure].moved = is_moved


def _count_owned(by_leaver: dict[int, Figures], kept: Q) -> None:
    given = Assignment.objects.filter(
        plan__departure__leaver=OuterRef("owner"),
        kind=RecordKind.CUSTOMER,
        record_id=OuterRef("pk"),
        successor__isnull=False,
    ).exclude(plan__state=PlanState.DISCARDED)
    owned = Customer.objects.filter(owner__in=by_leaver).order_by().values_list("owner")
    for leaver, count in owned.annotate(n=Count("pk")):
        figures = by_leaver[leaver]
        figures.customers, figures.uncovered = count, count if figures.plan_state is None else 0
    planned = owned.filter(owner__in=[leaver for leaver, figures in by_leaver.items() if figures.plan_state])
    for leaver, count in planned.filter(~Exists(given)).exclude(kept).annotate(n=Count("pk")):
        by_leaver[leaver].uncovered = count
    deals = Deal.objects.open().filter(owner__in=by_leaver, amount__gt=0).order_by().values_list("owner", "currency")
    for leaver, currency, amount in deals.annotate(total=Sum("amount")):
        by_leaver[leaver].add({currency: amount})


def _count_moved(found: dict[int, Figures]) -> None:
    moved = [departure for departure, figures in found.items() if figures.moved]
    given = Assignment.objects.moved().filter(plan__departure__in=moved, successor__isnull=False).order_by()
    customers = (
        given.filter(kind=RecordKind.CUSTOMER).exclude(customer__owner=F("from_owner")).values_list("plan__departure")
    )
    for departure, count in customers.annotate(n=Count("pk")):
        found[departure].customers += count
    deal = Deal.objects.open().filter(pk=OuterRef("record_id"), amount__gt=0).exclude(owner=OuterRef("from_owner"))
    deals = given.filter(kind=RecordKind.DEAL).annotate(
        amount=Subquery(deal.values("amount")), currency=Subquery(deal.values("currency"))
    )
    for departure, currency, amount in (
        deals.filter(currency__isnull=False).values_list("plan__departure", "currency").annotate(total=Sum("amount"))
    ):
        found[departure].add({currency: amount})


def _count_items(found: dict[int, Figures], today: datetime.date) -> None:
    still_open = Q(state=ItemState.OPEN)
    items = ChecklistItem.objects.filter(departure__in=found).order_by().values_list("departure")
    for departure, total, left, late in items.annotate(
        total=Count("pk"),
        left=Count("pk", filter=still_open),
        late=Count("pk", filter=still_open & Q(due_on__lt=today)),
    ):
        figures = found[departure]
        figures.items, figures.items_settled, figures.items_late = total, total - left, late


def _count_verifications(found: dict[int, Figures]) -> None:
    rows = Verification.objects.filter(departure__in=found).order_by().values_list("departure")
    for departure, total, final in rows.annotate(
        total=Count("pk"), final=Count("pk", filter=Q(verdict__in=FINAL_VERDICTS))
    ):
        found[departure].verifications, found[departure].verifications_final = total, final
