"""The pages of a plan, without JavaScript: a planner, an approver and onlookers."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from accounts.permissions import Role
from customers.actions import ownership
from customers.kinds import RecordKind
from customers.models import Customer, Deal
from handover import tasks
from handover.actions import approval_requests, plans
from handover.models import Departure, Move, MoveState, Plan
from notices.models import Notice
from notices.rendering import Words
from tests.cast import NOW
from tests.handover.conftest import Book

SignIn = Callable[[User], Client]


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_the_whole_way_from_no_plan_to_undone(
    sign_in: SignIn, departure: Departure, book: Book, manager: User, admin: User, leaver: User,
    successor: User, second_successor: User, supervisor: User,
) -> None:  # fmt: skip
    planner, approver = sign_in(manager), sign_in(admin)
    url = f"/handovers/{departure.pk}/plan/"
    start = page(planner, url)
    assert "李伟" in start
    assert f'name="successors" value="{leaver.pk}"' not in start
    planner.post(url + "proposal/", {"successors": [successor.pk, second_successor.pk], "strategy": "even"})
    shown = page(planner, url)
    assert "Who takes over 2 customers?" in shown
    for words in ("Hottechi", "Kan-code", "Every record has a successor", "$61k", "renews", "Grade A · 1"):
        assert (words in shown) == (words != "renews"), words
    assert "On another&#x27;s customer" in page(planner, url + "?show=other")
    line = Plan.objects.get().assignments.get(kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk)
    planner.post(url + "assignments/", {"ids": [line.pk], "successor": "nobody"})
    assert "2 records have no successor" in page(planner, url)
    planner.post(url + "assignments/?unassigned=1&show=all", {"everything": "1", "successor": second_successor.pk})
    saved = planner.post(
        url + "assignments/",
        {"ids": [line.pk], "successor": successor.pk, "shown": f"{line.pk},"},
        headers={"HX-Request": "true"},
    )
    for part in (f"line-{line.pk}", "balance", "checks", "plan-chips", "plan-history"):
        assert f'id="{part}" hx-swap-oob="true"' in saved.content.decode(), part
    assert "Approve the plan" not in page(planner, url + "review/")
    assert planner.post(url + "approval/").status_code == 422
    review = page(approver, url + "review/")
    assert "Approve the plan" in review
    assert "李伟" in review
    assert approver.post(url + "approval/").status_code == 302
    waiting = page(planner, url)
    assert "waiting for its time" in waiting
    assert "Move now" in waiting
    move = Move.objects.get()
    planner.post(url + f"moves/{move.pk}/now/")
    move.refresh_from_db()
    assert move.state == MoveState.RUNNING
    assert 'hx-trigger="every 1s"' in page(planner, url)
    book.kancode.refresh_from_db()
    ownership.change(record=book.kancode, to=supervisor, by=admin, at=NOW)
    tasks.execute_move(move.pk)
    done = page(planner, url + "progress/")
    for words in (
        "The records have changed hands",
        "Nothing but the owner changed",
        "What was compared",
        "Deals · Quoted · USD",
        "1 · $61,000",
        "Kan-code",
        "孙丽",
        "Undo the move",
    ):
        assert words in done, words
    assert page(planner, url).count("now with 孙丽") == 1
    planner.post(url + f"moves/{move.pk}/undo/")
    assert "The records go back to 陈静" in page(planner, url)
    undo = Move.objects.get(reverses=move)
    tasks.execute_move(undo.pk)
    back = page(planner, url)
    for words in ("Undone: the records are with 陈静 again", "took it back", "Undo the undo", "now with 陈静"):
        assert words in back, words
    planner.post(url + f"moves/{undo.pk}/undo/")
    tasks.execute_move(Move.objects.get(reverses=undo).pk)
    again = page(planner, url)
    assert "The records have changed hands" in again
    assert "now with 陈静" not in again


def test_a_large_plan_asks_for_its_number(
    sign_in: SignIn, departure: Departure, leaver: User, successor: User, manager: User, admin: User,
    make_deal: Callable[..., Deal],
) -> None:  # fmt: skip
    for _number in range(101):
        make_deal(leaver)
    plan = plans.propose(departure=departure, successors=[successor], strategy="even", by=manager, at=NOW)
    url, client = f"/handovers/{departure.pk}/plan/approval/", sign_in(admin)
    assert client.post(url, {"count": "100"}).status_code == 422
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"count": "101"}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "approved"


def test_others_see_no_draft_and_change_nothing(
    sign_in: SignIn, plan: Plan, hr: User, leaver: User, successor: User, outsider: User, auditor: User
) -> None:
    url = f"/handovers/{plan.departure_id}/plan/"
    assert "Hottechi" in page(sign_in(auditor), url)
    assert "There is no plan to see yet" in page(sign_in(hr), url)
    assert "There is no plan to see yet" in page(sign_in(leaver), url)
    for person in (successor, outsider):
        assert sign_in(person).get(url).status_code == 404
    for person in (hr, leaver, successor, outsider, auditor):
        assert sign_in(person).post(url + "assignments/", {"ids": [], "successor": "nobody"}).status_code in (403, 404)
        assert sign_in(person).post(url + "approval/").status_code in (403, 404)


@pytest.mark.parametrize("show", ["", "?show=other", "?show=all", "?grade=A&closing=1&renewal=1&silent=1"])
def test_a_plan_costs_the_same_queries_for_any_number_of_lines(
    sign_in: SignIn, plan: Plan, leaver: User, manager: User, make_customer: Callable[..., Customer],
    make_deal: Callable[..., Deal], show: str,
) -> None:  # fmt: skip
    client, url = sign_in(manager), f"/handovers/{plan.departure_id}/plan/{show}"

    def cost() -> int:
        client.get(url)  # what is kept is counted
        with CaptureQueriesContext(connection) as seen:
            page(client, url)
        return len(seen)

    few = cost()
    for number in range(30):
        customer = make_customer(leaver, grade="A")
        make_deal(leaver, customer=customer, amount=number, expected_close_on=NOW.date())
        make_deal(leaver)
    people = [row.user for row in plan.successors.all()]
    plans.propose(departure=plan.departure, successors=people, strategy="even", by=manager, at=NOW)
    assert cost() <= few <= 38  # seats, records by their ids and who is leaving too are looked up apart


def test_the_planner_asks_who_can_approve_and_asking_twice_writes_once(
    sign_in: SignIn, plan: Plan, manager: User, admin: User, successor: User
) -> None:
    planner, url = sign_in(manager), f"/handovers/{plan.departure_id}/plan/review/"
    assert f"Who can: {admin.name}." in page(planner, url)
    assert "Ask for approval" not in page(sign_in(admin), url)
    said = planner.post(url + "ask/", follow=True).content.decode()
    assert f"Asked for approval: {admin.name}." in said
    assert f"王芳 asked {admin.name} for approval on" in said
    assert "You can ask again from" in said
    assert "Ask again" not in said
    said = planner.post(url + "ask/", follow=True).content.decode()
    assert f"Nobody was told again: 王芳 asked {admin.name} on" in said
    assert "Asked for approval" not in said
    told = Notice.objects.get(kind="plan_waits")
    assert (told.recipient, told.url) == (admin, url)
    assert str(Words(told).subject) == "王芳 asks you to approve the plan for 陈静"
    assert f"王芳 asked {admin.name} to approve the plan." in page(planner, f"/handovers/{plan.departure_id}/timeline/")
    assert sign_in(successor).post(url + "ask/").status_code in (403, 404)


def test_whoever_was_not_asked_yet_is_asked_at_once_and_everybody_after_twelve_hours(
    sign_in: SignIn, plan: Plan, manager: User, admin: User
) -> None:
    planner, url = sign_in(manager), f"/handovers/{plan.departure_id}/plan/review/"
    planner.post(url + "ask/")
    other = User.objects.create_user("other.admin@baton.example", "x", name="Bo Park", role=Role.ADMINISTRATOR)
    assert "Ask again" in page(planner, url)
    assert f"Asked for approval: {admin.name}" in planner.post(url + "ask/", follow=True).content.decode()
    assert Notice.objects.filter(kind="plan_waits", recipient=other).count() == 1
    latest = AuditEntry.objects.filter(verb="plan.approval_asked").latest("at")
    at = latest.at + datetime.timedelta(hours=12)
    assert not approval_requests.ask(plan=plan, by=manager, at=at - datetime.timedelta(minutes=1)).is_new
    assert approval_requests.ask(plan=plan, by=manager, at=at).is_new
    assert Notice.objects.filter(kind="plan_waits", recipient=other).count() == 2


def test_an_unfinished_plan_is_not_sent_for_approval(sign_in: SignIn, plan: Plan, manager: User) -> None:
    plan.assignments.filter(kind=RecordKind.CUSTOMER).update(successor=None)
    answer = sign_in(manager).post(f"/handovers/{plan.departure_id}/plan/review/ask/", follow=True)
    assert "Nobody takes over" in answer.content.decode()
    assert not Notice.objects.filter(kind="plan_waits").exists()
