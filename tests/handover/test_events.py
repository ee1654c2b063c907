"""What other systems are told: written with its cause, in ids, in pieces that fit."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from customers.actions import ownership
from customers.models import Customer
from handover.actions import covers, departures, events
from handover.actions.covers import Chosen, Days
from handover.event_kinds import EVENTS
from handover.models import CoverEnd, Departure, Plan
from notices import event_kinds
from notices.actions import webhooks
from notices.actions.events import LARGEST, PAGE, body
from notices.models import Delivery, WebhookEvent
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, take_back

LATER = NOW + datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _listening(admin: User) -> None:
    webhooks.create(by=admin, at=NOW, name="CRM", url="https://crm.example/", events=list(event_kinds.every()))


def told(kind: str) -> list[dict[str, Any]]:
    return [json.loads(event.body)["data"] for event in WebhookEvent.objects.filter(kind=kind)]


def test_a_departure_on_its_way(departure: Departure, manager: User) -> None:
    departures.transition(departure=departure, verb="withdraw", by=manager, at=NOW, reason="She stays")
    [begun], [ended] = told("departure.registered"), told("departure.withdrawn")
    assert (begun["from"], begun["to"], begun["leaver"]) == (None, "registered", departure.leaver_id)
    assert (ended["from"], ended["to"], ended["departure"]) == ("registered", "withdrawn", departure.pk)
    bodies = " ".join(WebhookEvent.objects.values_list("body", flat=True))
    assert "She stays" not in bodies
    assert departure.leaver.name not in bodies


def test_what_is_rolled_back_was_never_told(departure: Departure, manager: User) -> None:
    before = Delivery.objects.filter(channel="webhook").count()
    with transaction.atomic():
        departures.transition(departure=departure, verb="withdraw", by=manager, at=NOW, reason="She stays")
        assert Delivery.objects.filter(channel="webhook").count() > before
        transaction.set_rollback(True)
    assert Delivery.objects.filter(channel="webhook").count() == before


def test_a_customer_given_by_hand(
    leaver: User, successor: User, manager: User, make_customer: Callable[..., Customer]
) -> None:
    customer = make_customer(leaver)
    ownership.change(record=customer, to=successor, by=manager, at=NOW)
    [one] = told("customers.moved")
    moved = {"customer": customer.pk, "code": customer.code, "from": leaver.pk, "to": successor.pk}
    assert (one["customers"], one["page"], one["pages"], one["move"]) == ([moved], 1, 1, None)


def test_a_move_and_its_undo_name_each_customer_once(
    approved: Plan, manager: User, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "PAGE", 1)
    move = carry_out(approved, by=manager, at=LATER)
    pages = told("customers.moved")
    assert [(page["move"], page["page"], page["pages"], len(page["customers"])) for page in pages] == [
        (move.pk, 1, 2, 1),
        (move.pk, 2, 2, 1),
    ]
    [first, second] = [page["customers"][0] for page in pages]
    assert {first["customer"], second["customer"]} == {book.hottechi.pk, book.kancode.pk}
    for one in (first, second):
        customer = Customer.objects.get(pk=one["customer"])
        assert (one["to"], one["code"]) == (customer.owner_id, customer.code)
        assert approved.departure is not None
        assert one["from"] == approved.departure.leaver_id
    undone = take_back(move, by=manager, at=LATER)
    assert [page["reverses"] for page in told("customers.moved") if page["move"] == undone.pk] == [move.pk] * 2


def test_a_cover_and_its_end(departure: Departure, book: Book, manager: User, supervisor: User) -> None:
    days = Days(datetime.date(2026, 12, 16), datetime.date(2026, 12, 20))
    chosen = Chosen(customers=[book.hottechi.pk, book.kancode.pk])
    covers.name(
        departure=departure, chosen=chosen, person=supervisor, days=days, at_end=CoverEnd.REVERT, by=manager, at=NOW
    )
    [named] = told("cover.named")
    assert (named["person"], named["first_on"], named["last_on"]) == (supervisor.pk, "2026-12-16", "2026-12-20")
    assert [one["customer"] for one in named["customers"]] == sorted([book.hottechi.pk, book.kancode.pk])
    covers.lift(departure=departure, person=supervisor, days=days, by=manager, at=NOW)
    [ended] = told("cover.ended")
    assert (ended["outcome"], len(ended["customers"])) == ("lifted", 2)


def test_the_longest_page_fits() -> None:
    customers = [{"customer": 10**12, "code": "客" * 40, "from": 10**9, "to": 10**9} for _each in range(PAGE)]
    common = {"move": 10**9, "reverses": 10**9, "departure": 10**9, "page": 10**4, "pages": 10**4}
    assert len(body("customers.moved", NOW, common | {"customers": customers}).encode()) < LARGEST


def test_every_kind_says_what_it_is() -> None:
    assert set(EVENTS) < set(event_kinds.every())
    assert all(str(label) for label in event_kinds.every().values())
