"""How far a move is while it runs: in portions within its one transaction, told beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from redis.exceptions import ConnectionError as Away
from rest_framework.test import APIClient

from accounts.models import User
from customers.models import Customer, OwnershipChange
from handover.actions import plans, reassignment
from handover.models import Departure, MoveState, Plan
from handover.moving import plan_lines, progress, reversal
from tests.benchmarks.books import FILL
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, take_back, the_move


@pytest.fixture
def portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small enough to have several in a small book."""
    monkeypatch.setattr("handover.moving.sources.PORTIONS", 5)
    monkeypatch.setattr(plan_lines, "CUSTOMERS", 10)
    monkeypatch.setattr(reversal, "ROWS", 40)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """What is told of a move, in order."""
    said: list[tuple[int, int]] = []
    say = progress.say

    def listened(move_id: int, done: int, total: int) -> None:
        said.append((done, total))
        say(move_id, done, total)

    monkeypatch.setattr(progress, "say", listened)
    return said


@pytest.fixture
def large(departure: Departure, book: Book, leaver: User, successor: User, manager: User, admin: User) -> Plan:
    """Two customers of 陈静's by hand and forty more, 173 records, for one successor."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"owner": leaver.pk, "n": 40, "mark": "C"})
    plan = plans.propose(departure=departure, successors=[successor], strategy="even", by=manager, at=NOW)
    plans.approve(plan=plan, by=admin, at=NOW)
    return Plan.objects.get(pk=plan.pk)


def test_a_move_and_its_undo_go_in_portions_and_are_whole(
    large: Plan, portions: None, told: list[tuple[int, int]], manager: User, leaver: User
) -> None:
    move = carry_out(large, manager)
    assert (move.state, sum(move.moved.values())) == (MoveState.DONE, 173)
    assert move.before == move.after
    assert len(told) == 6, "five portions of up to ten customers, and the end"
    assert told == sorted(told)
    assert (told[0], told[-1]) == ((0, 173), (173, 173))
    told.clear()
    undo = take_back(move, manager)
    assert (undo.state, sum(undo.moved.values()), undo.before == undo.after) == (MoveState.DONE, 173, True)
    assert len(told) == 6, "five portions of up to forty rows of the ledger, and the end"
    assert OwnershipChange.objects.filter(move_id=undo.pk).count() == 173
    assert Customer.objects.filter(owner=leaver).count() == 42


def test_page_and_rest_tell_how_far_it_is(
    approved: Plan, manager: User, api: Callable[..., APIClient], sign_in: Callable[..., Client]
) -> None:
    move, url = the_move(approved), f"/api/v1/plans/{approved.pk}/execution/"
    reassignment.ask(move=move, by=manager, at=NOW)
    cache.delete(f"move:{move.pk}:progress")
    client, page = sign_in(manager), f"/handovers/{approved.departure_id}/plan/progress/"
    assert api(manager).get(url).json()["progress"] is None
    assert "progress-bar-indeterminate" in client.get(page).content.decode()
    progress.say(move.pk, 35_000, 100_000)
    assert api(manager).get(url).json()["progress"] == {"done": 35_000, "total": 100_000}
    shown = client.get(page).content.decode()
    assert "Moved 35,000 of 100,000 records." in shown
    assert 'width="35"' in shown


def test_a_cache_that_is_away_stops_nothing(
    approved: Plan, book: Book, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: Any, **_kwargs: Any) -> None:
        raise Away

    monkeypatch.setattr(progress, "cache", type("Cache", (), {"set": away, "get": away})())
    assert carry_out(approved, manager).state == MoveState.DONE
    assert progress.of(the_move(approved).pk) is None
