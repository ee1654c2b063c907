"""A handover whose records are verified: an approved plan with rows, and what leaver and successors say to them."""

from collections.abc import Callable

import pytest

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Customer
from handover.actions import departures, verifications
from handover.models import Assignment, Departure, Plan, PlanState, PlanSuccessor, Verdict, Verification
from tests.cast import NOW


def approve_plan(departure: Departure, by: User, given: dict[Customer, User], loose: dict[int, User]) -> Plan:
    """An approved plan that gives these customers and these deals of no customer away."""
    plan = Plan.objects.create(
        departure=departure, state=PlanState.APPROVED, made_by=departure.supervisor, made_at=NOW, approved_by=by,
        approved_at=NOW,
    )  # fmt: skip
    PlanSuccessor.objects.bulk_create(
        PlanSuccessor(plan=plan, user=user) for user in {*given.values(), *loose.values()}
    )
    Assignment.objects.bulk_create(
        Assignment(
            plan=plan,
            kind=RecordKind.CUSTOMER,
            record_id=customer.pk,
            customer=customer,
            from_owner=departure.leaver,
            successor=user,
        )
        for customer, user in given.items()
    )
    Assignment.objects.bulk_create(
        Assignment(plan=plan, kind=RecordKind.DEAL, record_id=pk, from_owner=departure.leaver, successor=user)
        for pk, user in loose.items()
    )
    return plan


@pytest.fixture
def plan(
    departure: Departure,
    leaver: User,
    manager: User,
    successor: User,
    second_successor: User,
    make_customer: Callable[..., Customer],
    make_deal: Callable,
) -> Plan:
    """Two customers for 李伟, one for 赵敏, and a deal without a customer for 赵敏; the handover has begun."""
    given = {
        make_customer(leaver, name="华东精密", grade="A"): successor,
        make_customer(leaver, name="Bluth", grade="B"): successor,
        make_customer(leaver, name="Cancity", grade="C"): second_successor,
    }
    found = approve_plan(departure, manager, given, {make_deal(leaver).pk: second_successor})
    departures.transition(departure=departure, verb="plan", by=manager, at=NOW)
    departures.transition(departure=departure, verb="begin", by=manager, at=NOW)
    return found


@pytest.fixture
def row(plan: Plan) -> Verification:
    return Verification.objects.get(customer__name="华东精密")


@pytest.fixture
def agreed(plan: Plan, leaver: User, successor: User, second_successor: User) -> Departure:
    """Leaver and successors have agreed on every customer."""
    finish(plan, leaver, successor, second_successor)
    return plan.departure


def say(row: Verification, verdict: str, by: User, note: str = "") -> Verification:
    return verifications.say(verification=row, verdict=verdict, note=note, by=by, at=NOW)


def finish(plan: Plan, leaver: User, *successors: User) -> None:
    many = {"departure": plan.departure, "rows": plan.departure.verifications.all(), "at": NOW}
    verifications.say_all(verdict=Verdict.STATED, by=leaver, **many)
    for person in successors:
        verifications.say_all(verdict=Verdict.CONFIRMED, by=person, **many)
