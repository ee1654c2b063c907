"""Customers change hands while the people stay: choosing them, planning who takes over, and who may."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.db import transaction as database

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Customer
from handover import access
from handover.actions import plans, transfers
from handover.models import MoveState, Transfer, TransferKind
from tests.cast import NOW
from tests.handover.conftest import Book
from web.errors import Refused

LATER = NOW + datetime.timedelta(days=30)
BACK = NOW + datetime.timedelta(days=200)


@pytest.fixture
def make_transfer(manager: User) -> Callable[..., Transfer]:
    """A draft by 王芳 for the customers given, or for all her team's."""

    def make(**given: Any) -> Transfer:
        usual: dict[str, Any] = {
            "kind": TransferKind.TERRITORY,
            "customers": Customer.objects.all(),
            "by": manager,
            "at": NOW,
        }
        return transfers.make(**usual | given)

    return make


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as told:
        call()
    return str(told.value.code)


def lines(transfer: Transfer) -> dict[tuple[str, int], str | None]:
    """Who gets what, by kind and record."""
    rows = transfer.plan.assignments.select_related("successor")
    return {(RecordKind(row.kind).name, row.record_id): row.successor.name if row.successor else None for row in rows}


def test_what_the_owners_have_open_there_goes_along(
    book: Book, make_transfer: Callable[..., Transfer], leaver: User
) -> None:
    transfer = make_transfer(customers=Customer.objects.filter(pk__in=[book.hottechi.pk, book.kancode.pk]))
    assert set(lines(transfer)) == {
        ("CUSTOMER", book.hottechi.pk),
        ("CUSTOMER", book.kancode.pk),
        ("DEAL", book.deal.pk),
        ("CONTRACT", book.contract.pk),
        ("TASK", book.task.pk),
    }
    assert list(transfer.owners.all()) == [leaver]
    assert set(transfer.plan.assignments.values_list("from_owner", flat=True)) == {leaver.pk}


def test_several_owners_give_and_who_takes_over_keeps_the_own(
    book: Book, make_transfer: Callable[..., Transfer], make_customer: Callable[..., Customer],
    successor: User, supervisor: User, leaver: User, manager: User,
) -> None:  # fmt: skip
    own = make_customer(successor, territory="East")
    transfer = make_transfer()
    assert set(transfer.owners.all()) == {leaver, supervisor, successor}
    assert ("CUSTOMER", own.pk) in lines(transfer)
    plans.propose_again(plan=transfer.plan, successors=[successor], strategy="best_fit", by=manager, at=NOW)
    found = lines(transfer)
    assert ("CUSTOMER", own.pk) not in found
    assert set(found.values()) == {successor.name}


def test_only_who_leads_both_sides_makes_a_transfer(
    book: Book, make_transfer: Callable[..., Transfer], make_customer: Callable[..., Customer],
    outsider: User, successor: User, leaver: User, admin: User, manager: User, hr: User, auditor: User,
) -> None:  # fmt: skip
    theirs = make_customer(outsider)
    only_theirs = Customer.objects.filter(pk=theirs.pk)
    west: Any = outsider.team.manager  # type: ignore[union-attr]
    assert ("CUSTOMER", theirs.pk) not in lines(make_transfer())
    assert refusal(lambda: make_transfer(customers=only_theirs)) == "nothing_chosen"
    for person in (successor, hr, auditor):
        assert refusal(lambda: make_transfer(by=person)) == "not_yours"  # noqa: B023 - called at once
    mine = make_transfer()
    again: dict[str, Any] = {"plan": mine.plan, "strategy": "even", "at": NOW}
    assert refusal(lambda: plans.propose_again(successors=[outsider], by=manager, **again)) == "not_a_successor"
    assert refusal(lambda: plans.propose_again(successors=[successor], by=west, **again)) == "not_yours"
    everybody = make_transfer(by=admin)
    assert ("CUSTOMER", theirs.pk) in lines(everybody)
    again["plan"] = everybody.plan
    assert refusal(lambda: plans.propose_again(successors=[successor], by=manager, **again)) == "not_yours"
    assert refusal(lambda: plans.approve(plan=everybody.plan, by=manager, at=NOW)) == "not_yours"


def test_a_draft_is_for_who_plans_it_and_what_is_decided_for_whom_it_touches(
    book: Book, make_transfer: Callable[..., Transfer], leaver: User, successor: User, second_successor: User,
    outsider: User, manager: User, admin: User, hr: User, auditor: User,
) -> None:  # fmt: skip
    transfer = make_transfer(effective_at=LATER, customers=Customer.objects.filter(owner=leaver))
    plan = plans.propose_again(plan=transfer.plan, successors=[successor], strategy="even", by=manager, at=NOW)

    def seen() -> set[User]:
        people = (leaver, successor, second_successor, outsider, manager, admin, hr, auditor)
        return {person for person in people if access.transfers(person).exists()}

    assert seen() == {manager, admin, auditor}
    plans.approve(plan=plan, by=manager, at=NOW)
    assert seen() == {manager, admin, auditor, leaver, successor}
    assert access.lines(leaver, plan).count() == access.lines(manager, plan).count() > 0
    assert not access.lines(second_successor, plan).exists()


def test_one_person_confirms_alone_but_not_what_is_incomplete_or_empty(
    book: Book, make_transfer: Callable[..., Transfer], manager: User, successor: User, leaver: User, supervisor: User
) -> None:
    transfer = make_transfer(effective_at=LATER, customers=Customer.objects.filter(owner=leaver))
    assert refusal(lambda: plans.approve(plan=transfer.plan, by=manager, at=NOW)) == "plan_incomplete"
    again: dict[str, Any] = {"plan": transfer.plan, "strategy": "even", "by": manager, "at": NOW}
    assert refusal(lambda: plans.propose_again(successors=[successor, leaver], **again)) == "owner_already"
    plan = plans.propose_again(successors=[successor], **again)
    plan.assignments.all().delete()
    assert refusal(lambda: plans.approve(plan=plan, by=manager, at=NOW)) == "plan_empty"
    transfer = make_transfer(effective_at=LATER, customers=Customer.objects.filter(owner=leaver))
    plan = plans.propose_again(plan=transfer.plan, successors=[successor], strategy="even", by=manager, at=NOW)
    move = plans.approve(plan=plan, by=manager, at=NOW)
    assert (move.state, move.due_at) == ("due", LATER)
    assert refusal(lambda: plans.approve(plan=plan, by=manager, at=NOW)) == "plan_approved"


def test_a_long_leave_is_about_the_whole_book_and_knows_its_end(
    book: Book, leaver: User, manager: User, successor: User, outsider: User, make_departure: Callable[..., Any]
) -> None:
    leave: dict[str, Any] = {"person": leaver, "by": manager, "at": NOW}
    assert refusal(lambda: transfers.make_leave(returns_at=None, **leave)) == "returns_missing"
    assert refusal(lambda: transfers.make_leave(returns_at=NOW, **leave)) == "returns_too_early"
    west: Any = outsider.team.manager  # type: ignore[union-attr]
    assert refusal(lambda: transfers.make_leave(returns_at=BACK, **leave | {"by": west})) == "not_yours"
    transfer = transfers.make_leave(returns_at=BACK, effective_at=LATER, **leave)
    found = lines(transfer)
    assert ("DEAL", book.loose_deal.pk) in found
    assert ("DEAL", book.foreign_deal.pk) in found
    assert ("DEAL", book.closed_deal.pk) not in found
    assert refusal(lambda: transfers.make_leave(returns_at=BACK, **leave)) == "already_away"
    change: dict[str, Any] = {"transfer": transfer, "effective_at": None, "reason": "", "by": manager, "at": NOW}
    assert refusal(lambda: transfers.change(returns_at=None, **change)) == "returns_missing"
    assert transfers.change(returns_at=BACK, **change).effective_at == NOW
    plans.discard(plan=transfer.plan, by=manager, at=NOW)
    make_departure(leaver, manager)
    assert refusal(lambda: transfers.make_leave(returns_at=BACK, **leave)) == "already_leaving"


def test_nobody_learns_of_their_dismissal_by_planning_their_own_leave(
    book: Book, manager: User, hr: User, make_departure: Callable
) -> None:
    make_departure(manager, hr, kind="dismissal", reason="performance")
    said = refusal(lambda: transfers.make_leave(person=manager, returns_at=BACK, by=manager, at=NOW))
    assert said == "not_now"


def test_nobody_learns_of_their_dismissal_by_taking_customers_over(
    make_transfer: Callable[..., Transfer], book: Book, manager: User, hr: User, make_departure: Callable
) -> None:
    transfer = make_transfer(customers=Customer.objects.filter(pk=book.hottechi.pk))
    plan = plans.propose_again(plan=transfer.plan, successors=[manager], strategy="even", by=manager, at=NOW)
    departure = make_departure(manager, hr)
    with pytest.raises(Refused, match="leaving too"):
        plans.approve(plan=plan, by=manager, at=NOW)
    departure.kind = "dismissal"
    departure.save()
    assert plans.approve(plan=plan, by=manager, at=NOW).state == MoveState.DUE


def test_the_database_knows_what_a_transfer_is(
    make_transfer: Callable[..., Transfer], book: Book, leaver: User
) -> None:
    transfer = make_transfer()
    broken: dict[str, dict[str, Any]] = {
        "transfer_kind_known": {"kind": "whim"},
        "transfer_returns_later": {"returns_at": NOW},
        "transfer_follow_up_of_move": {"kind": "follow_up"},
        "transfer_leave_of_person_who_returns": {"person": leaver},
    }
    for name, values in broken.items():
        with pytest.raises(IntegrityError, match=name), database.atomic():
            Transfer.objects.filter(pk=transfer.pk).update(**values)
