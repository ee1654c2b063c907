"""The figures of many departures at once: the same few queries for one and for two hundred."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum

from customers.kinds import RecordKind
from customers.models import Deal
from handover import holdings
from handover.coverage import groups
from handover.coverage.groups import Group
from handover.departures import counts
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
from handover.planning import balance


@dataclass
class Figures:
    """How far one departure has come.

    `customers` and `values` (open deals by currency) are what is in transit: what the leaver owns (`held`), plus what
    the move has handed over. `groups` are those customers by who answers for them when; `unassigned` counts those of
    the leaver that no living plan gives to anybody or leaves with them. `left` are the items still to do by who answers
    for them; `verdicts` the verifications by verdict; `parts` what each successor gets, as `balance.gains` reads it.
    """

    held: Held = field(default_factory=Held)
    customers: int = 0
    values: dict[str, Decimal] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
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
    def unassigned(self) -> int:
        return sum(group.count for group in self.groups if not (group.successor or group.stays or group.moved))

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
    planned: set[int] = set()

    def count(missing: list[Departure]) -> dict[int, counts.Found]:
        _find_plans(found, with_people=with_gains)
        planned.update(found)
        return _count_books(missing, {departure.pk: found[departure.pk] for departure in missing}, today)

    def gains(missing: list[Departure]) -> dict[int, counts.Found]:
        _find_plans({pk: one for pk, one in found.items() if pk not in planned}, with_people=with_gains)
        planned.update(found)
        plans = {departure.pk: found[departure.pk].plan for departure in missing}
        return {pk: balance.count_parts(plan) if plan else {} for pk, plan in plans.items()}

    known = counts.kept(departures, {"book": count, **({"gains": gains} if with_gains else {})})
    for pk, book in known["book"].items():
        _fill(found[pk], book)
        found[pk].parts = known.get("gains", {}).get(pk, {})
    _find_plans({pk: one for pk, one in found.items() if pk not in planned}, with_people=with_gains)
    _count_items(found, today)
    _count_verifications(found)
    return found


def _fill(figures: Figures, book: counts.Found) -> None:
    figures.held = Held.read(book["held"])
    figures.customers, figures.groups = book["customers"], groups.read(book["groups"])
    figures.values = {currency: Decimal(amount) for currency, amount in book["values"].items()}


def _count_books(
    departures: list[Departure], found: dict[int, Figures], today: datetime.date
) -> dict[int, counts.Found]:
    """What takes a look at every record: what is held and in transit, and who answers for whom."""
    by_leaver = {departure.leaver_id: found[departure.pk] for departure in departures if departure.is_open}
    for leaver, held in holdings.held(by_leaver).items():
        figures = by_leaver[leaver]
        figures.held, figures.customers = held, held.customers
        figures.add(held.deal_values)
    _count_moved(found)
    for group in groups.of(found, today):
        found[group.departure].groups.append(group)
    return {
        pk: {
            "held": figures.held.as_json(),
            "customers": figures.customers,
            "groups": groups.as_json(figures.groups),
            "values": {currency: str(amount) for currency, amount in figures.values.items()},
        }
        for pk, figures in found.items()
    }


def _find_plans(found: dict[int, Figures], *, with_people: bool) -> None:
    """The living plans; who made and approved them only where it is said, for two hundred it costs."""
    if not found:
        return
    living = Plan.objects.filter(departure__in=found).exclude(state=PlanState.DISCARDED)
    living = (
        living.select_related("made_by", "approved_by", "departure")
        if with_people
        else living.only("state", "departure")
    )
    moved = Exists(Move.objects.standing().filter(plan=OuterRef("pk"), held_until=None))
    for plan in living.annotate(is_moved=moved):
        figures = found[plan.departure_id or 0]
        figures.plan, figures.moved = plan, plan.is_moved


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
