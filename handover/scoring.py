"""What speaks for whom: the facts a proposal is made from, read with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Max, Q, QuerySet, Sum

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import AccountTeamMember, Activity, ActivityKind, ContactRole, Customer, Deal, DealState, Task
from handover.models import Assignment, Plan

#: Kinds of activity in which people met or spoke.
MEETINGS = (ActivityKind.VISIT, ActivityKind.CALL)


@dataclass(frozen=True)
class Lead:
    """A record somebody has to be chosen for. `rank` sorts the weightiest first; `deal_id` only for a task on one."""

    id: int
    kind: RecordKind
    record_id: int
    customer_id: int | None = None
    owner_id: int | None = None
    name: str = ""
    grade: str = "C"
    industry: str = ""
    territory: str = ""
    value: Decimal = Decimal(0)
    deal_id: int | None = None

    @property
    def rank(self) -> tuple[int, str, Decimal, int]:
        """In which order leads are given out: customers first, then by grade, the most valuable first."""
        return (self.kind, self.grade, -self.value, self.id)


@dataclass
class Candidate:
    """A successor as they are today: `customers` and `deals` grow while a proposal is made."""

    id: int
    capacity: int
    customers: int = 0
    deals: int = 0
    same_office: bool = False
    language: str = "en"
    territories: dict[str, int] = field(default_factory=dict)
    industries: dict[str, int] = field(default_factory=dict)
    won: dict[str, int] = field(default_factory=dict)

    @property
    def filled(self) -> float:
        """How full the capacity is; 1.0 is full."""
        return self.customers / max(self.capacity, 1)


@dataclass
class Tie:
    """What connects one candidate with one customer already."""

    seat: bool = False
    won: int = 0
    open: int = 0
    touches: int = 0
    meetings: int = 0
    title: str = ""


Ties = dict[tuple[int, int], Tie]


def leads(plan: Plan) -> list[Lead]:
    """The records of `plan` that nobody locked and that follow no customer, weightiest first."""
    free = Assignment.objects.filter(plan=plan, follows=False, locked=False)
    worth = _worth(plan)
    deals = dict(Task.objects.filter(pk__in=_ids(free, RecordKind.TASK)).values_list("pk", "deal_id"))
    columns = ("customer__owner_id", "customer__name", "customer__grade", "customer__industry", "customer__territory")
    found = [
        Lead(
            id=pk,
            kind=RecordKind(kind),
            record_id=record_id,
            customer_id=customer_id,
            owner_id=owner_id,
            name=name or "",
            grade=grade or "C",
            industry=industry or "",
            territory=territory or "",
            value=worth.get(customer_id, Decimal(0)),
            deal_id=deals.get(record_id) if kind == RecordKind.TASK else None,
        )
        for pk, kind, record_id, customer_id, owner_id, name, grade, industry, territory in free.values_list(
            "pk", "kind", "record_id", "customer_id", *columns
        )
    ]
    return sorted(found, key=lambda lead: lead.rank)


def candidates(users: Sequence[User], leaver: User | None) -> list[Candidate]:
    """The successors with what they carry and know today, in three queries."""
    office = leaver.office_id if leaver else None
    found = {
        user.pk: Candidate(
            id=user.pk,
            capacity=user.capacity,
            same_office=user.office_id is not None and user.office_id == office,
            language=user.language,
        )
        for user in users
    }
    owned = Customer.objects.filter(owner__in=found).order_by().values_list("owner_id", "territory", "industry")
    for owner, territory, industry, count in owned.annotate(count=Count("pk")):
        person = found[owner]
        person.customers += count
        person.territories[territory] = person.territories.get(territory, 0) + count
        person.industries[industry] = person.industries.get(industry, 0) + count
    won = Deal.objects.filter(owner__in=found, state=DealState.WON).exclude(customer=None).order_by()
    for owner, industry, count in won.values_list("owner_id", "customer__industry").annotate(count=Count("pk")):
        found[owner].won[industry] = count
    busy = Deal.objects.open().filter(owner__in=found).order_by()
    for owner, count in busy.values_list("owner_id").annotate(count=Count("pk")):
        found[owner].deals = count
    return list(found.values())


def ties(plan: Plan, users: Sequence[User]) -> Ties:
    """What connects each of `users` with each customer of `plan`, in three queries; pairs without a tie are absent."""
    customers = Assignment.objects.filter(plan=plan).exclude(customer=None).order_by().values("customer_id")
    found: Ties = defaultdict(Tie)
    seats = AccountTeamMember.objects.filter(customer__in=customers, user__in=users).order_by()
    for customer, user in seats.values_list("customer_id", "user_id"):
        found[customer, user].seat = True
    deals = Deal.objects.filter(customer__in=customers, owner__in=users).order_by()
    counts = {"won": Count("pk", filter=Q(state=DealState.WON)), "open": Count("pk", filter=Q(state=DealState.OPEN))}
    for customer, user, won, still_open in deals.values_list("customer_id", "owner_id").annotate(**counts):
        tie = found[customer, user]
        tie.won, tie.open = won, still_open
    touches = Activity.objects.filter(customer__in=customers, by__in=users).order_by()
    met = Q(kind__in=MEETINGS, contact__role=ContactRole.DECIDES)
    figures = {"n": Count("pk"), "met": Count("pk", filter=met), "title": Max("contact__title", filter=met)}
    for customer, user, count, meetings, title in touches.values_list("customer_id", "by_id").annotate(**figures):
        tie = found[customer, user]
        tie.touches, tie.meetings, tie.title = count, meetings, title or ""
    return dict(found)


def already_given(plan: Plan) -> dict[int, tuple[int, int]]:
    """What is locked, by successor: (customers, deals)."""
    chosen = Assignment.objects.filter(plan=plan, locked=True).exclude(successor=None).order_by()
    customers = Count("pk", filter=Q(kind=RecordKind.CUSTOMER))
    deals = Count("pk", filter=Q(kind=RecordKind.DEAL))
    return {who: (c, d) for who, c, d in chosen.values_list("successor_id").annotate(c=customers, d=deals)}


def _ids(rows: QuerySet[Assignment], kind: RecordKind) -> QuerySet[Assignment, int]:
    return rows.filter(kind=kind).values_list("record_id", flat=True)


def _worth(plan: Plan) -> dict[int | None, Decimal]:
    """What the planned open deals of each customer are worth, whatever the currency: good enough to sort by."""
    deals = Assignment.objects.filter(plan=plan, kind=RecordKind.DEAL).exclude(customer=None)
    sums = Deal.objects.filter(pk__in=deals.values("record_id")).order_by()
    return {
        customer: total or Decimal(0) for customer, total in sums.values_list("customer_id").annotate(Sum("amount"))
    }
