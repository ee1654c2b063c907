"""Planning through REST: proposing, changing, approving, and what is refused."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from accounts.models import User
from customers.actions import ownership
from customers.kinds import RecordKind
from customers.models import AccountTeamMember, Activity, Contact, Customer, Deal
from handover.actions import departures, plans
from handover.lifecycle import State
from handover.models import Assignment, Departure, Move, Plan, PlanState
from handover.wording import plan as wording
from notices.models import Notice
from tests.cast import NOW
from tests.handover.conftest import Book
from web.errors import Refused

Connect = Callable[..., APIClient]


def line(plan: Plan, kind: RecordKind, record: object) -> Assignment:
    return Assignment.objects.get(plan=plan, kind=kind, record_id=record.pk)  # type: ignore[attr-defined]


def test_a_manager_proposes_and_an_administrator_approves(
    api: Connect, departure: Departure, book: Book, manager: User, admin: User, successor: User, second_successor: User
) -> None:
    planner, approver = api(manager), api(admin)
    made = planner.post(
        f"/api/v1/departures/{departure.pk}/plans/",
        {"successors": [successor.pk, second_successor.pk], "strategy": "even"},
    )
    assert made.status_code == 201, made.json()
    plan = made.json()
    assert plan["counts"] == {"customers": 2, "deals": 3, "contracts": 1, "tasks": 1}
    assert plan["unassigned"] == {}
    assert [share["gains"]["customers"] for share in plan["successors"]] == [1, 1]
    lines = planner.get(f"/api/v1/plans/{plan['id']}/assignments/", {"kind": "customer"}).json()["results"]
    assert {row["record"] for row in lines} == {book.hottechi.pk, book.kancode.pk}
    assert all(row["reason"] for row in lines)
    refused = planner.post(f"/api/v1/plans/{plan['id']}/approval/")
    assert (refused.status_code, refused.json()["code"]) == (403, "approver_is_planner")
    asked = planner.post(f"/api/v1/plans/{plan['id']}/approval-requests/")
    asked, again = asked.json(), planner.post(f"/api/v1/plans/{plan['id']}/approval-requests/").json()
    assert (asked["approvers"], asked["told"]) == ([{"id": admin.pk, "name": admin.name}], True)
    assert again == asked | {"told": False}
    assert api(successor).post(f"/api/v1/plans/{plan['id']}/approval-requests/").status_code == 404
    agreed = approver.post(f"/api/v1/plans/{plan['id']}/approval/")
    assert agreed.json()["state"] == "approved", agreed.json()
    departure.refresh_from_db()
    assert departure.state == State.PLANNED
    move = Move.objects.get(plan=plan["id"])
    assert (move.state, move.due_at) == ("due", departure.effective_at)
    assert set(Notice.objects.filter(kind="plan_approved").values_list("recipient", flat=True)) == {
        successor.pk,
        second_successor.pk,
    }


def test_what_belongs_to_a_customer_goes_along_with_it(plan: Plan, book: Book, manager: User, successor: User) -> None:
    chosen = plan.assignments.filter(kind=RecordKind.CUSTOMER)
    assert plans.assign(plan=plan, assignments=chosen, successor=successor, by=manager, at=NOW) == 2
    for kind, record in ((2, book.deal), (3, book.contract), (4, book.task)):
        found = line(plan, RecordKind(kind), record)
        assert (found.follows, found.locked, found.successor) == (True, False, successor)
    assert line(plan, RecordKind.DEAL, book.foreign_deal).follows is False
    assert not plan.assignments.filter(record_id=book.closed_deal.pk, kind=RecordKind.DEAL).exists()


def test_a_deal_chosen_apart_stays_apart_until_it_joins_again(
    plan: Plan, book: Book, manager: User, successor: User, second_successor: User
) -> None:
    customer = plan.assignments.filter(kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk)
    deal = plan.assignments.filter(kind=RecordKind.DEAL, record_id=book.deal.pk)

    def give(lines: object, to: User | None) -> None:
        plans.assign(plan=plan, assignments=lines, successor=to, by=manager, at=NOW)  # type: ignore[arg-type]

    give(customer, successor)
    give(deal, second_successor)
    assert (deal.get().follows, deal.get().locked) == (False, True)
    give(customer, second_successor)
    give(customer, successor)
    assert deal.get().successor == second_successor
    give(deal, successor)
    assert (deal.get().follows, deal.get().locked) == (True, False)
    give(customer, second_successor)
    assert deal.get().successor == second_successor


def test_lines_are_changed_in_bulk_by_filter(
    api: Connect, plan: Plan, book: Book, manager: User, second_successor: User
) -> None:
    client = api(manager)
    url = f"/api/v1/plans/{plan.pk}/assignments/"
    changed = client.patch(url, {"filter": {"grade": "A", "kind": "customer"}, "successor": second_successor.pk})
    assert changed.json() == {"changed": 1}
    assert line(plan, RecordKind.DEAL, book.deal).successor == second_successor
    assert line(plan, RecordKind.CUSTOMER, book.hottechi).reasons == [{"code": "by_hand", "name": manager.name}]
    assert client.patch(url, {"filter": {"territory": "North"}, "successor": None}).json() == {"changed": 3}
    left = client.get(url, {"unassigned": "true"}).json()["results"]
    assert {row["record"] for row in left} == {book.kancode.pk, book.contract.pk, book.task.pk}
    for wrong in ({"filter": {"grad": "A"}}, {"filter": {"grade": "X"}}, {}, {"ids": [0]}, {"ids": [], "filter": {}}):
        assert client.patch(url, {**wrong, "successor": second_successor.pk}).status_code == 422, wrong


def test_a_plan_with_gaps_is_refused_and_says_what_is_missing(
    api: Connect, plan: Plan, book: Book, manager: User, admin: User
) -> None:
    chosen = plan.assignments.filter(kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk)
    plans.assign(plan=plan, assignments=chosen, successor=None, by=manager, at=NOW)
    answer = api(admin).post(f"/api/v1/plans/{plan.pk}/approval/")
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_incomplete")
    assert "1 customer, 1 deal" in answer.json()["detail"]
    assert "Hottechi" in answer.json()["detail"]
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


def test_records_that_came_in_since_are_part_of_what_is_approved(
    plan: Plan, book: Book, leaver: User, admin: User, make_deal: Callable[..., Deal]
) -> None:
    along = make_deal(leaver, customer=book.hottechi)
    book.loose_deal.state, book.loose_deal.stage = "lost", "closed"
    book.loose_deal.save()
    plans.approve(plan=plan, by=admin, at=NOW)
    assert line(plan, RecordKind.DEAL, along).follows
    assert not plan.assignments.filter(kind=RecordKind.DEAL, record_id=book.loose_deal.pk).exists()


def test_a_new_record_without_a_successor_holds_the_approval_up(
    plan: Plan, leaver: User, admin: User, make_customer: Callable[..., Customer]
) -> None:
    make_customer(leaver, name="Newcomer")
    with pytest.raises(Refused) as refusal:
        plans.approve(plan=plan, by=admin, at=NOW)
    assert refusal.value.code == "plan_incomplete"
    assert "Newcomer" in refusal.value.messages[0]


def test_nobody_approves_who_plans_leaves_receives_or_is_outside(
    plan: Plan, leaver: User, manager: User, admin: User, outsider: User, supervisor: User
) -> None:
    for person, code in (
        (manager, "approver_is_planner"),
        (leaver, "not_yours"),
        (outsider, "not_yours"),
        (supervisor, "not_yours"),
    ):
        with pytest.raises(Refused) as refusal:
            plans.approve(plan=plan, by=person, at=NOW)
        assert refusal.value.code == code
    plans.assign(plan=plan, assignments=plan.assignments.all(), successor=admin, by=manager, at=NOW)
    with pytest.raises(Refused) as refusal:
        plans.approve(plan=plan, by=admin, at=NOW)
    assert refusal.value.code == "approver_is_successor"


def test_people_who_leave_or_have_no_access_take_nothing_over(
    departure: Departure, book: Book, leaver: User, manager: User, hr: User, successor: User, second_successor: User,
    admin: User, make_departure: Callable[..., Departure],
) -> None:  # fmt: skip
    second_successor.access_ends_at = NOW
    second_successor.save()
    for person in (leaver, hr, second_successor):
        with pytest.raises(Refused) as refusal:
            plans.propose(departure=departure, successors=[person], strategy="even", by=manager, at=NOW)
        assert refusal.value.code == "not_a_successor"
    plan = plans.propose(departure=departure, successors=[successor], strategy="even", by=manager, at=NOW)
    make_departure(successor, manager)
    with pytest.raises(Refused) as refusal:
        plans.approve(plan=plan, by=admin, at=NOW)
    assert refusal.value.code == "successor_unfit"


def test_proposing_again_keeps_what_was_chosen_by_hand(
    plan: Plan, book: Book, departure: Departure, manager: User, successor: User, second_successor: User
) -> None:
    chosen = plan.assignments.filter(kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk)
    plans.assign(plan=plan, assignments=chosen, successor=second_successor, by=manager, at=NOW)
    both = [successor, second_successor]
    again = plans.propose(departure=departure, successors=both, strategy="round_robin", by=manager, at=NOW)
    assert again.pk == plan.pk
    assert chosen.get().successor == second_successor
    assert chosen.get().locked
    plans.propose(departure=departure, successors=[successor], strategy="best_fit", by=manager, at=NOW)
    assert chosen.get().successor == successor
    assert not chosen.get().locked


def test_the_reason_is_what_connects_successor_and_customer(
    departure: Departure, book: Book, manager: User, successor: User, second_successor: User,
    make_customer: Callable[..., Customer], make_deal: Callable[..., Deal],
) -> None:  # fmt: skip
    for _number in range(3):
        make_deal(second_successor, customer=book.hottechi, state="won", stage="closed")
    cfo = Contact.objects.create(customer=book.hottechi, name="Ann", title="CFO", role="decides")
    for _number in range(2):
        Activity.objects.create(
            customer=book.hottechi, contact=cfo, kind="visit", at=NOW, by=second_successor, subject="Visit"
        )
    make_customer(successor, territory="North", industry="medical")
    AccountTeamMember.objects.create(customer=book.kancode, user=successor)
    people = [successor, second_successor]
    plan = plans.propose(departure=departure, successors=people, strategy="best_fit", by=manager, at=NOW)
    first, second = line(plan, RecordKind.CUSTOMER, book.hottechi), line(plan, RecordKind.CUSTOMER, book.kancode)
    assert first.successor == second_successor
    assert wording.reasons(first.reasons) == "Closed 3 technology deals here; 2 meetings with the CFO"
    assert second.successor == successor
    assert wording.reasons(second.reasons) == "Same territory; on the account team"
    assert second.next_best == second_successor
    assert wording.reasons(second.next_reasons) == "Same office; carries 1% of capacity"
    loose = line(plan, RecordKind.DEAL, book.loose_deal)
    assert wording.reasons(loose.reasons).startswith("No customer yet")


def test_a_rep_sees_only_what_comes_to_them_and_only_when_approved(
    api: Connect, plan: Plan, admin: User, successor: User, outsider: User, hr: User, leaver: User, manager: User
) -> None:
    for person in (successor, outsider, hr, leaver):
        assert api(person).get(f"/api/v1/plans/{plan.pk}/").status_code == 404, person
    plans.assign(plan=plan, assignments=plan.assignments.all(), successor=successor, by=manager, at=NOW)
    chosen = plan.assignments.filter(kind=RecordKind.CUSTOMER)[:1]
    other = plan.successors.exclude(user=successor).get().user
    plans.assign(
        plan=plan, assignments=plan.assignments.filter(pk__in=chosen.values("pk")), successor=other, by=manager, at=NOW
    )
    plans.approve(plan=plan, by=admin, at=NOW)
    mine = api(successor).get(f"/api/v1/plans/{plan.pk}/assignments/").json()["results"]
    assert {row["successor"] for row in mine} == {successor.pk}
    assert len(api(leaver).get(f"/api/v1/plans/{plan.pk}/assignments/").json()["results"]) == 7
    for person in (outsider, hr):
        assert api(person).get(f"/api/v1/plans/{plan.pk}/assignments/").status_code == 404
    refused = api(successor).patch(f"/api/v1/plans/{plan.pk}/assignments/", {"ids": [], "successor": None})
    assert refused.status_code in (403, 409)


def test_an_approved_plan_is_changed_only_after_planning_again(
    approved: Plan, book: Book, manager: User, successor: User
) -> None:
    with pytest.raises(Refused) as refusal:
        plans.assign(plan=approved, assignments=approved.assignments.all(), successor=successor, by=manager, at=NOW)
    assert refusal.value.code == "plan_approved"
    departures.transition(
        departure=approved.departure, verb="replan", by=manager, at=NOW, reason="赵敏 asked for fewer customers"
    )
    assert plans.assign(plan=approved, assignments=approved.assignments.all(), successor=successor, by=manager, at=NOW)
    assert not Move.objects.filter(plan=approved).exists()


def test_a_record_handed_on_by_hand_leaves_the_draft(plan: Plan, book: Book, supervisor: User, admin: User) -> None:
    ownership.change(record=book.hottechi, to=supervisor, by=admin, at=NOW)
    plans.approve(plan=plan, by=admin, at=NOW)
    assert not plan.assignments.filter(kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk).exists()
    assert line(plan, RecordKind.DEAL, book.deal).follows is False


def test_the_database_keeps_a_plan_whole(plan: Plan, book: Book, departure: Departure, manager: User) -> None:
    customer = line(plan, RecordKind.CUSTOMER, book.hottechi)
    for name, change in {
        "assignment_follows_a_customer": lambda: Assignment.objects.filter(pk=customer.pk).update(follows=True),
        "assignment_follows_or_locked": lambda: plan.assignments.filter(follows=True).update(locked=True),
        "assignment_kind_known": lambda: Assignment.objects.filter(pk=customer.pk).update(kind=9),
        "assignment_once": lambda: Assignment.objects.create(
            plan=plan, kind=1, record_id=book.hottechi.pk, from_owner=departure.leaver
        ),
        "one_living_plan_per_departure": lambda: Plan.objects.create(departure=departure, made_by=manager, made_at=NOW),
        "plan_approved_by_another": lambda: Plan.objects.update(approved_by=manager, approved_at=NOW),
        "plan_approval_whole": lambda: Plan.objects.update(approved_at=NOW),
        "plan_approved_with_approval": lambda: Plan.objects.update(state="approved"),
        "plan_for_departure_or_transfer": lambda: Plan.objects.update(departure=None),
        "plan_state_known": lambda: Plan.objects.update(state="lost"),
        "plan_successor_once": lambda: plan.successors.create(user=plan.successors.first().user),
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            change()
