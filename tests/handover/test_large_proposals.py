"""A large book: the proposal is made by a worker, and the page says so until it is there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from handover import tasks
from handover.models import Departure, Plan
from handover.planning import large_proposals
from tests.handover.conftest import Book

SignIn = Callable[[User], Client]
WAITING = "This book is large"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, departure: Departure, book: Book) -> list[tuple[Any, ...]]:
    """What workers are asked for; every book counts as large."""
    found: list[tuple[Any, ...]] = []
    cache.clear()
    monkeypatch.setattr(large_proposals, "AT_ONCE", 0)
    monkeypatch.setattr(tasks.make_proposal, "delay", lambda *given: found.append(given))
    return found


def test_a_worker_makes_the_proposal_and_the_page_waits_for_it(
    asked: list[tuple[Any, ...]], sign_in: SignIn, departure: Departure, manager: User, successor: User
) -> None:
    client, url = sign_in(manager), f"/handovers/{departure.pk}/plan/"
    for _twice in range(2):
        answer = client.post(url + "proposal/", {"successors": [successor.pk], "strategy": "even", "compare": "1"})
        assert answer["Location"] == url
    assert WAITING in client.get(url).content.decode()
    assert WAITING in client.get(url + "making/").content.decode()
    assert not Plan.objects.exists()
    (one,) = asked
    tasks.make_proposal(*one)
    assert client.get(url + "making/")["HX-Refresh"] == "true"
    assert WAITING not in client.get(url).content.decode()
    assert Plan.objects.get().successors.get().user == successor


def test_rest_says_where_the_plan_will_be(
    asked: list[tuple[Any, ...]], api: Callable[..., APIClient], departure: Departure, manager: User, successor: User
) -> None:
    client, url = api(manager), f"/api/v1/departures/{departure.pk}/plans/"
    answer = client.post(url, {"successors": [successor.pk], "strategy": "even"}, format="json")
    assert (answer.status_code, answer["Location"]) == (202, url)
    assert answer.json() == {"is_being_made": True, "look_at": url}
    assert client.get(url).json()["results"] == []
    tasks.make_proposal(*asked[0])
    assert [plan["strategy"] for plan in client.get(url).json()["results"]] == ["even"]
    refused = client.post(url, {"successors": [departure.leaver_id], "strategy": "even"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_successor")


def test_what_speaks_against_it_is_said_at_once_or_when_it_is_found(
    asked: list[tuple[Any, ...]], sign_in: SignIn, departure: Departure, manager: User, successor: User
) -> None:
    client, url = sign_in(manager), f"/handovers/{departure.pk}/plan/"
    client.post(url + "proposal/", {"successors": [successor.pk]})
    User.objects.filter(pk=successor.pk).update(is_active=False)
    tasks.make_proposal(*asked[0])
    sentence = f"{successor.name} can&#x27;t take customers over"
    assert sentence in client.get(url).content.decode()
    assert sentence not in client.get(url).content.decode()
    assert not Plan.objects.exists()
    client.post(url + "proposal/", {"successors": [successor.pk]})
    assert len(asked) == 1
