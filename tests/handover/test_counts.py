"""What is counted for a departure is kept, and counted anew as soon as anything it counts has changed."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from customers.models import Contact, Contract, Customer, Deal, Task
from handover.actions import checklist
from handover.checklist.facts import kept_facts
from handover.departures import figures
from handover.models import ChecklistItem, Departure, KeptCount, Outdated
from tests.cast import NOW
from tests.handover.conftest import Book

SignIn = Callable[[User], Client]


def _board(client: Client) -> int:
    return int(client.get("/handovers/").context["board"].rows[0].figures.customers)


def _page(client: Client, departure: Departure) -> int:
    return int(client.get(f"/handovers/{departure.pk}/").context["page"].held.customers)


def test_a_new_customer_shows_at_once(
    book: Book, departure: Departure, manager: User, make_customer: Callable[..., Customer], sign_in: SignIn
) -> None:
    client = sign_in(manager)
    assert (_board(client), _page(client, departure)) == (2, 2)
    make_customer(departure.leaver)
    assert (_board(client), _page(client, departure)) == (3, 3)
    Customer.objects.filter(owner=departure.leaver).order_by("-pk")[0].delete()
    assert (_board(client), _page(client, departure)) == (2, 2)


def _is_kept(departure: Departure) -> bool:
    known = KeptCount.objects.filter(departure=departure, name="book").exists()
    return known and not Outdated.objects.filter(departure=departure).exists()


@pytest.mark.parametrize("kind", [Customer, Deal, Contract, Task, Contact])
def test_every_change_of_a_record_is_noted(kind: type, book: Book, departure: Departure) -> None:
    Contact.objects.create(customer=book.hottechi, name="Li")
    figures.of([departure], NOW.date())
    assert _is_kept(departure)
    of_leaver = {"customer__owner": departure.leaver} if kind is Contact else {"owner": departure.leaver}
    record = kind.objects.filter(**of_leaver).first()  # type: ignore[attr-defined]
    record.save()
    assert not _is_kept(departure)


def test_a_change_that_is_taken_back_leaves_no_note(book: Book, departure: Departure) -> None:
    figures.of([departure], NOW.date())
    with transaction.atomic():
        Customer.objects.filter(owner=departure.leaver).update(grade="B")
        assert not _is_kept(departure)
        transaction.set_rollback(True)
    assert _is_kept(departure)


def test_other_peoples_books_are_no_reason_to_count_anew(
    book: Book, departure: Departure, successor: User, make_customer: Callable[..., Customer]
) -> None:
    figures.of([departure], NOW.date())
    make_customer(successor)
    assert _is_kept(departure)


def test_what_a_checklist_knows_of_its_records_is_kept_too(book: Book, departure: Departure) -> None:
    checklist.generate(departure=departure, at=NOW)
    item = ChecklistItem.objects.filter(departure=departure, section="customers").first()
    assert item is not None
    before = kept_facts(departure)[item.pk].contacts
    with CaptureQueriesContext(connection) as queries:
        assert kept_facts(departure)[item.pk].contacts == before
    assert len(queries) == 1
    record = item.records.first()
    assert record is not None
    Contact.objects.create(customer_id=record.record_id, name="Li", role="decides")
    assert kept_facts(departure)[item.pk].contacts == before + 1


def test_counting_takes_the_notes_away_and_keeps_one_answer(book: Book, departure: Departure) -> None:
    for _time in range(3):
        Customer.objects.filter(owner=departure.leaver).update(grade="B")
        figures.of([departure], NOW.date())
    assert not Outdated.objects.filter(departure=departure).exists()
    assert KeptCount.objects.filter(departure=departure, name="book").count() == 1


def test_the_page_of_a_departure_stays_within_its_queries(
    book: Book, departure: Departure, manager: User, sign_in: SignIn, django_assert_max_num_queries: Callable
) -> None:
    client = sign_in(manager)
    _page(client, departure)
    with django_assert_max_num_queries(25):
        _page(client, departure)
