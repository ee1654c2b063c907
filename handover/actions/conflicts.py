"""What a move is about: the records that change hands, and those it leaves alone, each with its cause and owner.

A move that carries a plan out takes the plan's lines (`Planned`); a reversal takes the ledger's rows (`Given`).
"""

import datetime
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

from django.utils import timezone

from customers.actions.ownership import MODELS
from handover import planning
from handover.models import Assignment, ConflictCause, Move
from handover.planning import Statement

#: How many customers one statement moves, and how many rows of the ledger one takes back.
CUSTOMERS = 5_000
ROWS = 20_000


class Source(Protocol):
    """The records one move is about, as statements."""

    def records(self) -> Statement:
        """A SELECT of (kind, record_id): all of them."""

    def find(self, *, at: datetime.datetime) -> int:
        """Write down every record that can't change hands, in one statement; returns how many."""

    def targets(self) -> Statement:
        """A SELECT of (kind, record_id, expected_owner_id, new_owner_id) of those without a conflict."""

    def portions(self) -> list[Statement]:
        """The same in portions of some thousand customers, so that it can be told how far the move is."""


def source(move: Move, moves: Sequence[Move]) -> Source:
    """What `move` is about; `moves` are all of its plan, linked."""
    return Planned(move) if move.reverses is None else Given(move, move.reverses, moves)


def moved(move: Move) -> Statement:
    """A SELECT of (kind, record_id) of what the ledger says this move gave to a new owner."""
    return "SELECT kind, record_id FROM customers_ownershipchange WHERE move_id = %s", [move.pk]


def _owner_of(line: str) -> str:
    """SQL that joins the present owner of `line`'s record: by kind, so that each table is reached by its key."""
    joins = [
        f"LEFT JOIN {model._meta.db_table} record_{int(kind)} "
        f"ON {line}.kind = {int(kind)} AND record_{int(kind)}.id = {line}.record_id"
        for kind, model in MODELS.items()
    ]
    return " ".join(joins)


_OWNER = "coalesce(" + ", ".join(f"record_{int(kind)}.owner_id" for kind in MODELS) + ")"


def _without_conflict(move: Move, row: str) -> Statement:
    sql = f"""
        NOT EXISTS (
            SELECT FROM handover_conflict found
            WHERE found.move_id = %s AND found.kind = {row}.kind AND found.record_id = {row}.record_id
        )
    """
    return sql, [move.pk]


def _between(column: str, ends: Sequence[int], *, or_none: bool = False) -> list[Statement]:
    """Conditions that cut all of `column` into pieces after each of `ends`; `or_none` puts nulls into the last."""
    if not ends:
        return [("true", [])]
    pieces: list[Statement] = [(f"{column} <= %s", [ends[0]])]
    pieces += [(f"{column} > %s AND {column} <= %s", [low, high]) for low, high in pairwise(ends)]
    last = f"({column} > %s OR {column} IS NULL)" if or_none else f"{column} > %s"
    return [*pieces, (last, [ends[-1]])]


class Planned:
    """The lines of a plan that one move carries out."""

    def __init__(self, move: Move) -> None:
        self.move = move
        self.part: Statement = ("line.plan_id = %s AND line.held_until IS NULL", [move.plan_id])
        if move.held_until is not None:
            self.part = ("line.plan_id = %s AND line.held_until = %s", [move.plan_id, move.held_until])

    def records(self) -> Statement:
        """All lines of the part."""
        where, params = self.part
        return f"SELECT kind, record_id FROM handover_assignment line WHERE {where}", params  # noqa: S608 - our own

    def find(self, *, at: datetime.datetime) -> int:
        """Lines whose record is gone, somebody else's, closed, without a successor, or whose successor left.

        Few lines are odd, so those are picked first and only they are looked at closely.
        """
        held, params = planning.held(self.move.plan)
        where, of_part = self.part
        causes: list[Any] = [
            ConflictCause.GONE.value,
            ConflictCause.OWNER_CHANGED.value,
            ConflictCause.CLOSED.value,
            ConflictCause.NO_SUCCESSOR.value,
            at,
            ConflictCause.SUCCESSOR_GONE.value,
        ]
        return planning.run(
            f"""
            WITH held (kind, id, customer_id, owner_id) AS ({held}), odd AS MATERIALIZED (
                SELECT line.* FROM handover_assignment line
                LEFT JOIN accounts_user person ON person.id = line.successor_id
                LEFT JOIN held ON held.kind = line.kind AND held.id = line.record_id
                    AND held.owner_id = line.from_owner_id
                WHERE {where} AND (held.id IS NULL OR line.successor_id IS NULL
                    OR NOT person.is_active OR person.access_ends_at <= %s)
            ), line AS (
                SELECT line.kind, line.record_id, {_OWNER} AS owner_id, CASE
                    WHEN {_OWNER} IS NULL THEN %s
                    WHEN {_OWNER} <> line.from_owner_id THEN %s
                    WHEN held.id IS NULL THEN %s
                    WHEN line.successor_id IS NULL THEN %s
                    WHEN NOT person.is_active OR person.access_ends_at <= %s THEN %s
                END AS cause
                FROM odd line
                {_owner_of("line")}
                LEFT JOIN held ON held.kind = line.kind AND held.id = line.record_id
                LEFT JOIN accounts_user person ON person.id = line.successor_id
            )
            INSERT INTO handover_conflict (move_id, kind, record_id, cause, present_owner_id)
            SELECT %s, kind, record_id, cause, owner_id FROM line WHERE cause IS NOT NULL
            """,  # noqa: S608 - our own SQL, values are parameters
            [*params, *of_part, at, *causes, self.move.pk],
        )

    def portions(self) -> list[Statement]:
        """By customer, each with what goes along; lines without a customer come last."""
        where, params = self.part
        customers = f"SELECT record_id AS id FROM handover_assignment line WHERE {where} AND kind = 1"  # noqa: S608 - our own
        ends = planning.every((customers, params), CUSTOMERS)
        targets, values = self.targets()
        bounds = _between("line.customer_id", ends, or_none=True)
        return [(f"{targets} AND {bound}", [*values, *of_bound]) for bound, of_bound in bounds]

    def targets(self) -> Statement:
        """Lines without a conflict, to their successors."""
        where, params = self.part
        free, of_move = _without_conflict(self.move, "line")
        sql = f"""
            SELECT line.kind, line.record_id, line.from_owner_id, line.successor_id
            FROM handover_assignment line WHERE {where} AND {free}
        """  # noqa: S608 - our own SQL, values are parameters
        return sql, [*params, *of_move]


#: No later row of the ledger is about this record: nobody has changed its owner since.
_UNTOUCHED = """
    NOT EXISTS (
        SELECT FROM customers_ownershipchange later
        WHERE later.kind = given.kind AND later.record_id = given.record_id AND later.id > given.id
    )
"""
_NOT_BACK = """
    NOT EXISTS (
        SELECT FROM customers_ownershipchange later WHERE later.move_id = ANY (%s)
            AND later.kind = given.kind AND later.record_id = given.record_id AND later.id > given.id
    )
"""


class Given:
    """The ledger's rows of a move that another takes back.

    What was given back and given again by reversals of that move counts too, and what is back already does not.
    """

    def __init__(self, move: Move, given: Move, moves: Sequence[Move]) -> None:
        self.move = move
        family = [one for one in moves if given in one.chain and one.pk != move.pk]
        again = [one.pk for one in family if one.chain.index(given) % 2 == 0]
        self.rows = "given.move_id = ANY (%s)"
        self.params: list[Any] = [again]
        if len(family) > 1:
            self.rows += f" AND {_NOT_BACK}"
            self.params.append([one.pk for one in family])
        if move.only is not None:
            lines = Assignment.objects.filter(plan=move.plan_id).matching(move.only, timezone.localdate(move.asked_at))
            chosen, values = lines.order_by().values_list("kind", "record_id").query.sql_with_params()
            self.rows += f" AND (given.kind, given.record_id) IN ({chosen})"
            self.params.extend(values)

    def records(self) -> Statement:
        """All records the reversed move gave and that are not back already."""
        sql = f"SELECT given.kind, given.record_id FROM customers_ownershipchange given WHERE {self.rows}"  # noqa: S608 - our own
        return sql, self.params

    def find(self, *, at: datetime.datetime) -> int:
        """Records that are gone, whose owner changed since, or that would go to somebody without access.

        A leaver gets back what an undo returns even so: it has to be planned anew.
        """
        to_anybody = self.move.gives_back and self.move.plan.departure_id is not None
        changed = f"{_OWNER} <> given.to_owner_id OR NOT {_UNTOUCHED}"
        causes: list[Any] = [ConflictCause.GONE.value, ConflictCause.OWNER_CHANGED.value]
        return planning.run(
            f"""
            INSERT INTO handover_conflict (move_id, kind, record_id, cause, present_owner_id)
            SELECT %s, kind, record_id, cause, owner_id FROM (
                SELECT given.kind, given.record_id, {_OWNER} AS owner_id, CASE
                    WHEN {_OWNER} IS NULL THEN %s
                    WHEN {changed} THEN %s
                    WHEN NOT %s AND (NOT person.is_active OR person.access_ends_at <= %s) THEN %s
                END AS cause
                FROM customers_ownershipchange given
                {_owner_of("given")}
                LEFT JOIN accounts_user person ON person.id = given.from_owner_id
                WHERE {self.rows}
            ) found WHERE cause IS NOT NULL
            """,  # noqa: S608 - our own SQL, values are parameters
            [self.move.pk, *causes, to_anybody, at, ConflictCause.SUCCESSOR_GONE.value, *self.params],
        )

    def portions(self) -> list[Statement]:
        """By row of the ledger, which is as the move wrote them."""
        rows = f"SELECT id FROM customers_ownershipchange given WHERE {self.rows}"  # noqa: S608 - our own
        ends = planning.every((rows, self.params), ROWS)
        targets, values = self.targets()
        bounds = _between("given.id", ends)
        return [(f"{targets} AND {bound}", [*values, *of_bound]) for bound, of_bound in bounds]

    def targets(self) -> Statement:
        """Rows of records nobody touched since, back to whom they came from."""
        free, of_move = _without_conflict(self.move, "given")
        sql = f"""
            SELECT given.kind, given.record_id, given.to_owner_id, given.from_owner_id
            FROM customers_ownershipchange given WHERE {self.rows} AND {free}
        """  # noqa: S608 - our own SQL, values are parameters
        return sql, [*self.params, *of_move]
