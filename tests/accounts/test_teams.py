"""Teams: a tree that never bites its tail."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions import teams
from accounts.models import AuditEntry, Team, User
from web.errors import Refused

SignIn = Callable[[User], Client]


@pytest.fixture
def chain(manager: User) -> list[Team]:
    """East > North > Lake."""
    east = Team.objects.get(name="East")
    north = Team.objects.create(name="North", parent=east)
    return [east, north, Team.objects.create(name="Lake", parent=north)]


def test_a_team_is_made_and_shown_in_its_place(sign_in: SignIn, hr: User, manager: User) -> None:
    east = Team.objects.get(name="East")
    sign_in(hr).post("/people/teams/new/", {"name": "North", "parent": east.pk, "manager": manager.pk})
    page = sign_in(manager).get("/people/teams/").content.decode()
    assert 'class="depth-1"' in page
    assert page.index("East") < page.index("North")
    assert "Make a team" not in page


def test_a_team_can_not_belong_to_its_own_part(sign_in: SignIn, hr: User, chain: list[Team]) -> None:
    east, _north, lake = chain
    page = sign_in(hr).post(f"/people/teams/{east.pk}/", {"name": "East", "parent": lake.pk}).content.decode()
    assert "Lake is part of East, so East can&#x27;t belong to it." in page or "descendant" in page
    east.refresh_from_db()
    assert east.parent_id is None


def test_the_action_itself_refuses_a_loop(hr: User, chain: list[Team]) -> None:
    east, _north, lake = chain
    with pytest.raises(Refused) as refusal:
        teams.change(team=east, parent=lake, by=hr, at=timezone.now())
    assert refusal.value.code == "team_loop"


def test_a_name_is_used_once(sign_in: SignIn, hr: User, chain: list[Team]) -> None:
    sign_in(hr).post("/people/teams/new/", {"name": "East"})
    assert Team.objects.filter(name="East").count() == 1
    with pytest.raises(Refused) as refusal:
        teams.create(name="East", by=hr, at=timezone.now())
    assert refusal.value.code == "team_name_taken"


def test_a_change_leaves_its_trace(sign_in: SignIn, hr: User, chain: list[Team], manager: User) -> None:
    _east, north, _lake = chain
    sign_in(hr).post(f"/people/teams/{north.pk}/", {"name": "North", "manager": manager.pk, "parent": ""})
    details = AuditEntry.objects.about(north).get().details
    assert details == {"parent": ["East", ""], "manager": ["", "王芳"]}


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_loop(hr: User) -> None:
    one, two = Team.objects.create(name="One"), Team.objects.create(name="Two")
    refused: list[str] = []
    ready = threading.Barrier(2)

    def move(team: Team, parent: Team) -> None:
        ready.wait()
        try:
            teams.change(team=team, parent=parent, by=hr, at=timezone.now())
        except Refused as refusal:
            refused.append(str(refusal.code))
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["team_loop"]
