"""Moves, undos, plans and changes by hand that meet: one wins, the other is told, and no deadlock reaches anyone."""

import datetime
import random
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from customers.actions import ownership
from customers.models import Customer, Deal, OwnershipChange
from handover import tasks
from handover.actions import departures, plans, reassignment
from handover.models import Assignment, Departure, Move, MoveState, Plan, PlanState, TransitionRow
from tests.benchmarks.books import fill
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, the_move
from tests.handover.promises import broken
from tests.handover.together import codes, together
from web.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)
CUSTOMERS = 30
#: What somebody may be told who comes second.
TOLD = {"owner_changed", "owner_unchanged", "already_undone"}


def insist(job: Callable[[], object]) -> None:
    """Do it again after a lock that was held too long, as the next knock would; anything else is raised."""
    while True:
        try:
            job()
        except OperationalError as trouble:
            if "lock timeout" not in str(trouble):
                raise
        else:
            return


@pytest.fixture
def reps(manager: User) -> list[User]:
    fields = {"role": Role.REP, "office": manager.office, "team": manager.team}
    return [User.objects.create_user(f"rep{n}@baton.example", None, name=f"Rep {n}", **fields) for n in range(9)]


@pytest.fixture
def chain(reps: list[User], manager: User, admin: User, make_departure: Callable[..., Departure]) -> list[Plan]:
    """Five plans: each leaver but the last hands part of a book to the next, who leaves too; all share successors."""
    approved = []
    for number, leaver in enumerate(reps[:5]):
        fill(leaver, CUSTOMERS, mark=f"R{number}")
        following = [reps[number + 1], *reps[5:7]]
        departure = make_departure(leaver, manager)
        TransitionRow.objects.create(departure=departure, verb="register", to_state="registered", by=manager, at=NOW)
        plan = plans.propose(departure=departure, successors=following, strategy="round_robin", by=manager, at=NOW)
        plans.approve(plan=plan, by=admin, at=NOW)
        reassignment.ask(move=the_move(plan), by=manager, at=NOW)
        approved.append(plan)
    return approved


def execute(plan: Plan, by: User) -> None:
    insist(lambda: reassignment.execute(move=the_move(plan), by=by, at=timezone.now()))


def undo_when_done(plan: Plan, by: User) -> None:
    """Wait for the move, then ask to undo it and do that."""
    while the_move(plan).state == MoveState.RUNNING:
        pass
    insist(lambda: or_told(lambda: reassignment.undo(move=the_move(plan), by=by, at=timezone.now())))
    for reversal in Move.objects.filter(plan=plan).exclude(reverses=None):
        insist(lambda: reassignment.execute(move=reversal, by=by, at=timezone.now()))  # noqa: B023


def or_told(job: Callable[[], object]) -> None:
    """Do it, or be told why not: a refusal is an answer."""
    try:
        job()
    except Refused as refusal:
        if refusal.code not in TOLD:
            raise


@transaction.atomic
def hand_on(record: Customer, to: User, by: User) -> None:
    """Give a customer, and what its owner has open there, to somebody: record by record."""
    owner, at = record.owner_id, timezone.now()
    ownership.change(record=record, to=to, by=by, at=at)
    for rows in (record.deals.open(), record.contracts.running(), record.tasks.open()):
        for part in rows.filter(owner=owner):
            ownership.change(record=part, to=to, by=by, at=at)


def hand_on_at_random(people: list[User], by: User, seed: int) -> None:
    """Hand customers on by hand, with what belongs to them."""
    chance = random.Random(seed)
    ids = list(Customer.objects.values_list("pk", flat=True))
    for _again in range(25):
        record, to = Customer.objects.get(pk=chance.choice(ids)), chance.choice(people)
        or_told(lambda: hand_on(record, to, by))  # noqa: B023


def propose_and_assign(departure: Departure, people: list[User], by: User, seed: int) -> None:
    """Propose, and give some records to another successor, again and again."""
    chance = random.Random(seed)
    for _again in range(3):
        plan = plans.propose(
            departure=Departure.objects.get(pk=departure.pk), successors=people, strategy="even", by=by, at=NOW
        )
        lines = Assignment.objects.filter(plan=plan, record_id__in=chance.sample(range(2000), 500))
        plans.assign(plan=plan, assignments=lines, successor=chance.choice(people), by=by, at=NOW)


@pytest.mark.parametrize("seed", [1, 2])
def test_sixteen_at_once_end_well_or_are_told_why_not(
    seed: int, chain: list[Plan], reps: list[User], manager: User, admin: User, make_departure: Callable[..., Departure]
) -> None:
    """Each of five moves delivered twice, one of them undone twice, two people handing on by hand, two planning."""
    chance = random.Random(seed)
    fill(reps[8], CUSTOMERS, mark="R8")
    drafted = make_departure(reps[8], manager)
    jobs: list[Callable[[], object]] = [lambda plan=plan: execute(plan, manager) for plan in chain * 2]
    jobs += [lambda: undo_when_done(chain[1], manager)] * 2
    jobs += [lambda part=part: hand_on_at_random(reps[5:8], admin, seed + part) for part in (10, 20)]
    jobs += [lambda part=part: propose_and_assign(drafted, reps[5:8], manager, seed + part) for part in (30, 40)]
    chance.shuffle(jobs)
    assert len(jobs) == 16
    assert codes(together(*jobs)) == []
    states = [the_move(plan).state for plan in chain]
    assert Move.objects.exclude(reverses=None).count() == 1
    assert states == [MoveState.DONE, MoveState.UNDONE, MoveState.DONE, MoveState.DONE, MoveState.DONE]
    assert Plan.objects.get(departure=drafted).assignments.exists()
    assert broken() == {}


def test_four_undo_at_once_and_it_is_undone_once(approved: Plan, book: Book, manager: User) -> None:
    move = carry_out(approved, manager)
    assert together(*[lambda: reassignment.undo(move=Move.objects.get(pk=move.pk), by=manager, at=NOW)] * 4) == []
    reversal = Move.objects.get(reverses=move)
    assert together(*[lambda: tasks.execute_move(reversal.pk)] * 4) == []
    assert OwnershipChange.objects.filter(why="undo").count() == 7
    assert broken() == {}


def test_two_planners_at_once_make_one_plan(
    departure: Departure, book: Book, manager: User, admin: User, successor: User, second_successor: User
) -> None:
    people = [successor, second_successor]

    def propose(by: User) -> None:
        fresh = Departure.objects.get(pk=departure.pk)
        plans.propose(departure=fresh, successors=people, strategy="even", by=by, at=NOW)

    assert together(*[lambda: propose(manager), lambda: propose(admin)] * 2) == []
    assert Plan.objects.get(departure=departure).assignments.count() == 7
    assert broken() == {}


def test_two_approve_at_once_one_wins_and_the_other_is_told(
    plan: Plan, book: Book, admin: User, manager: User, hr: User
) -> None:
    second = User.objects.create_user("second@baton.example", "x", name="Second", role=Role.ADMINISTRATOR)

    def approve(by: User) -> None:
        plans.approve(plan=Plan.objects.get(pk=plan.pk), by=by, at=NOW)

    assert codes(together(lambda: approve(admin), lambda: approve(second))) == ["plan_approved"]
    assert Move.objects.count() == 1
    assert broken() == {}


def test_planning_anew_and_approving_meet(
    plan: Plan, book: Book, admin: User, manager: User, successor: User, supervisor: User
) -> None:
    """Whoever comes first, what is approved is whole, and the planner is told when too late."""

    def propose() -> None:
        departure = Departure.objects.get(pk=plan.departure_id)
        plans.propose(departure=departure, successors=[successor], strategy="even", by=manager, at=NOW)

    raised = together(propose, lambda: plans.approve(plan=Plan.objects.get(pk=plan.pk), by=admin, at=NOW))
    assert codes(raised) in ([], ["not_now"], ["plan_approved"])
    found = Plan.objects.get(departure=plan.departure_id)
    assert found.state == PlanState.APPROVED
    assert not found.assignments.filter(successor=None).exists()
    assert found.successors.count() == (2 if raised else 1)
    assert broken() == {}


def test_a_move_and_a_withdrawal_meet(approved: Plan, book: Book, manager: User, leaver: User) -> None:
    """Either the records changed hands and the person can't simply stay, or they stay and so do the records."""

    def withdraw() -> None:
        departure = Departure.objects.get(pk=approved.departure_id)
        departures.transition(departure=departure, verb="withdraw", by=manager, at=NOW, reason="陈静 stays")

    raised = together(lambda: execute(approved, manager), withdraw)
    moved = Customer.objects.filter(owner=leaver).count() == 0
    assert codes(raised) == ["guard_not_moved"] if moved else ["not_approved"]
    assert broken() == {}


def test_every_record_changed_since_the_plan_is_a_conflict_and_none_is_overwritten(
    approved: Plan, manager: User, admin: User, supervisor: User, successor: User, leaver: User
) -> None:
    """A stale plan, and people who go on changing while it is carried out."""
    departures.transition(departure=approved.departure, verb="replan", by=manager, at=NOW, reason="More")
    fill(leaver, 60)
    departure = Departure.objects.get(pk=approved.departure_id)
    plan = plans.propose(departure=departure, successors=[successor], strategy="even", by=manager, at=NOW)
    plans.approve(plan=plan, by=admin, at=NOW)
    reassignment.ask(move=the_move(plan), by=manager, at=NOW)
    customers = list(Customer.objects.filter(owner=leaver).order_by("?"))
    stale, during = customers[:20], customers[20:50]
    for record in stale:
        hand_on(record, supervisor, admin)

    def change_the_rest(part: int) -> None:
        for record in during[part::7]:
            or_told(lambda: ownership.change(record=record, to=supervisor, by=admin, at=NOW))  # noqa: B023

    jobs = [lambda part=part: change_the_rest(part) for part in range(7)]
    assert together(lambda: execute(plan, manager), *jobs) == []
    move = the_move(plan)
    kept = {(row.kind, row.record_id) for row in OwnershipChange.objects.filter(why="by_hand", from_owner=leaver)}
    assert set(move.conflicts.values_list("kind", "record_id")) == kept
    assert set(move.conflicts.values_list("cause", "present_owner")) == {("owner_changed", supervisor.pk)}
    assert len({pk for kind, pk in kept if kind == 1}) >= 20
    assert broken() == {}
    connection.close()


def test_a_move_that_waited_is_not_dated_before_what_came_in_meanwhile(
    approved: Plan, book: Book, manager: User, admin: User, make_departure: Callable, make_deal: Callable[..., Deal]
) -> None:
    """A deal comes to somebody who leaves too, on a customer of theirs, while their own move waits for a lock."""
    first, other = [row.user for row in approved.successors.order_by("id")]
    customer = Customer.objects.create(owner=first, code="X-1", name="Of the successor")
    deal = make_deal(approved.leaving.leaver, customer=customer)
    departures.transition(departure=approved.leaving, verb="replan", by=manager, at=NOW, reason="More")
    departure = Departure.objects.get(pk=approved.departure_id)
    plans.propose(departure=departure, successors=[first], strategy="even", by=manager, at=NOW)
    plans.approve(plan=Plan.objects.get(pk=approved.pk), by=admin, at=NOW)
    leaves_too = make_departure(first, manager)
    answer = plans.propose(departure=leaves_too, successors=[other], strategy="even", by=manager, at=NOW)
    plans.approve(plan=answer, by=admin, at=NOW)
    reassignment.execute(move=the_move(approved), by=manager, at=NOW + datetime.timedelta(seconds=9))
    reassignment.execute(move=the_move(answer), by=manager, at=NOW)
    deal.refresh_from_db()
    assert deal.owner == other
    assert "ledger_never_overlaps" not in broken()
