"""Every task is safe to run twice: the broker delivers at least once, and beat knocks whenever it likes.

A new task fails here until it says with which rows it is tried.
"""

import datetime
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.apps import apps
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.actions import drafts
from accounts.models import KeptAnswer, User
from config.schedule import beat_schedule
from customers.actions import connections
from customers.importing import receiving
from customers.models import Connection, Customer, RunKind
from handover import tasks
from handover.actions import documents, evidence, plans
from handover.models import Cover, Departure, Move, Plan, SentLetter
from handover.planning import comparison, large_proposals
from notices.actions import events, leave, webhooks
from notices.models import Delivery, NoticeHours, WebhookEvent
from tests.cast import NOW

OURS = ("accounts.", "customers.", "handover.", "notices.")
Arguments = tuple[Any, ...]


def our_tasks() -> list[str]:
    return sorted(name for name in current_app.tasks if name.startswith(OURS))


@pytest.fixture(autouse=True)
def at_once(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A task that asks for another runs it at once; files go to a folder of the test's own."""
    settings.MAIL_DIR, settings.MEDIA_ROOT = tmp_path / "mail", tmp_path / "files"
    current_app.loader.import_default_modules()
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


@pytest.fixture
def a_waiting_mail(supervisor: User) -> Arguments:
    leave(kind="supervisor_named", to=supervisor, key="a", at=NOW, params={"name": "陈静"})
    return ()


@pytest.fixture
def a_daily_mail(supervisor: User) -> Arguments:
    NoticeHours.objects.create(person=supervisor, daily_at=datetime.time(0))
    leave(kind="departure_close", to=supervisor, key="a", at=NOW, params={"name": "陈静"})
    return ()


@pytest.fixture
def a_waiting_letter(successor: User, make_customer: Callable[..., Customer]) -> Arguments:
    words = {
        "kind": "first",
        "language": "en",
        "to_name": "Kim",
        "to_email": "kim@hottechi.example",
        "subject": "Hello",
    }
    SentLetter.objects.create(
        customer=make_customer(successor), body="Text", by=successor, at=NOW, not_before=NOW, **words
    )
    return ()


@pytest.fixture
def an_overdue_departure(departure: Departure) -> Arguments:
    Departure.objects.update(supervisor=None, registered_at=timezone.now() - datetime.timedelta(days=10))
    return ()


@pytest.fixture
def a_record_that_came_since(departure: Departure, leaver: User, make_customer: Callable[..., Customer]) -> Arguments:
    make_customer(leaver)
    return ()


@pytest.fixture
def a_due_move(
    departure: Departure,
    leaver: User,
    manager: User,
    admin: User,
    successor: User,
    make_customer: Callable[..., Customer],
) -> Move:
    make_customer(leaver)
    plan = plans.propose(departure=departure, successors=[successor], strategy="even", by=manager, at=NOW)
    plans.approve(plan=Plan.objects.get(pk=plan.pk), by=admin, at=NOW)
    Move.objects.update(due_at=NOW)
    return Move.objects.get()


@pytest.fixture
def a_draft(
    departure: Departure, leaver: User, manager: User, successor: User, make_customer: Callable[..., Customer]
) -> Plan:
    make_customer(leaver)
    return plans.propose(departure=departure, successors=[successor], strategy="even", by=manager, at=NOW)


@pytest.fixture
def a_large_proposal(
    departure: Departure,
    leaver: User,
    manager: User,
    successor: User,
    make_customer: Callable[..., Customer],
    monkeypatch: pytest.MonkeyPatch,
) -> Arguments:
    asked: list[Arguments] = []
    make_customer(leaver)
    monkeypatch.setattr(large_proposals, "AT_ONCE", 0)
    monkeypatch.setattr(tasks.make_proposal, "delay", lambda *given: asked.append(given))
    large_proposals.ask(departure=departure, successors=[successor], strategy="even", by=manager, at=NOW)
    return asked[0]


@pytest.fixture
def a_cover_that_is_over(
    departure: Departure, leaver: User, manager: User, supervisor: User, make_customer: Callable[..., Customer]
) -> Arguments:
    days = {"first_on": NOW.date() - datetime.timedelta(days=9), "last_on": NOW.date() - datetime.timedelta(days=5)}
    Cover.objects.create(
        customer=make_customer(leaver), person=supervisor, owner=leaver, instead_of=leaver, departure=departure,
        why="departure", at_end="stay", named_by=manager, named_at=NOW, **days,
    )  # fmt: skip
    return ()


@pytest.fixture
def a_file_taken_out(departure: Departure, leaver: User) -> Arguments:
    due = {"anchor": "last_day_on", "offset": 0, "due_on": departure.last_day_on}
    item = departure.items.create(key="laptop", section="equipment", responsible="leaver", **due)
    file = ContentFile(b"Signed", name="signed.txt")
    kept = evidence.add(item=item, file=file, name="signed.txt", by=leaver, at=NOW)
    evidence.remove(evidence=kept, by=leaver, at=NOW)
    return ()


@pytest.fixture
def a_waiting_document(departure: Departure, manager: User) -> int:
    asked = documents.ask(departure=departure, kind="docx", language="en", by=manager, at=NOW)
    return asked.pk


@pytest.fixture
def a_confirmed_import(admin: User) -> int:
    content = b"code,name\nC-1,Hottechi\nC-2,Kan-code\n"
    run = receiving.receive(files=[("customers.csv", io.BytesIO(content), len(content))], by=admin, at=NOW)
    return receiving.confirm(run=run, at=NOW).pk


@pytest.fixture
def an_old_draft(leaver: User) -> Arguments:
    at = timezone.now() - datetime.timedelta(days=99)
    drafts.keep(by=leaver, address="/profile/#note", values={"note": "x"}, at=at)
    return ()


@pytest.fixture
def a_queued_sync(connection: Connection, leaver: User, successor: User) -> int:
    return connections.ask(connection=connection, what=RunKind.IN, by=None, at=NOW).pk


@pytest.fixture
def a_waiting_event(admin: User) -> Arguments:
    at, url = timezone.now(), "http://127.0.0.1:9/"
    webhooks.create(by=admin, at=at, name="CRM", url=url, events=["customers.moved"])
    events.tell(kind="customers.moved", data=lambda: [{}], at=at)
    return ()


@pytest.fixture
def an_old_event(a_waiting_event: Arguments) -> Arguments:
    at = timezone.now() - datetime.timedelta(days=99)
    Delivery.objects.filter(channel="webhook").update(state="sent", sent_at=at)
    WebhookEvent.objects.update(at=at)
    return ()


@pytest.fixture
def an_old_answer(db: None) -> Arguments:
    at = timezone.now() - datetime.timedelta(days=2)
    KeptAnswer.objects.create(place="0" * 64, content="0" * 64, sealed=b"x", kept_until=at)
    return ()


@pytest.fixture
def a_forgotten_password(leaver: User, settings: Any) -> Arguments:
    settings.EMAIL_BACKEND = "notices.channels.email.files.MailFiles"
    return (leaver.email, "<1@baton.example>")


#: Each task, the fixture that gives it something to do, and its arguments from that fixture's value.
TRIED: dict[str, tuple[str, Callable[[Any], Arguments]]] = {
    "accounts.tasks.send_reset_link": ("a_forgotten_password", lambda given: given),
    "accounts.tasks.sweep_answers": ("an_old_answer", lambda _nothing: ()),
    "accounts.tasks.sweep_drafts": ("an_old_draft", lambda _nothing: ()),
    "customers.tasks.keep_connections": ("connection", lambda _connection: ()),
    "customers.tasks.resume_imports": ("a_confirmed_import", lambda _pk: ()),
    "customers.tasks.run_connection": ("a_queued_sync", lambda pk: (pk,)),
    "customers.tasks.run_import": ("a_confirmed_import", lambda pk: (pk,)),
    "handover.tasks.catch_up_checklists": ("a_record_that_came_since", lambda _nothing: ()),
    "handover.tasks.compare_strategies": ("a_draft", lambda plan: (plan.pk,)),
    "handover.tasks.end_covers": ("a_cover_that_is_over", lambda _nothing: ()),
    "handover.tasks.execute_due": ("a_due_move", lambda _move: ()),
    "handover.tasks.execute_move": ("a_due_move", lambda move: (move.pk,)),
    "handover.tasks.follow_plans": ("a_due_move", lambda _move: ()),
    "handover.tasks.make_document": ("a_waiting_document", lambda pk: (pk,)),
    "handover.tasks.make_proposal": ("a_large_proposal", lambda given: given),
    "handover.tasks.remind_due": ("an_overdue_departure", lambda _nothing: ()),
    "handover.tasks.send_letters": ("a_waiting_letter", lambda _nothing: ()),
    "handover.tasks.sweep_taken_out": ("a_file_taken_out", lambda _nothing: ()),
    "handover.tasks.tend_documents": ("a_waiting_document", lambda _pk: ()),
    "notices.tasks.deliver_webhooks": ("a_waiting_event", lambda _nothing: ()),
    "notices.tasks.sweep_events": ("an_old_event", lambda _nothing: ()),
    "notices.tasks.deliver_waiting": ("a_waiting_mail", lambda _nothing: ()),
    "notices.tasks.write_digests": ("a_daily_mail", lambda _nothing: ()),
}


def world(folder: Path) -> dict[str, Any]:
    """Every row of every table of ours, every file written, and what workers keep for pages."""
    models = [model for model in apps.get_models() if f"{model._meta.app_label}." in OURS]
    found: dict[str, Any] = {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}
    files = {str(path): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    found["comparisons"] = [comparison.kept(plan) for plan in Plan.objects.order_by("pk")]
    return found | {"files": files}


def test_every_task_is_tried() -> None:
    assert our_tasks() == sorted(TRIED)


def test_beat_asks_for_tasks_there_are() -> None:
    assert {entry["task"] for entry in beat_schedule().values()} <= set(our_tasks())


@pytest.mark.django_db
@pytest.mark.parametrize("name", TRIED)
def test_a_second_delivery_changes_nothing(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    fixture, arguments = TRIED[name]
    given = arguments(request.getfixturevalue(fixture))
    before = world(tmp_path)
    current_app.tasks[name].apply(args=given, throw=True)
    once = world(tmp_path)
    assert once != before, "the first delivery has an effect"
    current_app.tasks[name].apply(args=given, throw=True)
    assert world(tmp_path) == once
