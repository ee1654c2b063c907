"""Taking a move back: by the ledger, in the background, as a move of its own; and taking that back again."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from customers.actions import ownership
from customers.models import Customer, Deal, OwnershipChange, Task, Why
from handover import tasks
from handover.actions import departures, plans, reassignment
from handover.models import Departure, Move, MoveState, Plan
from notices.models import Notice
from notices.rendering import Words
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, take_back, the_move
from tests.handover.promises import broken
from web.errors import Refused

Connect = Callable[..., APIClient]
LATER = NOW + datetime.timedelta(days=1)
DAYS = datetime.timedelta(days=30)


def conflicts(move: Move) -> dict[tuple[int, int], tuple[str, int | None]]:
    return {(row.kind, row.record_id): (row.cause, row.present_owner_id) for row in move.conflicts.all()}


def owned(person: User) -> int:
    return sum(model.objects.filter(owner=person).count() for model in ownership.MODELS.values())


def refusal_of(job: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        job()
    return str(refusal.value.code)


def test_undo_runs_in_the_background_and_gives_back_what_nobody_touched(
    api: Connect, approved: Plan, book: Book, manager: User, admin: User, supervisor: User, leaver: User,
    django_capture_on_commit_callbacks: Callable,
) -> None:  # fmt: skip
    move = carry_out(approved, manager, LATER)
    new_owner = Customer.objects.get(pk=book.hottechi.pk).owner
    there_and_back = Deal.objects.get(pk=book.deal.pk)
    ownership.change(record=there_and_back, to=supervisor, by=admin, at=LATER)
    ownership.change(record=there_and_back, to=new_owner, by=admin, at=LATER)
    Task.objects.get(pk=book.task.pk).delete()
    client, url = api(manager), f"/api/v1/plans/{approved.pk}/execution/"
    Move.objects.update(finished_at=datetime.datetime.now(datetime.UTC))
    with django_capture_on_commit_callbacks() as nudges:
        asked = client.delete(url)
        again = client.delete(url)
    assert (asked.status_code, again.status_code, len(nudges)) == (202, 202, 2)
    assert (asked.json()["state"], [one["state"] for one in again.json()["reversals"]]) == ("done", ["running"])
    tasks.execute_move(asked.json()["reversals"][0]["id"])
    tasks.execute_move(asked.json()["reversals"][0]["id"])
    answer = client.get(url).json()
    (reversal,) = answer["reversals"]
    assert (answer["state"], reversal["state"], reversal["reverses"]) == ("undone", "done", move.pk)
    assert reversal["moved"] == {"customers": 2, "deals": 2, "contracts": 1, "tasks": 0}
    assert reversal["fingerprints"]["equal"] is True
    assert conflicts(Move.objects.get(reverses=move)) == {
        (2, book.deal.pk): ("owner_changed", there_and_back.owner_id),
        (4, book.task.pk): ("gone", None),
    }
    book.hottechi.refresh_from_db()
    assert book.hottechi.owner == leaver
    assert OwnershipChange.objects.filter(move_id=reversal["id"], why=Why.UNDO).count() == 5
    assert refusal_of(lambda: reassignment.undo(move=move, by=manager, at=LATER)) == "already_undone"
    verbs = (
        AuditEntry.objects.about(approved.leaving).filter(verb__startswith="move.undo").values_list("verb", flat=True)
    )
    assert sorted(verbs) == ["move.undo_asked", "move.undone"]
    assert Notice.objects.filter(kind="move_undone", recipient=new_owner).count() == 1


def test_an_undo_of_an_undo_gives_it_to_the_successors_again(
    api: Connect, approved: Plan, book: Book, manager: User, admin: User, supervisor: User, leaver: User
) -> None:
    move = carry_out(approved, manager, LATER)
    before = {row.pk: row.owner_id for row in Customer.objects.all()}
    undo = take_back(move, manager, LATER)
    ownership.change(record=Deal.objects.get(pk=book.deal.pk), to=supervisor, by=admin, at=LATER)
    redo = take_back(undo, manager, LATER)
    states = [row.state for row in Move.objects.order_by("pk")]
    assert states == [MoveState.DONE, MoveState.UNDONE, MoveState.DONE]
    assert {row.pk: row.owner_id for row in Customer.objects.all()} == before
    assert conflicts(redo) == {(2, book.deal.pk): ("owner_changed", supervisor.pk)}
    assert set(OwnershipChange.objects.filter(move_id=redo.pk).values_list("why", flat=True)) == {Why.REDO}
    assert redo.before == redo.after
    assert refusal_of(lambda: reassignment.undo(move=undo, by=manager, at=LATER)) == "already_undone"
    assert refusal_of(lambda: reassignment.undo(move=redo, by=manager, at=LATER)) == "already_undone"
    # and once more there and back
    last = take_back(move, manager, LATER)
    assert sum(last.moved.values()) == 6
    assert owned(leaver) == 6 + 1  # the closed deal has stayed all along
    take_back(last, manager, LATER)
    assert {row.pk: row.owner_id for row in Customer.objects.all()} == before
    assert Move.objects.get(pk=move.pk).state == MoveState.DONE
    listed = api(manager).get(f"/api/v1/plans/{approved.pk}/moves/").json()["results"]
    assert [row["reverses"] for row in listed] == [None, move.pk, undo.pk, move.pk, last.pk]


def test_an_undo_of_an_undo_gives_nothing_to_who_has_left(
    approved: Plan, book: Book, manager: User, leaver: User
) -> None:
    undo = take_back(carry_out(approved, manager, LATER), manager, LATER)
    User.objects.filter(pk__in=approved.successors.values("user")).update(access_ends_at=NOW)
    redo = take_back(undo, manager, LATER)
    assert {cause for cause, _owner in conflicts(redo).values()} == {"successor_gone"}
    assert sum(redo.moved.values()) == 0


def test_a_leaver_without_access_gets_everything_back(approved: Plan, book: Book, manager: User, leaver: User) -> None:
    move = carry_out(approved, manager, LATER)
    User.objects.filter(pk=leaver.pk).update(access_ends_at=NOW)
    assert sum(take_back(move, manager, LATER).moved.values()) == 7


def test_after_an_undo_the_next_plan_moves_again(
    approved: Plan, book: Book, departure: Departure, manager: User, admin: User, successor: User, leaver: User
) -> None:
    undo = take_back(carry_out(approved, manager, LATER), manager, LATER)
    assert refusal_of(lambda: reassignment.ask(move=the_move(approved), by=manager, at=LATER)) == "already_undone"
    departures.transition(departure=departure, verb="replan", by=manager, at=LATER, reason="Wrong people")
    again = plans.propose(departure=departure, successors=[successor], strategy="even", by=manager, at=LATER)
    assert again.pk != approved.pk
    plans.approve(plan=again, by=admin, at=LATER)
    assert refusal_of(lambda: reassignment.undo(move=undo, by=manager, at=LATER)) == "not_approved"
    assert carry_out(again, manager, LATER).moved == {"customers": 2, "deals": 3, "contracts": 1, "tasks": 1}


def test_undo_is_refused_too_late_too_early_and_to_others(
    approved: Plan, book: Book, manager: User, successor: User
) -> None:
    move = the_move(approved)
    assert refusal_of(lambda: reassignment.undo(move=move, by=manager, at=LATER)) == "not_moved"
    assert refusal_of(lambda: reassignment.undo(move=move, by=successor, at=LATER)) == "not_yours"
    carry_out(approved, manager, LATER)
    too_late = LATER + DAYS + datetime.timedelta(seconds=1)
    assert refusal_of(lambda: reassignment.undo(move=move, by=manager, at=too_late)) == "too_late"
    undo = take_back(move, manager, LATER + DAYS)
    assert undo.state == MoveState.DONE
    assert refusal_of(lambda: reassignment.undo(move=undo, by=manager, at=too_late)) == "too_late"
    assert take_back(undo, manager, LATER + DAYS).state == MoveState.DONE


def test_nothing_else_happens_to_a_departure_while_an_undo_runs(
    approved: Plan, book: Book, manager: User, departure: Departure
) -> None:
    undo = take_back(carry_out(approved, manager, LATER), manager, LATER)
    reassignment.undo(move=undo, by=manager, at=LATER)
    replan = {"departure": departure, "verb": "replan", "by": manager, "at": LATER, "reason": "x"}
    assert refusal_of(lambda: departures.transition(**replan)) == "guard_not_moved"


def test_an_undo_that_breaks_is_rolled_back_whole_and_can_be_asked_for_again(
    approved: Plan, book: Book, manager: User, leaver: User
) -> None:
    from django.db import connection

    move = carry_out(approved, manager, LATER)
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 / 0; RETURN NULL; END $$;
            CREATE TRIGGER meddle AFTER UPDATE OF owner_id ON customers_deal FOR EACH ROW EXECUTE FUNCTION meddle();
        """)
    failed = take_back(move, manager, LATER)
    assert (failed.state, Move.objects.get(pk=move.pk).state) == (MoveState.FAILED, MoveState.DONE)
    assert owned(leaver) == 1
    (words,) = [Words(one) for one in Notice.objects.filter(kind="move_failed", recipient=manager)]
    assert words.subject == "The records of 陈静 could not be given back"
    assert words.body.startswith("Nothing was undone: the records are with the successors still")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER meddle ON customers_deal")
    assert take_back(move, manager, LATER).state == MoveState.DONE
    assert Move.objects.count() == 2, "the one that failed makes room for the one that did not"


def test_a_part_comes_back_by_filter_and_the_rest_later(
    api: Connect, approved: Plan, book: Book, manager: User, leaver: User
) -> None:
    now = datetime.datetime.now(datetime.UTC)
    move, soon = carry_out(approved, manager, now), now + datetime.timedelta(hours=1)
    client, url = api(manager), f"/api/v1/moves/{move.pk}/undo/"
    assert client.post(url, {"only": {"colour": "red"}}).status_code == 422
    assert client.post(url, {"only": {"territory": "West"}}).json()["code"] == "nothing_to_undo"
    part = client.post(url, {"only": {"territory": "East"}}).json()
    assert (part["state"], part["only"]) == ("running", {"territory": "East"})
    assert client.post(url).json()["code"] == "undo_running"
    tasks.execute_move(part["id"])
    book.hottechi.refresh_from_db()
    book.kancode.refresh_from_db()
    book.deal.refresh_from_db()
    assert (book.hottechi.owner, book.deal.owner) == (leaver, leaver)
    assert book.kancode.owner != leaver
    assert the_move(approved).state == MoveState.DONE
    assert client.post(url, {"only": {"customers": [book.hottechi.pk]}}).json()["code"] == "nothing_to_undo"
    whole = take_back(the_move(approved), manager, soon)
    assert (sum(whole.moved.values()), conflicts(whole)) == (5, {}), "what is back already is no conflict"
    assert the_move(approved).state == MoveState.UNDONE
    assert refusal_of(lambda: reassignment.undo(move=Move.objects.get(pk=part["id"]), by=manager, at=soon)) == (
        "already_undone"
    )
    redo = take_back(whole, manager, soon)
    assert sum(redo.moved.values()) == 5
    again = take_back(Move.objects.get(pk=part["id"]), manager, soon)
    assert sum(again.moved.values()) == 2
    assert owned(leaver) == 1
    assert refusal_of(lambda: reassignment.undo(move=redo, by=manager, at=soon, only={"grade": "A"}))
    assert broken() == {}


def test_the_page_shows_how_many_before_it_takes_a_part_back(
    sign_in: Callable[..., Client], approved: Plan, book: Book, manager: User, leaver: User
) -> None:
    move = carry_out(approved, manager, datetime.datetime.now(datetime.UTC))
    client, url = sign_in(manager), f"/handovers/{approved.departure_id}/plan/moves/{move.pk}/undo/"
    assert "This would take back" not in client.get(url).content.decode()
    shown = client.get(url + "?grade=A").content.decode()
    assert "This would take back 1 customer, 1 deal." in shown
    assert f'value="{book.hottechi.pk}"' in shown
    client.post(url, {"grade": "A", "customers": [book.hottechi.pk]})
    part = Move.objects.get(reverses=move)
    assert part.only == {"grade": "A", "customers": [book.hottechi.pk]}
    tasks.execute_move(part.pk)
    book.hottechi.refresh_from_db()
    assert book.hottechi.owner == leaver
    words = Words(Notice.objects.get(kind="move_undone", recipient=manager))
    assert words.subject == "A part of the move of 陈静’s records was undone"
    assert "Back with 陈静: 1 customer, 1 deal. The rest stays with the successors." in words.body
    assert "Given back: 1 customer, 1 deal." in client.get(f"/handovers/{approved.departure_id}/plan/").content.decode()
