"""The check of the ledger: silent over any honest history; each planted corruption found by the check meant for it."""

import datetime
import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from customers.actions import ownership
from customers.models import Customer, Deal
from handover.actions import departures, plans
from handover.ledger_checks import CHECKS
from handover.models import Departure, Move, Plan
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, take_back
from tests.handover.corruptions import PLANTED, plant
from tests.handover.promises import broken

LATER = NOW + datetime.timedelta(days=1)


@pytest.fixture
def history(
    approved: Plan, book: Book, departure: Departure, manager: User, admin: User, supervisor: User,
    successor: User, second_successor: User, make_customer: Callable, make_deal: Callable[..., Deal],
) -> Move:  # fmt: skip
    """Two moves of 陈静's book: the first with conflicts, undone with conflicts; the second done, a deal handed on."""
    ownership.change(record=book.foreign_deal, to=supervisor, by=admin, at=NOW)
    make_customer(departure.leaver, name="Newcomer")
    first = carry_out(approved, manager, LATER)
    book.loose_deal.refresh_from_db()
    ownership.change(record=book.loose_deal, to=supervisor, by=admin, at=LATER)
    undo = take_back(first, manager, LATER)
    departures.transition(departure=departure, verb="replan", by=manager, at=LATER, reason="Other people")
    plan = plans.propose(
        departure=departure, successors=[successor, second_successor], strategy="even", by=manager, at=LATER
    )
    plans.approve(plan=plan, by=admin, at=LATER)
    book.task.refresh_from_db()
    book.task.state, book.task.done_at = "done", LATER
    book.task.save()
    second = carry_out(plan, manager, LATER)
    book.deal.refresh_from_db()
    for person in (supervisor, manager, supervisor):
        ownership.change(record=book.deal, to=person, by=admin, at=LATER)
    assert (first.conflicts.count(), undo.conflicts.count()) == (2, 1)
    assert second.conflicts.count() == 1
    return second


def test_each_planted_corruption_is_found_by_the_check_meant_for_it(history: Move) -> None:
    assert broken() == {}
    for name, (sql, found_by) in PLANTED.items():
        with transaction.atomic():
            plant(sql)
            assert broken().keys() == found_by, name
            transaction.set_rollback(True)
    assert broken() == {}


def test_every_check_has_found_something() -> None:
    assert {name for _sql, names in PLANTED.values() for name in names} == {check.name for check in CHECKS}


def test_the_demo_firm_keeps_every_promise(db: None) -> None:
    call_command("seed_demo", stdout=StringIO())
    said = StringIO()
    call_command("check_ledger", stdout=said)
    assert said.getvalue().count("holds ") == len(CHECKS)
    assert f"All {len(CHECKS)} invariants hold." in said.getvalue()


def test_the_command_names_the_first_and_answers_programs(history: Move) -> None:
    plant(PLANTED["an owner changed behind the ledger's back"][0])
    said = StringIO()
    with pytest.raises(CommandError, match=f"1 of {len(CHECKS)} invariants are broken") as stopped:
        call_command("check_ledger", stdout=said)
    assert stopped.value.returncode == 1
    customer = Customer.objects.get(owner__name="孙丽", name__in=["Hottechi", "Kan-code", "Newcomer"])
    assert f"customer {customer.pk}: the ledger says" in said.getvalue()
    assert "it is with 孙丽" in said.getvalue()
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_ledger", "--json", stdout=said)
    answer = json.loads(said.getvalue())
    assert answer["holds"] is False
    (found,) = [check for check in answer["checks"] if not check["holds"]]
    assert (found["name"], found["count"], found["first"][0]["id"]) == ("owner_is_last_in_ledger", 1, customer.pk)


def test_each_check_is_one_query(history: Move) -> None:
    with CaptureQueriesContext(connection) as seen:
        call_command("check_ledger", stdout=StringIO())
    assert len(seen) == len(CHECKS)
