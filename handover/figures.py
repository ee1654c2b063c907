"""The figures of many departures at once: the same few queries for one and for two hundred."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum

from customers.kinds import RecordKind
from customers.models import Customer, Deal
from handover import balance, counts, holdings, scope
from handover.holdings import Held
from handover.models import (
    FINAL_VERDICTS,
    Assignment,
    ChecklistItem,
    Departure,
    ItemState,
    Move,
    Plan,
    PlanState,
    Verdict,
    Verification,
)


@dataclass
class Figures:
    """How far one departure has come.

    `customers` and `values` (open deals by currency) are what is in transit: what the leaver owns (`held`), plus what
    the move has handed over. `uncovered` counts the leaver's customers that no living plan gives to anybody or leaves
    with them. `left` are the items still to do by who answers for them; `verdicts` the verifications by verdict;
    `parts` what each successor gets, as `balance.gains` reads it.
    """

    held: Held = field(default_factory=Held)
    customers: int = 0
    values: dict[str, Decimal] = field(default_factory=dict)
    uncovered: int = 0
    items: int = 0
    items_late: int = 0
    left: dict[str, int] = field(default_factory=dict)
    verdicts: dict[str, int] = field(default_factory=dict)
    plan: Plan | None = None
    moved: bool = False
    parts: counts.Found = None

    @property
    def plan_state(self) -> PlanState | None:
        """How far the living plan has come; None without one."""
        return PlanState(self.plan.state) if self.plan else None

    @property
    def items_settled(self) -> int:
        return self.items - sum(self.left.values())

    @property
    def verifications(self) -> int:
        return sum(self.verdicts.values())

    @property
    def verifications_final(self) -> int:
        return sum(self.verdicts.get(verdict, 0) for verdict in FINAL_VERDICTS)

    def waiting(self, verdict: Verdict) -> int:
        """How many verifications have this verdict."""
        return self.verdicts.get(verdict, 0)

    def add(self, amounts: dict[str, Decimal]) -> None:
        """Add open value by currency."""
        for currency, amount in amounts.items():
            self.values[currency] = self.values.get(currency, Decimal(0)) + amount


def of(departures: Collection[Departure], today: datetime.date, *, with_gains: bool = False) -> dict[int, Figures]:
    """The figures of each departure, by its id: four queries, and where something has changed since it was counted a
    few more, however many departures. `with_gains`: also what each successor gets, for the page of one departure.
    """
    found = {departure.pk: Figures() for departure in departures}
    counted: dict[int, Figures] = {}

    def count(missing: list[Departure]) -> dict[int, counts.Found]:
        counted.update({departure.pk: Figures() for departure in missing})
        return _count_books(missing, counted)

    def gains(missing: list[Departure]) -> dict[int, counts.Found]:
        of_plans = {departure.pk: counted.get(departure.pk) or Figures() for departure in missing}
        _find_plans({pk: figures for pk, figures in of_plans.items() if pk not in counted})
        return {pk: balance.count_parts(figures.plan) if figures.plan else {} for pk, figures in of_plans.items()}

    known = counts.kept(departures, {"book": count, **({"gains": gains} if with_gains else {})})
    for pk, book in known["book"].items():
        _fill(found[pk], book)
        found[pk].parts = known.get("gains", {}).get(pk, {})
    for pk, just_now in counted.items():
        found[pk].plan, found[pk].moved = just_now.plan, just_now.moved
    _find_plans({pk: figures for pk, figures in found.items() if pk not in counted})
    _count_items(found, today)
    _count_verifications(found)
    return found


def _fill(figures: Figures, book: counts.Found) -> None:
    figures.held = Held.read(book["held"])
    figures.customers, figures.uncovered = book["customers"], book["uncovered"]
    figures.values = {currency: Decimal(amount) for currency, amount in book["values"].items()}


def _count_books(departures: list[Departure], found: dict[int, Figures]) -> dict[int, counts.Found]:
    """What takes a look at every record: what is held and in transit, and who of it has nobody."""
    _find_plans(found)
    by_leaver = {departure.leaver_id: found[departure.pk] for departure in departures if departure.is_open}
    _count_owned(by_leaver)
    _count_moved(found)
    return {
        pk: {
            "held": figures.held.as_json(),
            "customers": figures.customers,
            "uncovered": figures.uncovered,
            "values": {currency: str(amount) for currency, amount in figures.values.items()},
        }
        for pk, figures in found.items()
    }


def _find_plans(found: dict[int, Figures]) -> None:
    if not found:
        return
    living = Plan.objects.filter(departure__in=found).exclude(state=PlanState.DISCARDED)
    moved = Exists(Move.objects.standing().filter(plan=OuterRef("pk"), held_until=None))
    for plan in living.select_related("made_by", "approved_by", "departure").annotate(is_moved=moved):
        figures = found[plan.leaving.pk]
        figures.plan, figures.moved = plan, plan.is_moved


def _count_owned(by_leaver: dict[int, Figures]) -> None:
    if not by_leaver:
        return
    for leaver, held in holdings.held(by_leaver).items():
        figures = by_leaver[leaver]
        figures.held, figures.customers = held, held.customers
        figures.uncovered = held.customers if figures.plan is None else 0
        figures.add(held.deal_values)
    plans = [figures.plan for figures in by_leaver.values() if figures.plan]
    if not plans:
        return
    given = Assignment.objects.filter(
        plan__in=[plan.pk for plan in plans],
        kind=RecordKind.CUSTOMER,
        from_owner=OuterRef("owner"),
        record_id=OuterRef("pk"),
        successor__isnull=False,
    )
    owned = Customer.objects.filter(owner__in=[plan.leaving.leaver_id for plan in plans]).order_by()
    left = owned.filter(~Exists(given)).exclude(scope.kept_customers(plans))
    for leaver, count in left.values_list("owner").annotate(n=Count("pk")):
        by_leaver[leaver].uncovered = count


def _count_moved(found: dict[int, Figures]) -> None:
    moved = [departure for departure, figures in found.items() if figures.moved]
    if not moved:
        return
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
    items = ChecklistItem.objects.filter(departure__in=found).order_by().values_list("departure", "responsible")
    for departure, responsible, total, left, late in items.annotate(
        total=Count("pk"),
        left=Count("pk", filter=still_open),
        late=Count("pk", filter=still_open & Q(due_on__lt=today)),
    ):
        figures = found[departure]
        figures.items += total
        figures.items_late += late
        if left:
            figures.left[responsible] = left


def _count_verifications(found: dict[int, Figures]) -> None:
    rows = Verification.objects.filter(departure__in=found).order_by().values_list("departure", "verdict")
    for departure, verdict, number in rows.annotate(n=Count("pk")):
        found[departure].verdicts[verdict] = number
