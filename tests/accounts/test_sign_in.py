"""The front door: who gets in, who does not, and what they are told."""

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import current_app
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import tasks
from accounts.models import User
from tests.smtp_sink import Sink
from tests.worker import Workers, wait_for

HOUR = datetime.timedelta(hours=1)
NEUTRAL = "This address and password don&#x27;t open anything here."


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def _try(client: Client, email: str, password: str = "x") -> str:
    return client.post("/accounts/login/", {"login": email, "password": password}).content.decode()


def test_a_person_signs_in_whatever_the_case_of_the_address(client: Client, leaver: User) -> None:
    response = client.post("/accounts/login/", {"login": "Chen.Jing@Baton.example", "password": "x"})
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert client.get("/profile/").status_code == 200


def test_the_page_one_came_for_follows_the_sign_in(client: Client, leaver: User) -> None:
    sent = client.get("/profile/")
    assert sent["Location"] == "/accounts/login/?next=/profile/"
    page = client.get(sent["Location"]).content.decode()
    assert 'name="next" value="/profile/"' in page
    form = {"login": leaver.email, "password": "x", "next": "/profile/"}
    assert client.post("/accounts/login/", form)["Location"] == "/profile/"


@pytest.mark.parametrize("case", ["wrong", "unknown", "inactive", "ended", "placeholder"])
def test_each_refusal_says_the_same_sentence(client: Client, leaver: User, case: str) -> None:
    email, password = leaver.email, "x"
    if case == "wrong":
        password = "y"
    elif case == "unknown":
        email = "nobody@baton.example"
    elif case == "inactive":
        User.objects.update(is_active=False)
    elif case == "ended":
        User.objects.update(access_ends_at=timezone.now() - HOUR)
    else:
        email = "chen.jing@import.invalid"
        User.objects.filter(pk=leaver.pk).update(email=email)
    assert NEUTRAL in _try(client, email, password)
    assert client.get("/profile/").status_code == 302


def test_guessing_is_stopped_with_a_sentence_even_for_the_right_password(client: Client, leaver: User) -> None:
    for _attempt in range(5):
        assert NEUTRAL in _try(client, leaver.email, "guess")
    assert "Too many attempts. Wait five minutes" in _try(client, leaver.email, "x")


def test_access_that_ends_closes_pages_and_tokens_at_once(
    sign_in: Callable[[User], Client], api: Callable[[User], Client], leaver: User
) -> None:
    page, program = sign_in(leaver), api(leaver)
    assert page.get("/profile/").status_code == 200
    assert program.get("/api/v1/schema/").status_code == 200
    User.objects.filter(pk=leaver.pk).update(access_ends_at=timezone.now() - HOUR)
    cache.clear()  # nothing about access is remembered outside the database
    turned_away = page.get("/profile/")
    assert turned_away["Location"] == "/accounts/login/?next=/profile/"
    assert turned_away["Clear-Site-Data"] == '"cache"', "their device forgets what it was shown"
    assert program.get("/api/v1/schema/").status_code == 401
    User.objects.filter(pk=leaver.pk).update(access_ends_at=None)
    assert page.get("/profile/").status_code == 302, "the session itself is over, not only paused"


def test_access_that_ends_later_is_still_open(sign_in: Callable[[User], Client], leaver: User) -> None:
    User.objects.filter(pk=leaver.pk).update(access_ends_at=timezone.now() + HOUR)
    assert sign_in(leaver).get("/profile/").status_code == 200


def test_signing_out_takes_a_post(sign_in: Callable[[User], Client], leaver: User) -> None:
    client = sign_in(leaver)
    assert "Everything you entered is saved." in client.get("/accounts/logout/").content.decode()
    assert client.get("/profile/").status_code == 200
    signed_in = client.get("/profile/")
    assert signed_in["Cache-Control"] == "private, no-cache"
    out = client.post("/accounts/logout/")
    assert out["Location"] == "/accounts/login/"
    assert out["Clear-Site-Data"] == '"cache"'
    assert out.cookies["signed_out"].value == "1"
    assert client.get("/profile/").status_code == 302


@pytest.fixture
def forgotten(
    client: Client, django_capture_on_commit_callbacks: Callable[..., Any], at_once: None
) -> Callable[[str], HttpResponse]:
    """Ask for a new password; a worker sends the mail once the request is over."""

    def ask(email: str) -> HttpResponse:
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/accounts/password/reset/", {"email": email})
            assert not mail.outbox
        return answer

    return ask


@pytest.fixture
def at_once() -> Iterator[None]:
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


def _link() -> str:
    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_a_forgotten_password_is_replaced_by_mail_once(
    client: Client, leaver: User, forgotten: Callable[[str], HttpResponse]
) -> None:
    forgotten(leaver.email.upper())
    assert mail.outbox[-1].to == [leaver.email]
    link = _link()
    form_page = client.get(link)["Location"]
    new = {"password1": "a-long-new-phrase", "password2": "a-long-new-phrase"}
    assert client.post(form_page, new)["Location"] == "/accounts/password/reset/key/done/"
    assert client.post("/accounts/login/", {"login": leaver.email, "password": "a-long-new-phrase"}).status_code == 302
    assert "This link no longer works" in Client().get(link).content.decode()


@pytest.mark.parametrize("case", ["unknown", "ended", "invited"])
def test_no_link_for_strangers_ended_and_invited_people_and_the_page_tells_nothing(
    leaver: User, forgotten: Callable[[str], HttpResponse], case: str
) -> None:
    if case == "ended":
        User.objects.update(access_ends_at=timezone.now() - HOUR)
    elif case == "invited":
        User.objects.update(password=make_password(None))
    response = forgotten("nobody@baton.example" if case == "unknown" else leaver.email)
    assert response["Location"] == "/accounts/password/reset/done/"
    assert not mail.outbox


def test_a_known_and_an_unknown_address_are_the_same_work(
    leaver: User, forgotten: Callable[[str], HttpResponse], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks.send_reset_link, "delay", lambda email, _id: asked.append(email))
    work = []
    for email in (leaver.email, "nobody@baton.example"):
        with CaptureQueriesContext(connection) as queries:
            answer = forgotten(email)
        work.append((answer.status_code, answer["Location"], [query["sql"] for query in queries]))
    assert work[0] == work[1]
    assert asked == [leaver.email, "nobody@baton.example"]


@pytest.mark.worker
def test_the_mail_is_sent_by_a_worker_and_again_when_the_server_does_not_take_it(
    workers: Workers, sink: Sink, leaver: User
) -> None:
    sink.refusals = 2
    workers.worker(EMAIL_URL=sink.url)
    Client().post("/accounts/password/reset/", {"email": "nobody@baton.example"})
    Client().post("/accounts/password/reset/", {"email": leaver.email})
    wait_for(lambda: sink.received.total() > 0, "the mail")
    wait_for(lambda: workers.done("accounts.tasks.send_reset_link") == 2, "both tasks to end")
    assert sink.received.total() == 1
    assert sink.refusals == 0


def test_a_link_dies_with_the_access(client: Client, leaver: User, forgotten: Callable[[str], HttpResponse]) -> None:
    forgotten(leaver.email)
    User.objects.filter(pk=leaver.pk).update(access_ends_at=timezone.now() - HOUR)
    assert "This link no longer works" in client.get(_link()).content.decode()


def test_changing_the_password_asks_for_the_old_one(sign_in: Callable[[User], Client], leaver: User) -> None:
    client = sign_in(leaver)
    new = {"password1": "a-long-new-phrase", "password2": "a-long-new-phrase"}
    refused = client.post("/accounts/password/change/", {"oldpassword": "no"} | new).content.decode()
    assert "This is not your current password." in refused
    assert client.post("/accounts/password/change/", {"oldpassword": "x"} | new).status_code == 302
    assert client.get("/profile/").status_code == 200


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "inactive/", "reauthenticate/", "password/set/", "login/code/"]
)
def test_what_baton_does_not_use_of_allauth_does_not_exist(client: Client, db: None, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404
