"""Every address × every role, and nobody at all: what is declared is what happens.

An address without a declaration fails here, and is closed to all until it has one. Each role walks all addresses in
one test with the same two clients; what a request changed is undone before the next, and complaints are collected.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from rest_framework.test import APIClient

from accounts.gate import ANYONE, declared, declared_for, may
from accounts.models import Scope, User
from accounts.permissions import Role
from tests.house.addresses import SAFE, Address, every

ADDRESSES = every()
REQUESTS = [(address, method) for address in ADDRESSES for method in address.methods()]
WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "MERGE")
#: What a GET may write: the session, the hour a token was last used, that the reader has read a notice, and what was
#: counted, kept for the next reader.
OWN_TRACES = ('"django_session"', '"last_used_at"', 'UPDATE "notices_notice" SET "read_at"', '"handover_keptcount"')

each_address = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)


class Walker:
    """Asks any address as one person: pages by a browser, the API by a program, each time as if for the first."""

    def __init__(self, browser: Client, program: APIClient) -> None:
        self.browser, self.program = browser, program
        browser.raise_request_exception = program.raise_request_exception = False

    def answer(self, address: Address, method: str) -> HttpResponse:
        """The answer; nothing the request left is there for the next. An exception is a 500, its trace in the log."""
        client = self.program if address.is_api else self.browser
        with self._undone(client):
            return client.generic(method, address.url, content_type="application/json")

    @contextmanager
    def _undone(self, client: Client) -> Iterator[None]:
        cache.clear()
        cookies, before = copy(client.cookies), transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(before)
            client.cookies = cookies


@pytest.fixture
def as_role(
    db: None, sign_in: Callable[[User], Client], api: Callable[..., APIClient]
) -> Callable[[Role], tuple[Walker, User]]:
    """A person of that role with a session and a token."""

    def walker(role: Role) -> tuple[Walker, User]:
        user = User.objects.create(email=f"{role}@baton.example", name=role, role=role)
        return Walker(sign_in(user), api(user)), user

    return walker


def _who(address: Address, method: str) -> tuple[str, ...]:
    if address.is_api:
        api: Any = address.view.cls  # type: ignore[attr-defined]
        actions = getattr(address.view, "actions", None) or {}
        who = declared_for(api, actions.get(method.lower(), method.lower()))
    else:
        who = declared(address.view)
    return who or ()


def _written(queries: CaptureQueriesContext) -> list[str]:
    """What was changed, the traces aside that a reader leaves of themselves."""
    statements = [query["sql"] for query in queries]
    return [
        sql
        for sql in statements
        if sql.lstrip().upper().startswith(WRITES) and not any(own in sql for own in OWN_TRACES)
    ]


@each_address
def test_every_address_says_who_may(address: Address) -> None:
    assert resolve(address.url).func is address.view, f"{address.url} does not lead to {address.route}"
    assert declared(address.view) is not None, (
        f"{address.route} is closed to all: put @opens_to(…) on {address.view.__module__}.{address.view.__name__}"
    )
    assert all(_who(address, method) for method in address.methods())


def test_a_stranger_gets_no_further_than_the_door(db: None) -> None:
    stranger = Walker(Client(), APIClient())
    complaints = []
    for address, method in REQUESTS:
        answer = stranger.answer(address, method)
        if ANYONE in _who(address, method):
            good = answer.status_code < 500
        elif address.is_api:
            good = (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
        else:
            good = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=")
        if not good:
            complaints.append(f"{method} {address.url} answers a stranger {answer.status_code}")
    assert complaints == []


@pytest.mark.parametrize("role", Role, ids=str)
def test_a_role_gets_what_is_declared_and_changes_nothing_by_reading(
    role: Role, as_role: Callable[[Role], tuple[Walker, User]]
) -> None:
    walker, user = as_role(role)
    complaints = []
    for address, method in REQUESTS:
        with CaptureQueriesContext(connection) as queries:
            status = walker.answer(address, method).status_code
        if may(user, _who(address, method)):
            if status in (401, 403) or status >= 500:
                complaints.append(f"{method} {address.url} should open to {role} and answers {status}")
        elif status not in (403, 404):
            complaints.append(f"{method} {address.url} should be closed to {role} and answers {status}")
        if method == "GET":
            complaints += [f"GET {address.url} as {role} wrote: {sql}" for sql in _written(queries)]
    assert complaints == []


def test_a_reading_token_writes_nothing(
    as_role: Callable[[Role], tuple[Walker, User]], api: Callable[..., APIClient]
) -> None:
    _walker, user = as_role(Role.ADMINISTRATOR)
    reader = Walker(Client(), api(user, Scope.READ))
    complaints = []
    for address, method in REQUESTS:
        who = _who(address, method)
        if not address.is_api or method in SAFE or ANYONE in who or not may(user, who):
            continue
        answer = reader.answer(address, method)
        if (answer.status_code, answer.json()["code"]) != (403, "token_read_only"):
            complaints.append(f"{method} {address.url} answers {answer.status_code}")
    assert complaints == []
