"""Who is responsible for a customer now, and who will be next: what a phone system asks before it puts a call through.

The owner is, until the moment the ownership changes: also one who leaves, and one whose access has ended. On the days
of an interim cover it is who covers. Asked about a day to come, it is who will be by the approved plan, as far as the
asker may know it.

A call waits for the answer, so it is one statement: the customers meant with their owners, how the asker stands to
them, and the next owner by an approved plan. What else opens a customer or a plan to somebody is only asked when this
does not settle it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.models.team import LED
from accounts.permissions import Permission
from customers import access as book
from customers.kinds import RecordKind
from customers.models import Customer
from handover import access
from handover.models import DepartureKind, Plan, PlanState
from handover.models.move import TO_COME
from handover.relations import UNSPOKEN_STATES

#: The ways to name a customer, as conditions.
NAMED = {
    "customer": "customer.id = %(asked)s",
    "code": "customer.code = %(asked)s",
    "ids": "customer.id = ANY(%(asked)s)",
}
#: `is_led`: the owner is the asker or, for a manager, somebody in a team they lead. `line`: the next owner, by the line
#: of an approved plan by which this customer leaves its present one.
QUESTION = f"""
    SELECT customer.id, customer.code, customer.name, owner.id, owner.name, owner.email,
        owner.is_active AND (owner.access_ends_at IS NULL OR owner.access_ends_at > %(at)s),
        owner.id = %(me)s OR (%(leads)s AND owner.team_id IN ({LED.replace("%s", "%(me)s")})) AS is_led,
        EXISTS (
            SELECT FROM customers_accountteammember seat WHERE seat.customer_id = customer.id AND seat.user_id = %(me)s
        ),
        line.*, cover.*
    FROM customers_customer customer
    JOIN accounts_user owner ON owner.id = customer.owner_id
    LEFT JOIN LATERAL (
        SELECT successor.id, successor.name, successor.email, move.due_at, plan.id, plan.departure_id,
            departure.leaver_id, departure.supervisor_id, departure.kind, departure.state
        FROM handover_assignment line
        JOIN handover_plan plan ON plan.id = line.plan_id AND plan.state = '{PlanState.APPROVED}'
        JOIN handover_move move ON move.plan_id = plan.id AND move.reverses_id IS NULL AND move.state = ANY(%(to_come)s)
            AND move.held_until IS NOT DISTINCT FROM line.held_until
        JOIN accounts_user successor ON successor.id = line.successor_id
        LEFT JOIN handover_departure departure ON departure.id = plan.departure_id
        WHERE line.customer_id = customer.id AND line.kind = {RecordKind.CUSTOMER:d}
            AND line.from_owner_id = customer.owner_id
        ORDER BY move.due_at LIMIT 1
    ) line ON true
    LEFT JOIN LATERAL (
        SELECT person.id, person.name, person.email, cover.last_on,
            person.is_active AND (person.access_ends_at IS NULL OR person.access_ends_at > %(at)s)
        FROM handover_cover cover JOIN accounts_user person ON person.id = cover.person_id
        WHERE cover.customer_id = customer.id AND cover.days @> %(on)s::date
            AND customer.owner_id IN (cover.owner_id, cover.instead_of_id) LIMIT 1
    ) cover ON true
    WHERE """  # noqa: S608 - our own words


@dataclass(frozen=True)
class Named:
    """A customer or a person, as far as a call needs them: `known_by` is the code or the address."""

    id: int
    known_by: str
    name: str


@dataclass(frozen=True)
class Line:
    """By which a customer goes to somebody else; of a transfer when there is no departure."""

    successor: Named
    due_at: datetime.datetime
    plan: int
    departure: int | None
    leaver: int | None
    supervisor: int | None
    kind: str | None
    state: str | None


@dataclass(frozen=True)
class InCharge:
    """The one responsible person for a customer; `next` takes over at `until`, as far as the asker may know. Who covers
    does so `instead_of` the owner, to the end of the day `covers_until`.
    """

    customer: Named
    person: Named
    has_access: bool
    next: Named | None = None
    until: datetime.datetime | None = None
    instead_of: Named | None = None
    covers_until: datetime.date | None = None


def of(user: User, *, at: datetime.datetime, now: datetime.datetime, **asked: Any) -> list[InCharge]:
    """Who answers at `at`, which is `now` or later, for the customer named by one of `customer`, `code` or `ids`, as
    `user` may know it: one answer for each customer they see. Of several by `ids` only so many are told as show that
    there are several.
    """
    rows = _seen(user, _ask(user, at, asked))
    return [_answer(user, row, at, now) for row in rows[:2]]


def _ask(user: User, at: datetime.datetime, asked: dict[str, Any]) -> list[Sequence[Any]]:
    ((name, value),) = asked.items()
    leads = user.may(Permission.SEE_TEAM_BOOKS)
    day, to_come = timezone.localdate(at), [str(state) for state in TO_COME]
    params = {"asked": value, "me": user.pk, "leads": leads, "at": at, "on": day, "to_come": to_come}
    with connection.cursor() as cursor:
        cursor.execute(QUESTION + NAMED[name], params)
        return list(cursor.fetchall())


def _seen(user: User, rows: list[Sequence[Any]]) -> list[Sequence[Any]]:
    """Those of the rows whose customer is the asker's to see."""
    if user.may(Permission.SEE_ALL_BOOKS):
        return rows
    near = {row[0] for row in rows if row[7] or row[8]}
    if far := {row[0] for row in rows} - near:
        near.update(book.records(user, Customer).filter(pk__in=far).order_by().values_list("pk", flat=True))
    return [row for row in rows if row[0] in near]


def _answer(user: User, row: Sequence[Any], at: datetime.datetime, now: datetime.datetime) -> InCharge:
    customer, owner = Named(*row[:3]), Named(row[3], row[5], row[4])
    found = InCharge(customer, owner, row[6])
    if row[9] is not None:
        line = Line(Named(row[9], row[11], row[10]), *row[12:19])
        if _may_know(user, owner.id, bool(row[7]), line):
            found = replace(found, next=line.successor, until=line.due_at)
    if row[19] is not None:
        covers = {"person": Named(row[19], row[21], row[20]), "covers_until": row[22], "has_access": row[23]}
        return replace(found, instead_of=owner, **covers)
    if found.next and found.until and now < found.until <= at:
        return InCharge(customer, found.next, has_access=True)
    return found


def _may_know(user: User, owner: int, is_led: bool, line: Line) -> bool:
    """Whether `user` may know where the customer of `owner` goes."""
    if line.departure is None:
        return line.successor.id == user.pk or is_led or user.may(Permission.SEE_ALL_BOOKS)
    if line.leaver == user.pk:
        is_secret = line.kind == DepartureKind.DISMISSAL and line.state in UNSPOKEN_STATES
        return not is_secret or access.departures(user).filter(pk=line.departure).exists()
    if user.may(Permission.SEE_ALL_BOOKS) and user.may(Permission.SEE_ALL_DEPARTURES):
        return True
    plans = is_led and line.leaver == owner and user.may(Permission.PLAN)
    if plans or line.supervisor == user.pk:
        return True
    if not access.departures(user).filter(pk=line.departure).exists():
        return False
    return line.successor.id == user.pk or access.sees_whole(user, Plan.objects.get(pk=line.plan))
