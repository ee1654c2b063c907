"""Workers and the database die in the middle of a move of 5,000 customers: nothing is lost and nothing is done twice.

`BATON_CRASHES=60 .venv/bin/pytest tests/handover/test_move_crashes.py -s` kills more often and prints what it saw.
"""

import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

import psycopg2
import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AuditEntry
from customers.actions.ownership import MODELS
from handover import tasks
from handover.actions import reassignment
from handover.models import Move, MoveState, Plan
from launch.processes import Child
from tests.benchmarks.books import Firm, approved_plan, departure, fill, firm
from tests.handover.conftest import Book
from tests.handover.promises import broken
from tests.services import POSTGRES
from tests.worker import Workers, wait_for

pytestmark = [pytest.mark.worker, pytest.mark.slow]
CUSTOMERS = 5_000
RECORDS = 4 * CUSTOMERS
CRASHES = int(os.environ.get("BATON_CRASHES", "8"))

#: Everything that says whether a move happened, at one moment.
MOMENT = """
    SELECT move.state, (SELECT count(*) FROM customers_ownershipchange WHERE move_id = move.id),
        (SELECT count(DISTINCT (kind, record_id)) FROM customers_ownershipchange WHERE move_id = move.id),
        {kept}, (SELECT count(*) FROM accounts_auditentry WHERE verb IN ('move.done', 'move.undone')
            AND (details ->> 'move')::bigint = move.id)
    FROM handover_move move WHERE move.id = %s
""".format(
    kept=" + ".join(
        f"(SELECT count(*) FROM {model._meta.db_table} record JOIN handover_assignment line "
        f"ON line.kind = {int(kind)} AND line.record_id = record.id "
        f"WHERE line.plan_id = move.plan_id AND record.owner_id = line.from_owner_id)"
        for kind, model in MODELS.items()
    )
)
#: Whether a move is under way: somebody else holds the lock its transaction begins with.
UNDER_WAY = """
    SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'handover_move'::regclass AND mode = 'RowShareLock'
        AND pid <> pg_backend_pid())
"""


def asked(sql: str, *params: object) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()


def happened(move: Move, records: int = RECORDS) -> bool:
    """Whether the move happened, seen in one statement: wholly or not at all, anything else fails."""
    state, rows, different, with_giver, audited = asked(MOMENT, move.pk)
    there, away = (records, 0) if move.reverses_id else (0, records)
    if state == MoveState.DONE:
        assert (rows, different, with_giver, audited) == (records, records, there, 1)
        return True
    assert state in (MoveState.DUE, MoveState.RUNNING)
    assert (rows, with_giver, audited) == (0, away, 0)
    return False


def under_way() -> bool:
    return bool(asked(UNDER_WAY)[0])


class Killing:
    """A book of 5,000 customers, moved and given back again and again, and a worker that does not live long."""

    def __init__(self, workers: Workers) -> None:
        self.workers, self.worker = workers, workers.worker()
        self.people: Firm = firm()
        fill(self.people.leaver, CUSTOMERS)
        self.leaving = departure(self.people)
        self.seconds = 0.0
        self.move = self.planned()

    def planned(self) -> Move:
        return Move.objects.get(plan=approved_plan(self.leaving, self.people))

    def knock(self) -> None:
        """Ask a worker to do the move, and wait until one is at it."""
        tasks.execute_move.delay(self.move.pk)
        wait_for(lambda: under_way() or happened(self.move), "a worker to begin")

    def finish(self) -> None:
        """Let the next knock do it, undisturbed."""
        began = time.monotonic()
        while not happened(self.move):
            self.knock()
            wait_for(lambda: not under_way(), "the move to end")
        self.seconds = time.monotonic() - began

    def go_on(self) -> None:
        """After a move comes its undo, after an undo the move of another plan."""
        if self.move.reverses_id:
            self.move = self.planned()
        else:
            self.move = reassignment.undo(move=self.move, by=self.people.manager, at=timezone.now())

    def kill(self, whole: bool) -> None:
        """SIGKILL: for the worker with all it started, or for the process that does its tasks."""
        if whole:
            self.workers.kill(self.worker)
            self.worker = self.workers.worker()
            return
        for child in children(self.worker):
            os.kill(child, signal.SIGKILL)


def children(worker: Child) -> list[int]:
    pid = worker.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_workers_killed_at_random_points_lose_nothing_and_do_nothing_twice(workers: Workers) -> None:
    """First they die in an undo, then in a move."""
    chance, seen = random.Random(CRASHES), Counter[str]()
    killing = Killing(workers)
    killing.finish()
    duration = killing.seconds
    for number in range(CRASHES):
        if number in (0, CRASHES // 2):
            killing.finish()
            killing.go_on()
        killing.knock()
        time.sleep(chance.uniform(0, duration))
        seen["in the middle" if under_way() else "outside"] += 1
        killing.kill(whole=number % 4 == 3)
        if happened(killing.move):
            seen["done all the same"] += 1
            killing.go_on()
    killing.finish()
    print(f"\n{CRASHES} kills of a move that takes {duration:.1f} s: {dict(seen)}")
    assert seen["in the middle"] >= CRASHES // 3
    audited = AuditEntry.objects.filter(verb__in=["move.done", "move.undone"])
    assert audited.count() == Move.objects.filter(finished_at__isnull=False).count()
    assert broken() == {}


def restart_the_database() -> None:
    """What `pg_ctl restart -m immediate` does, to the tests' own server: no goodbye, then recovery."""
    assert POSTGRES.child is not None
    connection.close()
    POSTGRES.child.process.send_signal(signal.SIGQUIT)
    POSTGRES.child.process.wait()
    POSTGRES.start()


def make_durable() -> None:
    """Let nothing of before be lost: the tests' server does not wait for its disk."""
    superuser = psycopg2.connect(host=str(POSTGRES.sockets), user="postgres", dbname="postgres")
    superuser.autocommit = True
    with superuser.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    superuser.close()


def test_a_database_restarted_in_the_middle_has_the_move_wholly_or_not_at_all(workers: Workers) -> None:
    """Once in an undo, once in a move, done by the next knock of the same worker."""
    chance, seen = random.Random(CRASHES), Counter[bool]()
    killing = Killing(workers)
    for _again in range(max(2, CRASHES // 4)):
        killing.finish()
        killing.go_on()
        make_durable()
        killing.knock()
        time.sleep(chance.uniform(0, killing.seconds / 2))
        restart_the_database()
        seen[happened(killing.move)] += 1
    killing.finish()
    print(f"\nThe database was restarted in the middle; the move was there or not: {dict(seen)}")
    assert seen[False]
    assert broken() == {}


def test_without_lock_and_transaction_a_kill_leaves_half_of_it(workers: Workers, approved: Plan, book: Book) -> None:
    """The control: the look that all the others pass fails here."""
    move = Move.objects.get(plan=approved)
    worker = workers.worker(app="tests.handover.unsafe")
    with transaction.atomic():
        Move.objects.select_for_update().get(pk=move.pk)
        tasks.execute_move.delay(move.pk)
        wait_for(lambda: asked("SELECT count(*) FROM customers_ownershipchange")[0] > 0, "the owners to change")
        workers.kill(worker)
    with pytest.raises(AssertionError):
        happened(move, records=7)
    assert broken()
