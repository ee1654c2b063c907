"""Random books, plans, edits, moves and undos: the ledger always tells where each record is, and nothing is lost."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Team, User
from accounts.permissions import Role
from customers.actions import ownership
from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, Owned, OwnershipChange, Task
from handover import holdings
from handover.actions import departures, plans, reassignment
from handover.models import Departure, Move, MoveState, Plan, PlanState
from tests.cast import NOW
from web.errors import Refused

PEOPLE = st.sampled_from(["ann", "ben", "cy"])


def rows_of(move: Move) -> QuerySet[OwnershipChange]:
    return OwnershipChange.objects.filter(move_id=move.pk)


class Handover(RuleBasedStateMachine):
    """One departure with its book; what each record should look like is kept beside the database."""

    @initialize(sizes=st.tuples(*[st.integers(0, 4)] * 4))
    def begin(self, sizes: tuple[int, int, int, int]) -> None:
        self.run = transaction.atomic()
        self.run.__enter__()
        self.clock, self.number = NOW, 0
        manager = User.objects.create_user("m@baton.example", None, name="Manager", role=Role.MANAGER)
        self.manager, team = manager, Team.objects.create(name="Team", manager=manager)
        self.admin = User.objects.create_user("a@baton.example", None, name="Admin", role=Role.ADMINISTRATOR)
        self.people = {
            name: User.objects.create_user(f"{name}@baton.example", None, name=name, team=team)
            for name in ("leaver", "ann", "ben", "cy")
        }
        self.leaver = self.people["leaver"]
        self.departure = Departure.objects.create(
            leaver=self.leaver, kind="resignation", reason="career", registered_by=manager, registered_at=NOW,
            notice_on=NOW.date(), last_day_on=NOW.date(), access_ends_at=NOW, effective_at=NOW,
        )  # fmt: skip
        self.owners: dict[tuple[int, int], int] = {}
        self.content: dict[tuple[int, int], dict[str, Any]] = {}
        self.before_move: dict[tuple[int, int], int] = {}
        self.touched: set[tuple[int, int]] = set()
        for kind, size in zip(RecordKind, sizes, strict=True):
            for _record in range(size):
                self.add(kind, self.leaver)

    def teardown(self) -> None:
        if hasattr(self, "run"):
            transaction.set_rollback(True)
            self.run.__exit__(None, None, None)

    def refused(self, job: Callable[[], object]) -> str | None:
        """Do it; answers with the code of the refusal, if any."""
        try:
            job()
        except Refused as refusal:
            return str(refusal.code)
        return None

    def tick(self) -> datetime.datetime:
        self.clock += datetime.timedelta(minutes=1)
        return self.clock

    def add(self, kind: RecordKind, owner: User) -> None:
        self.number += 1
        customer = Customer.objects.filter(owner=self.leaver).order_by("?").first() if self.number % 2 else None
        made: Owned
        match kind:
            case RecordKind.CUSTOMER:
                made = Customer.objects.create(owner=owner, code=f"C{self.number}", name=f"C{self.number}")
            case RecordKind.DEAL:
                made = Deal.objects.create(owner=owner, name="D", customer=customer, amount=self.number)
            case RecordKind.CONTRACT:
                if customer is None:
                    return
                made = Contract.objects.create(owner=owner, customer=customer, number=f"K{self.number}")
            case RecordKind.TASK:
                made = Task.objects.create(owner=owner, title="T", customer=customer)
        key = (int(kind), made.pk)
        self.owners[key], self.content[key] = owner.pk, self.read(kind, made.pk)

    def read(self, kind: int, pk: int) -> dict[str, Any]:
        return MODELS[RecordKind(kind)].objects.filter(pk=pk).values().get() | {"owner_id": None}

    @property
    def plan(self) -> Plan | None:
        return Plan.objects.exclude(state=PlanState.DISCARDED).filter(departure=self.departure).first()

    @property
    def move(self) -> Move | None:
        return Move.objects.main().filter(plan=self.plan).first() if self.plan else None

    @rule(kind=st.sampled_from(list(RecordKind)))
    def a_record_comes_in(self, kind: RecordKind) -> None:
        self.add(kind, self.leaver)

    @rule(who=st.sets(PEOPLE, min_size=1), strategy=st.sampled_from(["best_fit", "even", "round_robin"]))
    def propose(self, who: set[str], strategy: str) -> None:
        chosen = [self.people[name] for name in sorted(who)]
        plan, at = self.plan, self.tick()
        code = self.refused(
            lambda: plans.propose(
                departure=self.departure, successors=chosen, strategy=strategy, by=self.manager, at=at
            )
        )
        assert code == ("not_now" if plan and plan.state == PlanState.APPROVED else None)

    @precondition(lambda self: self.plan and self.plan.state == PlanState.DRAFT)
    @rule(data=st.data(), who=st.one_of(st.none(), PEOPLE))
    def assign(self, data: st.DataObject, who: str | None) -> None:
        lines = list(self.plan.assignments.values_list("pk", flat=True))
        chosen = data.draw(st.sets(st.sampled_from(lines))) if lines else set()
        plans.assign(
            plan=self.plan, assignments=self.plan.assignments.filter(pk__in=chosen),
            successor=self.people[who] if who else None, by=self.manager, at=self.tick(),
        )  # fmt: skip

    @precondition(lambda self: self.plan and self.plan.state == PlanState.DRAFT)
    @rule()
    def approve(self) -> None:
        plan, at = self.plan, self.tick()
        code = self.refused(lambda: plans.approve(plan=plan, by=self.admin, at=at))
        gaps = Plan.objects.get(pk=plan.pk).assignments.filter(successor=None).exists()
        new = self.held() - set(plan.assignments.values_list("kind", "record_id"))
        assert code == ("plan_incomplete" if gaps or new else None)

    @precondition(lambda self: self.owners)
    @rule(data=st.data(), who=st.sampled_from(["leaver", "ann", "ben", "cy"]))
    def somebody_changes_an_owner(self, data: st.DataObject, who: str) -> None:
        kind, pk = data.draw(st.sampled_from(sorted(self.owners)))
        record = MODELS[RecordKind(kind)].objects.get(pk=pk)
        at = self.tick()
        code = self.refused(lambda: ownership.change(record=record, to=self.people[who], by=self.admin, at=at))
        if self.owners[kind, pk] == self.people[who].pk:
            assert code == "owner_unchanged"
        else:
            assert code == ("cannot_receive" if who == "leaver" else None)
        if code is None:
            self.owners[kind, pk] = self.people[who].pk
            self.touched.add((kind, pk))

    @precondition(lambda self: self.move)
    @rule(deliveries=st.integers(1, 2))
    def execute(self, deliveries: int) -> None:
        waited, plan = self.move.state == MoveState.DUE, self.plan
        before, held = dict(self.owners), self.held()
        for _delivery in range(deliveries):
            move = reassignment.execute(move=self.move, by=self.admin, at=self.tick())
        if not waited:
            return
        assert move.state == MoveState.DONE, move.problem
        assert move.before == move.after
        left = set(move.conflicts.values_list("kind", "record_id"))
        self.before_move, self.touched = before, set()
        for kind, pk, successor in plan.assignments.values_list("kind", "record_id", "successor"):
            if (kind, pk) not in left:
                assert before[kind, pk] == self.leaver.pk
                self.owners[kind, pk] = successor
        assert {key for key in held if self.owners[key] == self.leaver.pk} <= left, "what stayed is named"

    @precondition(lambda self: self.move and self.move.state == MoveState.DONE)
    @rule()
    def undo(self) -> None:
        given, named = self.taken_back(self.move)
        assert named == given & self.touched
        for key in given - named:
            self.owners[key] = self.before_move[key]

    @precondition(lambda self: self.move and self.move.state == MoveState.UNDONE)
    @rule()
    def undo_the_undo(self) -> None:
        undone = self.move.reversals.get(state=MoveState.DONE)
        successors = {(row.kind, row.record_id): row.from_owner_id for row in rows_of(undone)}
        given, named = self.taken_back(undone)
        assert named == given & self.touched
        for key in given - named:
            self.owners[key] = successors[key]

    def taken_back(self, move: Move) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        """Undo a move; answers with what it had given and what the undo left alone."""
        reversal = reassignment.undo(move=move, by=self.manager, at=self.tick())
        reversal = reassignment.execute(move=reversal, by=self.manager, at=self.tick())
        assert reversal.state == MoveState.DONE, reversal.problem
        assert reversal.before == reversal.after
        given = {(row.kind, row.record_id) for row in rows_of(move)}
        return given, set(reversal.conflicts.values_list("kind", "record_id"))

    @precondition(lambda self: self.plan and self.plan.state == PlanState.APPROVED)
    @rule()
    def replan(self) -> None:
        is_done, at = self.move.state == MoveState.DONE, self.tick()
        code = self.refused(
            lambda: departures.transition(
                departure=self.departure, verb="replan", by=self.manager, at=at, reason="Again"
            )
        )
        assert code == ("guard_not_moved" if is_done else None)

    def held(self) -> set[tuple[int, int]]:
        rows = holdings.rows(self.leaver).items()
        return {(int(kind), pk) for kind, found in rows for pk in found.values_list("pk", flat=True)}

    @invariant()
    def every_record_is_where_it_should_be_and_as_it_was(self) -> None:
        if not hasattr(self, "owners"):
            return
        found = {
            (int(kind), pk): owner
            for kind, model in MODELS.items()
            for pk, owner in model.objects.values_list("pk", "owner")
        }
        assert found == self.owners
        for kind, pk in self.owners:
            assert self.read(kind, pk) == self.content[kind, pk]

    @invariant()
    def the_ledger_leads_to_the_present_owner_without_a_gap(self) -> None:
        if not hasattr(self, "owners"):
            return
        last: dict[tuple[int, int], int] = {}
        for row in OwnershipChange.objects.order_by("id"):
            key = (row.kind, row.record_id)
            assert last.get(key, self.leaver.pk) == row.from_owner_id
            last[key] = row.to_owner_id
        for key, owner in last.items():
            assert self.owners[key] == owner
        for key in self.owners.keys() - last.keys():
            assert self.owners[key] == self.leaver.pk


def test_any_course_of_a_handover_keeps_every_record(db: None) -> None:
    run_state_machine_as_test(
        Handover,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
