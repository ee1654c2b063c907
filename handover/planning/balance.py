"""What each successor carries today, what comes on top, and how full that makes them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Customer
from handover.departures import counts
from handover.holdings import NAMES
from handover.models import Plan, PlanState, Vacancy
from handover.planning import absences, loads
from handover.planning.absences import Absence
from handover.planning.loads import Limit
from web.currency import roughly

#: Where the line of the capacity stands in a bar, in percent of its width.
CAPACITY_AT = 80

#: Records by successor and kind (how many), those of grade A (0), what open deals are worth (-1). `OFFSET 0` has each
#: deal looked up by its id: PostgreSQL would rather read all deals of the firm.
PARTS = """
    SELECT successor_id, kind, '', count(*), NULL::numeric FROM handover_assignment
    WHERE plan_id = %(plan)s AND successor_id IS NOT NULL GROUP BY 1, 2
    UNION ALL
    SELECT line.successor_id, 0, '', count(*), NULL FROM handover_assignment line
    JOIN customers_customer customer ON customer.id = line.record_id
    WHERE line.plan_id = %(plan)s AND line.kind = 1 AND line.successor_id IS NOT NULL AND customer.grade = 'A'
    GROUP BY 1
    UNION ALL
    SELECT line.successor_id, -1, deal.currency, 0, sum(deal.amount) FROM handover_assignment line
    CROSS JOIN LATERAL (SELECT * FROM customers_deal WHERE id = line.record_id OFFSET 0) deal
    WHERE line.plan_id = %(plan)s AND line.kind = 2 AND line.successor_id IS NOT NULL
        AND deal.state = 'open' AND deal.amount > 0
    GROUP BY 1, 3
"""


@dataclass
class Share:
    """One successor's part of a plan."""

    person: User
    today: int = 0
    today_value: dict[str, Decimal] = field(default_factory=dict)
    today_visits: Decimal = Decimal(0)
    visits: Decimal = Decimal(0)
    absence: Absence | None = None
    vacancy: Vacancy | None = None
    gains: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NAMES.values(), 0))
    grade_a: int = 0
    value: dict[str, Decimal] = field(default_factory=dict)

    @property
    def after(self) -> int:
        """Customers carried once the plan is carried out."""
        return self.today + self.gains["customers"]

    @property
    def percent(self) -> int:
        """How full that is."""
        return round(100 * self.after / max(self.person.capacity, 1))

    @property
    def room(self) -> int:
        """How many more customers fit."""
        return max(self.person.capacity - self.after, 0)

    @property
    def percent_shown(self) -> str:
        """The same with its sign, for sentences."""
        return f"{self.percent}%"

    @property
    def limits(self) -> list[Limit]:
        """What is known of how much this person can carry: customers, and open value and visits where set."""
        person = self.person
        gained = Decimal(self.gains["customers"])
        found = [Limit("customers", Decimal(self.today), gained, Decimal(person.capacity))]
        if person.capacity_value is not None:
            own = person.capacity_currency
            is_rough = bool((self.today_value.keys() | self.value.keys()) - {own})
            parts = roughly(self.today_value, own), roughly(self.value, own)
            found.append(Limit("value", *parts, person.capacity_value, is_rough))
        if person.weekly_visits is not None:
            found.append(Limit("visits", self.today_visits, self.visits, Decimal(person.weekly_visits)))
        if self.vacancy:
            found.append(Limit("seat", Decimal(0), gained, Decimal(self.vacancy.capacity)))
        return found

    @property
    def label(self) -> str:
        """The person's name, or the seat they stand in for."""
        if self.vacancy is None:
            return self.person.name
        return _("%(seat)s, to be hired (%(name)s until then)") % {"seat": self.vacancy, "name": self.person.name}

    @property
    def fullest(self) -> int:
        """How full the measure is that is fullest, in percent."""
        return max(limit.percent for limit in self.limits)

    @property
    def is_over(self) -> bool:
        """Whether any of it is more than can be carried."""
        return any(limit.is_over for limit in self.limits)

    @property
    def records(self) -> int:
        """How many records of any kind come."""
        return sum(self.gains.values())

    @property
    def bar(self) -> dict[str, str]:
        """The bar in percent of its width, the capacity standing at `CAPACITY_AT`: today, gained within it, beyond."""
        scale = CAPACITY_AT / max(self.person.capacity, 1)
        within = max(0, min(self.after, self.person.capacity) - self.today)
        today = min(self.today * scale, 100.0)
        gained = min(within * scale, 100 - today)
        over = min((self.after - self.today - within) * scale, 100 - today - gained)
        widths = {"today": today, "gained": gained, "over": over, "from": today + gained, "capacity": CAPACITY_AT}
        return {name: f"{width:.1f}" for name, width in widths.items()}


@dataclass(frozen=True)
class Gain:
    """What one successor gets by a plan: how many records of each kind, how many customers of grade A, what the open
    deals are worth by currency.
    """

    person: User
    gains: dict[str, int]
    grade_a: int
    value: dict[str, Decimal]


def gains(plan: Plan, parts: counts.Found = None) -> list[Gain]:
    """What each successor of `plan` gets, in the order of their names; `parts`, where they were counted already."""
    people = User.objects.filter(pk__in=plan.successors.values("user")).select_related("office").order_by("name", "pk")
    known = _parts(plan) if parts is None else parts
    return [_gain(person, known.get(str(person.pk))) for person in people]


def _gain(person: User, part: counts.Found) -> Gain:
    if part is None:
        return Gain(person, dict.fromkeys(NAMES.values(), 0), 0, {})
    value = {currency: Decimal(amount) for currency, amount in part["value"].items()}
    return Gain(person, part["gains"], part["grade_a"], value)


def shares(plan: Plan) -> list[Share]:
    """The same with what each carries today, in a fixed number of queries."""
    found = {
        gain.person.pk: Share(gain.person, gains=gain.gains, grade_a=gain.grade_a, value=gain.value)
        for gain in gains(plan)
    }
    for owner, count in carried(list(found)).items():
        found[owner].today = count
    for vacancy in Vacancy.objects.open().filter(successor__plan=plan).select_related("successor"):
        holder = found[vacancy.successor.user_id]
        holder.vacancy, vacancy.successor.user = vacancy, holder.person
    weigh(list(found.values()), plan.occasion.effective_at, plan)
    return list(found.values())


def _parts(plan: Plan) -> counts.Found:
    """What each successor gets by `plan`, by their ids; kept for the living plan of a departure."""
    if plan.departure is None or plan.state == PlanState.DISCARDED:
        return count_parts(plan)
    return counts.of_one(plan.departure, "gains", lambda: count_parts(plan))


def count_parts(plan: Plan) -> counts.Found:
    """The same, counted now in one query."""
    found: counts.Found = {}
    with connection.cursor() as cursor:
        cursor.execute(PARTS, {"plan": plan.pk})
        for successor, kind, currency, number, worth in cursor.fetchall():
            part = found.setdefault(
                str(successor), {"gains": dict.fromkeys(NAMES.values(), 0), "grade_a": 0, "value": {}}
            )
            if kind > 0:
                part["gains"][NAMES[RecordKind(kind)]] = number
            elif kind == 0:
                part["grade_a"] = number
            else:
                part["value"][currency] = str(worth)
    return found


def weigh(shares: Sequence[Share], begins: datetime.datetime, plan: Plan | None = None) -> None:
    """Add to `shares` what each carries today of what a limit is set for, the visits that come by `plan`, and who is
    away at some time after `begins`: while a plan is made, for an approved one is for more eyes.
    """
    valued = loads.values_today([share.person.pk for share in shares if share.person.capacity_value is not None])
    visiting = [share.person.pk for share in shares if share.person.weekly_visits is not None]
    today = loads.visits_today(visiting) if visiting else {}
    coming = loads.visits_coming(plan, visiting) if visiting and plan else {}
    away: dict[int, Absence] = {}
    if plan is None or plan.state == PlanState.DRAFT:
        away = absences.of([share.person.pk for share in shares], begins, leaving=plan is not None)
    for share in shares:
        pk = share.person.pk
        share.today_value, share.absence = valued.get(pk, {}), away.get(pk)
        share.today_visits, share.visits = today.get(pk, Decimal(0)), coming.get(pk, Decimal(0))


def carried(people: list[int]) -> dict[int, int]:
    """How many customers each of these people owns today."""
    owned = Customer.objects.filter(owner__in=people).order_by().values_list("owner_id")
    return dict(owned.annotate(count=Count("pk")))


def worth(plan: Plan) -> dict[str, Decimal]:
    """What all planned open deals are worth, by currency."""
    found: dict[str, Decimal] = {}
    for _successor, currency, amount in _values(plan):
        found[currency] = found.get(currency, Decimal(0)) + amount
    return found


def _values(plan: Plan) -> list[tuple[int | None, str, Decimal]]:
    """What the planned open deals are worth, by successor and currency."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT line.successor_id, deal.currency, sum(deal.amount)
            FROM handover_assignment line
            CROSS JOIN LATERAL (SELECT * FROM customers_deal WHERE id = line.record_id OFFSET 0) deal
            WHERE line.plan_id = %s AND line.kind = 2 AND deal.state = 'open' AND deal.amount > 0
            GROUP BY 1, 2 ORDER BY 1, 2
            """,
            [plan.pk],
        )
        return cursor.fetchall()
