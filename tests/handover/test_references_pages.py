"""The pages of what else names a leaver: what each reader sees, and the buttons without JavaScript."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.actions import tokens
from accounts.models import Scope, Team, User
from customers.models import AccountTeamMember
from handover.models import Departure, Waiver
from tests.cast import NOW

SignIn = Callable[[User], Client]


@pytest.fixture
def team(leaver: User, manager: User) -> Team:
    return Team.objects.create(name="Key accounts", manager=leaver, parent=manager.team)


@pytest.fixture
def seats(leaver: User, supervisor: User, make_customer: Callable) -> list[AccountTeamMember]:
    """Seven seats at 孙丽's customers."""
    return [
        AccountTeamMember.objects.create(user=leaver, customer=make_customer(supervisor, name=f"Plant {number}"))
        for number in range(7)
    ]


def at(departure: Departure, kind: str = "") -> str:
    return f"/handovers/{departure.pk}/references/" + (f"{kind}/" if kind else "")


def text(client: Client, path: str, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_departures_page_says_what_is_next_and_leads_there(
    departure: Departure, team: Team, manager: User, leaver: User, sign_in: SignIn
) -> None:
    shown = text(sign_in(manager), f"/handovers/{departure.pk}/")
    assert "陈静 is still named elsewhere: manager of 1 team." in shown
    assert at(departure) in shown
    assert "still named" not in text(sign_in(leaver), f"/handovers/{departure.pk}/")
    Team.objects.filter(pk=team.pk).update(manager=manager)
    assert "Nothing else names 陈静." in text(sign_in(manager), f"/handovers/{departure.pk}/")


def test_a_card_for_each_kind_with_the_first_rows(
    departure: Departure, team: Team, seats: list, manager: User, hr: User, sign_in: SignIn
) -> None:
    shown = text(sign_in(manager), at(departure))
    assert "Manages the team Key accounts." in shown
    assert "HR or an administrator names another manager." in shown
    assert shown.count("Works with Plant") == 2 * 5  # the sentence, and the name of its box
    assert "Show all 7" in shown
    assert "Hand over all 7" in shown
    of_hr = text(sign_in(hr), at(departure))
    assert "Plant" not in of_hr
    assert "7 are not for you to see." in of_hr
    assert "Choose Manages the team Key accounts." in of_hr


def test_a_team_is_handed_over(departure: Departure, team: Team, hr: User, manager: User, sign_in: SignIn) -> None:
    client = sign_in(hr)
    asked = {"deed": "give", "row": team.pk, "to": manager.pk}
    done = client.post(at(departure, "team"), asked, follow=True).content.decode()
    assert "1 is handed over." in done
    assert "Nothing else names 陈静." in done
    team.refresh_from_db()
    assert team.manager == manager


def test_all_seats_that_match_go_to_one_person(
    departure: Departure, seats: list, manager: User, successor: User, sign_in: SignIn
) -> None:
    client, url = sign_in(manager), at(departure, "seat")
    assert "Plant 3" in text(client, url, q="plant 3")
    asked = {"deed": "give:all", "to": successor.pk, "here": "list"}
    answer = client.post(url + "?q=plant+3", asked)
    assert answer["Location"] == url + "?q=plant+3"
    assert AccountTeamMember.objects.get(user=successor).customer.name == "Plant 3"
    client.post(url, asked)
    assert AccountTeamMember.objects.filter(user=successor).count() == 7


def test_some_are_left_with_a_reason_and_taken_back(
    departure: Departure, seats: list, manager: User, sign_in: SignIn
) -> None:
    client, url = sign_in(manager), at(departure, "seat")
    asked = {"deed": "waive", "row": [seats[0].pk, seats[1].pk]}
    assert "Say why in a few words." in client.post(url, asked, follow=True).content.decode()
    assert "2 stay as they are." in client.post(url, asked | {"reason": "Until May"}, follow=True).content.decode()
    shown = text(client, url, left="on")
    assert shown.count("“Until May”") == 2
    client.post(url + "?left=on", {"deed": "reopen", "row": seats[0].pk, "here": "list"})
    assert Waiver.objects.get().object_id == seats[1].pk


def test_tokens_are_revoked(departure: Departure, leaver: User, manager: User, sign_in: SignIn) -> None:
    token, _key = tokens.issue(user=leaver, name="CRM sync", scope=Scope.WRITE, by=leaver, at=NOW)
    client = sign_in(manager)
    assert "The API token “CRM sync” still works." in text(client, at(departure))
    client.post(at(departure, "token"), {"deed": "end", "row": token.pk})
    token.refresh_from_db()
    assert token.revoked_at


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "Choose what shall be done."),
        ({"deed": "burn"}, "Choose what shall be done."),
        ({"deed": "give"}, "Tick what you mean first."),
        ({"deed": "give:all"}, "Say who takes it over."),
        ({"deed": "give:all", "to": "x"}, "Say who takes it over."),
        ({"deed": "waive", "row": ["0", "x"], "reason": "y"}, "Nothing was changed; look again."),
    ],
)
def test_what_is_missing_is_said(
    asked: dict, said: str, departure: Departure, team: Team, hr: User, sign_in: SignIn
) -> None:
    assert said in sign_in(hr).post(at(departure, "team"), asked, follow=True).content.decode()
    team.refresh_from_db()
    assert team.manager == departure.leaver


@pytest.mark.parametrize("person", ["leaver", "successor", "outsider"])
def test_it_is_no_business_of_the_leaver_nor_of_successors(
    person: str, departure: Departure, team: Team, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(person))
    for url in (at(departure), at(departure, "team")):
        assert client.get(url).status_code == 404
    assert client.post(at(departure, "team"), {"deed": "waive:all", "reason": "x"}).status_code == 404
    assert not Waiver.objects.exists()


def test_onlookers_read_and_have_no_buttons(
    departure: Departure, team: Team, supervisor: User, auditor: User, sign_in: SignIn
) -> None:
    for person in (supervisor, auditor):
        shown = text(sign_in(person), at(departure))
        assert "Manages the team Key accounts." in shown
        assert 'name="deed"' not in shown
    answer = sign_in(auditor).post(at(departure, "team"), {"deed": "waive:all", "reason": "x"}, follow=True)
    assert "This is for somebody else to settle." in answer.content.decode()


def test_what_was_settled_is_not_told_to_the_leaver(
    departure: Departure, team: Team, hr: User, leaver: User, manager: User, sign_in: SignIn
) -> None:
    sign_in(hr).post(at(departure, "team"), {"deed": "waive:all", "reason": "Keeps it."})
    url = f"/handovers/{departure.pk}/timeline/"
    assert "Grace Hill left as it is: manager of 1 team. Keeps it." in text(sign_in(manager), url)
    assert "Keeps it." not in text(sign_in(leaver), url)


def test_a_kind_nobody_waits_for_is_not_there(departure: Departure, manager: User, sign_in: SignIn) -> None:
    departure.kind = "leave"
    departure.save()
    assert sign_in(manager).get(at(departure, "seat")).status_code == 404
    assert sign_in(manager).get(at(departure, "nonsense")).status_code == 404
