"""The successors of a plan as they are today: what they carry, where and what they know."""

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Avg, Count, F, FloatField, Q, Sum
from django.db.models.functions import Cast, Ln

from accounts.models import User
from customers.models import Activity, ActivityKind, Customer, Deal, DealState
from handover.planning.loads import VISIT_WEEKS
from handover.proposing.book import Candidate
from web import currency as currencies

#: What one unit of a currency is worth in yuan, roughly: loads are weighed against each other with it, never shown.
ROUGH_RATES = {currency.value: float(rate) for currency, rate in currencies.ROUGH_RATES.items()}
VISIT_DAYS = 7 * VISIT_WEEKS

Fields = dict[int, dict[str, Any]]

_UNLADEN: dict[str, Any] = {"customers": 0, "value": 0.0, "visits": 0.0, "deals": 0}


def candidates(
    users: Sequence[User],
    giver: User | None,
    given: Iterable[Mapping[str, Any]],
    at: datetime.datetime,
    seats: Mapping[int, int] | None = None,
) -> list[Candidate]:
    """`users` as candidates, with the lines `given` to them by hand on top, in a fixed number of queries.

    `seats`: who of them stands in for a seat, with what that can carry; what they carry themselves counts for nothing.
    """
    office = giver.office_id if giver else None
    found: Fields = {user.pk: _new(user, office) for user in users}
    _read_customers(found)
    _read_deals(found)
    _read_visits(found, at)
    for pk, capacity in (seats or {}).items():
        found[pk] |= {"capacity": capacity, "capacity_value": None, "weekly_visits": None} | _UNLADEN
    for row in given:
        if person := found.get(row["successor"]):
            person["customers"] += row["kind"] == 1
            person["deals"] += row["kind"] == 2
            person["value"] += row.get("value", 0)
            person["visits"] += row.get("visits", 0)
    return [Candidate(**fields) for fields in found.values()]


def _new(user: User, office: int | None) -> dict[str, Any]:
    """What is known of a candidate before their book is read."""
    return {
        "id": user.pk,
        "capacity": user.capacity,
        "capacity_value": _value(user),
        "weekly_visits": user.weekly_visits,
        "same_office": user.office_id is not None and user.office_id == office,
        "language": user.language,
        "territories": {},
        "industries": {},
        "won": {},
        "stages": {},
        **_UNLADEN,
    }


def _value(user: User) -> float | None:
    limit = user.capacity_value
    return None if limit is None else float(limit) * ROUGH_RATES[user.capacity_currency]


def _read_customers(found: Fields) -> None:
    owned = Customer.objects.filter(owner__in=found).order_by().values_list("owner_id", "territory", "industry")
    for owner, territory, industry, count in owned.annotate(count=Count("pk")):
        person = found[owner]
        person["customers"] += count
        person["territories"][territory] = person["territories"].get(territory, 0) + count
        person["industries"][industry] = person["industries"].get(industry, 0) + count


def _read_deals(found: Fields) -> None:
    won = Deal.objects.filter(owner__in=found, state=DealState.WON).exclude(customer=None).order_by()
    for owner, industry, count in won.values_list("owner_id", "customer__industry").annotate(count=Count("pk")):
        found[owner]["won"][industry] = count
    busy = Deal.objects.open().filter(owner__in=found).order_by().values_list("owner_id", "stage", "currency")
    for owner, stage, currency, count, total in busy.annotate(count=Count("pk"), total=Sum("amount")):
        person = found[owner]
        person["deals"] += count
        person["stages"][stage] = person["stages"].get(stage, 0) + count
        person["value"] += float(total or 0) * ROUGH_RATES[currency]
    sized = Deal.objects.filter(~Q(state=DealState.LOST), owner__in=found, amount__gt=0).order_by()
    mean = Avg(Ln(Cast(F("amount"), FloatField())))
    logs: dict[int, list[tuple[int, float]]] = {}
    for owner, currency, log, count in sized.values_list("owner_id", "currency").annotate(log=mean, n=Count("pk")):
        logs.setdefault(owner, []).append((count, log + math.log(ROUGH_RATES[currency])))
    for owner, parts in logs.items():
        found[owner]["size"] = math.exp(sum(n * log for n, log in parts) / sum(n for n, _log in parts))


def _read_visits(found: Fields, at: datetime.datetime) -> None:
    since = at - datetime.timedelta(days=VISIT_DAYS)
    visits = Activity.objects.filter(kind=ActivityKind.VISIT, by__in=found, at__gt=since, at__lte=at).order_by()
    for person, count in visits.values_list("by_id").annotate(count=Count("pk")):
        found[person]["visits"] += count / VISIT_WEEKS
