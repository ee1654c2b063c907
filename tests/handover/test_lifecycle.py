"""Every verb from every state by everybody, as the table says and not otherwise."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import transaction

from accounts.models import AuditEntry, User
from accounts.permissions import Role
from customers.models import AccountTeamMember
from handover import guards, lifecycle_doc
from handover.actions import departures
from handover.lifecycle import TRANSITIONS, Guard, State, Transition, Verb, Who, verbs_from
from handover.models import Departure, Move, MoveState, Plan, PlanState, PlanSuccessor
from handover.relations import relations
from tests.cast import NOW
from web.errors import Refused

ARROWS = [arrow for arrow in TRANSITIONS.values() if arrow.verb != Verb.REGISTER]


@pytest.fixture
def planner(manager: User) -> User:
    """Another manager above the team, who makes the plan."""
    head = User.objects.create_user("head@baton.example", "x", name="Lin Head", role=Role.MANAGER)
    top = type(manager.team).objects.create(name="Sales", manager=head)
    manager.team.parent = top
    manager.team.save()
    return head


@pytest.fixture
def ready(
    planner: User, manager: User, leaver: User, supervisor: User, successor: User, make_departure: Callable
) -> Callable[[State, Transition], Departure]:
    """A departure at a state where every condition of the arrow holds."""

    def make(state: State, arrow: Transition) -> Departure:
        departure = make_departure(
            leaver, manager, state, supervisor=supervisor, signed_off_by=supervisor, signed_off_at=NOW
        )
        plan = Plan.objects.create(
            departure=departure,
            state=PlanState.APPROVED,
            made_by=planner,
            made_at=NOW,
            approved_by=manager,
            approved_at=NOW,
        )
        PlanSuccessor.objects.create(plan=plan, user=successor)
        done = {"state": MoveState.DONE, "finished_at": NOW} if Guard.MOVED in arrow.guards else {}
        Move.objects.create(plan=plan, asked_by=manager, asked_at=NOW, due_at=departure.effective_at, **done)
        return departure

    return make


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("arrow", ARROWS, ids=lambda arrow: arrow.verb)
def test_every_verb_from_every_state_by_everybody(
    arrow: Transition, state: State, ready: Callable, hr: User, admin: User, auditor: User, outsider: User
) -> None:
    departure = ready(state, arrow)
    for person in User.objects.all():
        if state not in arrow.sources:
            expected = "not_now"
        elif relations(person, departure) & set(arrow.who):
            expected = "done"
        else:
            expected = "not_yours"
        assert attempt(departure, arrow, person) == expected, person
        departure.refresh_from_db()
        assert departure.state == state


def attempt(departure: Departure, arrow: Transition, person: User) -> str:
    """Try the verb, look at the row it leaves, take everything back; "done" or the code of the refusal."""
    source = departure.state
    with transaction.atomic():
        try:
            row = departures.transition(departure=departure, verb=arrow.verb, by=person, at=NOW, reason="Because.")
        except Refused as refusal:
            return str(refusal.code)
        assert (row.from_state, row.to_state, row.by, row.reason) == (source, arrow.target, person, "Because.")
        assert AuditEntry.objects.about(departure).filter(verb=f"departure.{arrow.verb}", by=person).exists()
        transaction.set_rollback(True)
    return "done"


def test_who_people_are_to_a_departure(
    ready: Callable, planner: User, manager: User, leaver: User, supervisor: User, hr: User, admin: User, outsider: User
) -> None:
    departure = ready(State.PLANNED, TRANSITIONS[Verb.BEGIN])
    rights = frozenset({Who.REGISTRAR, Who.PLANNER, Who.APPROVER})
    expected = {
        planner: rights - {Who.APPROVER},
        manager: rights,
        admin: rights,
        hr: frozenset({Who.REGISTRAR}),
        leaver: frozenset({Who.LEAVER}),
        supervisor: frozenset({Who.SUPERVISOR}),
        outsider: frozenset(),
    }
    assert {person: relations(person, departure) for person in expected} == expected


@pytest.mark.parametrize(
    ("verb", "guard"), [(arrow.verb, guard) for arrow in ARROWS for guard in arrow.guards], ids=str
)
def test_a_condition_that_does_not_hold_is_named(
    verb: Verb, guard: Guard, ready: Callable, manager: User, planner: User, make_customer: Callable
) -> None:
    arrow = TRANSITIONS[verb]
    departure = ready(arrow.sources[0], arrow)
    if guard == Guard.PLAN_APPROVED:
        Plan.objects.update(state=PlanState.DRAFT, approved_at=None, approved_by=None)
    elif guard == Guard.NOT_MOVED:
        Move.objects.update(state=MoveState.DONE, finished_at=NOW)
    elif guard == Guard.MOVED:
        Move.objects.update(state=MoveState.DUE, finished_at=None)
    elif guard == Guard.SUPERVISOR_NAMED:
        Departure.objects.update(supervisor=None)
    elif guard == Guard.CHECKLIST_DONE:
        departure.items.create(
            key="meeting", section="meetings", responsible="leaver", anchor="last_day_on", offset=0, due_on=NOW.date()
        )
    elif guard == Guard.SIGNED_OFF:
        Departure.objects.update(signed_off_at=None, signed_off_by=None)
    elif guard == Guard.NOTHING_LEFT:
        make_customer(departure.leaver)
    elif guard == Guard.REFERENCES_SETTLED:
        AccountTeamMember.objects.create(user=departure.leaver, customer=make_customer(manager))
    with pytest.raises(Refused) as refusal:
        departures.transition(departure=departure, verb=verb, by=manager, at=NOW, reason="Because.")
    assert refusal.value.code == f"guard_{guard}"
    departure.refresh_from_db()
    assert guards.missing(guard, departure) == refusal.value.messages[0]


@pytest.mark.parametrize("arrow", [arrow for arrow in ARROWS if arrow.needs_reason], ids=lambda arrow: arrow.verb)
def test_some_verbs_want_a_reason(arrow: Transition, ready: Callable, manager: User) -> None:
    departure = ready(arrow.sources[0], arrow)
    with pytest.raises(Refused) as refusal:
        departures.transition(departure=departure, verb=arrow.verb, by=manager, at=NOW, reason="  ")
    assert refusal.value.code == "reason_missing"


def test_withdrawing_puts_the_plan_aside_and_calls_the_move_off(ready: Callable, manager: User) -> None:
    departure = ready(State.HANDING_OVER, TRANSITIONS[Verb.WITHDRAW])
    departures.transition(departure=departure, verb=Verb.WITHDRAW, by=manager, at=NOW, reason="Stays.")
    assert Plan.objects.get().state == PlanState.DISCARDED
    assert not Move.objects.exists()
    verbs = set(AuditEntry.objects.about(departure).values_list("verb", flat=True))
    assert verbs == {"departure.withdraw", "plan.discarded", "move.called_off"}


def test_planning_again_keeps_the_work_but_takes_the_approval_back(ready: Callable, manager: User) -> None:
    departure = ready(State.HANDING_OVER, TRANSITIONS[Verb.REPLAN])
    departures.transition(departure=departure, verb=Verb.REPLAN, by=manager, at=NOW, reason="One falls ill.")
    assert Plan.objects.get().state == PlanState.DRAFT
    assert not Move.objects.exists()


def test_a_plan_whose_move_was_undone_is_put_aside(ready: Callable, manager: User) -> None:
    departure = ready(State.HANDING_OVER, TRANSITIONS[Verb.REPLAN])
    Move.objects.update(state=MoveState.UNDONE, finished_at=NOW)
    departures.transition(departure=departure, verb=Verb.REPLAN, by=manager, at=NOW, reason="Undone.")
    assert Plan.objects.get().state == PlanState.DISCARDED
    assert Move.objects.get().state == MoveState.UNDONE


def test_every_state_but_the_last_ones_leads_on() -> None:
    assert {state for state in State if not verbs_from(state)} == {State.CLOSED, State.WITHDRAWN}


def test_the_page_in_the_docs_is_the_table() -> None:
    assert (settings.BASE_DIR / "docs" / "lifecycle.md").read_text() == lifecycle_doc.text()
