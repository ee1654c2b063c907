"""SQL around the rows of a plan, shared by its actions and its move: which records belong, and who leads whom.

A record leads when somebody has to be chosen for it; the others follow the customer they belong to.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from customers.models import Customer
from handover import holdings
from handover.models import Move, Plan
from handover.planning import scope

Statement = tuple[str, list[Any]]


def held(plan: Plan) -> Statement:
    """A SELECT of (kind, id, customer_id, owner_id): all that `plan` is about as it is now (`scope.rows`). A task on a
    deal goes by the deal's customer.
    """
    parts: list[str] = []
    params: list[Any] = []
    for kind, rows in scope.rows(plan).items():
        customer = {
            RecordKind.CUSTOMER: F("pk"),
            RecordKind.TASK: Coalesce("customer_id", "deal__customer_id"),
        }.get(kind, F("customer_id"))
        columns = rows.order_by().annotate(of_customer=customer).values_list("pk", "of_customer", "owner_id")
        sql, values = columns.query.sql_with_params()
        parts.append(f"SELECT {int(kind)}, found.* FROM ({sql}) found")  # noqa: S608 - Django's own SQL
        params.extend(values)
    return " UNION ALL ".join(parts), params


def run(sql: str, params: Sequence[Any] | Mapping[str, Any]) -> int:
    """Execute one statement; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def given_by(move: Move) -> Statement:
    """A SELECT of (kind, record_id) of what the ledger says this move gave to a new owner, whoever carried it out."""
    return "SELECT kind, record_id FROM customers_ownershipchange WHERE move_id = %s", [move.pk]


def count(records: Statement) -> dict[str, int]:
    """How many of `records`, a SELECT of (kind, record_id), are of each kind, by name."""
    sql, params = records
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, count(*) FROM ({sql}) found GROUP BY kind", params)  # noqa: S608 - our own SQL
        found = dict(cursor.fetchall())
    return {name: found.get(int(kind), 0) for kind, name in holdings.NAMES.items()}


def every(ids: Statement, number: int) -> list[int]:
    """Every `number`-th of `ids`, a SELECT of (id), in order, without the last when nothing comes after it."""
    sql, params = ids
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT id FROM (
                SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS number FROM ({sql}) found
            ) placed WHERE place %% %s = 0 AND place < number ORDER BY id
            """,  # noqa: S608 - our own SQL
            [*params, number],
        )
        return [row[0] for row in cursor.fetchall()]


def add_new(plan: Plan, *, until: datetime.date | None = None) -> int:
    """Add the records the plan is about and lacks; those of a planned customer get its successor and day. `until` is
    the day of the part that is carried out now: what is new goes along with it.
    """
    sql, params = held(plan)
    return run(
        f"""
        WITH held (kind, id, customer_id, owner_id) AS ({sql})
        INSERT INTO handover_assignment
            (plan_id, kind, record_id, customer_id, from_owner_id, successor_id, held_until, follows, locked, reasons,
             next_reasons)
        SELECT %s, held.kind, held.id, held.customer_id, held.owner_id, lead.successor_id,
               coalesce(%s::date, lead.held_until),
               held.kind <> 1 AND (lead.id IS NOT NULL
                   OR coalesce(held.customer_id IN (SELECT id FROM held fresh WHERE fresh.kind = 1), false)),
               false, '[]', '[]'
        FROM held
        LEFT JOIN handover_assignment lead
            ON lead.plan_id = %s AND lead.kind = 1 AND lead.record_id = held.customer_id AND held.kind <> 1
        WHERE NOT EXISTS (
            SELECT FROM handover_assignment known
            WHERE known.plan_id = %s AND known.kind = held.kind AND known.record_id = held.id
        )
        ORDER BY held.kind, held.id -- reads all before it writes: else each row looks through those written before
        """,  # noqa: S608 - our own SQL, values are parameters
        [*params, plan.pk, until, plan.pk, plan.pk],
    )


def last_change(plan: Plan) -> datetime.datetime | None:
    """When the owner of any record of the plan changed last, by the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT max(change.at) FROM handover_assignment line JOIN customers_ownershipchange change
                ON change.kind = line.kind AND change.record_id = line.record_id
            WHERE line.plan_id = %s
            """,
            [plan.pk],
        )
        (at,) = cursor.fetchone()
    return cast(datetime.datetime | None, at)


def choose(plan: Plan, customers: QuerySet[Customer]) -> int:
    """Make these customers the lines of a transfer's plan, each from its present owner; returns how many."""
    try:
        sql, params = customers.order_by().values_list("pk", "owner_id").query.sql_with_params()
    except EmptyResultSet:
        return 0
    return run(
        f"""
        INSERT INTO handover_assignment
            (plan_id, kind, record_id, customer_id, from_owner_id, follows, locked, reasons, next_reasons)
        SELECT %s, 1, chosen.id, chosen.id, chosen.owner_id, false, false, '[]', '[]'
        FROM ({sql}) chosen (id, owner_id)
        """,  # noqa: S608 - Django's own SQL
        [plan.pk, *params],
    )


def choose_beside(plan: Plan, former: Plan, giver: User) -> int:
    """Make lines of a transfer's plan of what `former` gave to `giver` beside customers, where they still have it."""
    kinds = [kind for kind in MODELS if kind != RecordKind.CUSTOMER]
    owners = " UNION ALL ".join(
        f"SELECT {int(kind)} AS kind, id, owner_id, customer_id FROM {MODELS[kind]._meta.db_table} WHERE owner_id = %s"  # noqa: S608 - our own tables
        for kind in kinds
    )
    return run(
        f"""
        INSERT INTO handover_assignment
            (plan_id, kind, record_id, customer_id, from_owner_id, follows, locked, reasons, next_reasons)
        SELECT %s, line.kind, line.record_id, record.customer_id, record.owner_id, false, false, '[]', '[]'
        FROM handover_assignment line
        JOIN ({owners}) record ON record.kind = line.kind AND record.id = line.record_id
        WHERE line.plan_id = %s AND line.successor_id = %s AND NOT line.follows
            AND NOT EXISTS (SELECT FROM handover_assignment known WHERE known.plan_id = %s
                AND known.kind = line.kind AND known.record_id = line.record_id)
        """,  # noqa: S608 - our own SQL, values are parameters
        [plan.pk, *[giver.pk] * len(kinds), former.pk, giver.pk, plan.pk],
    )


def learn_size() -> None:
    """Let the database see how many lines there are now, so that it joins them by the right index."""
    run("ANALYZE handover_assignment", [])


def drop_gone(plan: Plan) -> int:
    """Take records out of a draft that it is no longer about: handed on, closed or deleted."""
    sql, params = held(plan)
    return run(
        f"""
        WITH held (kind, id, customer_id, owner_id) AS ({sql})
        DELETE FROM handover_assignment line WHERE line.plan_id = %s
            AND NOT EXISTS (SELECT FROM held WHERE held.kind = line.kind AND held.id = line.record_id)
        """,  # noqa: S608 - our own SQL, values are parameters
        [*params, plan.pk],
    )


def drop_kept(plan: Plan) -> int:
    """Take records out of a draft that are with one of its successors already: they do not change hands."""
    return run(
        """
        DELETE FROM handover_assignment line USING handover_plansuccessor successor
        WHERE line.plan_id = %s AND successor.plan_id = line.plan_id AND successor.user_id = line.from_owner_id
        """,
        [plan.pk],
    )


def mend_follows(plan: Plan) -> int:
    """Make records lead whose customer left the plan, and follow when it came in (unless locked)."""
    return run(
        """
        UPDATE handover_assignment line
        SET follows = NOT line.follows, reasons = '[]', next_best_id = NULL, next_reasons = '[]'
        WHERE line.plan_id = %s AND line.kind <> 1 AND NOT line.locked AND line.follows <> EXISTS (
            SELECT FROM handover_assignment lead
            WHERE lead.plan_id = line.plan_id AND lead.kind = 1 AND lead.record_id = line.customer_id
        )
        """,
        [plan.pk],
    )


def follow(plan: Plan) -> int:
    """Give the records that follow their customer the customer's successor."""
    return run(
        """
        UPDATE handover_assignment line SET successor_id = lead.successor_id FROM handover_assignment lead
        WHERE line.plan_id = %s AND line.follows
            AND lead.plan_id = line.plan_id AND lead.kind = 1 AND lead.record_id = line.customer_id
            AND line.successor_id IS DISTINCT FROM lead.successor_id
        """,
        [plan.pk],
    )


def keep_locked(plan: Plan, former: Plan) -> int:
    """Let a new plan begin with what was locked in `former`, where that successor is named again."""
    return run(
        """
        UPDATE handover_assignment line
        SET successor_id = old.successor_id, locked = true, follows = false, reasons = old.reasons,
            held_until = CASE WHEN old.held_until >= current_date THEN old.held_until END
        FROM handover_assignment old JOIN handover_plansuccessor named ON named.user_id = old.successor_id
        WHERE line.plan_id = %s AND named.plan_id = line.plan_id AND old.plan_id = %s AND old.locked
            AND old.kind = line.kind AND old.record_id = line.record_id
        """,
        [plan.pk, former.pk],
    )


Line = tuple[int, int, str, int | None, str]


def save_choices(plan: Plan, lines: Sequence[Line]) -> int:
    """Write proposals in one statement: assignment id, successor id and reasons (JSON), the same of the next best."""
    if not lines:
        return 0
    return run(
        """
        UPDATE handover_assignment line SET successor_id = chosen.successor, reasons = chosen.reasons,
            next_best_id = chosen.next_best, next_reasons = chosen.next_reasons, locked = false
        FROM unnest(%s::bigint[], %s::bigint[], %s::jsonb[], %s::bigint[], %s::jsonb[])
            chosen (id, successor, reasons, next_best, next_reasons)
        WHERE line.id = chosen.id AND line.plan_id = %s
        """,
        [*(list(column) for column in zip(*lines, strict=True)), plan.pk],
    )


def lock_records(records: Statement) -> None:
    """Lock these records against any change until the transaction ends: by kind, then by id, so that two moves that
    overlap wait for one another and never deadlock. What hangs on a record may still be added meanwhile.
    """
    sql, params = records
    locks = " UNION ALL ".join(
        f"SELECT count(*) FROM (SELECT id FROM {model._meta.db_table} WHERE id IN "  # noqa: S608 - our own SQL
        f"(SELECT record_id FROM chosen WHERE kind = {int(kind)}) ORDER BY id FOR NO KEY UPDATE) locked_{int(kind)}"
        for kind, model in MODELS.items()
    )
    run(f"WITH chosen (kind, record_id) AS NOT MATERIALIZED ({sql}) {locks}", params)
