"""What an answer says beside its body: what the caller may still ask, and whether anything has changed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from rest_framework.test import APIClient

from accounts.models import Team, User
from customers.models import Customer

Connect = Callable[..., APIClient]
ME = "/api/v1/me/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def _left(answer: Any) -> int:
    found = re.fullmatch(r'"minute";r=(\d+);t=(\d+)', answer["RateLimit"])
    assert found
    assert 1 <= int(found[2]) <= 60
    return int(found[1])


@override_settings(API_REQUESTS_PER_MINUTE=3)
def test_each_answer_says_what_is_left(api: Connect, hr: User, leaver: User) -> None:
    program, other = api(hr), api(leaver)
    answers = [program.get(ME) for _turn in range(4)]
    assert [_left(answer) for answer in answers] == [2, 1, 0, 0]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"minute";q=3;w=60'}
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3]["Content-Type"] == "application/problem+json"
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert _left(other.get(ME)) == 2


@override_settings(API_REQUESTS_PER_MINUTE_ANONYMOUS=1)
def test_strangers_are_counted_by_address(db: None) -> None:
    asked = {"email": "nobody@baton.example", "password": "x"}
    answers = [
        APIClient(REMOTE_ADDR=address).post("/api/v1/tokens/", asked)
        for address in ("192.0.2.7", "192.0.2.7", "192.0.2.8")
    ]
    assert [answer.status_code for answer in answers] == [401, 429, 401]
    assert [_left(answer) for answer in answers] == [0, 0, 0]


def test_what_has_not_changed_is_not_sent_again(
    api: Connect, leaver: User, make_customer: Callable[..., Customer]
) -> None:
    program, url = api(leaver), f"/api/v1/customers/{make_customer(leaver).pk}/"
    first = program.get(url)
    tag = first["ETag"]
    same = program.get(url, headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert "private" in first["Cache-Control"]
    assert {"Authorization", "Accept-Language"} <= set(re.split(", ?", first["Vary"]))
    Customer.objects.update(name="Another name")
    changed = program.get(url, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.json()["name"]) == (200, "Another name")


def test_a_tag_is_no_way_to_what_one_may_not_see(
    api: Connect, leaver: User, outsider: User, make_customer: Callable[..., Customer]
) -> None:
    url = f"/api/v1/customers/{make_customer(leaver).pk}/"
    tag = api(leaver).get(url)["ETag"]
    for given in (tag, "*"):
        refused = api(outsider).get(url, headers={"If-None-Match": given})
        assert (refused.status_code, "ETag" in refused) == (404, False)


def test_a_list_has_a_tag_and_a_page_has_none(api: Connect, hr: User, sign_in: Callable[[User], Client]) -> None:
    program = api(hr)
    tag = program.get("/api/v1/teams/")["ETag"]
    assert program.get("/api/v1/teams/", headers={"If-None-Match": tag}).status_code == 304
    Team.objects.create(name="North")
    assert program.get("/api/v1/teams/", headers={"If-None-Match": tag}).status_code == 200
    assert "ETag" not in sign_in(hr).get("/")


def test_a_bulk_request_is_bounded(api: Connect, hr: User) -> None:
    from handover.api.assignments import AssignmentChangeSerializer
    from web.api import MOST_IN_BULK

    asked = AssignmentChangeSerializer(data={"ids": list(range(MOST_IN_BULK + 1))})
    assert not asked.is_valid()
    assert "ids" in asked.errors
