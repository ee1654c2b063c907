"""Every address × every role, and nobody at all: what is declared is what happens.

An address without a declaration fails here, and is closed to all until it has one.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from rest_framework.test import APIClient

from accounts.gate import ANYONE, declared, declared_for, may
from accounts.models import Scope, User
from accounts.permissions import Role
from tests.house.addresses import SAFE, Address, every

ADDRESSES = every()
WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "MERGE")
#: What a GET may write: the session, the hour a token was last used, that the reader has read a notice.
OWN_TRACES = ('"django_session"', '"last_used_at"', 'UPDATE "notices_notice" SET "read_at"')

each_address = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)


@pytest.fixture
def people(db: None) -> dict[Role, User]:
    """One person of each role."""
    cache.clear()
    made = User.objects.bulk_create(User(email=f"{role}@baton.example", name=role, role=role) for role in Role)
    return {Role(user.role): user for user in made}


@pytest.fixture
def connect(sign_in: Callable[[User], Client], api: Callable[..., APIClient]) -> Callable[[Address, User], Client]:
    """A client that speaks as that person: with a session to pages, with a token to the API."""

    def as_(address: Address, user: User) -> Client:
        client = api(user) if address.is_api else sign_in(user)
        client.raise_request_exception = True
        return client

    return as_


def _who(address: Address, method: str) -> tuple[str, ...]:
    if address.is_api:
        api: Any = address.view.cls  # type: ignore[attr-defined]
        actions = getattr(address.view, "actions", None) or {}
        who = declared_for(api, actions.get(method.lower(), method.lower()))
    else:
        who = declared(address.view)
    assert who is not None
    return who


@each_address
def test_every_address_says_who_may(address: Address) -> None:
    assert resolve(address.url).func is address.view, f"{address.url} does not lead to {address.route}"
    assert declared(address.view) is not None, (
        f"{address.route} is closed to all: put @opens_to(…) on {address.view.__module__}.{address.view.__name__}"
    )


@each_address
def test_a_stranger_gets_no_further_than_the_door(address: Address, people: dict[Role, User]) -> None:
    for method in address.methods():
        response = (APIClient() if address.is_api else Client()).generic(method, address.url)
        if ANYONE in _who(address, method):
            assert response.status_code < 500
        elif address.is_api:
            assert (response.status_code, response.json()["code"]) == (401, "not_authenticated"), method
        else:
            assert response.status_code == 302, method
            assert response["Location"].startswith("/accounts/login/?next="), method


@each_address
def test_a_role_gets_what_is_declared(
    address: Address, people: dict[Role, User], connect: Callable[[Address, User], Client]
) -> None:
    for role, method in product(Role, address.methods()):
        client = connect(address, people[role])
        status = client.generic(method, address.url, content_type="application/json").status_code
        if may(people[role], _who(address, method)):
            assert status not in (401, 403), f"{method} {address.url} should open to {role} and answers {status}"
            assert status < 500
        else:
            assert status in (403, 404), f"{method} {address.url} should be closed to {role} and answers {status}"


@each_address
def test_reading_changes_nothing(
    address: Address, people: dict[Role, User], connect: Callable[[Address, User], Client]
) -> None:
    for role in (Role.ADMINISTRATOR, Role.MANAGER):
        client = connect(address, people[role])
        with CaptureQueriesContext(connection) as queries:
            client.get(address.url)
        written = [
            query["sql"]
            for query in queries
            if query["sql"].lstrip().upper().startswith(WRITES) and not any(own in query["sql"] for own in OWN_TRACES)
        ]
        assert not written


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.is_api], ids=lambda address: address.route)
def test_a_reading_token_writes_nothing(
    address: Address, people: dict[Role, User], api: Callable[..., APIClient]
) -> None:
    program = api(people[Role.ADMINISTRATOR], Scope.READ)
    for method in address.methods():
        if method in SAFE or ANYONE in _who(address, method):
            continue
        if may(people[Role.ADMINISTRATOR], _who(address, method)):
            response = program.generic(method, address.url, content_type="application/json")
            assert (response.status_code, response.json()["code"]) == (403, "token_read_only"), method
