"""A POST with an `Idempotency-Key` happens once and is answered the same for a day."""

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from accounts.idempotency.answers import KeyedRequest, _is_ours
from accounts.models import ApiToken, AuditEntry, KeptAnswer, Team, User
from customers.models import Task
from handover.models import Departure, Evidence

Connect = Callable[..., APIClient]
URL = "/api/v1/teams/"
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def _post(program: APIClient, key: str = "k-1", url: str = URL, data: Any = None, **more: Any) -> Any:
    return program.post(url, data or {"name": "North"}, headers={"Idempotency-Key": key}, **more)


def test_the_second_gets_the_answer_of_the_first(api: Connect, admin: User) -> None:
    program = api(admin)
    first, second, quoted = _post(program), _post(program), _post(program, '"k-1"')
    assert first.status_code == second.status_code == quoted.status_code == 201
    assert first.json() == second.json() == quoted.json()
    assert second["Content-Type"] == first["Content-Type"] == "application/json"
    assert (first.headers.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert Team.objects.filter(name="North").count() == AuditEntry.objects.filter(verb="team.created").count() == 1


def test_another_body_or_address_is_refused(api: Connect, admin: User) -> None:
    program = api(admin)
    _post(program)
    for given in ({"data": {"name": "South"}}, {"url": f"{URL}?x=1"}, {"url": "/api/v1/departures/"}):
        answer = _post(program, **given)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
        assert answer["Content-Type"] == "application/problem+json"
    assert not Team.objects.filter(name="South").exists()


def test_a_key_is_the_callers_own(api: Connect, admin: User) -> None:
    assert _post(api(admin)).status_code == 201
    assert _post(api(admin), data={"name": "South"}).status_code == 201


def test_without_a_key_each_is_a_new_wish(api: Connect, admin: User) -> None:
    program = api(admin)
    assert program.post(URL, {"name": "North"}).status_code == 201
    assert program.post(URL, {"name": "North"}).status_code == 409


def test_what_was_refused_may_be_sent_again(api: Connect, admin: User) -> None:
    program = api(admin)
    Team.objects.create(name="North")
    assert _post(program).status_code == 409
    Team.objects.filter(name="North").delete()
    assert _post(program).status_code == 201


def test_after_a_day_the_key_is_free(api: Connect, admin: User) -> None:
    program = api(admin)
    _post(program)
    KeptAnswer.objects.update(kept_until=KeptAnswer.objects.get().kept_until - DAY)
    assert _post(program, data={"name": "South"}).status_code == 201
    assert KeptAnswer.objects.count() == 1


@pytest.mark.parametrize("key", ["", " ", '"', '""', "a b", "é", "x" * 256, 'a"b'])
def test_what_is_no_key(api: Connect, admin: User, key: str) -> None:
    answer = _post(api(admin), key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")
    assert not Team.objects.filter(name="North").exists()


def test_a_stored_answer_opens_to_nobody_whose_access_ended(api: Connect, admin: User) -> None:
    program = api(admin)
    _post(program)
    ApiToken.objects.update(revoked_at=timezone.now())
    answer = _post(program)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")


def test_a_token_is_given_again_and_stored_in_no_readable_form(leaver: User) -> None:
    asked = {"email": leaver.email, "password": "x", "name": "hr", "scope": "read"}
    first, second = (_post(APIClient(), url="/api/v1/tokens/", data=asked) for _turn in range(2))
    assert first.json() == second.json()
    assert ApiToken.objects.count() == 1
    kept = bytes(KeptAnswer.objects.get().sealed)
    assert first.json()["token"].encode() not in kept
    other = _post(APIClient(), url="/api/v1/tokens/", data=asked | {"password": "y"})
    assert other.status_code == 422


def test_a_person_in_a_browser_has_keys_too(sign_in: Callable[[User], Client], admin: User) -> None:
    client = sign_in(admin)
    answers = [
        client.post(URL, {"name": "North"}, content_type="application/json", headers={"Idempotency-Key": "k"})
        for _turn in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1]["Idempotency-Replayed"] == "true"


def test_a_file_is_the_same_file_whatever_the_boundary(
    api: Connect, leaver: User, departure: Departure, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    item = departure.items.first()
    assert item is not None
    url = f"/api/v1/checklist-items/{item.pk}/evidence/"

    def send(content: bytes) -> Any:
        file = SimpleUploadedFile("list.txt", content, content_type="text/plain")
        return _post(api_of_leaver, url=url, data={"file": file}, format="multipart")

    api_of_leaver = api(leaver)
    first, second, other = send(b"keys and laptop"), send(b"keys and laptop"), send(b"another one!!!!")
    assert (first.status_code, second.status_code, other.status_code) == (201, 201, 422), first.content
    assert Evidence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_first_runs_the_second_waits_for_its_answer(api: Connect, admin: User) -> None:
    program = api(admin)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            assert _is_ours(KeyedRequest(f"token:{ApiToken.objects.get().pk}", "k-1", b"").place, 0)
            held.set()
            done.wait(30)
            cursor.execute("ROLLBACK")
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(30)
    busy = _post(program)
    done.set()
    thread.join()
    assert (busy.status_code, busy.json()["code"], busy["Retry-After"]) == (409, "idempotency_in_progress", "1")
    assert _post(program).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_done(api: Connect, admin: User) -> None:
    program, codes = api(admin), []

    def send() -> None:
        codes.append(_post(program).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {201, 409}
    assert 201 in codes
    assert Team.objects.filter(name="North").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_breaks_down_leaves_neither_deed_nor_answer(
    api: Connect, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = api(admin)
    program.raise_request_exception = False

    def broken(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("accounts.idempotency.answers._keep", broken)
        assert _post(program).status_code == 500
    assert not Team.objects.filter(name="North").exists()
    assert not Task.objects.exists()
    assert _post(program).status_code == 201


def test_every_post_takes_a_key_in_the_description() -> None:
    for path, operations in SchemaGenerator().get_schema(request=None, public=True)["paths"].items():
        for method, operation in operations.items():
            named = [one["name"] for one in operation.get("parameters", []) if one["in"] == "header"]
            assert ("Idempotency-Key" in named) == (method == "post"), (method, path)
