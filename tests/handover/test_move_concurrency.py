"""Two deliveries of one move at the same moment, on real connections: it happens once."""

import datetime
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from accounts.models import User
from customers.actions import ownership
from customers.models import Customer, Deal, OwnershipChange
from handover import tasks
from handover.actions import plans, reassignment
from handover.models import Move, MoveState, Plan
from handover.moving.rules import OfDeparture
from tests.cast import NOW
from tests.handover.conftest import Book, the_move
from tests.handover.promises import broken
from tests.handover.together import together

LATER = NOW + datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def counting(name: str, owner: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How often a step of the move was reached, whoever reached it."""
    reached: list[int] = []
    step = getattr(owner, name)

    def counted(*args: object, **kwargs: object) -> object:
        reached.append(threading.get_ident())
        return step(*args, **kwargs)

    monkeypatch.setattr(owner, name, counted)
    yield reached


@pytest.mark.parametrize("deliveries", [2, 6])
def test_deliveries_at_once_move_once(
    deliveries: int, approved: Plan, book: Book, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = reassignment.ask(move=the_move(approved), by=manager, at=LATER)
    with counting("_carry_out", reassignment, monkeypatch) as tried, counting("move", ownership, monkeypatch) as did:
        assert together(*[lambda: tasks.execute_move(move.pk)] * deliveries) == []
    assert len(set(tried)) == deliveries, "every delivery tried"
    assert len(did) == 1, "one of them moved"
    move.refresh_from_db()
    assert move.state == MoveState.DONE
    assert OwnershipChange.objects.filter(move_id=move.pk).count() == 7


def test_without_the_locks_both_deliveries_move(
    approved: Plan, book: Book, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the locks that hold the second delivery back."""
    move = reassignment.ask(move=the_move(approved), by=manager, at=LATER)
    both_in, waited = threading.Barrier(2, timeout=60), set()

    def unlocked(move: Move) -> tuple[object, Move, list[Move]]:
        found = Move.objects.select_related("plan__departure__leaver").get(pk=move.pk)
        if threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            both_in.wait()
        return OfDeparture(found.plan.leaving), found, [found]

    monkeypatch.setattr(reassignment, "lock", unlocked)
    with counting("move", ownership, monkeypatch) as did:
        together(*[lambda: tasks.execute_move(move.pk)] * 2)
    assert len(did) == 2
    assert broken() == {}, "the fingerprints notice that there was nothing left to move, and it is taken back"


def test_an_edit_at_the_same_moment_is_either_before_the_move_or_refused(
    approved: Plan, book: Book, manager: User, admin: User, supervisor: User
) -> None:
    reassignment.ask(move=the_move(approved), by=manager, at=LATER)
    record = Customer.objects.get(pk=book.hottechi.pk)
    raised = together(
        lambda: reassignment.execute(move=the_move(approved), by=manager, at=LATER),
        lambda: ownership.change(record=record, to=supervisor, by=admin, at=LATER),
    )
    assert [getattr(error, "code", error) for error in raised] in ([], ["owner_changed"])
    changes = OwnershipChange.objects.filter(kind=1, record_id=record.pk)
    assert changes.count() == 1
    assert Customer.objects.get(pk=record.pk).owner_id == changes.get().to_owner_id
    assert Move.objects.get().conflicts.count() == (1 if not raised else 0)


def test_moves_that_hand_records_to_and_fro_never_deadlock(
    approved: Plan, book: Book, manager: User, admin: User, make_departure: Callable, make_deal: Callable[..., Deal]
) -> None:
    """A successor leaves too: both moves run at once, over records of both."""
    first, other = [row.user for row in approved.successors.order_by("id")]
    second = make_departure(first, manager)
    for _number in range(20):
        make_deal(first)
        make_deal(approved.departure.leaver, customer=book.hottechi)
    answer = plans.propose(departure=second, successors=[other], strategy="even", by=manager, at=NOW)
    plans.approve(plan=answer, by=admin, at=NOW)
    for plan in (approved, answer):
        reassignment.ask(move=the_move(plan), by=manager, at=LATER)
    jobs = [
        lambda plan=plan: reassignment.execute(move=the_move(plan), by=manager, at=LATER) for plan in (approved, answer)
    ]
    assert together(*jobs) == []
    assert set(Move.objects.values_list("state", flat=True)) == {MoveState.DONE}


def test_a_lock_held_elsewhere_leaves_the_move_waiting(
    approved: Plan, book: Book, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reassignment, "LOCK_TIMEOUT", "100ms")
    move = reassignment.ask(move=the_move(approved), by=manager, at=LATER)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        from django.db import transaction

        with transaction.atomic():
            Customer.objects.select_for_update().get(pk=book.hottechi.pk)
            held.set()
            release.wait()
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    raised = together(lambda: reassignment.execute(move=the_move(approved), by=manager, at=LATER))
    release.set()
    holder.join()
    assert "lock timeout" in str(raised[0])
    move.refresh_from_db()
    assert move.state == MoveState.RUNNING
    assert not OwnershipChange.objects.exists()
    assert reassignment.execute(move=the_move(approved), by=manager, at=LATER).state == MoveState.DONE
    connection.close()
