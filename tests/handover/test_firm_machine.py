"""A firm in which people leave, one after another and at once, come back, and pass records on by hand meanwhile.

After every step each check of `check_ledger` holds, only what the ledger says has changed hands, nothing else of any
record is different, and a plan that has become stale overwrote nothing.
"""

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from accounts.actions import people as accounts
from accounts.models import User
from customers.actions import ownership
from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from customers.models import Task
from handover.actions import departures, plans, reassignment, verifications
from handover.lifecycle import OPEN_STATES
from handover.models import Assignment, Departure, Move, MoveState, PlanState, Strategy
from tests.handover.firm import REPS, WHO, Firm, owners
from tests.handover.sampling import check_sample, let_visits_be


class Courses(Firm):
    """What may happen in it."""

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        """One rule for all, so that each of them is tried whenever it is possible."""
        drafts, due, done = self.plans(PlanState.DRAFT), self.moves(MoveState.DUE), self.moves(MoveState.DONE)
        leaving = self.open(*OPEN_STATES)
        happens: list[tuple[Callable[[st.DataObject], None], int]] = [
            (self.carry_out, 4 * len(due)),
            (self.undo, 3 * len(done)),
            (self.propose, 2 * len(self.open("registered"))),
            (self.approve, 2 * len(drafts)),
            (self.edit, len(drafts)),
            (self.somebody_hands_on_by_hand, 2),
            (self.close, len(done)),
            (self.somebody_comes_back, 2 * len(self.outside())),
            (self.a_record_comes_in, 1),
            (self.a_task_is_done_or_taken_up_again, int(Task.objects.exists())),
            (self.somebody_gives_notice, 3 - len(leaving)),
            (self.go_back, len(leaving) > 1),
        ]
        data.draw(st.sampled_from([step for step, weight in happens for _each in range(weight)]))(data)

    def a_record_comes_in(self, data: st.DataObject) -> None:
        person = self.reps[data.draw(WHO)]
        if person.has_access():
            self.add(person, data.draw(st.sampled_from(list(RecordKind))))

    def a_task_is_done_or_taken_up_again(self, data: st.DataObject) -> None:
        task = data.draw(st.sampled_from(list(Task.objects.order_by("pk"))))
        is_open = task.state == "open" or not task.owner.has_access()
        task.state, task.done_at = ("done", self.tick()) if is_open else ("open", None)
        task.save()
        self.content[4, task.pk] = self.read((4, task.pk))

    def somebody_hands_on_by_hand(self, data: st.DataObject) -> None:
        kind, pk = data.draw(st.sampled_from(sorted(self.owned)))
        record = MODELS[RecordKind(kind)]._default_manager.get(pk=pk)
        to = self.reps[data.draw(WHO)]

        def hand_on() -> None:
            ownership.change(record=record, to=to, by=self.admin, at=self.tick())

        self.told(hand_on, "owner_unchanged", "cannot_receive")

    def somebody_gives_notice(self, data: st.DataObject) -> None:
        self.give_notice(data.draw(WHO))

    def possible(self, departure: Departure) -> list[User]:
        return list(plans.possible_successors(departure, self.manager).filter(name__in=REPS).order_by("pk"))

    def propose(self, data: st.DataObject) -> None:
        """A plan is made, or made anew, and approved at once or left to be worked on."""
        departure = data.draw(st.sampled_from(self.open("registered")))
        if not (able := self.possible(departure)):
            return
        chosen = data.draw(st.lists(st.sampled_from(able), min_size=1, max_size=2, unique=True))
        plan = plans.propose(
            departure=departure,
            successors=chosen,
            strategy=data.draw(st.sampled_from(Strategy.values)),
            by=self.manager,
            at=self.tick(),
        )
        if data.draw(st.booleans()):
            plans.approve(plan=plan, by=self.admin, at=self.tick())

    def edit(self, data: st.DataObject) -> None:
        plan = data.draw(st.sampled_from(self.plans(PlanState.DRAFT)))
        lines = list(plan.assignments.order_by("pk").values_list("pk", flat=True))
        chosen = Assignment.objects.filter(pk__in=data.draw(st.sets(st.sampled_from(lines))) if lines else [])

        to = self.reps[data.draw(WHO)]

        def give() -> None:
            plans.assign(plan=plan, assignments=chosen, successor=to, by=self.manager, at=self.tick())

        self.told(give, "not_a_successor")

    def approve(self, data: st.DataObject) -> None:
        plan = data.draw(st.sampled_from(self.plans(PlanState.DRAFT)))
        self.told(lambda: plans.approve(plan=plan, by=self.admin, at=self.tick()), "plan_incomplete", "successor_unfit")

    def carry_out(self, data: st.DataObject) -> None:
        """A plan is carried out; what changed since it was made is left alone and named."""
        move = data.draw(st.sampled_from(self.moves(MoveState.DUE)))
        before = owners()
        for _delivery in range(data.draw(st.integers(1, 2))):
            move = reassignment.execute(move=move, by=self.admin, at=self.tick())
        assert move.state == MoveState.DONE, move.problem
        after = owners()
        left = {(conflict.kind, conflict.record_id) for conflict in move.conflicts.all()}
        for line in move.plan.assignments.all():
            key = (line.kind, line.record_id)
            if before[key] != line.from_owner_id:
                assert key in left
            assert after[key] == (before[key] if key in left else line.successor_id)

    def undo(self, data: st.DataObject) -> None:
        """A move is taken back, whole or in part; or an undo is."""
        move, at = data.draw(st.sampled_from(self.moves(MoveState.DONE))), self.tick()
        part = data.draw(st.sampled_from([None, None, "customer", "deal", "task"]))
        only = {"kind": part} if part else None
        asked: list[Move] = []
        ask = lambda: asked.append(reassignment.undo(move=move, by=self.manager, at=at, only=only))  # noqa: E731
        if self.told(ask, "already_undone", "only_whole", "nothing_to_undo", "not_approved", "not_now"):
            done = reassignment.execute(move=asked[0], by=self.admin, at=self.tick())
            assert done.state == MoveState.DONE, done.problem

    def go_back(self, data: st.DataObject) -> None:
        departure = data.draw(st.sampled_from(self.open(*OPEN_STATES)))
        verb = data.draw(st.sampled_from(["replan", "withdraw"]))

        def turn() -> None:
            departures.transition(departure=departure, verb=verb, by=self.manager, at=self.tick(), reason="Again")

        self.told(turn, "not_now", "guard_not_moved")

    def close(self, data: st.DataObject) -> None:
        """A handover is gone through to its end, and the access ends."""
        departure = data.draw(st.sampled_from(self.moves(MoveState.DONE))).plan.leaving

        def step(verb: str) -> None:
            departures.transition(departure=departure, verb=verb, by=self.manager, at=self.tick())

        def go_through() -> None:
            for verb, state in (("begin", "planned"), ("verify", "handing_over")):
                if departure.state == state:
                    step(verb)
            departure.items.update(state="done", settled_by=self.manager, settled_at=self.tick())
            said = {"stated_by": departure.leaver, "stated_at": self.clock, "answered_at": self.clock}
            departure.verifications.update(verdict="confirmed", **said)
            departure.refresh_from_db()
            if departure.signed_off_at is None:
                check_sample(departure, self.senior, self.tick())
                let_visits_be(departure, self.senior, self.tick())
                verifications.sign_off(departure=departure, note="met by video", by=self.senior, at=self.tick())
            step("close")
            accounts.end_access(person=departure.leaver, ends_at=self.tick(), by=self.admin, at=self.clock)

        self.told(go_through, "guard_moved", "guard_nothing_left", "guard_references_settled", "not_now")

    def somebody_comes_back(self, data: st.DataObject) -> None:
        """Hired again after the departure was closed."""
        person = User.objects.get(pk=self.reps[data.draw(st.sampled_from(self.outside()))].pk)
        accounts.give_access_back(person=person, by=self.admin, at=self.tick())


@pytest.mark.slow
def test_any_course_of_a_firm_keeps_every_promise(db: None) -> None:
    run_state_machine_as_test(
        Courses,
        settings=settings(
            max_examples=int(os.environ.get("BATON_COURSES", "5")),
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
