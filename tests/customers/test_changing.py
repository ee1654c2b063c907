"""Seeing is not changing: a seat in the account team, and what a departure opens, are for reading and logging."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from customers.models import AccountTeamMember, Activity, Contact, Contract, Customer, Deal, Order, Task
from handover.models import Departure
from tests.cast import NOW

API = "/api/v1"
NOUNS = ("customer", "contact", "deal", "contract", "order", "activity", "task")


@dataclass
class Book:
    """One customer of 陈静's with one of everything."""

    customer: Customer
    rows: dict[str, Any]


@pytest.fixture
def book(leaver: User, make_customer: Callable[..., Customer], make_deal: Callable[..., Deal]) -> Book:
    customer = make_customer(leaver)
    rows = {
        "customer": customer,
        "contact": Contact.objects.create(customer=customer, name="周伟"),
        "deal": make_deal(leaver, customer=customer),
        "contract": Contract.objects.create(customer=customer, number="HT-1", owner=leaver),
        "order": Order.objects.create(customer=customer, number="O-1", ordered_on=NOW.date(), amount=1),
        "activity": Activity.objects.create(customer=customer, at=NOW, by=leaver, subject="Call"),
        "task": Task.objects.create(customer=customer, title="Call back", owner=leaver),
    }
    return Book(customer, rows)


def _plural(noun: str) -> str:
    return {"activity": "activities"}.get(noun, f"{noun}s")


def _changes(book: Book, page: Client, program: APIClient) -> dict[str, tuple[int, int]]:
    """What each noun's form and its REST address answer to an attempt to change it."""
    return {
        noun: (
            page.get(reverse(f"{noun}_edit", args=[book.rows[noun].pk])).status_code,
            program.patch(f"{API}/{_plural(noun)}/{book.rows[noun].pk}/", {"source": "x"}).status_code,
        )
        for noun in NOUNS
    }


def test_a_supervisor_reads_the_leavers_book_and_changes_none_of_it(
    book: Book,
    departure: Departure,
    supervisor: User,
    sign_in: Callable[[User], Client],
    api: Callable[..., APIClient],
) -> None:
    page, program = sign_in(supervisor), api(supervisor)
    assert page.get(reverse("customer", args=[book.customer.pk])).status_code == 200
    assert set(_changes(book, page, program).values()) == {(403, 403)}
    assert page.post(reverse("task_tick", args=[book.rows["task"].pk])).status_code == 403


def test_a_manager_of_another_team_who_supervises_hands_nothing_on(
    book: Book,
    departure: Departure,
    outsider: User,
    sign_in: Callable[[User], Client],
    api: Callable[..., APIClient],
    supervisor: User,
) -> None:
    assert outsider.team is not None
    other = outsider.team.manager
    assert other is not None
    departure.supervisor = other
    departure.save()
    page = sign_in(other)
    for noun in ("deal", "contract", "task"):
        address = reverse(f"{noun}_owner", args=[book.rows[noun].pk])
        assert page.post(address, {"to": other.pk}).status_code == 403, noun
    answer = api(other).post(f"{API}/transfers/", {"customers": [book.customer.pk], "successors": [other.pk]})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_customer")
    book.customer.refresh_from_db()
    assert book.customer.owner_id == departure.leaver_id


def test_the_account_team_logs_and_adds_but_does_not_change_what_others_own(
    book: Book, second_successor: User, sign_in: Callable[[User], Client], api: Callable[..., APIClient]
) -> None:
    AccountTeamMember.objects.create(customer=book.customer, user=second_successor)
    page, program = sign_in(second_successor), api(second_successor)
    answers = _changes(book, page, program)
    for noun in ("customer", "deal", "contract", "activity", "task"):
        assert answers[noun] == (403, 403), noun
    for noun in ("contact", "order"):
        assert answers[noun] == (200, 200), noun
    given = {"customer": book.customer.pk, "subject": "Visit", "at": NOW.isoformat(), "kind": "visit"}
    assert program.post(f"{API}/activities/", given).status_code == 201
    assert program.post(f"{API}/tasks/", {"customer": book.customer.pk, "title": "Offer"}).status_code == 201
    assert program.post(f"{API}/deals/", {"customer": book.customer.pk, "name": "Spare parts"}).status_code == 201
    assert page.get(reverse("seat_new", args=[book.customer.pk])).status_code == 403
    shown = page.get(reverse("customer", args=[book.customer.pk])).content.decode()
    assert reverse("customer_edit", args=[book.customer.pk]) not in shown
    assert reverse("task_edit", args=[book.rows["task"].pk]) not in shown


def test_what_is_only_opened_takes_activities_and_tasks_and_nothing_else(
    book: Book, departure: Departure, supervisor: User, sign_in: Callable[[User], Client], api: Callable[..., APIClient]
) -> None:
    program, page = api(supervisor), sign_in(supervisor)
    pk = book.customer.pk
    given = {"customer": pk, "subject": "Visit", "at": NOW.isoformat(), "kind": "visit"}
    assert program.post(f"{API}/activities/", given).status_code == 201
    for path, extra in (("deals", {"name": "D"}), ("contacts", {"name": "C"}), ("contracts", {"number": "N"})):
        answer = program.post(f"{API}/{path}/", {"customer": pk} | extra)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["customer"]), path
    for route in ("contact_new", "customer_deal_new", "contract_new", "order_new"):
        assert page.get(reverse(route, args=[pk])).status_code == 403, route
    assert page.get(reverse("activity_new", args=[pk])).status_code == 200


def test_the_same_source_and_id_updates_only_what_may_be_changed(
    book: Book, departure: Departure, supervisor: User, leaver: User, api: Callable[..., APIClient]
) -> None:
    Customer.objects.filter(pk=book.customer.pk).update(source="crm", source_id="7")
    given = {"source": "crm", "source_id": "7", "code": "X", "name": "Renamed"}
    assert api(supervisor).post(f"{API}/customers/", given).status_code == 403
    assert api(leaver).post(f"{API}/customers/", given).status_code == 200


def test_managers_and_administrators_change_the_books_below_them(
    book: Book, manager: User, admin: User, sign_in: Callable[[User], Client], api: Callable[..., APIClient]
) -> None:
    for person in (manager, admin):
        assert set(_changes(book, sign_in(person), api(person)).values()) == {(200, 200)}


def test_an_auditor_changes_nothing(
    book: Book, auditor: User, sign_in: Callable[[User], Client], api: Callable[..., APIClient]
) -> None:
    assert set(_changes(book, sign_in(auditor), api(auditor)).values()) == {(403, 403)}
