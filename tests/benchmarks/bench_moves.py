"""Moving and undoing a whole book, beside the same writes as one SQL statement written by hand."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection, transaction

from customers.actions.ownership import MODELS
from handover.actions import reassignment
from handover.models import Departure, Move, MoveState, Plan
from tests.benchmarks.books import AT, BUSINESS, BY_HAND, Firm, approved_plan, departure, fill, firm
from tests.benchmarks.measuring import Measured, Timed, measure, settle
from tests.benchmarks.naive import NAIVE
from tests.benchmarks.registry import Row, benchmark

LEDGER = "customers_ownershipchange"
#: How many times the rounds a small book takes: what is over in a blink is easily disturbed.
REPEATED = {1_000: 5}
PART = """
    moved_{kind} AS (
        UPDATE {table} record SET owner_id = line.successor_id FROM handover_assignment line
        WHERE line.plan_id = %(plan)s AND line.kind = {kind} AND record.id = line.record_id
            AND record.owner_id = %(leaver)s
        RETURNING record.id, record.owner_id
    )
"""
BACK = """
    moved_{kind} AS (
        UPDATE {table} record SET owner_id = given.from_owner_id FROM customers_ownershipchange given
        WHERE given.move_id = %(plan)s AND given.why = 'handover' AND given.kind = {kind}
            AND record.id = given.record_id AND record.owner_id = given.to_owner_id
        RETURNING record.id, given.to_owner_id AS owner_id
    )
"""
LEAVES = """
    WITH {parts} INSERT INTO customers_ownershipchange
        (kind, record_id, from_owner_id, to_owner_id, by_id, why, move_id, at) {every}
"""


def by_hand(part: str, plan: Plan, leaver: int, why: str, columns: str) -> None:
    """The floor: one statement, one commit."""
    number = BY_HAND + plan.pk
    parts = ", ".join(part.format(kind=int(kind), table=model._meta.db_table) for kind, model in MODELS.items())
    every = " UNION ALL ".join(
        f"SELECT {int(kind)}, id, {columns}, %(by)s, %(why)s, {number}, now() FROM moved_{int(kind)}" for kind in MODELS
    )
    params = {"plan": plan.pk if part is PART else number, "leaver": leaver, "by": plan.made_by_id, "why": why}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL baton.ownership = 'open'")
        cursor.execute(LEAVES.format(parts=parts, every=every), params)


class Moves:
    """One book that goes away and comes back, by hand and by Baton."""

    def __init__(self, n: int) -> None:
        self.people: Firm = firm()
        fill(self.people.leaver, n)
        self.leaving: Departure = departure(self.people)
        self.away, self.back = Timed(), Timed()

    def by_hand(self, plan: Plan) -> None:
        """The floor's way there and back."""
        leaver = self.people.leaver.pk
        there = partial(by_hand, PART, plan, leaver, "handover", "%(leaver)s, owner_id")
        back = partial(by_hand, BACK, plan, leaver, "undo", "owner_id, %(leaver)s")
        self.away.floor.append(self._measured(there).seconds)
        self.back.floor.append(self._measured(back).seconds)

    def by_baton(self, plan: Plan) -> None:
        """Ours, from the first check to the commit."""
        by = self.people.manager
        move = reassignment.ask(move=plan.moves.get(), by=by, at=AT)
        self.away.add(self._measured(partial(self._carried_out, move)))
        reversal = reassignment.undo(move=move, by=by, at=AT)
        self.back.add(self._measured(partial(self._carried_out, reversal)))

    def _carried_out(self, move: Move) -> None:
        done = reassignment.execute(move=move, by=self.people.manager, at=AT)
        assert done.state == MoveState.DONE, done.problem

    def naive(self, way: Callable[[Plan], None]) -> float:
        """The seconds a naive way takes, undone by hand afterwards."""
        plan = approved_plan(self.leaving, self.people)
        taken = self._measured(partial(way, plan)).seconds
        by_hand(BACK, plan, self.people.leaver.pk, "undo", "owner_id, %(leaver)s")
        return taken

    def _measured(self, work: Callable[[], object]) -> Measured:
        settle(*BUSINESS, LEDGER)
        return measure(work)


@benchmark("Moving a book", sizes=(1_000, 10_000, 100_000))
def moves(n: int, rounds: int) -> Iterator[Row]:
    """n customers with 2 deals, 0.5 contracts and 0.5 tasks each, 4n records. Floor: one SQL statement that changes
    the owners and writes the ledger, on the same tables with the same triggers, and its commit. Ours: the whole move,
    with checks, locks, conflicts, both fingerprints, audit and outbox. In italics: ways of doing only the writes. A
    thousand customers take five times the rounds.
    """
    book = Moves(n)
    for number in range(rounds * REPEATED.get(n, 1)):
        plan = approved_plan(book.leaving, book.people)
        turns = (book.by_hand, book.by_baton) if number % 2 == 0 else (book.by_baton, book.by_hand)
        for turn in turns:
            turn(plan)
    away, back = book.away, book.back
    yield Row(
        "move",
        n,
        away.ours,
        away.floor,
        1.3,
        statements=away.statements,
        memory=away.memory,
        most_memory=10,
    )
    yield Row(
        "undo",
        n,
        back.ours,
        back.floor,
        statements=back.statements,
        memory=back.memory,
        most_memory=10,
    )
    yield Row("undo beside the move", n, back.ours, away.ours, 1.3)
    for name, way, most in NAIVE:
        if n <= most:
            yield Row(name, n, [book.naive(way)], away.floor, beside=True)
