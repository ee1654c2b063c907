"""The records a move or its undo leaves alone, each with its cause and present owner; and those it does not."""

import datetime
from typing import Any

from customers.actions.ownership import MODELS
from customers.models import Why
from handover import planning
from handover.models import ConflictCause, Move
from handover.planning import Statement


def _owner_of(line: str) -> str:
    """SQL that joins the present owner of `line`'s record: by kind, so that each table is reached by its key."""
    joins = [
        f"LEFT JOIN {model._meta.db_table} record_{int(kind)} "
        f"ON {line}.kind = {int(kind)} AND record_{int(kind)}.id = {line}.record_id"
        for kind, model in MODELS.items()
    ]
    return " ".join(joins)


_OWNER = "coalesce(" + ", ".join(f"record_{int(kind)}.owner_id" for kind in MODELS) + ")"


def find(move: Move, *, at: datetime.datetime) -> int:
    """Write down every planned record that can't move, in one statement; returns how many."""
    held, params = planning.held(move.plan)
    return planning.run(
        f"""
        WITH held (kind, id, customer_id, owner_id) AS ({held}), line AS (
            SELECT line.kind, line.record_id, {_OWNER} AS owner_id, CASE
                WHEN {_OWNER} IS NULL THEN %s
                WHEN {_OWNER} <> line.from_owner_id THEN %s
                WHEN held.id IS NULL THEN %s
                WHEN line.successor_id IS NULL THEN %s
                WHEN NOT person.is_active OR person.access_ends_at <= %s THEN %s
            END AS cause
            FROM handover_assignment line
            {_owner_of("line")}
            LEFT JOIN held ON held.kind = line.kind AND held.id = line.record_id
            LEFT JOIN accounts_user person ON person.id = line.successor_id
            WHERE line.plan_id = %s
        )
        INSERT INTO handover_conflict (move_id, kind, record_id, cause, present_owner_id, on_undo)
        SELECT %s, kind, record_id, cause, owner_id, false FROM line WHERE cause IS NOT NULL
        """,  # noqa: S608 - our own SQL, values are parameters
        [
            *params,
            ConflictCause.GONE.value,
            ConflictCause.OWNER_CHANGED.value,
            ConflictCause.CLOSED.value,
            ConflictCause.NO_SUCCESSOR.value,
            at,
            ConflictCause.SUCCESSOR_GONE.value,
            move.plan_id,
            move.pk,
        ],
    )


def movable(move: Move, columns: str = "kind, record_id") -> Statement:
    """A SELECT of the planned records without a conflict."""
    sql = f"""
        SELECT {columns} FROM handover_assignment line WHERE line.plan_id = %s AND NOT EXISTS (
            SELECT FROM handover_conflict found WHERE found.move_id = %s AND found.kind = line.kind
                AND found.record_id = line.record_id AND NOT found.on_undo
        )
    """  # noqa: S608 - `columns` is our own
    return sql, [move.plan_id, move.pk]


def moved(move: Move) -> Statement:
    """A SELECT of the records the ledger says this move gave to their new owner."""
    sql = "SELECT kind, record_id FROM customers_ownershipchange WHERE move_id = %s AND why = %s"
    return sql, [move.pk, Why.HANDOVER.value]


#: A ledger row of the move whose record still is with the person the move gave it to, untouched since.
_UNTOUCHED = """
    NOT EXISTS (
        SELECT FROM customers_ownershipchange later
        WHERE later.kind = given.kind AND later.record_id = given.record_id AND later.id > given.id
    )
"""


def find_on_undo(move: Move) -> int:
    """Write down every moved record whose owner changed since, or that is gone, in one statement."""
    params: list[Any] = [move.pk, ConflictCause.GONE.value, ConflictCause.OWNER_CHANGED.value]
    return planning.run(
        f"""
        INSERT INTO handover_conflict (move_id, kind, record_id, cause, present_owner_id, on_undo)
        SELECT %s, given.kind, given.record_id, CASE WHEN {_OWNER} IS NULL THEN %s ELSE %s END, {_OWNER}, true
        FROM customers_ownershipchange given
        {_owner_of("given")}
        WHERE given.move_id = %s AND given.why = %s
            AND ({_OWNER} IS DISTINCT FROM given.to_owner_id OR NOT {_UNTOUCHED})
        """,  # noqa: S608 - our own SQL, values are parameters
        [*params, move.pk, Why.HANDOVER.value],
    )


def returnable(move: Move) -> Statement:
    """A SELECT of (kind, record_id, expected_owner, former_owner) of what the undo gives back."""
    sql = f"""
        SELECT given.kind, given.record_id, given.to_owner_id, given.from_owner_id
        FROM customers_ownershipchange given WHERE given.move_id = %s AND given.why = %s AND {_UNTOUCHED}
    """  # noqa: S608 - our own SQL, values are parameters
    return sql, [move.pk, Why.HANDOVER.value]
