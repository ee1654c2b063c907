"""The order in which a leaver hands customers over, as one SQL statement over the whole book.

    score = risk × value × effort

* risk: 1, and 1 more for each of: a deal that closes within 30 days, a contract to be renewed within 60 days, a promise
  still to keep; half a point when nobody was in contact for 60 days.
* value: 3 for grade A, 2 for B, 1 for C, times 1 to 2 by what the open deals are worth beside the largest of the book
  in the same currency.
* effort: the minutes it takes in person, in quarters of an hour. They grow with what the records lack: 15, and 10
  without a next step, 10 without somebody who decides, 5 without contact for 60 days, 5 for each open deal (four at
  most), 10 for each promise (three at most). What no record says only the leaver can tell, so it comes first.

In writing a customer takes a third of that, and at least 5 minutes; one that is left out, or that the leaver has told
all about, takes none. The customers are then laid one after the other into the working days.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from handover.models import Departure
from handover.models.plan import RENEWAL_DAYS, SILENT_DAYS

CLOSING_DAYS = 30

#: Every customer the leaver holds: what it is scored by, how it is handed over and what that takes.
_SCORED = """
    SELECT customer.id, customer.grade, customer.name, coalesce(way.way, 'in_person') way,
        briefing.done_at IS NOT NULL told, deals.closing, deals.worth, renews.soon renewing,
        coalesce(promises.n, 0) promises, silent.is silent, customer.next_step = '' no_step,
        decides.id IS NULL no_decider,
        (1 + coalesce(deals.closing, false)::int + coalesce(renews.soon, false)::int
            + (promises.n IS NOT NULL)::int + silent.is::int * 0.5)
        * (CASE customer.grade WHEN 'A' THEN 3 WHEN 'B' THEN 2 ELSE 1 END * (1 + coalesce(deals.share, 0)))
        * effort.minutes / 15.0 score,
        effort.minutes
    FROM customers_customer customer
    LEFT JOIN handover_customerway way ON way.departure_id = %(departure)s AND way.customer_id = customer.id
    LEFT JOIN handover_briefing briefing
        ON briefing.departure_id = %(departure)s AND briefing.customer_id = customer.id
    LEFT JOIN (
        SELECT customer_id, sum(n) n, bool_or(closing) closing, least(sum(share), 1) share,
            string_agg(currency || ':' || total, ' ' ORDER BY total DESC) FILTER (WHERE total > 0) worth
        FROM (
            SELECT deal.customer_id, deal.currency, sum(deal.amount) total, count(*) n,
                coalesce(bool_or(deal.expected_close_on <= %(closing)s), false) closing,
                coalesce(sum(deal.amount) / nullif(max(sum(deal.amount)) OVER (PARTITION BY deal.currency), 0), 0) share
            FROM customers_deal deal JOIN customers_customer mine ON mine.id = deal.customer_id
            WHERE deal.state = 'open' AND mine.owner_id = %(leaver)s GROUP BY deal.customer_id, deal.currency
        ) one GROUP BY customer_id
    ) deals ON deals.customer_id = customer.id
    LEFT JOIN LATERAL (
        SELECT true soon FROM customers_contract contract
        WHERE contract.customer_id = customer.id AND contract.state IN ('draft', 'active')
            AND least(contract.ends_on, contract.renewal_notice_on) BETWEEN %(today)s AND %(renewal)s LIMIT 1
    ) renews ON true
    LEFT JOIN (
        SELECT customer_id, count(*) n FROM handover_promise
        WHERE departure_id = %(departure)s AND outcome = 'open' AND verdict <> 'refused' AND taken_out_at IS NULL
        GROUP BY customer_id
    ) promises ON promises.customer_id = customer.id
    LEFT JOIN LATERAL (
        SELECT contact.id FROM customers_contact contact
        WHERE contact.customer_id = customer.id AND contact.role = 'decides' LIMIT 1
    ) decides ON true
    CROSS JOIN LATERAL (
        SELECT customer.last_contact_at IS NULL OR customer.last_contact_at < %(silent)s::date AS is
    ) silent
    CROSS JOIN LATERAL (
        SELECT 15 + (customer.next_step = '')::int * 10 + (decides.id IS NULL)::int * 10 + silent.is::int * 5
            + least(coalesce(deals.n, 0), 4) * 5 + least(coalesce(promises.n, 0), 3) * 10 AS minutes
    ) effort
    WHERE customer.owner_id = %(leaver)s AND customer.status <> 'lost'
"""

#: The same with the place in the order and the working day (from 1) on which it begins; the day
#: after the last for what would not be finished by then, and none for what takes none.
RANKED = f"""
    SELECT placed.*, row_number() OVER in_order place,
        CASE WHEN cost > 0 AND sum(cost) OVER in_order > %(capacity)s * %(days)s THEN %(days)s + 1
            WHEN cost > 0 THEN floor((sum(cost) OVER in_order - cost) / %(capacity)s)::int + 1 END AS day
    FROM (
        SELECT scored.*, CASE WHEN told OR way = 'skip' THEN 0 WHEN way = 'in_writing' THEN greatest(minutes / 3, 5)
            ELSE minutes END cost
        FROM ({_SCORED}) scored
    ) placed
    WINDOW in_order AS (ORDER BY (way = 'skip')::int, score DESC, id ROWS UNBOUNDED PRECEDING)
"""  # noqa: S608 - our own SQL

#: What a part of the order is: one working day, what will not fit, what is left out, what is told already.
PARTS = {
    "day": "day = %(day)s",
    "unfit": "day > %(days)s",
    "skip": "way = 'skip' AND NOT told",
    "told": "told",
}

_SUMS = f"""
    SELECT CASE WHEN told THEN -1 WHEN day IS NULL THEN 0 ELSE least(day, %(days)s + 1) END part,
        grade, count(*), sum(cost), string_agg(worth, ' ')
    FROM ({RANKED}) ranked GROUP BY 1, 2
"""  # noqa: S608 - the same

_ROWS = """
    SELECT id, name, grade, way, minutes, cost, score, place, coalesce(closing, false), coalesce(renewing, false),
        promises, silent, no_step, no_decider, coalesce(worth, '')
    FROM ({ranked}) ranked WHERE {part} AND (%(grade)s = '' OR grade = %(grade)s)
    ORDER BY place LIMIT %(size)s OFFSET %(offset)s
"""


@dataclass(frozen=True)
class Row:
    """One customer in the order. `cost` is what it takes by the way chosen, `minutes` what it would in person."""

    id: int
    name: str
    grade: str
    way: str
    minutes: int
    cost: int
    score: Decimal
    place: int
    closing: bool
    renewing: bool
    promises: int
    silent: bool
    no_step: bool
    no_decider: bool
    worth: list[tuple[str, Decimal]]


@dataclass(frozen=True)
class Sum:
    """So many customers of a grade in a part of the order: day 1 and on, 0 left out, -1 told already."""

    part: int
    grade: str
    count: int
    minutes: int
    worth: list[tuple[str, Decimal]]


def params(departure: Departure, today: datetime.date, days: int, capacity: int) -> dict[str, Any]:
    """What the statements ask: the book, the days that count as soon, and `days` of `capacity` minutes each."""
    ahead = datetime.timedelta
    return {
        "departure": departure.pk,
        "leaver": departure.leaver_id,
        "today": today,
        "closing": today + ahead(days=CLOSING_DAYS),
        "renewal": today + ahead(days=RENEWAL_DAYS),
        "silent": today - ahead(days=SILENT_DAYS),
        "days": days,
        "capacity": capacity,
    }


def sums(asked: dict[str, Any]) -> list[Sum]:
    """The whole order, added up by part and grade. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, asked)
        rows: list[Any] = cursor.fetchall()
    return [Sum(part, grade, count, int(cost), worth_of(worth or "")) for part, grade, count, cost, worth in rows]


def rows(asked: dict[str, Any], part: str, *, grade: str, size: int, offset: int) -> list[Row]:
    """Some customers of one part, first things first. One query."""
    sql = _ROWS.format(ranked=RANKED, part=PARTS[part])
    with connection.cursor() as cursor:
        cursor.execute(sql, asked | {"grade": grade, "size": size, "offset": offset})
        found: list[list[Any]] = [[*row[:-1], worth_of(row[-1])] for row in cursor.fetchall()]
    return [Row(*fields) for fields in found]


def worth_of(told: str) -> list[tuple[str, Decimal]]:
    """Sums by currency, the largest first, from how the statements tell them."""
    found: dict[str, Decimal] = {}
    for one in told.split():
        currency, amount = one.split(":")
        found[currency] = found.get(currency, Decimal(0)) + Decimal(amount)
    return sorted(found.items(), key=lambda pair: -pair[1])
