"""Transfers carried out: records go, come back on the day agreed, and are planned again."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from customers.actions import ownership
from customers.models import Customer, OwnershipChange
from handover import tasks
from handover.actions import plans, reassignment, transfers
from handover.actions.transfer_messages import remind_of_returns
from handover.models import Move, Plan, Transfer, TransferKind
from notices.models import Notice
from notices.rendering import Words
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out
from web.errors import Refused

DAY = datetime.timedelta(days=1)
BACK = NOW + 60 * DAY


def owners(book: Book) -> dict[str, str]:
    records = {"hottechi": book.hottechi, "kancode": book.kancode, "deal": book.deal, "task": book.task}
    for record in records.values():
        record.refresh_from_db()
    return {name: record.owner.name for name, record in records.items()}


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


@pytest.fixture
def leave(book: Book, leaver: User, manager: User, successor: User) -> Transfer:
    """陈静 is away for sixty days, and 李伟 looks after everything."""
    transfer = transfers.make_leave(person=leaver, returns_at=BACK, reason="Parental leave", by=manager, at=NOW)
    plans.propose_again(plan=transfer.plan, successors=[successor], strategy="even", by=manager, at=NOW)
    tasks.approve_and_start(plan=transfer.plan, by=manager, at=NOW)
    reassignment.execute(move=transfer.plan.moves.get(), by=manager, at=NOW)
    return transfer


@pytest.fixture
def moved(approved: Plan, manager: User) -> Plan:
    """陈静's departure, moved."""
    carry_out(approved, manager)
    return approved


def test_a_customer_goes_to_a_colleague_at_once_and_can_be_taken_back(
    sign_in: Callable[[User], Client], book: Book, manager: User, successor: User, leaver: User
) -> None:
    client = sign_in(manager)
    made = client.post(f"/transfers/new/?customer={book.hottechi.pk}", {"to": successor.pk, "reason": "Nearer"})
    move = Move.objects.get()
    assert move.state == "running"
    assert "The records are changing hands" in client.get(made["Location"]).content.decode()
    tasks.execute_move(move.pk)
    assert owners(book) == {"hottechi": "李伟", "kancode": "陈静", "deal": "李伟", "task": "陈静"}
    page = client.get(made["Location"]).content.decode()
    for words in ("The records have changed hands", "Nothing but the owner changed", "Undo the move"):
        assert words in page, words
    assert (told("move_received"), told("transfer_gone")) == ({"李伟"}, {"陈静"})
    gone = Words(Notice.objects.get(kind="transfer_gone"))
    assert gone.body == "王芳 has handed over what you looked after: 1 customer, 1 deal. Why: Nearer"
    customer = client.get(f"/customers/{book.hottechi.pk}/").content.decode()
    assert "Went from 陈静 to 李伟 (handed to a colleague)." in customer
    assert "Owners over time" in customer
    client.post(f"{made['Location']}moves/{move.pk}/undo/")
    tasks.execute_move(Move.objects.latest("pk").pk)
    assert set(owners(book).values()) == {"陈静"}
    assert told("transfer_back") == {"陈静"}
    customer = client.get(f"/customers/{book.hottechi.pk}/").content.decode()
    assert "Went from 李伟 to 陈静 (handed to a colleague, undone)." in customer


def test_a_long_leave_comes_back_by_itself_where_nobody_changed_it(
    leave: Transfer, book: Book, leaver: User, successor: User, supervisor: User, manager: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    assert set(owners(book).values()) == {"李伟"}
    back = Move.objects.get(reverses__isnull=False)
    assert (back.state, back.due_at) == ("due", BACK)
    assert "comes back on" in sign_in(leaver).get("/transfers/").content.decode()
    book.foreign_deal.refresh_from_db()
    with pytest.raises(Refused) as away:
        ownership.change(record=book.foreign_deal, to=leaver, by=manager, at=NOW)
    assert away.value.code == "cannot_receive"
    ownership.change(record=book.kancode, to=supervisor, by=manager, at=NOW + DAY)
    reassignment.execute(move=back, by=manager, at=BACK)
    assert owners(book) == {"hottechi": "陈静", "kancode": "孙丽", "deal": "陈静", "task": "陈静"}
    left = back.conflicts.get()
    assert (left.record_id, left.cause, left.present_owner) == (book.kancode.pk, "owner_changed", supervisor)
    assert (told("transfer_back"), told("transfer_given_back"), told("move_undone")) == ({"陈静"}, {"李伟"}, set())
    assert set(OwnershipChange.objects.filter(move_id=back.pk).values_list("why", flat=True)) == {"return"}
    page = sign_in(manager).get(f"/transfers/{leave.pk}/").content.decode()
    assert "Kan-code" in page
    assert "Came back as agreed" in sign_in(manager).get("/transfers/?tab=over").content.decode()
    customer = sign_in(manager).get(f"/customers/{book.hottechi.pk}/").content.decode()
    assert "(long leave of 陈静: back as agreed)" in customer


def test_beat_brings_back_what_is_due_and_reminds_before(leave: Transfer, book: Book, manager: User) -> None:
    assert remind_of_returns(at=BACK - 4 * DAY) == 0
    assert remind_of_returns(at=BACK - 2 * DAY) == 2
    assert remind_of_returns(at=BACK - DAY) == 0
    assert told("transfer_returns_soon") == {"陈静", "李伟"}
    Move.objects.filter(reverses__isnull=False).update(due_at=NOW)
    Transfer.objects.update(effective_at=NOW - DAY, returns_at=NOW)
    tasks.execute_move(Move.objects.get(reverses__isnull=False).pk)
    assert set(owners(book).values()) == {"陈静"}


def test_an_undo_before_the_day_brings_the_way_back_forward(
    leave: Transfer, book: Book, manager: User, sign_in: Callable[[User], Client]
) -> None:
    main = Move.objects.get(reverses=None)
    undo = reassignment.undo(move=main, by=manager, at=NOW + DAY)
    assert Move.objects.count() == 2
    reassignment.execute(move=undo, by=manager, at=NOW + DAY)
    assert set(owners(book).values()) == {"陈静"}
    assert set(OwnershipChange.objects.filter(move_id=undo.pk).values_list("why", flat=True)) == {"undo"}
    assert told("move_undone") == {"李伟", "王芳"}
    assert "Undone" in sign_in(manager).get("/transfers/?tab=over").content.decode()
    again = reassignment.undo(move=Move.objects.get(pk=undo.pk), by=manager, at=NOW + 2 * DAY)
    reassignment.execute(move=again, by=manager, at=NOW + 2 * DAY)
    assert set(owners(book).values()) == {"李伟"}
    assert Move.objects.get(state="due").due_at == BACK


def test_what_a_successor_got_is_planned_again(
    moved: Plan, book: Book, manager: User, second_successor: User, successor: User, supervisor: User,
    sign_in: Callable[[User], Client], api: Callable[..., APIClient],
) -> None:  # fmt: skip
    move = Move.objects.get()
    client = sign_in(manager)
    page = client.get(f"/handovers/{moved.departure_id}/plan/").content.decode()
    assert "Plan again for what 李伟 got" in page
    got = set(Customer.objects.filter(owner=successor).values_list("name", flat=True))
    start = f"/transfers/new/?move={move.pk}&to={successor.pk}"
    listed = client.get(start).content.decode()
    assert {name for name in ("Hottechi", "Kan-code") if name in listed} == got
    made = client.post(start, {"everything": "1", "to": supervisor.pk})
    transfer = Transfer.objects.get()
    assert (transfer.kind, transfer.of_move) == (TransferKind.FOLLOW_UP, move)
    assert made["Location"] == f"/transfers/{transfer.pk}/review/"
    assert client.post(f"/transfers/{transfer.pk}/approval/").status_code == 302
    tasks.execute_move(Move.objects.latest("pk").pk)
    assert set(Customer.objects.filter(owner=supervisor).values_list("name", flat=True)) >= got
    assert "Planned again after a handover" in client.get(f"/handovers/{moved.departure_id}/plan/").content.decode()
    answer = api(manager).post("/api/v1/transfers/", {"move": move.pk, "to": successor.pk}, "json")
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_chosen")


def test_what_a_successor_got_who_leaves_too_is_planned_with_their_book_or_again(
    moved: Plan, book: Book, manager: User, successor: User, make_departure: Callable[..., Any],
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    second = make_departure(successor, manager)
    page = sign_in(manager).get(f"/handovers/{moved.departure_id}/plan/").content.decode()
    assert "Is leaving too" in page
    assert f"/handovers/{second.pk}/plan/" in page
    assert "Plan again for what 李伟 got" in page
