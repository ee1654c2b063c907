"""Lines that stay while the rest is proposed again: on the page, by REST, and into the next plan."""

from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from customers.kinds import RecordKind
from handover.actions import departures, locks, plans, scopes
from handover.models import Assignment, Departure, Plan
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, take_back
from web.errors import Refused

SignIn = Callable[[User], Client]
Connect = Callable[..., APIClient]


@pytest.fixture
def line(plan: Plan, book: Book) -> Assignment:
    """Hottechi as it was proposed."""
    return plan.assignments.get(kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk)


def test_a_line_fixed_on_the_page_stays_in_the_next_proposal_and_is_released_again(
    sign_in: SignIn, plan: Plan, line: Assignment, manager: User
) -> None:
    client, url = sign_in(manager), f"/handovers/{plan.departure_id}/plan/"
    assert "Keep Hottechi here in a new proposal" in client.get(url).content.decode()
    client.post(url + "assignments/", {"ids": [line.pk], "successor": "keep"})
    shown = client.get(url).content.decode()
    assert "Hottechi is kept here" in shown
    assert "Kept · 1" in shown
    held_by, reasons = line.successor, line.reasons
    people = [row.user for row in plan.successors.order_by("-user")]
    plans.propose(departure=plan.leaving, successors=people, strategy="round_robin", by=manager, at=NOW)
    line.refresh_from_db()
    assert (line.successor, line.reasons, line.locked) == (held_by, reasons, True)
    client.post(url + "assignments/?locked=1", {"everything": "1", "successor": "release"})
    line.refresh_from_db()
    assert not line.locked


def test_what_goes_along_is_kept_by_its_customer_or_goes_its_own_way(
    plan: Plan, book: Book, line: Assignment, manager: User
) -> None:
    deal = plan.assignments.get(kind=RecordKind.DEAL, record_id=book.deal.pk)
    assert locks.lock(plan=plan, assignments=plan.assignments.filter(customer=book.hottechi), by=manager, at=NOW) == 1
    deal.refresh_from_db()
    assert (deal.follows, deal.locked) == (True, False)
    locks.release(plan=plan, assignments=plan.assignments.all(), by=manager, at=NOW)
    assert locks.lock(plan=plan, assignments=plan.assignments.filter(pk=deal.pk), by=manager, at=NOW) == 1
    other = plan.successors.exclude(user=line.successor).get().user
    plans.assign(plan=plan, assignments=plan.assignments.filter(pk=line.pk), successor=other, by=manager, at=NOW)
    deal.refresh_from_db()
    assert (deal.follows, deal.locked, deal.successor) == (False, True, line.successor)
    assert locks.release(plan=plan, assignments=plan.assignments.filter(pk=deal.pk), by=manager, at=NOW) == 1
    deal.refresh_from_db()
    assert (deal.follows, deal.successor) == (True, other)


def test_programs_lock_and_release(api: Connect, plan: Plan, line: Assignment, manager: User, outsider: User) -> None:
    url = f"/api/v1/plans/{plan.pk}/assignments/"
    assert api(manager).patch(url, {"filter": {"kind": "customer"}, "locked": True}).json() == {"changed": 2}
    found = api(manager).get(url, {"locked": "true"}).json()["results"]
    assert [row["locked"] for row in found] == [True, True]
    assert api(manager).patch(url, {"ids": [line.pk], "locked": False}).json() == {"changed": 1}
    for wrong in ({}, {"locked": True, "successor": None}):
        assert api(manager).patch(url, {"ids": [line.pk], **wrong}).status_code == 422, wrong
    assert api(outsider).patch(url, {"ids": [line.pk], "locked": True}).status_code == 404


def test_locks_and_scope_survive_into_the_plan_after_an_undo(
    plan: Plan, book: Book, line: Assignment, manager: User, admin: User, departure: Departure
) -> None:
    people = [row.user for row in plan.successors.all()]
    chosen = next(person for person in people if person != line.successor)
    plans.assign(plan=plan, assignments=plan.assignments.filter(pk=line.pk), successor=chosen, by=manager, at=NOW)
    scopes.change(plan=plan, scope={"moves_deals": "all"}, by=manager, at=NOW)
    plans.approve(plan=plan, by=admin, at=NOW)
    take_back(carry_out(plan, manager), manager)
    departures.transition(departure=departure, verb="replan", by=manager, at=NOW, reason="赵敏 asked for fewer")
    again = plans.propose(departure=departure, successors=people, strategy="best_fit", by=manager, at=NOW)
    kept = again.assignments.get(kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk)
    assert again.pk != plan.pk
    assert (kept.successor, kept.locked, kept.reasons[0]["code"]) == (chosen, True, "by_hand")
    assert again.moves_deals == "all"


def test_a_draft_put_aside_leaves_nothing_behind(
    plan: Plan, book: Book, line: Assignment, manager: User, departure: Departure
) -> None:
    locks.lock(plan=plan, assignments=plan.assignments.filter(pk=line.pk), by=manager, at=NOW)
    people = [row.user for row in plan.successors.all()]
    plans.discard(plan=plan, by=manager, at=NOW)
    with pytest.raises(Refused):
        locks.lock(plan=plan, assignments=plan.assignments.all(), by=manager, at=NOW)
    again = plans.propose(departure=departure, successors=people, strategy="best_fit", by=manager, at=NOW)
    assert not again.assignments.filter(locked=True).exists()
