"""REST of what else names a leaver."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.models import Team, User
from customers.models import AccountTeamMember
from handover.models import Departure, Waiver

Api = Callable[..., APIClient]


@pytest.fixture
def seats(departure: Departure, supervisor: User, make_customer: Callable) -> list[AccountTeamMember]:
    """陈静 sits at three customers of 孙丽's."""
    return [
        AccountTeamMember.objects.create(user=departure.leaver, customer=make_customer(supervisor, name=f"Plant {n}"))
        for n in range(3)
    ]


def at(departure: Departure, rest: str = "") -> str:
    return f"/api/v1/departures/{departure.pk}/references/{rest}"


def test_the_kinds_and_what_may_be_done(departure: Departure, seats: list, manager: User, api: Api) -> None:
    Team.objects.create(name="Key accounts", manager=departure.leaver)
    assert api(manager).get(at(departure)).json() == {
        "open": 4,
        "kinds": [
            {"kind": "team", "title": "Manager of a team", "open": 1, "hidden": 0, "mine": 0, "left": 0,
             "may": ["waive"]},
            {"kind": "seat", "title": "Seats in account teams", "open": 3, "hidden": 0, "mine": 3, "left": 0,
             "may": ["give", "end", "waive"]},
        ],
    }  # fmt: skip


def test_one_kind_page_by_page(departure: Departure, seats: list, manager: User, api: Api) -> None:
    program = api(manager)
    first = program.get(at(departure, "seat/"), {"page_size": 2}).json()
    assert [row["sentence"] for row in first["results"]] == ["Works with Plant 0.", "Works with Plant 1."]
    assert first["results"][0] == {
        "id": seats[0].pk, "sentence": "Works with Plant 0.", "hint": "孙丽 looks after the customer.",
        "may_settle": True, "waiver": None,
    }  # fmt: skip
    rest = program.get(first["next"]).json()
    assert [row["id"] for row in rest["results"]] == [seats[2].pk]
    assert [row["id"] for row in program.get(at(departure, "seat/"), {"q": "plant 1"}).json()["results"]] == [
        seats[1].pk
    ]
    assert program.get(at(departure, "nonsense/")).status_code == 404


def test_seats_are_given_ended_left_and_taken_back(
    departure: Departure, seats: list, manager: User, successor: User, api: Api
) -> None:
    program, url = api(manager), at(departure, "seat/settlement/")
    given = program.post(url, {"deed": "give", "ids": [seats[0].pk], "to": successor.pk}, format="json")
    assert (given.status_code, given.json()) == (200, {"settled": 1})
    assert program.post(url, {"deed": "end", "all": True, "q": "plant 1"}, format="json").json() == {"settled": 1}
    left = {"deed": "waive", "all": True, "reason": "Comes back."}
    assert program.post(url, left, format="json").json() == {"settled": 1}
    assert program.get(at(departure)).json()["open"] == 0
    (row,) = program.get(at(departure, "seat/"), {"left": "true"}).json()["results"]
    assert (row["waiver"]["reason"], row["waiver"]["by"]) == ("Comes back.", manager.pk)
    assert program.post(url, {"deed": "reopen", "ids": [seats[2].pk]}, format="json").json() == {"settled": 1}
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"deed": "give", "all": True}, 422, "nobody_named"),
        ({"deed": "waive", "all": True}, 422, "reason_missing"),
        ({"deed": "end", "ids": [999_999]}, 409, "not_open"),
        ({"deed": "end"}, 422, "invalid"),
        ({"deed": "end", "all": True, "ids": [1]}, 422, "invalid"),
        ({"deed": "burn", "all": True}, 422, "invalid"),
    ],
)
def test_refusals_are_problems(
    asked: dict, status: int, code: str, departure: Departure, seats: list, manager: User, api: Api
) -> None:
    answer = api(manager).post(at(departure, "seat/settlement/"), asked, format="json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert AccountTeamMember.objects.filter(user=departure.leaver).count() == 3


@pytest.mark.parametrize("person", ["leaver", "successor", "outsider"])
def test_outsiders_find_nothing(
    person: str, departure: Departure, seats: list, api: Api, request: pytest.FixtureRequest
) -> None:
    program = api(request.getfixturevalue(person))
    assert program.get(at(departure)).status_code == 404
    assert program.get(at(departure, "seat/")).status_code == 404
    asked = {"deed": "end", "all": True}
    assert program.post(at(departure, "seat/settlement/"), asked, format="json").status_code == 404
    assert AccountTeamMember.objects.filter(user=departure.leaver).count() == 3


def test_hr_learns_numbers_but_no_names(departure: Departure, seats: list, hr: User, api: Api) -> None:
    program = api(hr)
    (card,) = program.get(at(departure)).json()["kinds"]
    assert (card["open"], card["hidden"], card["may"]) == (3, 3, [])
    assert program.get(at(departure, "seat/")).json()["results"] == []
    answer = program.post(at(departure, "seat/settlement/"), {"deed": "end", "all": True}, format="json")
    assert answer.json() == {"settled": 0}
