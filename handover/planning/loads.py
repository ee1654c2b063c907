"""How much people can carry beside customers, open value and visits a week, and what of it they carry."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import Now

from customers.models import Activity, ActivityKind, Deal
from handover.models import Plan

#: Visits a week are those recorded over this time.
VISIT_WEEKS = 13


@dataclass(frozen=True)
class Limit:
    """So much somebody can carry of one `sort`: customers, value (of open deals, in their currency) or visits a week.

    `is_rough` where other currencies were converted.
    """

    sort: str
    today: Decimal
    gain: Decimal
    most: Decimal
    is_rough: bool = False

    @property
    def after(self) -> Decimal:
        """What is carried once the plan is carried out."""
        return self.today + self.gain

    @property
    def percent(self) -> int:
        """How full that is."""
        return round(100 * self.after / max(self.most, Decimal(1)))

    @property
    def is_over(self) -> bool:
        """Whether it is more than can be carried."""
        return self.after > self.most


def values_today(people: Collection[int]) -> dict[int, dict[str, Decimal]]:
    """What the open deals of each of `people` are worth, by currency."""
    found: dict[int, dict[str, Decimal]] = {}
    deals = Deal.objects.open().filter(owner__in=people, amount__gt=0).order_by().values_list("owner_id", "currency")
    for owner, currency, amount in deals.annotate(total=Sum("amount")):
        found.setdefault(owner, {})[currency] = amount
    return found


def visits_today(people: Collection[int]) -> dict[int, Decimal]:
    """How many visits a week each of `people` made lately."""
    since = Now() - datetime.timedelta(weeks=VISIT_WEEKS)
    visits = Activity.objects.filter(kind=ActivityKind.VISIT, by__in=people, at__gt=since, at__lte=Now()).order_by()
    return {person: _weekly(count) for person, count in visits.values_list("by_id").annotate(n=Count("pk"))}


def visits_coming(plan: Plan, people: Collection[int]) -> dict[int, Decimal]:
    """How many visits a week the customers had lately that `plan` gives to each of `people`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT line.successor_id, count(*)
            FROM handover_assignment line JOIN customers_activity visit ON visit.customer_id = line.record_id
            WHERE line.plan_id = %s AND line.kind = 1 AND line.successor_id = ANY(%s) AND visit.kind = %s
                AND visit.at > now() - make_interval(weeks => %s) AND visit.at <= now()
            GROUP BY 1
            """,
            [plan.pk, list(people), ActivityKind.VISIT, VISIT_WEEKS],
        )
        return {person: _weekly(count) for person, count in cursor.fetchall()}


def _weekly(count: int) -> Decimal:
    return round(Decimal(count) / VISIT_WEEKS, 1)
