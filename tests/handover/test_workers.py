"""Real workers and handovers: reminders from beat, a move whose worker is killed, and one beside long work."""

import io
from typing import Any

import pytest
from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from config.queues import LONG, SHORT
from customers import tasks as book_tasks
from customers.importing import receiving
from customers.models import Customer, Import, ImportState, OwnershipChange
from handover import tasks
from handover.actions.reminders import Sweep
from handover.models import ChecklistItem, Departure, Move, MoveState, Plan
from notices.models import Delivery, DeliveryState, Notice
from tests.cast import NOW
from tests.handover.conftest import Book
from tests.worker import Workers, wait_for

pytestmark = pytest.mark.worker

REMIND, DELIVER, EXECUTE = (
    "handover.tasks.remind_due",
    "notices.tasks.deliver_waiting",
    "handover.tasks.execute_move",
)


def an_item_due_today(departure: Departure) -> None:
    today = Sweep(timezone.now())._day(departure.leaver.office, 0)
    fields = {"section": "documents", "responsible": "supervisor", "anchor": "last_day_on", "offset": 0}
    ChecklistItem.objects.create(departure=departure, key="a", due_on=today, **fields)


def test_two_beats_and_every_task_doubled_remind_once(workers: Workers, departure: Departure, supervisor: User) -> None:
    departure.items.all().delete()
    Notice.objects.all().delete()
    an_item_due_today(departure)
    workers.worker()
    workers.beat()
    workers.beat()
    about_items = Notice.objects.filter(kind="items_due")
    wait_for(lambda: about_items.filter(deliveries__state=DeliveryState.SENT).exists(), "the reminder's mail")
    told = Notice.objects.count()
    for _again in range(3):
        current_app.send_task(REMIND)
        current_app.send_task(DELIVER)
    workers.wait_for_more(REMIND, 4)
    workers.wait_for_more(DELIVER, 4)
    assert about_items.get().recipient == supervisor
    assert Notice.objects.count() == told
    sent = Delivery.objects.filter(state=DeliveryState.SENT).count()
    assert len(list(workers.folder.glob("mail/*.eml"))) == sent == told


def waits_for_a_lock() -> bool:
    """Whether another session stands still before a row somebody else has locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid())")
        return bool(cursor.fetchone()[0])


def test_a_move_killed_in_the_middle_happens_once(workers: Workers, approved: Plan, book: Book, leaver: User) -> None:
    current = Move.objects.get(plan=approved)
    first = workers.worker()
    with transaction.atomic():
        Customer.objects.select_for_update().get(pk=book.kancode.pk)
        tasks.execute_move.delay(current.pk)
        wait_for(waits_for_a_lock, "the worker to stand in the middle of the move")
        workers.kill(first)
    assert Move.objects.get().state in (MoveState.DUE, MoveState.RUNNING)
    assert not OwnershipChange.objects.exists()
    Move.objects.update(state=MoveState.RUNNING, asked_at=NOW, due_at=NOW)
    workers.worker()
    workers.beat()
    wait_for(lambda: Move.objects.get().state == MoveState.DONE, "the move to be done by another worker")
    moved = OwnershipChange.objects.count()
    assert moved == sum(Move.objects.get().moved.values()) == 7
    assert not Customer.objects.filter(owner=leaver).exists()
    for _again in range(2):
        tasks.execute_move.delay(current.pk)
    workers.wait_for_more(EXECUTE, 2)
    assert OwnershipChange.objects.count() == moved


def run_state() -> str:
    return Import.objects.get().state


def test_a_move_does_not_wait_for_long_work(
    workers: Workers, approved: Plan, leaver: User, supervisor: User, admin: User, settings: Any
) -> None:
    settings.MEDIA_ROOT = workers.folder / "files"
    content = b"id,name\nC-1,Nobody knows\n"
    run = receiving.receive(files=[("customers.csv", io.BytesIO(content), len(content))], by=admin, at=NOW)
    receiving.confirm(run=run, at=NOW)
    workers.worker(queue=SHORT)
    workers.worker(queue=LONG)
    with transaction.atomic():
        Customer.objects.create(owner=supervisor, name="The gate", source="file", source_id="C-1")
        book_tasks.run_import.delay(run.pk)
        wait_for(lambda: run_state() == ImportState.RUNNING and waits_for_a_lock(), "the import to stand at the gate")
        tasks.execute_move.delay(Move.objects.get(plan=approved).pk)
        wait_for(lambda: Move.objects.get().state == MoveState.DONE, "the move to be done meanwhile")
        assert run_state() == ImportState.RUNNING
        transaction.set_rollback(True)
    wait_for(lambda: run_state() == ImportState.DONE, "the import to go on")
    assert not Customer.objects.filter(owner=leaver).exists()
