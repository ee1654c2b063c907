"""The facts a proposal is made from, read from the database with a fixed number of queries."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.db import connection

from accounts.models import User
from handover.models import Plan, Vacancy
from handover.planning.loads import VISIT_WEEKS
from handover.proposing import people
from handover.proposing.book import STAGES, Book, Ints, Ties, columns
from handover.proposing.people import ROUGH_RATES, VISIT_DAYS
from handover.proposing.units import components

#: How soon a deal closes to count as closing soon.
SOON_DAYS = 30


def read(plan: Plan, users: Sequence[User], at: datetime.datetime) -> Book:
    """The book of `plan` and its successors `users`, as they are at `at`."""
    rows = _lines(plan)
    worth, exposed = _worth(plan, at)
    visits = dict(_rows(VISITS, [plan.pk, at - datetime.timedelta(days=VISIT_DAYS), at]))
    for row in rows:
        row |= worth.get((row["kind"], row["record"]), {})
        row["visits"] = visits.get(row["record"], 0) / VISIT_WEEKS if row["kind"] == 1 else 0
    together = _together(plan)
    free = [row for row in rows if not row["locked"]]
    given = [row for row in rows if row["locked"] and row["successor"]]
    return Book(
        leads=columns(free),
        people=people.candidates(users, plan.giver, given, at, _seats(plan)),
        ties=_ties(plan, [user.pk for user in users], together),
        together=together,
        locked={row["record"]: row["successor"] for row in given if row["kind"] == 1},
        exposed=_exposed(free, exposed),
    )


def _seats(plan: Plan) -> dict[int, int]:
    vacancies = Vacancy.objects.open().filter(successor__plan=plan)
    return dict(vacancies.values_list("successor__user", "capacity"))


def _rows(sql: str, params: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


LINES = """
SELECT line.id, line.kind, line.record_id AS record, line.locked, line.successor_id AS successor,
       line.customer_id AS customer, customer.owner_id AS owner, task.deal_id AS deal, customer.name, customer.grade,
       customer.industry, customer.territory, customer.name ~ '[\u3400-\u9fff]' AS han,
       CASE WHEN line.kind = 1 THEN customer.annual_value END AS annual_value, customer.currency
FROM handover_assignment line
LEFT JOIN customers_customer customer ON customer.id = line.customer_id
LEFT JOIN customers_task task ON line.kind = 4 AND task.id = line.record_id
WHERE line.plan_id = %s AND NOT line.follows ORDER BY line.id
"""


def _lines(plan: Plan) -> list[dict[str, Any]]:
    """The lines that lead, chosen by hand or not."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, [plan.pk])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


#: What the planned open deals bring to the line they belong to: their customer's, or their own when they lead.
WORTH = """
SELECT CASE WHEN line.follows THEN 1 ELSE 2 END, CASE WHEN line.follows THEN line.customer_id ELSE deal.id END,
       deal.currency, sum(deal.amount), min(deal.expected_close_on), max(array_position(%s::text[], deal.stage::text))
FROM handover_assignment line JOIN customers_deal deal ON deal.id = line.record_id
WHERE line.plan_id = %s AND line.kind = 2 AND deal.state = 'open' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
Worth = dict[tuple[int, int], dict[str, Any]]


def _worth(plan: Plan, at: datetime.datetime) -> tuple[Worth, dict[tuple[int, int], list[tuple[str, float]]]]:
    """By (kind, record) of a lead: what its deals are worth, how far they are, whether one closes soon; and the sums
    in their own currency.
    """
    soon = at.date() + datetime.timedelta(days=SOON_DAYS)
    found: Worth = {}
    sums: dict[tuple[int, int], list[tuple[str, float]]] = {}
    for kind, record, currency, total, closes, stage in _rows(WORTH, [list(STAGES), plan.pk]):
        row = found.setdefault((kind, record), {"value": 0.0, "closing": False, "stage": ""})
        row["value"] += float(total or 0) * ROUGH_RATES[currency]
        row["closing"] |= closes is not None and closes <= soon
        row["stage"] = max(row["stage"], STAGES[stage - 1], key=lambda name: STAGES.index(name) if name else -1)
        if total:
            sums.setdefault((kind, record), []).append((currency, float(total)))
    return found, sums


VISITS = """
SELECT customer_id, count(*) FROM customers_activity
WHERE kind = 'visit' AND customer_id IN (SELECT record_id FROM handover_assignment WHERE plan_id = %s AND kind = 1)
    AND at > %s AND at <= %s GROUP BY 1
"""


def _exposed(
    rows: Iterable[dict[str, Any]], sums: dict[tuple[int, int], list[tuple[str, float]]]
) -> list[tuple[int, str, float]]:
    """What each lead brings a year: a customer's annual value, else its open deals, in their own currency."""
    found: list[tuple[int, str, float]] = []
    for place, row in enumerate(rows):
        if row["annual_value"]:
            found.append((place, row["currency"], float(row["annual_value"])))
        else:
            found += [(place, currency, total) for currency, total in sums.get((row["kind"], row["record"]), ())]
    return found


#: Customers of the plan with all they belong to, up to the top; and those who share a person (by address, or by name
#: and number) with the next customer that has it.
TOGETHER = """
WITH RECURSIVE planned AS (SELECT record_id AS id FROM handover_assignment WHERE plan_id = %s AND kind = 1),
above AS (
    SELECT id, parent_id FROM customers_customer WHERE id IN (SELECT id FROM planned) AND parent_id IS NOT NULL
    UNION
    SELECT customer.id, customer.parent_id FROM above JOIN customers_customer customer ON customer.id = above.parent_id
    WHERE customer.parent_id IS NOT NULL
),
person AS (
    SELECT DISTINCT contact.customer_id, key FROM customers_contact contact
    CROSS JOIN LATERAL (VALUES (nullif(lower(contact.email), '')),
                               (nullif(contact.name, '') || '/' || nullif(contact.phone, ''))) keys (key)
    WHERE key IS NOT NULL AND contact.customer_id IN (SELECT id FROM planned)
)
SELECT id, parent_id FROM above
UNION
SELECT * FROM (
    SELECT customer_id, lead(customer_id) OVER (PARTITION BY key ORDER BY customer_id) AS other FROM person
) shared WHERE other IS NOT NULL
ORDER BY 1, 2
"""


def _together(plan: Plan) -> Ints:
    return np.array(_rows(TOGETHER, [plan.pk]), np.int64).reshape(-1, 2)


#: What connects each successor with each customer of the plan.
TIES = """
WITH planned AS (SELECT DISTINCT customer_id AS id FROM handover_assignment WHERE plan_id = %(plan)s),
tie AS (
    SELECT customer_id, user_id, 1 AS seat, 0 AS won, 0 AS open, 0 AS touches, 0 AS met, NULL AS title
    FROM customers_accountteammember WHERE user_id = ANY(%(users)s)
    UNION ALL
    SELECT customer_id, owner_id, 0, (state = 'won')::int, (state = 'open')::int, 0, 0, NULL
    FROM customers_deal WHERE owner_id = ANY(%(users)s)
    UNION ALL
    SELECT activity.customer_id, activity.by_id, 0, 0, 0, 1, met::int, CASE WHEN met THEN contact.title END
    FROM customers_activity activity LEFT JOIN customers_contact contact ON contact.id = activity.contact_id
    CROSS JOIN LATERAL (
        SELECT coalesce(activity.kind IN ('visit', 'call') AND contact.role = 'decides', false) AS met
    ) decisive
    WHERE activity.by_id = ANY(%(users)s)
)
SELECT customer_id, user_id, max(seat), sum(won), sum(open), sum(touches), sum(met), coalesce(max(title), '')
FROM tie WHERE customer_id IN (SELECT id FROM planned)
GROUP BY 1, 2 HAVING max(seat) + sum(won) + sum(open) + sum(touches) > 0 ORDER BY 1, 2
"""
#: Who looks after another customer of the same group today.
RELATED = """
SELECT id, parent_id, owner_id FROM customers_customer
WHERE owner_id = ANY(%s) AND (id = ANY(%s) OR parent_id = ANY(%s)) ORDER BY id
"""


def _ties(plan: Plan, users: list[int], together: Ints) -> Ties:
    found = _rows(TIES, {"plan": plan.pk, "users": users})
    groups = _groups(users, together)
    met = {(row[0], row[1]): row for row in found}
    pairs = sorted(met.keys() | groups.keys())
    nothing = (0, 0, 0, 0, 0, 0, 0, "")
    table = np.array([(*pair, *met.get(pair, nothing)[2:7], groups.get(pair, 0)) for pair in pairs], np.int64)
    customer, person, seat, won, still_open, touches, meetings, group = table.reshape(-1, 8).T
    titles = {pair: row[7] for pair, row in met.items() if row[7]}
    return Ties(customer, person, seat, won, still_open, touches, meetings, group, titles)


def _groups(users: list[int], together: Ints) -> dict[tuple[int, int], int]:
    """For customers of the plan: how many others of their group each successor looks after."""
    nodes, pairs = np.unique(together, return_inverse=True)
    if not len(nodes):
        return {}
    label = dict(zip(nodes.tolist(), components(len(nodes), pairs.reshape(-1, 2)).tolist(), strict=True))
    members: dict[int, list[int]] = {}
    for customer, group in label.items():
        members.setdefault(group, []).append(customer)
    found: dict[tuple[int, int], int] = {}
    for pk, parent, owner in _rows(RELATED, [users, nodes.tolist(), nodes.tolist()]):
        group = label[pk] if pk in label else label[parent or 0]
        for customer in members[group]:
            found[customer, owner] = found.get((customer, owner), 0) + 1
    return found
