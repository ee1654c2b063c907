"""`GET /api/v1/responsible/`: the one responsible person for a customer, and who comes next."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.dateparse import parse_datetime
from rest_framework.test import APIClient

from accounts.models import User
from customers.models import AccountTeamMember, Contact, Customer
from handover.models import Departure, Plan
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out

Connect = Callable[..., APIClient]


def _ask(client: APIClient, **asked: Any) -> Any:
    return client.get("/api/v1/responsible/", asked)


@pytest.mark.parametrize("asked", ["customer", "code", "phone"])
def test_the_owner_is_responsible_however_the_customer_is_named(
    asked: str, leaver: User, make_customer: Callable[..., Customer], api: Connect
) -> None:
    customer = make_customer(leaver, name="华东电子", code="K-77")
    Contact.objects.create(customer=customer, name="Zhao", phone="+86 138-0013 8000")
    named = {"customer": customer.pk, "code": "K-77", "phone": "13800138000"}
    answer = _ask(api(leaver), **{asked: named[asked]}).json()
    assert answer == {
        "customer": {"id": customer.pk, "code": "K-77", "name": "华东电子"},
        "responsible": {"id": leaver.pk, "name": "陈静", "email": leaver.email, "has_access": True},
        "next": None,
        "until": None,
        "instead_of": None,
        "covers_until": None,
    }


@pytest.mark.parametrize(
    ("stored", "dialled", "same"),
    [
        ("138 0013 8000", "+8613800138000", True),
        ("+49 (0)30 1234567", "0301234567", True),
        ("0049301234567", "+49 30 1234567", True),
        ("021-6234 5678", "62345678", True),
        ("021-6234 5678", "010-6234 5678", False),
        ("138 0013 8000", "138000", False),
        ("", "13800138000", False),
    ],
)
def test_a_number_is_known_with_and_without_its_codes(
    stored: str, dialled: str, same: bool, leaver: User, make_customer: Callable[..., Customer], api: Connect
) -> None:
    Contact.objects.create(customer=make_customer(leaver), name="Zhao", phone=stored)
    assert _ask(api(leaver), phone=dialled).status_code == (200 if same else 404)


def test_a_number_of_several_customers_is_not_guessed(
    leaver: User, outsider: User, make_customer: Callable[..., Customer], api: Connect
) -> None:
    for owner in (leaver, leaver, outsider):
        Contact.objects.create(customer=make_customer(owner), name="Agent", phone="62345678")
    assert _ask(api(leaver), phone="62345678").json()["code"] == "several_customers"
    assert _ask(api(outsider), phone="62345678").json()["responsible"]["id"] == outsider.pk


@pytest.mark.parametrize("asked", [{}, {"customer": 1, "code": "K"}, {"customer": "x"}, {"customer": 10**30}])
def test_a_customer_is_named_in_exactly_one_way(asked: dict[str, Any], leaver: User, api: Connect) -> None:
    assert _ask(api(leaver), **asked).status_code == 422


def test_what_is_out_of_scope_does_not_exist(
    leaver: User, outsider: User, manager: User, successor: User, make_customer: Callable[..., Customer], api: Connect
) -> None:
    customer = make_customer(leaver)
    assert _ask(api(manager), customer=customer.pk).status_code == 200
    for stranger in (outsider, successor):
        client = api(stranger)
        for asked in ({"customer": customer.pk}, {"code": customer.code}, {"customer": 0}, {"code": "\x00"}):
            assert _ask(client, **asked).status_code in (404, 422), asked
    AccountTeamMember.objects.create(customer=customer, user=successor)
    assert _ask(api(successor), customer=customer.pk).json()["responsible"]["id"] == leaver.pk


def test_an_owner_whose_access_has_ended_still_is_responsible(
    leaver: User, manager: User, make_customer: Callable[..., Customer], api: Connect
) -> None:
    customer = make_customer(leaver)
    User.objects.filter(pk=leaver.pk).update(access_ends_at=NOW - datetime.timedelta(days=400))
    found = _ask(api(manager), customer=customer.pk).json()["responsible"]
    assert (found["id"], found["has_access"]) == (leaver.pk, False)


def test_an_approved_plan_names_who_comes_next_and_when(
    approved: Plan, book: Book, departure: Departure, manager: User, leaver: User, api: Connect
) -> None:
    for person in (manager, leaver):
        answer = _ask(api(person), customer=book.hottechi.pk).json()
        assert answer["responsible"]["id"] == leaver.pk
        assert answer["next"]["id"] == approved.assignments.get(kind=1, record_id=book.hottechi.pk).successor_id
        assert parse_datetime(answer["until"]) == departure.effective_at


def test_a_draft_names_nobody(plan: Plan, book: Book, manager: User, api: Connect) -> None:
    assert _ask(api(manager), customer=book.hottechi.pk).json()["next"] is None


def test_after_the_move_the_successor_is_responsible(approved: Plan, book: Book, manager: User, api: Connect) -> None:
    assert carry_out(approved, manager).state == "done"
    answer = _ask(api(manager), customer=book.hottechi.pk).json()
    book.hottechi.refresh_from_db()
    assert answer["responsible"]["id"] == book.hottechi.owner_id
    assert (answer["next"], answer["until"]) == (None, None)


def test_who_does_not_see_the_plan_is_not_told_of_it(
    approved: Plan, book: Book, successor: User, second_successor: User, outsider: User, api: Connect
) -> None:
    AccountTeamMember.objects.create(customer=book.hottechi, user=outsider)
    assert _ask(api(outsider), customer=book.hottechi.pk).json()["next"] is None
    line = approved.assignments.get(kind=1, record_id=book.hottechi.pk)
    mine, other = (successor, second_successor) if line.successor_id == successor.pk else (second_successor, successor)
    assert _ask(api(mine), customer=book.hottechi.pk).json()["next"]["id"] == mine.pk
    AccountTeamMember.objects.create(customer=book.hottechi, user=other)
    assert _ask(api(other), customer=book.hottechi.pk).json()["next"] is None


def test_the_answer_takes_few_queries(
    approved: Plan, book: Book, admin: User, api: Connect, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = api(admin)
    _ask(client, customer=book.hottechi.pk)
    with django_assert_max_num_queries(6):
        _ask(client, customer=book.hottechi.pk)
