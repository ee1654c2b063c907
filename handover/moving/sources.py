"""What both sources of a move have in common: one look that mostly finds nothing odd, conflicts, portions."""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import pairwise

from customers.actions.ownership import MODELS
from handover.models import Move
from handover.moving import fingerprints
from handover.moving.fingerprints import Fingerprint, Held
from handover.planning import statements
from handover.planning.statements import Statement

#: In how many portions owners change at most. Each looks through the book for its part, so few are quick.
PORTIONS = 4
#: From so many conflicts on the database is told how many there are.
MANY = 500

#: The present owner of a line's record, joined by kind so that each table is reached by its key.
OWNER = "coalesce(" + ", ".join(f"record_{int(kind)}.owner_id" for kind in MODELS) + ")"
WITHOUT_ACCESS = "(NOT person.is_active OR person.access_ends_at <= %s)"


class Source(ABC):
    """The records one move is about, as statements."""

    def __init__(self, move: Move) -> None:
        self.move = move
        #: How many of them can't change hands; `look` finds out.
        self.conflicts = 0

    @abstractmethod
    def records(self) -> Statement:
        """A SELECT of (kind, record_id): all of them."""

    @abstractmethod
    def targets(self) -> Statement:
        """A SELECT of (kind, record_id, expected_owner_id, new_owner_id) of those without a conflict."""

    @abstractmethod
    def portions(self, before: Fingerprint) -> list[Statement]:
        """The same in a few portions, so that it can be told how far the move is; `before` says how many there are."""

    @abstractmethod
    def fitting(self, at: datetime.datetime) -> tuple[Statement, Held] | None:
        """A SELECT of (kind, record_id, expected_owner_id) and rows of the records' tables: where both have a record
        with that owner it can change hands. None when it takes more than that to tell.
        """

    @abstractmethod
    def write_down(self, at: datetime.datetime) -> int:
        """Write every record that can't change hands down as a conflict; returns how many."""

    def chosen(self) -> Statement:
        """A SELECT of (kind, record_id) of the targets."""
        sql, params = self.targets()
        return f"SELECT kind, record_id FROM ({sql}) target", params  # noqa: S608 - our own SQL

    def look(self, *, at: datetime.datetime) -> Fingerprint:
        """The fingerprint of what can change hands, after writing down what can't. Mostly everything can, which one
        look at as many records as there should be tells; only else they are looked at one by one.
        """
        if fitting := self.fitting(at):
            records, held = fitting
            found, odd = fingerprints.take_fitting(records, held, self.records())
            if not odd:
                return found
        self.conflicts = self.write_down(at)
        if self.conflicts > MANY:
            statements.run("ANALYZE handover_conflict", [])
        return fingerprints.take(self.chosen())

    def free(self, row: str) -> Statement:
        """The condition that `row` has no conflict."""
        if not self.conflicts:
            return "true", []
        sql = f"""
            NOT EXISTS (
                SELECT FROM handover_conflict found
                WHERE found.move_id = %s AND found.kind = {row}.kind AND found.record_id = {row}.record_id
            )
        """
        return sql, [self.move.pk]


def owner_of(line: str) -> str:
    """SQL that joins what `OWNER` reads."""
    joins = [
        f"LEFT JOIN {model._meta.db_table} record_{int(kind)} "
        f"ON {line}.kind = {int(kind)} AND record_{int(kind)}.id = {line}.record_id"
        for kind, model in MODELS.items()
    ]
    return " ".join(joins)


def ends(ids: Statement, count: int, least: int) -> list[int]:
    """Where all but the last of the portions end, each of `least` ids or more; `count` is how many there are."""
    return statements.every(ids, max(least, -(-count // PORTIONS))) if count > least else []


def between(column: str, ends: Sequence[int], *, or_none: bool = False) -> list[Statement]:
    """Conditions that cut all of `column` into pieces after each of `ends`; `or_none` puts nulls into the last."""
    if not ends:
        return [("true", [])]
    pieces: list[Statement] = [(f"{column} <= %s", [ends[0]])]
    pieces += [(f"{column} > %s AND {column} <= %s", [low, high]) for low, high in pairwise(ends)]
    last = f"({column} > %s OR {column} IS NULL)" if or_none else f"{column} > %s"
    return [*pieces, (last, [ends[-1]])]


def cut(targets: Statement, bounds: Sequence[Statement]) -> list[Statement]:
    """The targets within each of these bounds."""
    sql, params = targets
    return [(f"{sql} AND {bound}", [*params, *values]) for bound, values in bounds]
