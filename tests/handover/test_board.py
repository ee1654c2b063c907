"""The board: who is leaving, what is in transit, whose hand is needed."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from customers.kinds import RecordKind
from handover.departures import figures
from handover.lifecycle import State
from handover.models import Assignment, Departure, Move, Plan
from tests.cast import NOW


@pytest.fixture
def departure(leaver: User, manager: User, make_departure: Callable[..., Departure]) -> Departure:
    return make_departure(leaver, manager)


def test_a_row_says_what_is_in_transit_and_what_nobody_takes_over(
    departure: Departure,
    leaver: User,
    manager: User,
    successor: User,
    make_customer: Callable,
    make_deal: Callable,
    sign_in: Callable[[User], Client],
) -> None:
    given, left = make_customer(leaver), make_customer(leaver)
    make_deal(leaver, customer=given, amount=1_940_000, currency="USD")
    plan = Plan.objects.create(departure=departure, made_by=manager, made_at=NOW)
    for customer, to in ((given, successor), (left, None)):
        Assignment.objects.create(
            plan=plan, kind=RecordKind.CUSTOMER, record_id=customer.pk, from_owner=leaver, successor=to
        )
    shown = sign_in(manager).get("/handovers/").content.decode()
    assert "1 person is leaving. 1 customer has a day ahead on which nobody answers." in shown
    assert "1 uncovered" in shown
    assert "$1.94M" in shown


def test_a_draft_covers_nobody_before_it_is_approved(
    departure: Departure, leaver: User, manager: User, successor: User, make_customer: Callable, sign_in: Callable
) -> None:
    Departure.objects.update(effective_at=datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=9))
    given = make_customer(leaver)
    plan = Plan.objects.create(departure=departure, made_by=manager, made_at=NOW)
    Assignment.objects.create(
        plan=plan, kind=RecordKind.CUSTOMER, record_id=given.pk, from_owner=leaver, successor=successor
    )
    shown = sign_in(manager).get("/handovers/").content.decode()
    assert "once approved" in shown
    assert "shield-check" not in shown


def test_what_was_moved_stays_in_transit_until_the_end(
    departure: Departure, leaver: User, manager: User, successor: User, make_customer: Callable, make_deal: Callable
) -> None:
    customer = make_customer(successor)
    deal = make_deal(successor, customer=customer, amount=500, currency="CNY")
    plan = Plan.objects.create(
        departure=departure, made_by=manager, made_at=NOW, state="approved", approved_by=leaver, approved_at=NOW
    )
    for kind, record in ((RecordKind.CUSTOMER, customer), (RecordKind.DEAL, deal)):
        Assignment.objects.create(plan=plan, kind=kind, record_id=record.pk, from_owner=leaver, successor=successor)
    Move.objects.create(plan=plan, state="done", asked_by=manager, asked_at=NOW, due_at=NOW, finished_at=NOW)
    counted = figures.of([departure], NOW.date())[departure.pk]
    assert (counted.customers, counted.unassigned, counted.moved) == (1, 0, True)
    assert counted.values == {"CNY": 500}


def test_hr_sees_no_amounts(
    departure: Departure, hr: User, leaver: User, make_deal: Callable, sign_in: Callable
) -> None:
    make_deal(leaver, amount=1_940_000, currency="USD")
    shown = sign_in(hr).get("/handovers/").content.decode()
    assert "陈静" in shown
    assert "$" not in shown
    assert "Open value" not in shown


def test_the_tabs_stand_in_the_address(
    departure: Departure,
    manager: User,
    leaver: User,
    successor: User,
    supervisor: User,
    make_departure: Callable,
    sign_in: Callable,
) -> None:
    make_departure(successor, manager, State.CLOSED)
    make_departure(supervisor, manager, State.HANDING_OVER, supervisor=manager)
    client = sign_in(manager)
    names = {tab: _names(client, f"?tab={tab}") for tab in ("open", "mine", "closed", "nonsense")}
    assert names == {
        "open": {"陈静", "孙丽"},
        "mine": {"陈静"},
        "closed": {"李伟"},
        "nonsense": {"陈静", "孙丽"},
    }
    assert _names(client, "?q=陈") == {"陈静"}
    assert _names(client, "?state=handing_over") == {"孙丽"}
    assert _names(client, "?kind=retirement") == set()
    assert _names(sign_in(leaver), "?tab=open") == {"陈静"}


def _names(client: Client, query: str) -> set[str]:
    return {row.departure.leaver.name for row in client.get("/handovers/" + query).context["board"].rows}


def test_an_empty_board_offers_to_register(manager: User, successor: User, sign_in: Callable) -> None:
    assert "/handovers/new/" in sign_in(manager).get("/handovers/").content.decode()
    assert "/handovers/new/" not in sign_in(successor).get("/handovers/").content.decode()
