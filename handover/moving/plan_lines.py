"""The lines of a plan that one move carries out."""

import datetime
from typing import Any

from customers.kinds import RecordKind
from handover.holdings import NAMES
from handover.models import ConflictCause, Move
from handover.moving.fingerprints import Fingerprint, Held
from handover.moving.sources import OWNER, WITHOUT_ACCESS, Source, between, cut, ends, owner_of
from handover.planning import scope, statements
from handover.planning.statements import Statement

#: Fewer customers than this change hands by one statement.
CUSTOMERS = 10_000

#: Few lines are odd, so those are picked first and only they are looked at closely.
_WRITE_DOWN = f"""
    WITH held (kind, id, customer_id, owner_id) AS ({{held}}), odd AS MATERIALIZED (
        SELECT line.* FROM handover_assignment line
        LEFT JOIN accounts_user person ON person.id = line.successor_id
        LEFT JOIN held ON held.kind = line.kind AND held.id = line.record_id AND held.owner_id = line.from_owner_id
        WHERE {{part}} AND (held.id IS NULL OR line.successor_id IS NULL OR {WITHOUT_ACCESS})
    ), line AS (
        SELECT line.kind, line.record_id, {OWNER} AS owner_id, CASE
            WHEN {OWNER} IS NULL THEN %s
            WHEN {OWNER} <> line.from_owner_id THEN %s
            WHEN held.id IS NULL THEN %s
            WHEN line.successor_id IS NULL THEN %s
            WHEN {WITHOUT_ACCESS} THEN %s
        END AS cause
        FROM odd line
        {owner_of("line")}
        LEFT JOIN held ON held.kind = line.kind AND held.id = line.record_id
        LEFT JOIN accounts_user person ON person.id = line.successor_id
    )
    INSERT INTO handover_conflict (move_id, kind, record_id, cause, present_owner_id)
    SELECT %s, kind, record_id, cause, owner_id FROM line WHERE cause IS NOT NULL
"""  # noqa: S608 - our own SQL


class PlanLines(Source):
    """The part of a plan that is due, by its lines."""

    def __init__(self, move: Move) -> None:
        super().__init__(move)
        self.part: Statement = ("line.plan_id = %s AND line.held_until IS NULL", [move.plan_id])
        if move.held_until is not None:
            self.part = ("line.plan_id = %s AND line.held_until = %s", [move.plan_id, move.held_until])

    def records(self) -> Statement:
        """All lines of the part."""
        where, params = self.part
        return f"SELECT kind, record_id FROM handover_assignment line WHERE {where}", params  # noqa: S608 - our own

    def fitting(self, at: datetime.datetime) -> tuple[Statement, Held] | None:
        """Lines whose successor is there, and whatever is in a state in which it moves. What is approved moves whatever
        its customer has become since, so with one giver that is all; a plan that takes from several has more to it.
        """
        if self.move.plan.giver is None:
            return None
        where, params = self.part
        sql = f"""
            SELECT line.kind, line.record_id, line.from_owner_id FROM handover_assignment line
            JOIN accounts_user person ON person.id = line.successor_id
            WHERE {where} AND {WITHOUT_ACCESS} IS NOT TRUE
        """  # noqa: S608 - our own SQL
        return (sql, [*params, at]), scope.by_state(self.move.plan)

    def write_down(self, at: datetime.datetime) -> int:
        """Lines whose record is gone, somebody else's, closed, without a successor, or whose successor left."""
        held, params = statements.held(self.move.plan)
        where, of_part = self.part
        causes: list[Any] = [
            ConflictCause.GONE.value,
            ConflictCause.OWNER_CHANGED.value,
            ConflictCause.CLOSED.value,
            ConflictCause.NO_SUCCESSOR.value,
            at,
            ConflictCause.SUCCESSOR_GONE.value,
        ]
        return statements.run(_WRITE_DOWN.format(held=held, part=where), [*params, *of_part, at, *causes, self.move.pk])

    def targets(self) -> Statement:
        """Lines without a conflict, to their successors."""
        where, params = self.part
        free, of_move = self.free("line")
        sql = f"""
            SELECT line.kind, line.record_id, line.from_owner_id, line.successor_id
            FROM handover_assignment line WHERE {where} AND {free}
        """  # noqa: S608 - our own SQL, values are parameters
        return sql, [*params, *of_move]

    def portions(self, before: Fingerprint) -> list[Statement]:
        """By customer, each with what goes along; lines without a customer come last."""
        where, params = self.part
        customers = f"SELECT record_id AS id FROM handover_assignment line WHERE {where} AND kind = 1"  # noqa: S608 - our own
        places = ends((customers, params), before[NAMES[RecordKind.CUSTOMER]]["count"], CUSTOMERS)
        return cut(self.targets(), between("line.customer_id", places, or_none=True))
