"""The ledger's rows of a move that another takes back."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from customers.actions.ownership import MODELS
from handover.models import Assignment, ConflictCause, Move
from handover.moving import fingerprints
from handover.moving.fingerprints import Fingerprint, Held
from handover.moving.sources import OWNER, WITHOUT_ACCESS, Source, between, cut, ends, owner_of
from handover.planning import statements
from handover.planning.statements import Statement

#: Fewer rows of the ledger than this are taken back by one statement.
ROWS = 40_000

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
_WRITE_DOWN = f"""
    INSERT INTO handover_conflict (move_id, kind, record_id, cause, present_owner_id)
    SELECT %s, kind, record_id, cause, owner_id FROM (
        SELECT given.kind, given.record_id, {OWNER} AS owner_id, CASE
            WHEN {OWNER} IS NULL THEN %s
            WHEN {OWNER} <> given.to_owner_id OR NOT {_UNTOUCHED} THEN %s
            WHEN NOT %s AND {WITHOUT_ACCESS} THEN %s
        END AS cause
        FROM customers_ownershipchange given
        {owner_of("given")}
        LEFT JOIN accounts_user person ON person.id = given.from_owner_id
        WHERE {{rows}}
    ) found WHERE cause IS NOT NULL
"""  # noqa: S608 - our own SQL


class Reversal(Source):
    """What a move gave, by its rows of the ledger.

    What was given back and given again by reversals of that move counts too, and what is back already does not.
    """

    def __init__(self, move: Move, given: Move, moves: Sequence[Move]) -> None:
        super().__init__(move)
        #: A leaver gets back what an undo returns whatever has become of the access: it has to be planned anew.
        self.to_anybody = move.gives_back and move.plan.departure_id is not None
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

    def fitting(self, at: datetime.datetime) -> tuple[Statement, Held]:
        """Rows untouched since, from somebody who can have the record back; records in any state."""
        sql = f"""
            SELECT given.kind, given.record_id, given.to_owner_id FROM customers_ownershipchange given
            LEFT JOIN accounts_user person ON person.id = given.from_owner_id
            WHERE {self.rows} AND {_UNTOUCHED} AND (%s OR {WITHOUT_ACCESS} IS NOT TRUE)
        """  # noqa: S608 - our own SQL
        held = {kind: model._default_manager.all() for kind, model in MODELS.items()}
        return (sql, [*self.params, self.to_anybody, at]), held

    def write_down(self, at: datetime.datetime) -> int:
        """Records that are gone, whose owner changed since, or that would go to somebody without access."""
        causes: list[Any] = [ConflictCause.GONE.value, ConflictCause.OWNER_CHANGED.value]
        return statements.run(
            _WRITE_DOWN.format(rows=self.rows),
            [self.move.pk, *causes, self.to_anybody, at, ConflictCause.SUCCESSOR_GONE.value, *self.params],
        )

    def targets(self) -> Statement:
        """Rows of records nobody touched since, back to whom they came from."""
        free, of_move = self.free("given")
        sql = f"""
            SELECT given.kind, given.record_id, given.to_owner_id, given.from_owner_id
            FROM customers_ownershipchange given WHERE {self.rows} AND {free}
        """  # noqa: S608 - our own SQL, values are parameters
        return sql, [*self.params, *of_move]

    def portions(self, before: Fingerprint) -> list[Statement]:
        """By row of the ledger, which is as the move wrote them."""
        rows = f"SELECT id FROM customers_ownershipchange given WHERE {self.rows}"  # noqa: S608 - our own
        places = ends((rows, self.params), fingerprints.count(before), ROWS)
        return cut(self.targets(), between("given.id", places))
