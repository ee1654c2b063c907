"""Undos of before they were moves: made into reversals with their ledger rows and conflicts, and back."""

import json
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from customers.models import OwnershipChange
from handover.models import Conflict, Move, Plan
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, take_back

BEFORE = ("handover", "0014_vacancies")
pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name: tuple[str, str] | None = None) -> None:
    executor = MigrationExecutor(connection)
    leaves = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] == "handover"]
    executor.migrate([name] if name else leaves)


@pytest.fixture
def old_and_new() -> Iterator[None]:
    yield
    migrate()


def told() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, asked_by_id, undone_by_id, undone_at, moved, returned FROM handover_move ORDER BY id"
        )
        return list(cursor.fetchall())


def test_an_old_undo_becomes_a_reversal_and_can_go_back(
    approved: Plan, book: Book, manager: User, admin: User, old_and_new: None
) -> None:
    move = carry_out(approved, manager)
    book.loose_deal.delete()
    undo = take_back(move, admin)
    redo = take_back(undo, manager)
    last = take_back(move, manager)
    rows = list(OwnershipChange.objects.order_by("id").values_list("id", "kind", "record_id", "to_owner"))
    migrate(BEFORE)
    ((state, asked_by, undone_by, undone_at, moved, returned),) = told()
    assert (state, asked_by, undone_by, undone_at) == ("undone", manager.pk, manager.pk, NOW)
    assert (json.loads(moved)["deals"], json.loads(returned)["deals"]) == (3, 2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT why, count(*) FROM customers_ownershipchange WHERE move_id = %s GROUP BY 1", [move.pk])
        assert dict(cursor.fetchall()) == {"handover": 7 + 6, "undo": 6 + 6}
        cursor.execute("SELECT cause, on_undo FROM handover_conflict")
        assert cursor.fetchall() == [("gone", True)]
        # what the old form could not tell apart goes; one move and its undo are left
        cursor.execute("ALTER TABLE customers_ownershipchange DISABLE TRIGGER append_only")
        cursor.execute(
            "DELETE FROM customers_ownershipchange WHERE id > %s AND id <= %s",
            [rows[12][0], rows[24][0]],
        )
        cursor.execute("ALTER TABLE customers_ownershipchange ENABLE TRIGGER append_only")
    migrate()
    again = Move.objects.get(reverses=move)
    assert (again.state, again.asked_by, again.finished_at, again.moved["deals"]) == ("done", manager, NOW, 2)
    assert OwnershipChange.objects.filter(move_id=again.pk, why="undo").count() == 6
    assert OwnershipChange.objects.filter(move_id=move.pk).count() == 7
    assert Conflict.objects.get().move == again
    assert not Move.objects.filter(pk__in=[undo.pk, redo.pk, last.pk]).exclude(pk=again.pk).exists()
