"""People, teams, tokens and oneself by REST."""

import datetime
import zoneinfo
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import ApiToken, Scope, Team, User

Connect = Callable[..., APIClient]
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def _ask(**given: object) -> object:
    data = {"email": "chen.jing@baton.example", "password": "x", "name": "script", "scope": "read"} | given
    return APIClient().post("/api/v1/tokens/", data)


def test_address_and_password_give_a_token_that_works(leaver: User) -> None:
    answer = _ask(scope="write")
    assert answer.status_code == 201
    assert set(answer.json()) >= {"token", "expires_at"}
    program = APIClient(HTTP_AUTHORIZATION=f"Bearer {answer.json()['token']}")
    me = program.get("/api/v1/me/").json()
    assert (me["id"], me["email"], me["role"]) == (leaver.pk, leaver.email, "rep")
    assert "edit_book" in me["permissions"]
    assert ApiToken.objects.get().last_used_at is not None


@pytest.mark.parametrize("case", ["wrong", "unknown", "inactive", "ended", "placeholder"])
def test_each_refusal_is_the_same(leaver: User, case: str) -> None:
    given: dict[str, object] = {}
    if case == "wrong":
        given["password"] = "y"
    elif case == "unknown":
        given["email"] = "nobody@baton.example"
    elif case == "inactive":
        User.objects.update(is_active=False)
    elif case == "ended":
        User.objects.update(access_ends_at=timezone.now() - HOUR)
    else:
        User.objects.filter(pk=leaver.pk).update(email="chen.jing@import.invalid")
        given["email"] = "chen.jing@import.invalid"
    answer = _ask(**given)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "credentials_not_valid"
    assert not ApiToken.objects.exists()


def test_guessing_is_stopped(leaver: User) -> None:
    for _attempt in range(5):
        assert _ask(password="guess").status_code == 401
    answer = _ask()
    assert answer.status_code == 429
    assert answer.json()["code"] == "throttled"
    assert int(answer["Retry-After"]) > 0


def test_a_bad_token_in_the_header_does_not_keep_one_from_a_new_one(leaver: User) -> None:
    client = APIClient(HTTP_AUTHORIZATION="Bearer long-gone")
    assert client.post("/api/v1/tokens/", {"email": leaver.email, "password": "x"}).status_code == 201


def test_a_token_of_read_scope_only_reads(api: Connect, leaver: User) -> None:
    program = api(leaver, Scope.READ)
    answer = program.patch("/api/v1/me/", {"language": "zh-hans"})
    assert (answer.status_code, answer.json()["code"]) == (403, "token_read_only")
    assert program.get("/api/v1/me/").status_code == 200


def test_oneself_changes_language_and_time_zone_and_nothing_else(api: Connect, leaver: User) -> None:
    program = api(leaver)
    data = {"language": "zh-hans", "time_zone": "Asia/Shanghai", "role": "administrator", "email": "x@y.example"}
    answer = program.patch("/api/v1/me/", data)
    assert answer.json() | {"language": "zh-hans", "time_zone": "Asia/Shanghai", "role": "rep"} == answer.json()
    assert program.patch("/api/v1/me/", {"time_zone": "Mars/Olympus"}).status_code == 422


def test_own_tokens_are_listed_without_key_and_revoked(api: Connect, leaver: User, successor: User) -> None:
    program, other = api(leaver), api(successor)
    (token,) = program.get("/api/v1/me/tokens/").json()["results"]
    assert "key_hash" not in token
    assert other.delete(f"/api/v1/me/tokens/{token['id']}/").status_code == 404
    assert program.delete(f"/api/v1/me/tokens/{token['id']}/").status_code == 204
    assert program.get("/api/v1/me/").status_code == 401


def test_people_are_listed_filtered_and_found(api: Connect, leaver: User, successor: User, outsider: User) -> None:
    program = api(leaver)
    assert [row["name"] for row in program.get("/api/v1/users/?q=静").json()["results"]] == ["陈静"]
    west = Team.objects.get(name="West")
    assert [row["id"] for row in program.get(f"/api/v1/users/?team={west.pk}").json()["results"]] == [outsider.pk]
    page = program.get("/api/v1/users/?page_size=2").json()
    assert len(page["results"]) == 2
    assert page["previous"] is None
    following = program.get(page["next"]).json()
    assert following["results"][0]["id"] < page["results"][-1]["id"]
    assert program.get(f"/api/v1/users/{successor.pk}/").json()["name"] == "李伟"


def test_the_end_of_an_access_is_told_to_those_who_manage_people(
    api: Connect, hr: User, successor: User, leaver: User
) -> None:
    User.objects.filter(pk=leaver.pk).update(access_ends_at=timezone.now() + HOUR)
    path = f"/api/v1/users/{leaver.pk}/"
    assert (
        api(successor).get(path).json() | {"access_ends_at": None, "has_access": True}
        == api(successor).get(path).json()
    )
    assert api(hr).get(path).json()["access_ends_at"] is not None


def test_hr_changes_a_person_and_a_rep_does_not(api: Connect, hr: User, successor: User, leaver: User) -> None:
    path = f"/api/v1/users/{leaver.pk}/"
    assert api(successor).patch(path, {"capacity": 1}).status_code == 403
    assert api(hr).patch(path, {"capacity": 1}).json()["capacity"] == 1
    refused = api(hr).patch(path, {"role": "administrator"})
    assert (refused.status_code, refused.json()["code"]) == (409, "administrators_only")


def test_teams_are_made_and_moved_without_loops(api: Connect, hr: User, leaver: User) -> None:
    program, east = api(hr), Team.objects.get(name="East")
    made = program.post("/api/v1/teams/", {"name": "North", "parent": east.pk})
    assert made.status_code == 201
    refused = program.patch(f"/api/v1/teams/{east.pk}/", {"parent": made.json()["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "team_loop")
    assert api(leaver).post("/api/v1/teams/", {"name": "South"}).status_code == 403
    assert [team["name"] for team in api(leaver).get(f"/api/v1/teams/?parent={east.pk}").json()["results"]] == ["North"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_days_are_counted_on_the_clock_of_the_tokens_person(
    zone: str, leaver: User, make_deal: Callable[..., Any], api: Callable[..., APIClient]
) -> None:
    """The two zones are 26 hours apart: it is never the same day in both."""
    leaver.time_zone = zone
    leaver.save()
    closed = api(leaver).patch(f"/api/v1/deals/{make_deal(leaver).pk}/", {"state": "won"}).json()
    today = datetime.datetime.now(zoneinfo.ZoneInfo(zone)).date()
    assert closed["closed_on"] == today.isoformat()
    assert timezone.get_current_timezone_name() == "UTC", "the next request starts afresh"


def test_refusals_speak_the_language_of_the_tokens_person(leaver: User, api: Callable[..., APIClient]) -> None:
    leaver.language = "zh-hans"
    leaver.save()
    told = api(leaver).get("/api/v1/customers/0/", HTTP_ACCEPT_LANGUAGE="en").json()
    assert (told["code"], told["detail"]) == ("not_found", "这里没有你可以查看的内容。")
