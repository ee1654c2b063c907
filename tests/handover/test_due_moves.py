"""When a move happens: brought forward, put off, paused, resumed, and with the departure's dates."""

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localtime
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from customers.models import Customer
from handover import tasks
from handover.actions import departures, scheduling
from handover.dates import Dates
from handover.document import building
from handover.document.scope import whole
from handover.models import Departure, Move, MoveState, Plan
from notices.models import Notice
from notices.rendering import Words
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, the_move

Connect = Callable[..., APIClient]
NOW_REALLY = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def waiting(approved: Plan, departure: Departure) -> Move:
    """A move that is due a week from today."""
    Departure.objects.update(effective_at=NOW_REALLY + 7 * DAY)
    Move.objects.update(due_at=NOW_REALLY + 7 * DAY)
    return the_move(approved)


def test_the_pages_of_a_departure_and_its_document_say_when_the_records_really_change_hands(
    waiting: Move, departure: Departure, manager: User, leaver: User, sign_in: Callable[[User], Client]
) -> None:
    departure.refresh_from_db()
    agreed, later = (date_format(localtime(NOW_REALLY + n * DAY), "DATETIME_FORMAT") for n in (7, 30))
    scheduling.schedule(move=waiting, by=manager, at=NOW_REALLY, due_at=NOW_REALLY + 30 * DAY)
    shown = sign_in(manager).get(f"/handovers/{departure.pk}/").content.decode()
    assert f"<dd>{later}<span" in shown
    assert f"agreed for {agreed}" in shown
    review = sign_in(manager).get(f"/handovers/{departure.pk}/plan/review/").content.decode()
    assert f"On {later} these records change hands" in review
    assert "2 customers have a day ahead on which nobody answers." in shown
    assert "nobody answers" not in sign_in(leaver).get(f"/handovers/{departure.pk}/").content.decode()
    cover = building.build(whole(manager, departure.pk), language="en", at=NOW_REALLY).cover
    assert dict(cover.pairs)["Records change hands"] == NOW_REALLY + 30 * DAY
    Move.objects.update(due_at=NOW_REALLY - DAY)
    tasks.execute_move(waiting.pk)
    assert "Records changed hands" in sign_in(manager).get(f"/handovers/{departure.pk}/").content.decode()


def test_a_move_is_brought_forward_put_off_paused_and_resumed_by_rest(
    api: Connect, waiting: Move, manager: User, leaver: User
) -> None:
    client, url = api(manager), f"/api/v1/plans/{waiting.plan_id}/execution/"
    later = NOW_REALLY + 20 * DAY
    assert client.patch(url, {"due_at": later.isoformat()}).json()["due_at"].startswith(later.date().isoformat())
    sooner = NOW_REALLY + DAY
    client.patch(f"/api/v1/moves/{waiting.pk}/", {"due_at": sooner.isoformat()})
    waiting.refresh_from_db()
    assert waiting.due_at == sooner
    paused = client.patch(url, {"paused": True, "reason": "The customer visit comes first."}).json()
    assert (paused["state"], paused["paused_by"]) == ("paused", manager.pk)
    Move.objects.update(due_at=NOW_REALLY - DAY)
    assert tasks.execute_due() == 0
    tasks.execute_move(waiting.pk)
    assert Customer.objects.filter(owner=leaver).count() == 2
    resumed = client.patch(url, {"paused": False}).json()
    assert (resumed["state"], resumed["paused_by"], resumed["pause_reason"]) == ("due", None, "")
    tasks.execute_move(waiting.pk)
    assert not Customer.objects.filter(owner=leaver).exists()
    assert client.patch(url, {"paused": True, "reason": "x"}).json()["code"] == "not_waiting"
    verbs = (
        AuditEntry.objects.about(waiting.plan.leaving).filter(verb__startswith="move.").values_list("verb", flat=True)
    )
    assert sorted(verbs) == ["move.done", "move.paused", "move.put", "move.put", "move.resumed"]


@pytest.mark.parametrize("days", [-1, 7 + 91])
def test_a_time_out_of_bounds_is_refused_at_its_field(days: int, api: Connect, waiting: Move, manager: User) -> None:
    url = f"/api/v1/moves/{waiting.pk}/"
    refused = api(manager).patch(url, {"due_at": (NOW_REALLY + days * DAY).isoformat()})
    assert refused.status_code == 422
    assert "due_at" in refused.json()["errors"]
    assert "reason" in api(manager).patch(url, {"paused": True}).json()["errors"]


def test_only_who_plans_says_when(api: Connect, waiting: Move, successor: User, hr: User) -> None:
    for person in (successor, hr):
        answer = api(person).patch(f"/api/v1/moves/{waiting.pk}/", {"paused": True, "reason": "x"})
        assert answer.status_code in (403, 404)
    waiting.refresh_from_db()
    assert waiting.state == MoveState.DUE


def test_the_page_says_what_waits_and_for_what(sign_in: Callable[..., Client], waiting: Move, manager: User) -> None:
    client, plan_url = sign_in(manager), f"/handovers/{waiting.plan.departure_id}/plan/"
    url = f"{plan_url}moves/{waiting.pk}/schedule/"
    assert url in client.get(plan_url).content.decode()
    due_at = (NOW_REALLY + 3 * DAY).strftime("%Y-%m-%dT%H:%M")
    assert client.post(url, {"due_at": due_at, "paused": "on"}).status_code == 422
    assert client.post(url, {"due_at": "2020-01-01T00:00"}).status_code == 422
    assert client.post(url, {"due_at": due_at, "paused": "on", "reason": "Audit week"}).status_code == 302
    shown = client.get(plan_url).content.decode()
    assert "The move is paused" in shown
    assert "Audit week" in shown
    overview = client.get(f"/handovers/{waiting.plan.departure_id}/").content.decode()
    assert "The move of the records is paused." in overview
    assert "is paused past its time" not in client.get("/").content.decode()
    Move.objects.update(due_at=NOW_REALLY - DAY)
    assert "is paused past its time" in client.get("/").content.decode()
    client.post(f"{plan_url}moves/{waiting.pk}/now/")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.paused_at) == (MoveState.RUNNING, None)


def test_the_last_word_counts_when_the_departures_date_moves(
    waiting: Move, departure: Departure, manager: User, book: Book
) -> None:
    Move.objects.update(due_at=NOW + DAY, state="paused", paused_by=manager, paused_at=NOW, pause_reason="x")
    departure.refresh_from_db()
    later = departure.effective_at + 7 * DAY
    dates = Dates(departure.notice_on, departure.last_day_on, departure.access_ends_at, later)
    departures.change_dates(departure=departure, dates=dates, by=manager, at=NOW)
    waiting.refresh_from_db()
    assert (waiting.due_at, waiting.state) == (later, MoveState.PAUSED)


def test_a_change_of_other_dates_leaves_a_time_set_by_hand(waiting: Move, departure: Departure, manager: User) -> None:
    Move.objects.update(due_at=NOW + DAY)
    departure.refresh_from_db()
    last_day = departure.last_day_on + DAY
    dates = Dates(departure.notice_on, last_day, departure.access_ends_at, departure.effective_at)
    departures.change_dates(departure=departure, dates=dates, by=manager, at=NOW)
    waiting.refresh_from_db()
    assert waiting.due_at == NOW + DAY


def test_a_pause_says_who(waiting: Move) -> None:
    with pytest.raises(IntegrityError, match="move_paused_by_somebody"), transaction.atomic():
        Move.objects.update(state="paused")
    assert carry_out(waiting.plan, waiting.asked_by).state == MoveState.DONE


def test_successors_and_supervisor_hear_of_another_time_a_pause_and_its_end(
    waiting: Move, departure: Departure, manager: User, successor: User, supervisor: User, leaver: User
) -> None:
    waiting.plan.assignments.update(successor=successor)
    when = NOW_REALLY + 3 * DAY
    scheduling.schedule(move=waiting, by=manager, at=NOW_REALLY, due_at=when)
    scheduling.schedule(move=waiting, by=manager, at=NOW_REALLY + DAY / 24, paused=True, reason="Audit week")
    scheduling.schedule(move=waiting, by=manager, at=NOW_REALLY + DAY / 12, paused=False)
    for person in (successor, supervisor):
        put, paused, resumed = [
            Words(one) for one in Notice.objects.filter(recipient=person, kind="move_rescheduled").order_by("pk")
        ]
        assert put.subject == "The records of 陈静 change hands at another time"
        assert "王芳 has given the move another time" in put.body
        assert "Why: Audit week" in paused.body
        assert resumed.subject == "The move of 陈静’s records goes on"
    assert not Notice.objects.filter(recipient__in=[manager, leaver], kind="move_rescheduled").exists()
    departure.refresh_from_db()
    dates = Dates(departure.notice_on, departure.last_day_on, departure.access_ends_at, NOW + 20 * DAY)
    departures.change_dates(departure=departure, dates=dates, by=manager, at=NOW)
    told = Notice.objects.filter(kind="move_rescheduled")
    assert (told.filter(recipient=successor).count(), told.filter(recipient=supervisor).count()) == (4, 3)
