"""The customers of departures, put together where the same people answer for them on the same days: in SQL, so that a
hundred thousand customers come as the few lines they differ in.
"""

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

#: Every customer of these departures: who gets it by the living plan, and the covers that hold from a day on.
#: `stays` when the plan leaves it with a leaver who goes on working here, `moved` when it is with its successor.
CUSTOMERS = """
    SELECT held.departure_id, held.customer_id, held.successor_id, held.stays, held.moved, coalesce(cover.of, '') covers
    FROM (
        SELECT departure.id departure_id, customer.id customer_id, line.successor_id,
            line.id IS NULL AND plan.id IS NOT NULL AND departure.kind IN ('transfer', 'leave') AND NOT (
                (plan.only_grades = '{}' OR customer.grade = ANY (plan.only_grades))
                AND (plan.only_statuses = '{}' OR customer.status = ANY (plan.only_statuses))
                AND (plan.only_territories = '{}' OR customer.territory = ANY (plan.only_territories))
                AND (plan.only_industries = '{}' OR customer.industry = ANY (plan.only_industries))
            ) stays, false moved
        FROM handover_departure departure
        JOIN customers_customer customer ON customer.owner_id = departure.leaver_id AND customer.status <> 'lost'
        LEFT JOIN handover_plan plan ON plan.departure_id = departure.id AND plan.state <> 'discarded'
        LEFT JOIN handover_assignment line
            ON line.plan_id = plan.id AND line.kind = 1 AND line.record_id = customer.id
        WHERE departure.id = ANY (%(departures)s) AND departure.ended_at IS NULL
        UNION ALL
        SELECT plan.departure_id, customer.id, line.successor_id, false, true
        FROM handover_plan plan
        JOIN handover_move move ON move.plan_id = plan.id AND move.reverses_id IS NULL AND move.held_until IS NULL
        JOIN handover_assignment line ON line.plan_id = plan.id AND line.kind = 1
        JOIN customers_customer customer
            ON customer.id = line.record_id AND customer.owner_id = line.successor_id AND customer.status <> 'lost'
        WHERE plan.departure_id = ANY (%(departures)s) AND plan.state = 'approved' AND move.state = 'done'
    ) held
    LEFT JOIN (
        SELECT cover.customer_id,
            string_agg(cover.person_id || ':' || lower(days) || ':' || upper(days), ' ' ORDER BY lower(days)) of
        FROM handover_cover cover JOIN customers_customer customer
            ON customer.id = cover.customer_id AND customer.owner_id IN (cover.owner_id, cover.instead_of_id)
        WHERE cover.last_on >= %(since)s AND upper(days) > %(since)s GROUP BY cover.customer_id
    ) cover ON cover.customer_id = held.customer_id
"""

#: What the customers of a group have in common, as one word for a form and an address.
KEY = "md5(concat_ws('|', successor_id, stays, moved, covers))"

_GROUPS = f"""
    SELECT departure_id, {KEY}, successor_id, stays, moved, covers, count(*)
    FROM ({CUSTOMERS}) customer GROUP BY departure_id, successor_id, stays, moved, covers
    ORDER BY count(*) DESC, 2
"""  # noqa: S608 - our own SQL


@dataclass(frozen=True)
class Covered:
    """Somebody covers from `first` to before `end`."""

    person: int
    first: datetime.date
    end: datetime.date

    def __str__(self) -> str:
        return f"{self.person}:{self.first}:{self.end}"


@dataclass(frozen=True)
class Group:
    """Customers for whom the same people answer on the same days."""

    departure: int
    key: str
    successor: int | None
    stays: bool
    moved: bool
    covers: tuple[Covered, ...]
    count: int

    @property
    def people(self) -> set[int]:
        """The ids of who else than the leaver answers for them."""
        return {cover.person for cover in self.covers} | ({self.successor} if self.successor else set())


def of(departures: Collection[int], since: datetime.date) -> list[Group]:
    """The customers of these departures (ids) in groups, the largest first, with the covers that hold on `since` or
    later. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, {"departures": list(departures), "since": since})
        return read(cursor.fetchall())


def as_json(found: Iterable[Group]) -> list[Any]:
    """What `read` makes the same of, but for the keys, which hold for a day: a row for each, its covers in the words of
    the database.
    """
    return [
        [one.departure, "", one.successor, one.stays, one.moved, " ".join(map(str, one.covers)), one.count]
        for one in found
    ]


def read(rows: Iterable[Any]) -> list[Group]:
    """What `as_json` wrote down."""
    return [
        Group(departure, key, successor, stays, moved, _covers(covers), count)
        for departure, key, successor, stays, moved, covers, count in rows
    ]


def customers(departure: int, keys: Collection[str], since: datetime.date) -> RawSQL:
    """The ids of the customers of one departure in the groups of these keys, for a queryset to be narrowed by."""
    params = {"departures": [departure], "since": since, "keys": list(keys)}
    sql = f"SELECT customer_id FROM ({CUSTOMERS}) found WHERE {KEY} = ANY (%(keys)s)"  # noqa: S608 - our own SQL
    order = re.findall(r"%\((\w+)\)s", sql)
    return RawSQL(re.sub(r"%\(\w+\)s", "%s", sql), [params[name] for name in order])  # noqa: S611 - the same


def _covers(told: str) -> tuple[Covered, ...]:
    parts = (one.split(":") for one in told.split())
    days = datetime.date.fromisoformat
    return tuple(Covered(int(person), days(first), days(end)) for person, first, end in parts)
