"""陈静's book, and a plan for it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from accounts.models import User
from customers.models import Contract, Customer, Deal, Task
from handover.actions import departures, plans, reassignment
from handover.inheriting import following
from handover.models import Departure, Inheritance, Move, Plan
from tests.cast import NOW
from tests.handover.inherited import of


@dataclass
class Book:
    """What 陈静 holds: two customers with all that belongs to them, a deal without a customer, one on another's."""

    hottechi: Customer
    kancode: Customer
    deal: Deal
    contract: Contract
    task: Task
    loose_deal: Deal
    foreign_deal: Deal
    closed_deal: Deal


@pytest.fixture
def book(
    leaver: User, supervisor: User, make_customer: Callable[..., Customer], make_deal: Callable[..., Deal]
) -> Book:
    first = make_customer(leaver, name="Hottechi", grade="A", industry="technology", territory="East")
    second = make_customer(leaver, name="Kan-code", grade="B", industry="medical", territory="North")
    foreign = make_customer(supervisor, name="Isdom")
    return Book(
        hottechi=first,
        kancode=second,
        deal=make_deal(leaver, customer=first, amount=61_000, currency="USD", stage="quoted"),
        contract=Contract.objects.create(owner=leaver, customer=second, number="K-1", amount=500, state="active"),
        task=Task.objects.create(owner=leaver, customer=second, title="Call back"),
        loose_deal=make_deal(leaver, name="Nobody yet"),
        foreign_deal=make_deal(leaver, customer=foreign, name="On another's customer"),
        closed_deal=make_deal(leaver, customer=first, state="won", stage="closed", amount=5),
    )


@pytest.fixture
def plan(departure: Departure, book: Book, manager: User, successor: User, second_successor: User) -> Plan:
    """A draft by 王芳 that spreads the book over 李伟 and 赵敏."""
    people = [successor, second_successor]
    return plans.propose(departure=departure, successors=people, strategy="best_fit", by=manager, at=NOW)


@pytest.fixture
def approved(plan: Plan, admin: User) -> Plan:
    """The same, approved by the administrator."""
    plans.approve(plan=plan, by=admin, at=NOW)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def begun(approved: Plan, manager: User) -> Plan:
    """The plan is approved, the handover has begun, and the inheritances have followed."""
    approved.leaving.refresh_from_db()
    departures.transition(departure=approved.leaving, verb="begin", by=manager, at=NOW)
    following.follow_all()
    return approved


@pytest.fixture
def mine(begun: Plan, book: Book, successor: User) -> Inheritance:
    """Hottechi, on its way to 李伟."""
    assert begun.state == "approved"
    return of(book.hottechi, successor)


def the_move(plan: Plan) -> Move:
    """The move that carries a plan out."""
    return Move.objects.main().get(plan=plan)


def carry_out(plan: Plan, by: User, at: datetime.datetime = NOW) -> Move:
    """Ask for the move of a plan and do it."""
    return reassignment.execute(move=reassignment.ask(move=the_move(plan), by=by, at=at), by=by, at=at)


def take_back(move: Move, by: User, at: datetime.datetime = NOW) -> Move:
    """Ask for the undo of a move and do it; answers with the reversal."""
    return reassignment.execute(move=reassignment.undo(move=move, by=by, at=at), by=by, at=at)
