"""Figures over a large book are remembered for a minute; what is done in the departure shows at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from customers.models import Customer
from handover import memory
from handover.actions import checklist
from handover.models import ChecklistItem, Departure
from tests.cast import NOW
from tests.handover.conftest import Book

SignIn = Callable[[User], Client]


def _board(client: Client) -> int:
    return int(client.get("/handovers/").context["board"].rows[0].figures.customers)


def _page(client: Client, departure: Departure) -> int:
    return int(client.get(f"/handovers/{departure.pk}/").context["page"].held.customers)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every book counts as large."""
    monkeypatch.setattr(memory, "LARGE", 0)


def test_a_small_book_is_always_counted(
    book: Book, departure: Departure, manager: User, make_customer: Callable[..., Customer], sign_in: SignIn
) -> None:
    client = sign_in(manager)
    assert (_board(client), _page(client, departure)) == (2, 2)
    make_customer(departure.leaver)
    assert (_board(client), _page(client, departure)) == (3, 3)


def test_a_large_book_is_remembered_until_something_is_done_in_the_departure(
    large: None,
    book: Book,
    departure: Departure,
    manager: User,
    make_customer: Callable[..., Customer],
    sign_in: SignIn,
) -> None:
    client = sign_in(manager)
    assert (_board(client), _page(client, departure)) == (2, 2)
    make_customer(departure.leaver)
    assert (_board(client), _page(client, departure)) == (2, 2)

    item = ChecklistItem.objects.filter(departure=departure, responsible="leaver").first()
    assert item is not None
    checklist.settle(item=item, state="done", by=departure.leaver, at=NOW)
    assert (_board(client), _page(client, departure)) == (3, 3)


def test_what_is_remembered_costs_fewer_queries(
    large: None,
    book: Book,
    departure: Departure,
    manager: User,
    sign_in: SignIn,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = sign_in(manager)
    _page(client, departure)
    with django_assert_max_num_queries(25):
        _page(client, departure)
