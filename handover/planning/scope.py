"""What a plan is about, by its scope, and what stays with the person who gives the rest away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import AccountTeamMember, Contract, Customer, Deal, DealState, Task
from handover import holdings
from handover.models import (
    CUSTOMER_FILTERS,
    Assignment,
    ContractScope,
    DealScope,
    Departure,
    DepartureKind,
    Plan,
    PlanState,
    SeatLine,
)

Rows = dict[RecordKind, QuerySet[Any]]

#: Kinds of departure after which the leaver still works here, so that part of the book may stay with them.
KEEPING = (DepartureKind.TRANSFER, DepartureKind.LEAVE)
#: How many values of a filter a page offers.
MOST = 60


def may_keep(plan: Plan) -> bool:
    """Whether customers and what is open may stay with whom the plan takes from: one person, who goes on working."""
    return plan.departure.kind in KEEPING if plan.departure else plan.giver is not None


def rows(plan: Plan) -> Rows:
    """All that `plan` is about as it is now, by kind and as far as its scope goes. For a departure what the leaver
    holds, and for a long leave who is away; for any other transfer its customers, as far as they are with whom they
    come from, and what goes with them.
    """
    found, giver = by_state(plan), plan.giver
    if giver is None:
        return _transferred(plan, found)
    return {kind: _within(plan, kind, every.filter(owner=giver)) for kind, every in found.items()}


def by_state(plan: Plan) -> Rows:
    """All that could be part of `plan`, whoever has it: the kinds that move, each in a state in which it does."""
    found: Rows = {
        RecordKind.CUSTOMER: Customer.objects.all(),
        RecordKind.DEAL: Deal.objects.all() if plan.moves_deals == DealScope.ALL else Deal.objects.open(),
        RecordKind.CONTRACT: Contract.objects.all(),
    }
    if plan.moves_contracts == ContractScope.RUNNING:
        found[RecordKind.CONTRACT] = Contract.objects.running()
    if plan.moves_tasks:
        found[RecordKind.TASK] = Task.objects.open()
    return found


def _transferred(plan: Plan, found: Rows) -> Rows:
    leads = Assignment.objects.filter(plan=plan, kind=RecordKind.CUSTOMER, from_owner=OuterRef("owner"))
    of_customer = Exists(leads.filter(record_id=OuterRef("customer_id")))
    of_deal = Exists(leads.filter(record_id=OuterRef("deal__customer_id")))
    lines = Assignment.objects.filter(plan=plan, follows=False, from_owner=OuterRef("owner"))
    along = {RecordKind.CUSTOMER: Q(), RecordKind.TASK: Q(of_customer) | Q(of_deal)}
    own = {kind: Q(Exists(lines.filter(kind=kind, record_id=OuterRef("pk")))) for kind in found}
    return {kind: every.filter(own[kind] | along.get(kind, Q(of_customer))) for kind, every in found.items()}


def _within(plan: Plan, kind: RecordKind, found: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `found` that move by the filter on customers. Once approved, what has a line moves whatever its customer
    has become since. A record without a customer always moves.
    """
    if not plan.is_narrowed:
        return found
    condition = _matches(plan, kind)
    if plan.state == PlanState.APPROVED:
        lines = Assignment.objects.filter(plan=plan)
        condition |= Q(Exists(lines.filter(kind=kind, record_id=OuterRef("pk"))))
        if kind != RecordKind.CUSTOMER:
            leads = lines.filter(kind=RecordKind.CUSTOMER, record_id=OuterRef("customer_id"))
            condition |= Q(Exists(leads))
    return found.filter(condition)


def _matches(plan: Plan, kind: RecordKind) -> Q:
    if kind == RecordKind.CUSTOMER:
        return plan.matching()
    direct = plan.matching("customer__")
    if kind == RecordKind.CONTRACT:
        return direct
    if kind == RecordKind.DEAL:
        return direct | Q(customer=None)
    by_deal = plan.matching("deal__customer__") | Q(deal__customer=None)
    return direct | (Q(customer=None) & by_deal)


@dataclass(frozen=True)
class Stay:
    """So many records of a sort that stay with the leaver; `is_fine` when they may be there to the end."""

    sort: str
    count: int
    is_fine: bool = True


def stays(plan: Plan) -> list[Stay]:
    """What a plan leaves with the one person it takes from, by sort; in a fixed number of queries.

    `closed_deals` and `ended_contracts` are history. `tasks` stay when the scope leaves them out; customers, deals and
    contracts that are open when a filter does; `seats` in account teams those nobody gets by the plan.
    """
    giver = plan.giver
    if giver is None:
        return []
    history: dict[str, QuerySet[Any, Any]] = {}
    if plan.moves_deals == DealScope.OPEN:
        history["closed_deals"] = Deal.objects.filter(owner=giver).exclude(state=DealState.OPEN).values("owner")
    if plan.moves_contracts == ContractScope.RUNNING:
        ended = Contract.objects.exclude(pk__in=Contract.objects.running().values("pk"))
        history["ended_contracts"] = ended.filter(owner=giver).values("owner")
    if plan.departure and plan.departure.kind != DepartureKind.LEAVE:
        handed = SeatLine.objects.filter(plan=plan).exclude(successor=None).values("customer")
        history["seats"] = AccountTeamMember.objects.filter(user=giver).exclude(customer__in=handed).values("user")
    found = _kept(plan, giver) if plan.is_narrowed else []
    if not plan.moves_tasks and not plan.is_narrowed:
        found.append(Stay("tasks", Task.objects.open().filter(owner=giver).count(), is_fine=may_keep(plan)))
    found += [Stay(sort, count) for sort, count in _counted(giver, history).items()]
    return [stay for stay in found if stay.count]


def _counted(giver: User, rows: Mapping[str, QuerySet[Any, Any]]) -> dict[str, int]:
    """How many rows each of these has, all of them grouped by the giver, in one query."""
    counts = {sort: Subquery(found.order_by().annotate(n=Count("pk")).values("n")) for sort, found in rows.items()}
    told: Any = User.objects.filter(pk=giver.pk).values(**counts).get() if counts else {}
    return {sort: count or 0 for sort, count in told.items()}


def _kept(plan: Plan, giver: User) -> list[Stay]:
    moving = rows(plan)
    found = []
    for kind, held in holdings.rows(giver).items():
        staying = held.exclude(pk__in=moving[kind].order_by().values("pk")) if kind in moving else held
        found.append(Stay(holdings.NAMES[kind], staying.count()))
    return found


def left(departure: Departure) -> dict[str, int]:
    """What `departure`'s leaver holds and may not keep, by kind: everything open, unless the living plan says that it
    stays with somebody who goes on working here.
    """
    plan = Plan.objects.filter(departure=departure).exclude(state=PlanState.DISCARDED).first()
    if plan is None or departure.kind not in KEEPING:
        return holdings.count(departure.leaver)
    plan.departure = departure
    held = holdings.rows(departure.leaver)
    asked = {kind: _within(plan, kind, found) for kind, found in held.items()}
    if not plan.moves_tasks:
        del asked[RecordKind.TASK]
    return {holdings.NAMES[kind]: found.count() for kind, found in asked.items()}


def choices(plan: Plan) -> dict[str, list[str]]:
    """What each filter can name among the giver's customers, most customers first."""
    held = Customer.objects.filter(owner=plan.giver).order_by()
    found = {}
    for column, name in CUSTOMER_FILTERS.items():
        counted = held.values_list(name).annotate(n=Count("pk")).order_by("-n", name)[:MOST]
        found[column] = [value for value, _count in counted]
    return found
