"""Whatever goes wrong under /api/ is a problem a program understands."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import DataError, IntegrityError
from django.test import Client, override_settings
from rest_framework.test import APIClient

from accounts.models import Team, User

Connect = Callable[..., APIClient]


def _is_problem(response: Any, status: int, code: str) -> None:
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert {"type", "title", "detail"} <= set(body)


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/nothing", "/api/v1/nothing/", "/api/v2/users/", "/api/v1/users/0/", "/api/v1/users/x/"]
)
def test_what_does_not_exist(api: Connect, leaver: User, path: str) -> None:
    _is_problem(api(leaver).get(path), 404, "not_found")


def test_an_unknown_address_tells_a_stranger_nothing_more(client: Client, db: None) -> None:
    _is_problem(client.get("/api/v1/nothing/"), 404, "not_found")
    _is_problem(client.get("/api/v1/users/"), 401, "not_authenticated")


def test_a_forgotten_slash_keeps_method_and_body(api: Connect, hr: User) -> None:
    program = api(hr)
    answer = program.post("/api/v1/teams?x=1", {"name": "North"})
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/teams/?x=1")
    assert program.post("/api/v1/teams", {"name": "North"}, follow=True).status_code == 201


def test_json_that_is_none(api: Connect, hr: User) -> None:
    answer = api(hr).post("/api/v1/teams/", "{not json", content_type="application/json")
    _is_problem(answer, 400, "parse_error")


def test_a_method_that_is_not_there(api: Connect, hr: User) -> None:
    answer = api(hr).delete("/api/v1/me/")
    _is_problem(answer, 405, "method_not_allowed")
    assert "GET" in answer["Allow"]


def test_a_content_type_nobody_reads(api: Connect, hr: User) -> None:
    _is_problem(api(hr).post("/api/v1/teams/", "<xml/>", content_type="text/xml"), 415, "unsupported_media_type")


def test_fields_that_do_not_fit_are_named(api: Connect, hr: User) -> None:
    answer = api(hr).post("/api/v1/teams/", {"parent": 0})
    _is_problem(answer, 422, "invalid")
    assert set(answer.json()["errors"]) == {"name", "parent"}


@override_settings(API_REQUESTS_PER_MINUTE=2)
def test_a_loop_that_runs_away(api: Connect, hr: User) -> None:
    cache.clear()
    program = api(hr)
    answers = [program.get("/api/v1/me/") for _turn in range(5)]
    assert answers[0].status_code == 200
    _is_problem(answers[-1], 429, "throttled")
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_problems_speak_the_readers_language(api: Connect, leaver: User, client: Client) -> None:
    User.objects.filter(pk=leaver.pk).update(language="zh-hans")
    answer = api(leaver).get("/api/v1/users/")
    assert answer["Content-Language"] == "zh-hans"
    assert client.get("/api/v1/users/", HTTP_ACCEPT_LANGUAGE="zh-hans")["Content-Language"] == "zh-hans"
    assert client.get("/api/v1/users/", HTTP_ACCEPT_LANGUAGE="en")["Content-Language"] == "en"


def test_a_constraint_that_refuses_is_a_conflict(
    api: Connect, hr: User, leaver: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**_fields: object) -> None:
        Team.objects.create(name="East")

    monkeypatch.setattr("accounts.actions.teams.create", breaks)
    answer = api(hr).post("/api/v1/teams/", {"name": "North"})
    _is_problem(answer, 409, "conflict")
    assert answer.json()["errors"] == {"constraint": "team_name_once"}


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (IntegrityError("x"), 409, "conflict"),
        (DataError("x"), 422, "invalid"),
        (RuntimeError("x"), 500, "server_error"),
    ],
)
def test_what_nobody_foresaw(
    api: Connect, hr: User, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    def breaks(**_fields: object) -> None:
        raise error

    monkeypatch.setattr("accounts.actions.teams.create", breaks)
    program = api(hr)
    program.raise_request_exception = False
    _is_problem(program.post("/api/v1/teams/", {"name": "North"}), status, code)


def test_a_session_without_its_csrf_token_changes_nothing(hr: User) -> None:
    User.objects.filter(pk=hr.pk).update(password=make_password("x"))
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=hr.pk))
    answer = client.post("/api/v1/teams/", {"name": "North"}, content_type="application/json")
    _is_problem(answer, 403, "permission_denied")
    assert not Team.objects.filter(name="North").exists()
