"""Edits of a draft taken back and done again: by page and by REST, between two planners, in any course."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.models import User
from customers.kinds import RecordKind
from handover.actions import holdovers, locks, plans, steps
from handover.models import Assignment, Departure, Plan, PlanStep, PlanStepLine
from tests.cast import NOW
from tests.handover.conftest import Book
from web.errors import Refused

SignIn = Callable[[User], Client]
Connect = Callable[..., APIClient]
Look = dict[tuple[int, int], dict[str, object]]


def look(plan: Plan) -> Look:
    """Every line of the plan, as it is."""
    return {(row["kind"], row["record_id"]): {**row} for row in Assignment.objects.filter(plan=plan).values()}


def line_of(plan: Plan, kind: RecordKind, record: int) -> Assignment:
    return plan.assignments.get(kind=kind, record_id=record)


def other_than(plan: Plan, person: User | None) -> User:
    return plan.successors.exclude(user=person).order_by("user")[0].user


@pytest.fixture
def line(plan: Plan, book: Book) -> Assignment:
    """Hottechi as it was proposed."""
    return line_of(plan, RecordKind.CUSTOMER, book.hottechi.pk)


def test_the_page_takes_back_step_by_step_and_does_again(
    sign_in: SignIn, plan: Plan, line: Assignment, manager: User
) -> None:
    client, url = sign_in(manager), f"/handovers/{plan.departure_id}/plan/"
    seen, other = [look(plan)], other_than(plan, line.successor)
    client.post(url + "assignments/", {"ids": [line.pk], "successor": other.pk})
    seen.append(look(plan))
    client.post(url + "assignments/", {"everything": "1", "successor": "keep"})
    seen.append(look(plan))
    client.post(url + "assignments/?show=all", {"everything": "1", "successor": "nobody"})
    everything = len(seen[0])
    shown = client.get(url).content.decode()
    assert f"Undo: leaving {everything} records without a successor" in shown
    for before, words in zip(
        reversed(seen), (f"leaving {everything} records", "keeping Kan-code in", f"giving Hottechi to {other.name}"),
        strict=True,
    ):  # fmt: skip
        said = client.post(url + "undo/", follow=True).content.decode()
        assert f"Undone: {words}" in said
        assert look(plan) == before
    assert "There is nothing of yours to undo" in client.post(url + "undo/", follow=True).content.decode()
    for after in seen[1:]:
        assert "Done again: " in client.post(url + "redo/", follow=True).content.decode()
        assert look(plan) == after
    client.post(url + "undo/")
    client.post(url + "assignments/", {"ids": [line.pk], "successor": "nobody"})
    said = client.post(url + "redo/", follow=True).content.decode()
    assert "There is nothing to do again" in said, "another edit was made since"


def test_a_line_somebody_else_changed_since_stays_and_is_named(
    sign_in: SignIn, plan: Plan, book: Book, line: Assignment, manager: User, admin: User
) -> None:
    other, before = other_than(plan, line.successor), look(plan)
    every = plan.assignments.filter(kind=RecordKind.CUSTOMER)
    plans.assign(plan=plan, assignments=every, successor=other, by=manager, at=NOW)
    plans.assign(plan=plan, assignments=every.filter(pk=line.pk), successor=None, by=admin, at=NOW)
    url = f"/handovers/{plan.departure_id}/plan/"
    said = sign_in(manager).post(url + "undo/", follow=True).content.decode()
    assert "Undone: " in said
    assert "Somebody changed this since, so it stays as it is: Hottechi." in said
    line.refresh_from_db()
    assert (line.successor, line.reasons[0]["name"]) == (None, admin.name)
    deal = line_of(plan, RecordKind.DEAL, book.deal.pk)
    assert (deal.follows, deal.successor) == (True, None), "it goes along with what stays"
    now = look(plan)
    of_kancode = [key for key, row in now.items() if row["customer_id"] == book.kancode.pk]
    assert [now[key] for key in of_kancode] == [before[key] for key in of_kancode]
    assert steps.undo(plan=plan, by=admin, at=NOW).left == []
    assert line_of(plan, RecordKind.CUSTOMER, line.record_id).successor == other


def test_what_can_not_be_taken_back_at_all_is_passed_over(
    plan: Plan, line: Assignment, manager: User, admin: User
) -> None:
    chosen = plan.assignments.filter(pk=line.pk)
    locks.lock(plan=plan, assignments=plan.assignments.all(), by=manager, at=NOW)
    before = look(plan)
    plans.assign(plan=plan, assignments=chosen, successor=None, by=manager, at=NOW)
    plans.assign(plan=plan, assignments=chosen, successor=line.successor, by=admin, at=NOW)
    found = steps.undo(plan=plan, by=manager, at=NOW)
    assert (found.step.count, found.left) == (0, ["Hottechi"])
    assert look(plan) != before
    assert steps.undo(plan=plan, by=manager, at=NOW).undone.deed == "keep", "the next goes one further back"


def test_a_successor_who_is_none_any_more_gets_nothing_back(
    plan: Plan, line: Assignment, manager: User, supervisor: User, departure: Departure
) -> None:
    former = line.successor
    other = other_than(plan, former)
    plans.assign(plan=plan, assignments=plan.assignments.all(), successor=other, by=manager, at=NOW)
    plan.successors.filter(user=former).delete()
    found = steps.undo(plan=plan, by=manager, at=NOW)
    assert "Hottechi" in found.left
    assert not plan.assignments.filter(successor=former).exists()


def test_programs_take_back_and_do_again(api: Connect, plan: Plan, line: Assignment, manager: User) -> None:
    url, program = f"/api/v1/plans/{plan.pk}/", api(manager)
    before = look(plan)
    program.patch(url + "assignments/", {"ids": [line.pk], "successor": None})
    found = program.post(url + "undo/").json()
    assert (found["changed"], found["left"]) == (1, [])
    assert "Hottechi" in found["said"]
    assert look(plan) == before
    assert program.post(url + "redo/", {"step": 0}).json()["code"] == "not_latest"
    assert program.post(url + "redo/", {"step": found["step"]}).status_code == 200
    assert program.post(url + "redo/").json()["code"] == "nothing_to_redo"


def test_others_undo_nothing(
    sign_in: SignIn, plan: Plan, line: Assignment, manager: User, hr: User, leaver: User, outsider: User, admin: User
) -> None:
    plans.assign(
        plan=plan, assignments=plan.assignments.filter(pk=line.pk), successor=None, by=manager, at=NOW
    )  # fmt: skip
    now, url = look(plan), f"/handovers/{plan.departure_id}/plan/"
    for person in (hr, leaver, outsider):
        assert sign_in(person).post(url + "undo/").status_code in (403, 404)
    with pytest.raises(Refused) as refused:
        steps.undo(plan=plan, by=admin, at=NOW)
    assert refused.value.code == "nothing_to_undo", "everybody takes back their own steps"
    assert look(plan) == now


def test_steps_end_with_the_draft_or_a_new_proposal(
    plan: Plan, line: Assignment, manager: User, admin: User, departure: Departure
) -> None:
    people = [row.user for row in plan.successors.all()]
    edit: Any = {"plan": plan, "assignments": plan.assignments.filter(pk=line.pk), "by": manager, "at": NOW}
    plans.assign(**edit, successor=None)
    plans.propose(departure=departure, successors=people, strategy="even", by=manager, at=NOW)
    assert not PlanStep.objects.exists()
    plans.assign(**edit | {"assignments": plan.assignments.all()}, successor=people[0])
    plans.approve(plan=plan, by=admin, at=NOW)
    assert not PlanStep.objects.exists()
    with pytest.raises(Refused) as refused:
        steps.undo(plan=plan, by=manager, at=NOW)
    assert refused.value.code == "plan_approved"


@pytest.mark.parametrize("wrong", ["deed", "undo", "twice", "unchanged"])
def test_steps_are_sound_in_the_database(plan: Plan, line: Assignment, manager: User, wrong: str) -> None:
    step = PlanStep.objects.create(plan=plan, deed="give", by=manager, at=NOW)
    PlanStepLine.objects.create(step=step, kind=1, record_id=line.record_id, before={}, after={"locked": True})
    undo: Any = {"plan": plan, "deed": "give", "by": manager, "at": NOW, "undoes": step, "takes_back": True}
    PlanStep.objects.create(**undo)
    attempts: dict[str, Callable[[], object]] = {
        "deed": lambda: PlanStep.objects.create(plan=plan, deed="eat", by=manager, at=NOW),
        "undo": lambda: PlanStep.objects.create(**undo | {"undoes": None}),
        "twice": lambda: PlanStep.objects.create(**undo),
        "unchanged": lambda: PlanStepLine.objects.create(step=step, kind=2, record_id=1, before={}, after={}),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        attempts[wrong]()


@pytest.fixture
def early(plan: Plan) -> Plan:
    """The records change hands before the last working day, so that deals can be kept until then."""
    Departure.objects.filter(pk=plan.leaving.pk).update(effective_at=NOW)
    return Plan.objects.get(pk=plan.pk)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["first", "second", "nobody", "lock", "release", "hold", "unhold"]),
        st.sets(st.integers(0, 7), min_size=1),
    ),
    min_size=1,
    max_size=6,
)


def edit(plan: Plan, deed: str, chosen: set[int], by: User) -> None:
    """Do `deed` to the chosen ones of the plan's lines, counted by their order."""
    lines = list(plan.assignments.order_by("pk").values_list("pk", flat=True))
    ids = {lines[number % len(lines)] for number in chosen}
    told: Any = {"plan": plan, "assignments": plan.assignments.filter(pk__in=ids), "by": by, "at": NOW}
    people = [row.user for row in plan.successors.order_by("pk")]
    match deed:
        case "lock":
            locks.lock(**told)
        case "release":
            locks.release(**told)
        case "hold" | "unhold":
            told["assignments"] = told["assignments"].filter(kind=RecordKind.DEAL)
            holdovers.hold(**told, until=plan.leaving.last_day_on if deed == "hold" else None)
        case _:
            to = {"first": people[0], "second": people[1], "nobody": None}[deed]
            plans.assign(**told, successor=to)


def test_any_edits_and_then_all_undos_give_the_plan_as_it_was(early: Plan, manager: User) -> None:
    plan = early

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(EDITS, st.data())
    def check(edits: list[tuple[str, set[int]]], data: st.DataObject) -> None:
        with transaction.atomic():
            before, made = look(plan), 0
            for deed, chosen in edits:
                edit(plan, deed, chosen, manager)
                if made and data.draw(st.booleans()):  # and some are taken back and done again on the way
                    seen = look(plan)
                    assert steps.undo(plan=plan, by=manager, at=NOW).left == []
                    steps.redo(plan=plan, by=manager, at=NOW)
                    assert look(plan) == seen
                made = PlanStep.objects.filter(plan=plan, undoes=None).count()
            after = look(plan)
            for _step in range(made):
                assert steps.undo(plan=plan, by=manager, at=NOW).left == []
            assert look(plan) == before
            for _step in range(made):
                steps.redo(plan=plan, by=manager, at=NOW)
            assert look(plan) == after
            transaction.set_rollback(True)

    check()


def test_undoing_beside_somebody_else_never_touches_their_lines(early: Plan, manager: User, admin: User) -> None:
    """Two planners edit in turn; the first takes everything back: what the second changed last is as they left it."""
    plan = early

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(EDITS, EDITS)
    def check(mine: list[tuple[str, set[int]]], theirs: list[tuple[str, set[int]]]) -> None:
        with transaction.atomic():
            for deed, chosen in mine:
                edit(plan, deed, chosen, manager)
            for deed, chosen in theirs:
                edit(plan, deed, chosen, admin)
            made = PlanStep.objects.filter(by=admin)
            touched = set(PlanStepLine.objects.filter(step__in=made).values_list("kind", "record_id"))
            seen = look(plan)
            while PlanStep.objects.filter(plan=plan).latest_of(manager).filter(takes_back=False).exists():
                steps.undo(plan=plan, by=manager, at=NOW)
            now = look(plan)
            for key in touched:
                assert now[key]["reasons"] == seen[key]["reasons"]
                assert now[key]["locked"] == seen[key]["locked"]
                assert now[key]["successor_id"] == seen[key]["successor_id"] or now[key]["follows"]
            transaction.set_rollback(True)

    check()
