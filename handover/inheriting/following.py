"""The inheritances follow the plans: a row for each customer that is to come or has come, none for what went back.

Set-based and run beside the move, never in its transaction; running it again changes nothing. A plan is followed again
when its state or one of its moves is another than the last time (`FollowedPlan`).
"""

import datetime
import zoneinfo
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import Office
from customers.kinds import RecordKind
from customers.models import Grade
from handover import workdays
from handover.models import Inheritance, Plan

#: Working days after the move by which a customer should have heard from the successor: grade A, and the others.
CONTACT_DAYS_A, CONTACT_DAYS = 1, 5

AS_OF = """
    SELECT plan.id, md5(plan.state || coalesce(string_agg(move.id || move.state, ' ' ORDER BY move.id), ''))
    FROM handover_plan plan LEFT JOIN handover_move move ON move.plan_id = plan.id
    WHERE plan.approved_at IS NOT NULL
    GROUP BY plan.id
"""

NEWS = f"""
    SELECT plan.id, plan.as_of FROM ({AS_OF}) AS plan (id, as_of)
    LEFT JOIN handover_followedplan followed ON followed.plan_id = plan.id
    WHERE followed.as_of IS DISTINCT FROM plan.as_of
    ORDER BY plan.id
"""  # noqa: S608 - our own SQL

#: The customers a plan gives: on their way, or arrived and still where the plan put them.
GIVEN = """
    SELECT line.record_id AS customer_id, line.from_owner_id, line.successor_id,
        CASE WHEN move.state = 'done' THEN move.finished_at END AS arrived_at
    FROM handover_assignment line
    JOIN handover_plan plan ON plan.id = line.plan_id AND plan.state = 'approved'
    JOIN customers_customer customer ON customer.id = line.record_id
    LEFT JOIN handover_move move ON move.plan_id = line.plan_id AND move.reverses_id IS NULL
        AND move.held_until IS NOT DISTINCT FROM line.held_until
    WHERE line.plan_id = %s AND line.kind = %s AND line.successor_id IS NOT NULL
        AND move.state IS DISTINCT FROM 'undone'
        AND (move.state IS DISTINCT FROM 'done' OR customer.owner_id = line.successor_id)
"""

GONE = f"""
    WITH given AS ({GIVEN})
    DELETE FROM handover_inheritance heir
    WHERE (heir.departure_id = %s OR heir.transfer_id = %s) AND NOT EXISTS (
        SELECT 1 FROM given WHERE given.customer_id = heir.customer_id AND given.successor_id = heir.successor_id
    )
"""  # noqa: S608 - our own SQL

COME = f"""
    WITH given AS ({GIVEN})
    INSERT INTO handover_inheritance (departure_id, transfer_id, customer_id, from_owner_id, successor_id,
        return_reason, kept_note)
    SELECT %s::bigint, %s::bigint, customer_id, from_owner_id, successor_id, '', '' FROM given ORDER BY customer_id
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own SQL

ARRIVED = f"""
    WITH given AS ({GIVEN})
    UPDATE handover_inheritance heir SET arrived_at = given.arrived_at FROM given
    WHERE (heir.departure_id = %s OR heir.transfer_id = %s) AND heir.arrived_at IS NULL
        AND given.customer_id = heir.customer_id AND given.arrived_at IS NOT NULL
"""  # noqa: S608 - our own SQL

FOLLOWED = """
    INSERT INTO handover_followedplan (plan_id, as_of) VALUES (%s, %s)
    ON CONFLICT (plan_id) DO UPDATE SET as_of = excluded.as_of
"""


def follow_all() -> int:
    """Follow every plan of which there is news; returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(NEWS)
        news = cursor.fetchall()
    plans = Plan.objects.in_bulk([pk for pk, _as_of in news])
    for pk, as_of in news:
        if pk in plans:
            _follow(plans[pk], as_of)
    return len(news)


@transaction.atomic
def _follow(plan: Plan, as_of: str) -> None:
    """Bring the rows of what `plan` is for up to it; two at once take turns."""
    params = [plan.pk, RecordKind.CUSTOMER, plan.departure_id, plan.transfer_id]
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWED, [plan.pk, as_of])
        if _is_latest(plan):
            for statement in (GONE, COME, ARRIVED):
                cursor.execute(statement, params)
            _set_due(Inheritance.objects.filter(departure=plan.departure_id, transfer=plan.transfer_id))


def _is_latest(plan: Plan) -> bool:
    """Whether no later plan was approved for the same departure: what an earlier one gave no longer counts."""
    if plan.departure_id is None:
        return True
    return not Plan.objects.filter(departure=plan.departure_id, approved_at__isnull=False, pk__gt=plan.pk).exists()


def _set_due(rows: QuerySet[Inheritance]) -> None:
    """Say by when each customer that has arrived should have heard from its successor, on the calendar of their
    office.
    """
    fresh = rows.filter(arrived_at__isnull=False, contact_due_on=None).order_by()
    offices = Office.objects.in_bulk()
    found: set[Any] = set(fresh.values_list("successor__office", "arrived_at"))
    for pk, arrived_at in found:
        chosen = fresh.filter(successor__office=pk, arrived_at=arrived_at)
        first_a, first = due_days(arrived_at, offices.get(pk))
        for day, some in ((first_a, chosen.filter(customer__grade=Grade.A)), (first, chosen)):
            Inheritance.objects.filter(pk__in=some.values("pk")).update(contact_due_on=day)


def due_days(arrived_at: datetime.datetime, office: Office | None) -> tuple[datetime.date, datetime.date]:
    """The last days for a first contact after a move at `arrived_at`: for grade A, and for the others."""
    zone = zoneinfo.ZoneInfo(office.time_zone if office else "UTC")
    day = arrived_at.astimezone(zone).date()
    return workdays.shift(day, CONTACT_DAYS_A, office), workdays.shift(day, CONTACT_DAYS, office)
