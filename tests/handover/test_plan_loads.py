"""What each successor can carry of customers, open value and visits, and who is away: on the page and by REST."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Activity, Customer, Deal
from handover.actions import plans
from handover.models import Departure, Plan, Transfer, TransferKind
from tests.cast import NOW
from tests.handover.conftest import Book

SignIn = Callable[[User], Client]
Connect = Callable[..., APIClient]


@pytest.fixture
def loaded(
    plan: Plan, book: Book, successor: User, second_successor: User, manager: User, leaver: User,
    make_deal: Callable[..., Deal],
) -> Plan:  # fmt: skip
    """李伟 can carry ¥1M and two visits a week, has ¥600k and one, and gets Hottechi: $61k and two visits a week."""
    successor.capacity_value, successor.weekly_visits = 1_000_000, 2
    successor.save()
    deal = make_deal(successor, amount=600_000, currency="CNY")
    lately = timezone.now() - datetime.timedelta(days=20)
    for customer, by, count in ((book.kancode, successor, 13), (book.hottechi, leaver, 26)):
        Activity.objects.bulk_create(
            Activity(customer=customer, kind="visit", at=lately, by=by, subject="Visit") for _turn in range(count)
        )
    for customer, to in ((book.hottechi, successor), (book.kancode, second_successor)):
        lines = plan.assignments.filter(kind=RecordKind.CUSTOMER, record_id=customer.pk)
        plans.assign(plan=plan, assignments=lines, successor=to, by=manager, at=NOW)
    assert deal.state == "open"
    return plan


def test_the_page_says_how_full_somebody_gets_of_value_and_visits(
    sign_in: SignIn, loaded: Plan, manager: User, successor: User
) -> None:
    client, url = sign_in(manager), f"/handovers/{loaded.departure_id}/plan/"
    shown = client.get(url).content.decode()
    assert "about ¥1.03M of ¥1M open value, 103%" in shown
    assert "3.0 of 2 visits a week, 150%" in shown
    assert "1 successor over capacity" in shown
    assert "李伟 150%" in shown
    choice = shown[shown.index('id="proposal"') :]
    assert "¥600k of ¥1M open value, 60%" in choice
    assert "over capacity already" not in choice
    assert "about ¥1.03M of ¥1M open value" in client.get(url + "review/").content.decode()


def test_programs_read_the_limits(api: Connect, loaded: Plan, manager: User, successor: User) -> None:
    found = api(manager).get(f"/api/v1/plans/{loaded.pk}/").json()["successors"]
    mine = next(share for share in found if share["user"] == successor.pk)
    assert [limit["sort"] for limit in mine["limits"]] == ["customers", "value", "visits"]
    assert (mine["limits"][1]["today"], mine["limits"][1]["is_rough"]) == ("600000.0", True)
    assert (mine["limits"][2]["percent"], mine["absence"]) == (150, None)


def test_who_is_away_or_hands_over_too_is_pointed_out(
    sign_in: SignIn, plan: Plan, manager: User, successor: User, second_successor: User,
    make_departure: Callable[..., Departure],
) -> None:  # fmt: skip
    leave = Transfer.objects.create(
        kind=TransferKind.LEAVE, person=successor, made_by=manager, made_at=NOW,
        effective_at=NOW, returns_at=NOW + datetime.timedelta(days=200),
    )  # fmt: skip
    Plan.objects.create(transfer=leave, made_by=manager, made_at=NOW)
    make_departure(second_successor, manager)
    shown = sign_in(manager).get(f"/handovers/{plan.departure_id}/plan/").content.decode()
    assert "李伟 is away from Nov 16 to Jun 4" in shown
    assert "hands over too, last day Dec 15" in shown
    assert re.search("赵敏 takes over [0-9]+ records? and is leaving too, last day Dec 15", shown)


def test_loads_cost_the_same_queries_for_any_number_of_lines(
    sign_in: SignIn, loaded: Plan, leaver: User, manager: User, make_customer: Callable[..., Customer]
) -> None:
    client, url = sign_in(manager), f"/handovers/{loaded.departure_id}/plan/"

    def cost() -> int:
        client.get(url)  # what is kept is counted
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    few = cost()
    people = [row.user for row in loaded.successors.all()]
    for person in people:
        person.weekly_visits, person.capacity_value = 9, 9
        person.save()
    for _number in range(20):
        make_customer(leaver)
    plans.propose(departure=loaded.leaving, successors=people, strategy="even", by=manager, at=NOW)
    assert cost() <= few
