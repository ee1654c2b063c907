"""Where a customer of another CRM declined the successor, the reconciliation names who comes next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from customers.actions import ownership
from customers.kinds import RecordKind
from customers.models import Connection, Customer, RecordLink, VendorPerson
from customers.syncing.candidates import candidates
from handover.models import Assignment, Plan
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out

SignIn = Callable[[User], Client]


@pytest.fixture
def moved(approved: Plan, admin: User) -> Plan:
    """陈静's departure, moved."""
    carry_out(approved, admin)
    return approved


@pytest.fixture
def links(moved: Plan, book: Book, successor: User, second_successor: User) -> Connection:
    """Both customers are in WeCom, and the plan's two successors; one customer declined."""
    made = Connection.objects.create(vendor="wecom", name="WeCom", source="wecom")
    for person in (successor, second_successor):
        VendorPerson.objects.create(connection=made, vendor_id=person.email, name=person.name, person=person)
    for customer, state in ((book.hottechi, "refused"), (book.kancode, "agreed")):
        told = {"kind": RecordKind.CUSTOMER, "record_id": customer.pk, "source_id": f"wm{customer.pk}"}
        RecordLink.objects.create(connection=made, owner_there="chenjing", seen_at=NOW, state=state, **told)
    return made


def other_than(customer: Customer, *people: User) -> User:
    customer.refresh_from_db()
    return next(each for each in people if each.pk != customer.owner_id)


def test_the_next_best_of_the_plan_is_named_and_a_click_from_getting_the_customer(
    links: Connection, book: Book, sign_in: SignIn, admin: User, successor: User, second_successor: User
) -> None:
    best = other_than(book.hottechi, successor, second_successor)
    Assignment.objects.filter(kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk).update(next_best=best)
    client = sign_in(admin)
    address = f"/settings/connections/{links.pk}/differences/"
    page = client.get(address).content.decode()
    assert page.count("the next best") == 1
    assert f"Give to {best.name}, the next best" in page
    form = f"/transfers/new/?customer={book.hottechi.pk}&amp;to={best.pk}"
    assert form in page
    assert f'<option value="{best.pk}" selected>' in client.get(form.replace("&amp;", "&")).content.decode()


def test_many_who_declined_cost_as_many_queries_as_one(
    links: Connection, book: Book, successor: User, second_successor: User, django_assert_num_queries: Any
) -> None:
    one = list(RecordLink.objects.filter(state="refused"))
    with CaptureQueriesContext(database) as queries:
        assert candidates(links, one)
    RecordLink.objects.update(state="full")
    both = list(RecordLink.objects.all())
    with django_assert_num_queries(len(queries)):
        assert len(candidates(links, both)) == 2


def test_nobody_is_named_who_had_it_or_cannot_have_it(
    links: Connection, book: Book, sign_in: SignIn, admin: User, successor: User, second_successor: User
) -> None:
    best = other_than(book.hottechi, successor, second_successor)
    client = sign_in(admin)
    address = f"/settings/connections/{links.pk}/differences/"
    assert best.name in client.get(address).content.decode()
    VendorPerson.objects.filter(person=best).update(is_active=False)
    assert "the next best" not in client.get(address).content.decode()
    VendorPerson.objects.update(is_active=True)
    ownership.change(record=book.hottechi, to=best, by=admin, at=timezone.now())
    RecordLink.objects.filter(record_id=book.hottechi.pk).update(state="full", due_at=None)
    assert "the next best" not in client.get(address).content.decode()
