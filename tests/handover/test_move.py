"""The move: once, all or nothing, owners only, conflicts named; and the way back."""

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from customers.actions import ownership
from customers.kinds import RecordKind
from customers.models import AccountTeamMember, Activity, Customer, Deal, OwnershipChange, Why
from handover import tasks
from handover.actions import departures, plans, reassignment
from handover.models import Conflict, Departure, Move, MoveState, Plan
from notices.models import Notice
from tests.cast import NOW
from tests.handover.conftest import Book, the_move
from tests.handover.conftest import carry_out as carried_out
from web.errors import Refused

Connect = Callable[..., APIClient]
LATER = NOW + datetime.timedelta(days=1)


def carry_out(plan: Plan, by: User) -> Move:
    return carried_out(plan, by, LATER)


def conflicts(move: Move) -> dict[tuple[int, int], tuple[str, int | None]]:
    return {(row.kind, row.record_id): (row.cause, row.present_owner_id) for row in move.conflicts.all()}


def columns(record: Customer | Deal) -> dict[str, object]:
    return type(record).objects.filter(pk=record.pk).values().get() | {"owner_id": None}


def test_a_move_asked_for_by_rest_happens_and_proves_itself(
    api: Connect, approved: Plan, book: Book, manager: User, leaver: User, django_capture_on_commit_callbacks: Callable
) -> None:
    AccountTeamMember.objects.create(customer=book.hottechi, user=leaver)
    Activity.objects.create(customer=book.hottechi, at=NOW, by=leaver, subject="Call")
    before = columns(book.hottechi), columns(book.deal)
    client, url = api(manager), f"/api/v1/plans/{approved.pk}/execution/"
    with django_capture_on_commit_callbacks() as nudges:
        asked = client.post(url, {"at": "now"})
    assert (asked.status_code, asked.json()["state"], len(nudges)) == (202, "running", 1)
    tasks.execute_move(Move.objects.get(plan=approved).pk)
    done = client.get(url).json()
    assert done["state"] == "done"
    assert done["moved"] == {"customers": 2, "deals": 3, "contracts": 1, "tasks": 1}
    assert done["conflicts"] == []
    prints = done["fingerprints"]
    assert prints["equal"] is True
    assert prints["before"]["deals"]["groups"]["quoted USD"] == {"count": 1, "amount": "61000.00"}
    assert prints["before"]["history"]["activities"] == 1
    assert (columns(book.hottechi), columns(book.deal)) == before
    assert OwnershipChange.objects.filter(move_id=Move.objects.get().pk, why=Why.HANDOVER).count() == 7
    assert Customer.objects.filter(owner=leaver).count() == 0
    assert list(Deal.objects.filter(owner=leaver)) == [book.closed_deal]
    listed = client.get(f"/api/v1/plans/{approved.pk}/").json()
    assert sum(share["customers_today"] for share in listed["successors"]) == 2
    assert AuditEntry.objects.about(approved.departure).filter(verb="move.done").exists()
    assert Notice.objects.filter(kind="move_received").count() == 2
    assert Notice.objects.filter(kind="move_done", recipient=manager).count() == 1


def test_beat_finds_what_is_due_in_the_database(approved: Plan, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    nudged: list[int] = []
    monkeypatch.setattr(tasks.execute_move, "delay", nudged.append)
    move = Move.objects.get(plan=approved)
    now = datetime.datetime.now(datetime.UTC)
    Move.objects.update(due_at=now + datetime.timedelta(hours=1))
    assert tasks.execute_due() == 0
    Move.objects.update(due_at=now)
    assert (tasks.execute_due(), nudged) == (1, [move.pk])
    tasks.execute_move(move.pk)
    move.refresh_from_db()
    assert move.state == MoveState.DONE
    assert tasks.execute_due() == 0
    Move.objects.update(state="running", finished_at=None, asked_at=now - datetime.timedelta(minutes=2))
    assert tasks.execute_due() == 1


def test_a_second_delivery_does_nothing(approved: Plan, book: Book, manager: User) -> None:
    first = carry_out(approved, manager)
    assert reassignment.execute(move=the_move(approved), by=manager, at=LATER).finished_at == first.finished_at
    assert reassignment.ask(move=the_move(approved), by=manager, at=LATER).state == MoveState.DONE
    assert OwnershipChange.objects.filter(move_id=first.pk).count() == 7


def test_what_changed_since_the_plan_comes_back_as_a_named_conflict(
    approved: Plan, book: Book, manager: User, admin: User, supervisor: User, leaver: User,
    second_successor: User, make_customer: Callable[..., Customer], make_deal: Callable[..., Deal],
) -> None:  # fmt: skip
    ownership.change(record=book.hottechi, to=supervisor, by=admin, at=NOW)
    book.loose_deal.delete()
    book.task.state, book.task.done_at = "done", NOW
    book.task.save()
    late = make_customer(leaver, name="Newcomer")
    along = make_deal(leaver, customer=book.kancode)
    gone_key = (2, approved.assignments.get(kind=2, customer=None).record_id)
    move = carry_out(approved, manager)
    assert move.state == MoveState.DONE
    assert conflicts(move) == {
        (1, book.hottechi.pk): ("owner_changed", supervisor.pk),
        gone_key: ("gone", None),
        (4, book.task.pk): ("closed", leaver.pk),
        (1, late.pk): ("no_successor", leaver.pk),
    }
    along.refresh_from_db()
    book.kancode.refresh_from_db()
    assert along.owner_id == book.kancode.owner_id != leaver.pk
    book.hottechi.refresh_from_db()
    assert book.hottechi.owner == supervisor
    assert move.moved == {"customers": 1, "deals": 3, "contracts": 1, "tasks": 0}


def test_a_successor_whose_access_ended_receives_nothing(approved: Plan, book: Book, manager: User) -> None:
    User.objects.filter(pk__in=approved.successors.values("user")).update(access_ends_at=NOW)
    move = carry_out(approved, manager)
    assert {cause for cause, _owner in conflicts(move).values()} == {"successor_gone"}
    assert sum(move.moved.values()) == 0


@pytest.mark.parametrize("trouble", ["UPDATE customers_deal SET stage = 'engaging' WHERE id = NEW.id", "PERFORM 1 / 0"])
def test_a_move_that_would_change_more_or_breaks_is_rolled_back_whole(
    approved: Plan, book: Book, manager: User, leaver: User, trouble: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"""
            CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {trouble}; RETURN NULL; END $$;
            CREATE TRIGGER meddle AFTER UPDATE OF owner_id ON customers_deal FOR EACH ROW EXECUTE FUNCTION meddle();
        """)
    move = carry_out(approved, manager)
    assert move.state == MoveState.FAILED
    assert move.problem
    assert Deal.objects.filter(owner=leaver).count() == 4
    assert Customer.objects.filter(owner=leaver).count() == 2
    assert not OwnershipChange.objects.exists()
    assert not Conflict.objects.exists()
    assert Notice.objects.filter(kind="move_failed", recipient=manager).exists()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER meddle ON customers_deal")
    again = carry_out(approved, manager)
    assert (again.state, again.problem) == (MoveState.DONE, "")


def test_a_withdrawn_departure_moves_nothing(
    approved: Plan, book: Book, departure: Departure, manager: User, leaver: User
) -> None:
    move = Move.objects.get(plan=approved)
    departures.transition(departure=departure, verb="withdraw", by=manager, at=NOW, reason="陈静 stays")
    tasks.execute_move(move.pk)
    assert Customer.objects.filter(owner=leaver).count() == 2
    with pytest.raises(Refused) as refusal:
        reassignment.ask(move=move, by=manager, at=LATER)
    assert refusal.value.code == "not_approved"


def test_moving_the_departures_date_moves_the_move(approved: Plan, departure: Departure, manager: User) -> None:
    from handover.dates import Dates

    later = departure.effective_at + datetime.timedelta(days=7)
    dates = Dates(departure.notice_on, departure.last_day_on, departure.access_ends_at, later)
    departures.change_dates(departure=departure, dates=dates, by=manager, at=NOW)
    assert Move.objects.get(plan=approved).due_at == later


@pytest.mark.parametrize("count", [10, 300])
def test_the_move_costs_the_same_statements_for_any_number_of_records(
    count: int, plan: Plan, book: Book, leaver: User, manager: User, admin: User, successor: User
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('baton.ownership', 'open', true)")
    made = Customer.objects.bulk_create(
        Customer(code=f"N-{number}", name=f"Many {number}", owner=leaver) for number in range(count)
    )
    Deal.objects.bulk_create(Deal(name="D", owner=leaver, customer=customer) for customer in made)
    people = [row.user for row in plan.successors.all()]
    plans.propose(departure=plan.departure, successors=people, strategy="even", by=manager, at=NOW)
    plans.approve(plan=plan, by=admin, at=NOW)
    asked = reassignment.ask(move=the_move(plan), by=manager, at=LATER)
    with CaptureQueriesContext(connection) as seen:
        move = reassignment.execute(move=asked, by=manager, at=LATER)
    assert move.moved["customers"] == count + 2
    told = seen.captured_queries.index(next(q for q in seen.captured_queries if "move.done" in q["sql"]))
    work = [q for q in seen.captured_queries[: told + 1] if "SAVEPOINT" not in q["sql"]]
    assert len(work) == 14, [q["sql"][:80] for q in work]
    assert len(seen) <= 28  # with the notices, whoever gets one, and who of them is leaving too


def another(move: Move, **fields: object) -> Move:
    return Move.objects.create(plan=move.plan, asked_by=move.asked_by, asked_at=NOW, due_at=NOW, **fields)


def test_the_database_keeps_a_move_whole(approved: Plan, book: Book, manager: User) -> None:
    move = Move.objects.get(plan=approved)
    for name, change in {
        "move_state_known": lambda: Move.objects.update(state="lost", finished_at=NOW),
        "move_main_whole_reversal_without_day": lambda: Move.objects.update(only={"grade": "A"}),
        "one_main_move_per_plan": lambda: another(move),
        "one_main_move_per_held_day": lambda: [another(move, held_until=NOW.date()) for _twice in range(2)],
        "one_running_reversal": lambda: [another(move, reverses=move, state="running") for _twice in range(2)],
        "one_waiting_reversal": lambda: [another(move, reverses=move) for _twice in range(2)],
        "move_finished_with_time": lambda: Move.objects.update(state="done"),
        "conflict_cause_known": lambda: move.conflicts.create(kind=RecordKind.DEAL, record_id=1, cause="bad luck"),
        "conflict_once": lambda: [move.conflicts.create(kind=2, record_id=1, cause="gone") for _twice in range(2)],
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            change()
