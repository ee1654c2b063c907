"""Who works with a customer beside its owner."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BigIntegerField, QuerySet, Value

from accounts.actions import audit
from accounts.models import User
from customers.actions.records import in_words
from customers.models import AccountTeamMember

#: A seat is handed on where the new person neither has one at the customer nor owns it; else it ends. One audit row
#: for each customer. Locked by id, so that two statements can't wait for one another.
_HAND_SEATS = """
    WITH target (id, to_id) AS ({targets}), seat AS MATERIALIZED (
        SELECT seat.id, seat.customer_id, target.to_id::bigint AS to_id
        FROM customers_accountteammember seat JOIN target ON target.id = seat.id
        WHERE seat.user_id = %s ORDER BY seat.id FOR UPDATE OF seat
    ), handed AS (
        SELECT seat.id, seat.to_id FROM seat JOIN customers_customer customer ON customer.id = seat.customer_id
        WHERE customer.owner_id <> seat.to_id AND NOT EXISTS (
            SELECT FROM customers_accountteammember other
            WHERE other.customer_id = seat.customer_id AND other.user_id = seat.to_id AND other.id <> seat.id)
    ), moved AS (
        UPDATE customers_accountteammember member SET user_id = handed.to_id FROM handed WHERE member.id = handed.id
    ), ended AS (
        DELETE FROM customers_accountteammember member USING seat
        WHERE member.id = seat.id AND NOT EXISTS (SELECT FROM handed WHERE handed.id = seat.id)
    ), told AS (
        INSERT INTO accounts_auditentry (verb, subject_kind, subject_id, by_id, at, details)
        SELECT CASE WHEN receiver.id IS NULL THEN 'account_team.left' ELSE 'account_team.handed_on' END,
               'customers.customer', seat.customer_id, %s, %s::timestamptz,
               CASE WHEN receiver.id IS NULL THEN jsonb_build_object('who', %s::text)
                    ELSE jsonb_build_object('who', %s::text, 'to', receiver.name) END
        FROM seat LEFT JOIN accounts_user receiver ON receiver.id = seat.to_id
    )
    SELECT count(*) FROM seat
"""
#: What a move does to seats, from rows of (customer, role, from, to): handed on, ended without a `to`, begun without a
#: `from`. Each gets its history and its audit row.
_MOVE = """
    WITH wanted (customer_id, role, from_id, to_id) AS MATERIALIZED ({changes}), handed AS (
        UPDATE customers_accountteammember seat SET user_id = wanted.to_id FROM wanted
        WHERE seat.customer_id = wanted.customer_id AND seat.user_id = wanted.from_id AND wanted.to_id IS NOT NULL
        RETURNING wanted.*
    ), ended AS (
        DELETE FROM customers_accountteammember seat USING wanted
        WHERE seat.customer_id = wanted.customer_id AND seat.user_id = wanted.from_id AND wanted.to_id IS NULL
        RETURNING wanted.*
    ), begun AS (
        INSERT INTO customers_accountteammember (customer_id, role, user_id)
        SELECT customer_id, role, to_id FROM wanted WHERE from_id IS NULL
        RETURNING customer_id, role, NULL::bigint, user_id
    ), done (customer_id, role, from_id, to_id) AS (
        SELECT * FROM handed UNION ALL SELECT * FROM ended UNION ALL SELECT * FROM begun
    ), kept AS (
        INSERT INTO customers_seatchange (move_id, customer_id, role, from_user_id, to_user_id, at)
        SELECT %s, customer_id, role, from_id, to_id, %s::timestamptz FROM done
    ), told AS (
        INSERT INTO accounts_auditentry (verb, subject_kind, subject_id, by_id, at, details)
        SELECT CASE WHEN giver.id IS NULL THEN 'account_team.joined' WHEN taker.id IS NULL THEN 'account_team.left'
                ELSE 'account_team.handed_on' END,
            'customers.customer', done.customer_id, %s, %s::timestamptz,
            CASE WHEN giver.id IS NULL THEN jsonb_build_object('who', taker.name, 'as', done.role)
                WHEN taker.id IS NULL THEN jsonb_build_object('who', giver.name)
                ELSE jsonb_build_object('who', giver.name, 'to', taker.name) END
        FROM done LEFT JOIN accounts_user giver ON giver.id = done.from_id
        LEFT JOIN accounts_user taker ON taker.id = done.to_id
    )
    SELECT count(*) FROM done
"""


@transaction.atomic
def join(*, seat: AccountTeamMember, by: User, at: datetime.datetime) -> AccountTeamMember:
    """Give a colleague a seat; raises `Refused` when they have one."""
    with in_words(AccountTeamMember):
        seat.save(force_insert=True)
    audit.record(
        verb="account_team.joined",
        subject=seat.customer,
        by=by,
        at=at,
        details={"who": seat.user.name, "as": seat.role},
    )
    return seat


@transaction.atomic
def leave(*, seat: AccountTeamMember, by: User, at: datetime.datetime) -> None:
    """Take the seat away; what the colleague owns stays theirs."""
    audit.record(verb="account_team.left", subject=seat.customer, by=by, at=at, details={"who": seat.user.name})
    seat.delete()


@transaction.atomic
def hand_seats(*, from_user: User, targets: QuerySet[Any, Any], by: User, at: datetime.datetime) -> int:
    """Hand many seats of `from_user` on in one statement; returns how many they lost.

    `targets` has rows of (seat id, id of who gets it or None), as `all_to` makes them for one person; seats
    that are not `from_user`'s are left alone. A seat ends when nobody gets it, or when who does sits there already or
    owns the customer. Raises `Refused` when somebody takes the same seat at this moment.
    """
    try:
        sql, params = targets.order_by().query.sql_with_params()
    except EmptyResultSet:
        return 0
    name = from_user.name
    with in_words(AccountTeamMember), connection.cursor() as cursor:
        cursor.execute(_HAND_SEATS.format(targets=sql), [*params, from_user.pk, by.pk, at, name, name])
        (count,) = cursor.fetchone()
    return int(count)


@transaction.atomic
def move(*, changes: str, params: Sequence[Any], move_id: int, by: User, at: datetime.datetime) -> int:
    """Carry out in one statement what a move does to seats; returns how many changed.

    `changes` is a SELECT of (customer_id, role, from_id, to_id): handed on, or ended without `to_id`, or begun anew
    without `from_id`. It names only what is possible now: a taker without a seat there who does not own the customer.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOVE.format(changes=changes), [*params, move_id, at, by.pk, at])
        (count,) = cursor.fetchone()
    return int(count)


def all_to(seats: QuerySet[AccountTeamMember], person: User | None) -> QuerySet[Any, Any]:
    """The targets that hand all these seats to one person; with None they end."""
    return seats.values_list("pk", Value(person and person.pk, BigIntegerField()))
