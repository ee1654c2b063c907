"""A successor whose own departure opens after the plan was approved: who is told of it, where, and what happens."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from customers.models import Customer
from handover.actions import departures
from handover.agenda import agenda
from handover.dates import Dates
from handover.lifecycle import State, Verb
from handover.models import Departure, Plan
from notices.models import Notice
from notices.rendering import Words
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, the_move

DAY = datetime.timedelta(days=1)
SignIn = Callable[[User], Client]
DATES = Dates(NOW.date(), NOW.date() + 40 * DAY, NOW + 41 * DAY, NOW + 41 * DAY)


@pytest.fixture
def to_wei(approved: Plan, successor: User) -> Plan:
    """The approved plan with everything going to 李伟."""
    approved.assignments.update(successor=successor)
    return approved


def leave(person: User, by: User, kind: str = "resignation") -> Departure:
    return departures.register(leaver=person, kind=kind, reason="career", dates=DATES, by=by, at=NOW)


def told(person: User, kind: str = "successor_leaving") -> list[str]:
    return [Words(notice).body for notice in Notice.objects.filter(recipient=person, kind=kind)]


def on_home(person: User) -> list[str]:
    return [one.text for one in agenda(person, at=NOW).needed if "is leaving too" in one.text]


def test_planner_and_supervisor_are_told_once_and_find_the_way(
    to_wei: Plan, manager: User, supervisor: User, successor: User, hr: User, sign_in: SignIn
) -> None:
    leave(successor, hr)
    records = to_wei.assignments.count()
    for person in (manager, supervisor):
        (words,) = told(person)
        assert f"takes over {records} records of 陈静" in words
        assert on_home(person) == [f"李伟 takes over {records} records of 陈静 and is leaving too."]
    for person in (successor, hr):
        assert told(person) == on_home(person) == []
    url = f"/handovers/{to_wei.departure_id}/plan/"
    sentence = f"李伟 takes over {records} records and is leaving too, last day Dec 26"
    shown = sign_in(manager).get(url).content.decode()
    assert sentence in shown
    assert f'href="/handovers/{to_wei.departure_id}/#verbs"' in shown
    assert sentence in sign_in(supervisor).get(url).content.decode()
    assert "is leaving too" not in sign_in(to_wei.leaving.leaver).get(url).content.decode()
    departures.transition(departure=to_wei.leaving, verb=Verb.REPLAN, by=manager, at=NOW, reason="李伟 leaves")
    assert sentence in sign_in(manager).get(url).content.decode()
    assert on_home(manager) == []


def test_a_dismissal_not_yet_spoken_of_is_told_to_nobody_who_may_not_know(
    to_wei: Plan, manager: User, supervisor: User, successor: User, hr: User, admin: User, sign_in: SignIn
) -> None:
    dismissal = leave(successor, hr, "dismissal")
    assert len(told(manager)) == len(on_home(manager)) == 1
    assert told(supervisor) == on_home(supervisor) == []
    url = f"/handovers/{to_wei.departure_id}/plan/"
    assert "is leaving too" not in sign_in(supervisor).get(url).content.decode()
    carry_out(to_wei, manager)
    assert "is leaving too" not in told(supervisor, "move_done")[0]
    assert "is leaving too" not in sign_in(supervisor).get(url).content.decode()
    assert "is leaving too" in told(manager, "move_done")[0]
    assert dismissal.state == State.REGISTERED


def test_once_it_is_spoken_of_the_others_are_told(
    to_wei: Plan, manager: User, supervisor: User, successor: User, hr: User, make_departure: Callable[..., Departure]
) -> None:
    dismissal = leave(successor, hr, "dismissal")
    Departure.objects.filter(pk=dismissal.pk).update(state=State.PLANNED, supervisor=manager)
    departures.transition(departure=dismissal, verb=Verb.BEGIN, by=manager, at=NOW + DAY)
    assert len(told(manager)) == len(told(supervisor)) == 1


def test_the_move_happens_and_its_report_names_who_leaves(
    to_wei: Plan, book: Book, manager: User, supervisor: User, successor: User, hr: User, leaver: User, sign_in: SignIn
) -> None:
    leave(successor, hr)
    move = carry_out(to_wei, manager)
    assert not Customer.objects.filter(owner=leaver).exists()
    got = sum(move.moved.values())
    for person in (manager, supervisor):
        assert f"李伟 got {got} records and is leaving too. Open the plan to plan again" in told(person, "move_done")[0]
    shown = sign_in(manager).get(f"/handovers/{to_wei.departure_id}/plan/").content.decode()
    assert f"李伟 got {got} records and is leaving too, last day Dec 26." in shown
    assert f"/transfers/new/?move={move.pk}&amp;to={successor.pk}" in shown


def test_an_access_that_ends_before_the_move_is_said_beforehand(
    to_wei: Plan, manager: User, successor: User, sign_in: SignIn
) -> None:
    url: Any = f"/handovers/{to_wei.departure_id}/plan/"
    User.objects.filter(pk=successor.pk).update(access_ends_at=the_move(to_wei).due_at + DAY)
    client = sign_in(manager)
    assert "their access ends before that" not in client.get(url).content.decode()
    User.objects.filter(pk=successor.pk).update(access_ends_at=the_move(to_wei).due_at - DAY)
    assert "their access ends before that, on Dec 14" in client.get(url).content.decode()
    assert len(on_home(manager)) == 1
