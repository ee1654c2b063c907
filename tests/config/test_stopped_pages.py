"""Pages that go no further say so in the language of the house, with a heading and a way on."""

import re
from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from accounts.models import User
from config import errors

HEADING = re.compile(r"<h1[^>]*>([^<]+)</h1>")


def _heading(content: bytes) -> str:
    found = HEADING.search(content.decode())
    return found[1] if found else ""


def test_a_page_that_is_not_there_and_one_that_is_not_open(sign_in: Callable[[User], Client], leaver: User) -> None:
    client = sign_in(leaver)
    missing, closed = client.get("/nothing-here/"), client.get("/people/invite/")
    assert (missing.status_code, _heading(missing.content)) == (404, "Nothing is here")
    assert (closed.status_code, _heading(closed.content)) == (403, "This page is not open to you")
    assert 'href="/search/"' in missing.content.decode()


def test_a_form_sent_too_late_is_refused_in_our_own_words(leaver: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": leaver.email, "password": "x"})
    assert (answer.status_code, _heading(answer.content)) == (403, "This page was open too long")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "said"), [(400, "This could not be read"), (500, "Something went wrong on our side")]
)
def test_what_can_not_be_read_and_what_we_did_wrong(rf: RequestFactory, status: int, said: str) -> None:
    request = rf.get("/")
    answer = errors.page_400(request, ValueError()) if status == 400 else errors.page_500(request)
    assert (answer.status_code, _heading(answer.content)) == (status, said)
