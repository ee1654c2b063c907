"""Transfers through REST: beginning one, planning it, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from customers.models import Customer
from handover.models import Transfer
from tests.handover.conftest import Book

URL = "/api/v1/transfers/"
LATER = "2099-01-01T00:00:00Z"
Api = Callable[..., APIClient]


def codes(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"].startswith("application/problem+json")
    return answer.status_code, answer.json()["code"]


def test_a_program_hands_a_territory_over(api: Api, book: Book, manager: User, successor: User, leaver: User) -> None:
    program = api(manager)
    made = program.post(URL, {"filter": {"territory": "East", "owner": [leaver.pk]}, "effective_at": LATER}, "json")
    assert made.status_code == 201
    found = made.json()
    assert (found["kind"], found["state"], found["customers"]) == ("territory", "planning", 1)
    assert found["owners"] == [leaver.pk]
    plan = program.post(f"{URL}{found['id']}/plans/", {"successors": [successor.pk]}, "json").json()
    assert plan["id"] == found["plan"]
    assert (plan["transfer"], plan["departure"]) == (found["id"], None)
    lines = program.get(f"/api/v1/plans/{plan['id']}/assignments/").json()["results"]
    assert {line["successor"] for line in lines} == {successor.pk}
    assert program.post(f"/api/v1/plans/{plan['id']}/approval/").json()["state"] == "approved"
    assert program.get(f"{URL}{found['id']}/").json()["state"] == "due"
    assert program.get(f"/api/v1/plans/{plan['id']}/execution/").json()["due_at"] == LATER
    assert [row["id"] for row in program.get(f"{URL}?state=open&kind=territory").json()["results"]] == [found["id"]]
    assert program.get(f"{URL}?state=over").json()["results"] == []


def test_a_draft_is_changed_and_put_aside(api: Api, book: Book, manager: User, leaver: User) -> None:
    program = api(manager)
    url = f"{URL}{program.post(URL, {'person': leaver.pk, 'returns_at': LATER}, 'json').json()['id']}/"
    changed = program.patch(url, {"returns_at": "2099-02-01T00:00:00Z", "reason": "Parental leave"}, "json").json()
    assert (changed["kind"], changed["person"], changed["reason"]) == ("leave", leaver.pk, "Parental leave")
    assert changed["returns_at"] == "2099-02-01T00:00:00Z"
    assert codes(program.patch(url, {"reason": ""}, "json")) == (422, "returns_missing")
    assert program.delete(url).status_code == 204
    assert program.get(url).json()["state"] == "discarded"
    assert codes(program.patch(url, {"returns_at": LATER}, "json")) == (409, "plan_discarded")


def test_what_makes_no_transfer_is_refused(
    api: Api, book: Book, manager: User, leaver: User, outsider: User, auditor: User, hr: User,
    make_customer: Callable[..., Customer],
) -> None:  # fmt: skip
    program = api(manager)
    theirs = make_customer(outsider)
    refused: list[tuple[dict[str, Any], tuple[int, str]]] = [
        ({}, (422, "invalid")),
        ({"customers": []}, (422, "invalid")),
        ({"customers": [1] * 1001}, (422, "invalid")),
        ({"customers": [book.hottechi.pk], "person": leaver.pk}, (422, "invalid")),
        ({"filter": {"colour": "red"}}, (422, "invalid")),
        ({"filter": {"grade": "Z"}}, (422, "invalid")),
        ({"customers": [theirs.pk]}, (422, "unknown_customer")),
        ({"filter": {"territory": "Nowhere"}}, (422, "nothing_chosen")),
        ({"filter": {"owner": [outsider.pk]}}, (422, "nothing_chosen")),
        ({"filter": {"owner": ["x"]}}, (422, "nothing_chosen")),
        ({"person": leaver.pk}, (422, "returns_missing")),
        ({"person": outsider.pk, "returns_at": LATER}, (403, "not_yours")),
        ({"move": 1}, (404, "not_found")),
    ]
    for given, expected in refused:
        answer = codes(program.post(URL, given, "json"))
        assert answer == expected, given
    for person in (leaver, auditor, hr):
        assert api(person).post(URL, {"customers": [book.hottechi.pk]}, "json").status_code == 403
    assert not Transfer.objects.exists()


@pytest.mark.django_db
def test_others_find_no_transfer(api: Api, book: Book, manager: User, leaver: User, outsider: User) -> None:
    made = api(manager).post(URL, {"customers": [book.kancode.pk]}, "json").json()
    for person in (leaver, outsider):
        program = api(person)
        assert program.get(URL).json()["results"] == []
        assert program.get(f"{URL}{made['id']}/").status_code == 404
        assert program.get(f"/api/v1/plans/{made['plan']}/").status_code == 404
