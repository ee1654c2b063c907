"""Two hundred people of a large firm who leave at the same time, one of them with a hundred times the book."""

import datetime
from collections.abc import Sequence

from accounts.models import User
from handover.actions import checklist, verifications
from handover.lifecycle import State
from handover.models import Departure, Move, Plan, PlanState, PlanSuccessor
from handover.planning import statements
from tests.benchmarks.books import AT, SPREAD
from tests.benchmarks.measuring import settle

STATES = (State.HANDING_OVER, State.REGISTERED, State.PLANNED)


def leave(leavers: Sequence[User], successors: Sequence[User], *, manager: User, admin: User) -> list[Departure]:
    """Open departures of `leavers`, the first of them handing over; each third is registered and has no plan yet.

    The first book goes to all of `successors`, each other one to two of them.
    """
    found = []
    for number, leaver in enumerate(leavers):
        departure = _departure(leaver, STATES[number % 3], manager)
        checklist.generate(departure=departure, at=AT)
        if departure.state != State.REGISTERED:
            some = (
                successors
                if number == 0
                else [successors[number % len(successors)], successors[(number + 1) % len(successors)]]
            )
            _plan(departure, some, manager, admin)
        if departure.state == State.HANDING_OVER:
            verifications.open_for(departure=departure, by=manager, at=AT)
        found.append(departure)
    settle()
    return found


def _departure(leaver: User, state: State, manager: User) -> Departure:
    return Departure.objects.create(
        leaver=leaver,
        supervisor=leaver.team.members.filter(is_senior=True).exclude(pk=leaver.pk).first() if leaver.team else None,
        supervisor_named_at=AT,
        state=state,
        kind="resignation",
        reason="career",
        notice_on=AT.date(),
        last_day_on=AT.date() + datetime.timedelta(days=5 + leaver.pk % 60),
        access_ends_at=AT + datetime.timedelta(days=100),
        effective_at=AT + datetime.timedelta(days=100),
        registered_by=manager,
        registered_at=AT,
    )


def _plan(departure: Departure, successors: Sequence[User], manager: User, admin: User) -> None:
    plan = Plan.objects.create(
        departure=departure,
        state=PlanState.APPROVED,
        made_by=manager,
        made_at=AT,
        approved_by=admin,
        approved_at=AT,
    )
    PlanSuccessor.objects.bulk_create(PlanSuccessor(plan=plan, user=user) for user in successors)
    if statements.add_new(plan) > 1_000:
        statements.learn_size()
    statements.run(SPREAD, [[user.pk for user in successors], len(successors), plan.pk])
    statements.follow(plan)
    Move.objects.create(plan=plan, asked_by=manager, asked_at=AT, due_at=departure.effective_at)
