"""What the records of checklist items say today, counted in the database: one query per kind, however many items."""

import datetime
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from handover.departures import counts
from handover.models import RECORD_SECTIONS, ChecklistItem, Departure

DAYS = ("renewal_on", "ends_on", "first_due")


@dataclass
class Facts:
    """What is known about the records of one item."""

    customers: int = 0
    contacts: int = 0
    without_decider: int = 0
    without_next_step: int = 0
    without_user: int = 0
    without_promises: int = 0
    told: int = 0
    begun: int = 0
    questions: int = 0
    customer: int | None = None
    deals: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)
    contracts: int = 0
    renewal_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    paid_percent: int | None = None
    tasks: int = 0
    first_due: datetime.date | None = None


#: What is missing of customers, as `handover/briefings/told.py` says it of one; of those told to the end nothing is.
CUSTOMERS = """
    SELECT line.item_id, count(*), coalesce(sum(people.number), 0),
           count(*) FILTER (WHERE told.done_at IS NULL AND NOT coalesce(people.decides, false)),
           count(*) FILTER (WHERE told.done_at IS NULL AND customer.next_step = ''
                            AND coalesce(told.next_step, '') = ''),
           count(*) FILTER (WHERE told.done_at IS NULL AND customer.grade = 'A' AND NOT coalesce(people.uses, false)),
           count(*) FILTER (WHERE told.done_at IS NULL AND NOT coalesce(told.nothing_promised, false)
                            AND promised.customer_id IS NULL),
           count(told.done_at), count(*) FILTER (WHERE told.id IS NOT NULL OR promised.customer_id IS NOT NULL),
           coalesce(sum(asked.number), 0), CASE WHEN count(*) = 1 THEN min(customer.id) END
    FROM handover_itemrecord line
    JOIN customers_customer customer ON customer.id = line.record_id
    LEFT JOIN handover_briefing told ON told.departure_id = line.departure_id AND told.customer_id = customer.id
    LEFT JOIN LATERAL (
        SELECT count(*) AS number, bool_or(contact.role = 'decides') AS decides, bool_or(contact.role = 'uses') AS uses
        FROM customers_contact contact WHERE contact.customer_id = customer.id
    ) people ON true
    LEFT JOIN (SELECT DISTINCT customer_id FROM handover_promise
               WHERE departure_id = %s AND taken_out_at IS NULL) promised
        ON promised.customer_id = customer.id
    LEFT JOIN (SELECT customer_id, count(*) AS number FROM handover_question
               WHERE departure_id = %s AND answered_at IS NULL GROUP BY customer_id) asked
        ON asked.customer_id = customer.id
    WHERE line.departure_id = %s AND line.kind = 1 AND line.item_id = ANY(%s)
    GROUP BY line.item_id
"""
#: Deals of the item itself, and for customers those of the same checklist. `OFFSET 0` has each looked up by its id:
#: PostgreSQL would rather read all deals of the firm.
DEALS = """
    SELECT line.item_id, deal.currency, count(*), sum(deal.amount)
    FROM handover_itemrecord line
    CROSS JOIN LATERAL (SELECT * FROM customers_deal WHERE id = line.record_id OFFSET 0) deal
    WHERE line.departure_id = %s AND line.kind = 2 AND line.item_id = ANY(%s) AND deal.state = 'open'
    GROUP BY line.item_id, deal.currency
    UNION ALL
    SELECT line.item_id, deal.currency, count(*), sum(deal.amount)
    FROM handover_itemrecord line
    JOIN customers_deal deal ON deal.customer_id = line.record_id AND deal.state = 'open'
    JOIN handover_itemrecord other
        ON other.departure_id = line.departure_id AND other.kind = 2 AND other.record_id = deal.id
    WHERE line.departure_id = %s AND line.kind = 1 AND line.item_id = ANY(%s)
    GROUP BY line.item_id, deal.currency
    ORDER BY 1, 2
"""
CONTRACTS = """
    SELECT line.item_id, count(*), min(contract.renewal_notice_on), min(contract.ends_on),
           CASE WHEN count(*) = 1 AND sum(contract.amount) > 0
                THEN round(100 * coalesce(sum(contract.paid), 0) / sum(contract.amount)) END
    FROM handover_itemrecord line
    JOIN customers_contract contract ON contract.id = line.record_id
    WHERE line.departure_id = %s AND line.kind = 3 AND line.item_id = ANY(%s)
    GROUP BY line.item_id
"""
TASKS = """
    SELECT line.item_id, count(*), min(task.due_on)
    FROM handover_itemrecord line
    JOIN customers_task task ON task.id = line.record_id
    WHERE line.departure_id = %s AND line.kind = 4 AND line.item_id = ANY(%s) AND task.state = 'open'
    GROUP BY line.item_id
"""


def facts(departure: Departure, items: Collection[int]) -> dict[int, Facts]:
    """What the records of these items of a departure say, by item id; items without records are absent."""
    found: dict[int, Facts] = {}
    if not items:
        return found
    scope = [departure.pk, list(items)]

    def of(pk: int) -> Facts:
        return found.setdefault(pk, Facts())

    for pk, customers, contacts, *gaps, told, begun, questions, customer in _rows(
        CUSTOMERS, [departure.pk] * 2 + scope
    ):
        known = of(pk)
        known.customers, known.contacts, known.customer = customers, int(contacts), customer
        known.without_decider, known.without_next_step, known.without_user, known.without_promises = gaps
        known.told, known.begun, known.questions = told, begun, int(questions)
    for pk, currency, deals, amount in _rows(DEALS, scope * 2):
        known = of(pk)
        known.deals += deals
        known.amounts[currency] = known.amounts.get(currency, Decimal()) + (amount or 0)
    for pk, contracts, renewal_on, ends_on, percent in _rows(CONTRACTS, scope):
        known = of(pk)
        known.contracts, known.renewal_on, known.ends_on = contracts, renewal_on, ends_on
        known.paid_percent = None if percent is None else int(percent)
    for pk, tasks, first_due in _rows(TASKS, scope):
        known = of(pk)
        known.tasks, known.first_due = tasks, first_due
    return found


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def kept_facts(departure: Departure) -> dict[int, Facts]:
    """The same of all items of a departure, counted once until something changes."""
    found = counts.of_one(departure, "facts", lambda: _as_json(departure))
    return {int(pk): _from_json(known) for pk, known in found.items()}


def _as_json(departure: Departure) -> dict[str, Any]:
    items = ChecklistItem.objects.filter(departure=departure, section__in=RECORD_SECTIONS).order_by()
    known = facts(departure, list(items.values_list("pk", flat=True)))
    return {str(pk): {name: _plain(value) for name, value in asdict(one).items()} for pk, one in known.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {currency: str(amount) for currency, amount in value.items()}
    return value.isoformat() if isinstance(value, datetime.date) else value


def _from_json(known: dict[str, Any]) -> Facts:
    amounts = {currency: Decimal(amount) for currency, amount in known["amounts"].items()}
    days = {name: datetime.date.fromisoformat(known[name]) for name in DAYS if known[name]}
    return Facts(**{**known, **days, "amounts": amounts})
