"""Seats of the leaver in account teams move with the plan, and come back with its undo."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from customers.models import AccountTeamMember, Customer, SeatChange
from handover import tasks
from handover.actions import departures, plans, reassignment, scopes, seats, successors
from handover.models import Departure, DepartureKind, Move, MoveState, Plan, SeatLine, SeatReason
from handover.references import sweep
from handover.wording.timeline import sentence
from notices.models import Notice
from notices.rendering import Words
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, take_back, the_move
from tests.handover.promises import broken
from web.errors import Refused

Connect = Callable[..., APIClient]


@pytest.fixture
def plants(leaver: User, supervisor: User, book: Book, make_customer: Callable[..., Customer]) -> list[Customer]:
    """Three customers of 孙丽 at which 陈静 sits in the account team."""
    found = [make_customer(supervisor, name=f"Plant {number}") for number in range(3)]
    for customer in found:
        AccountTeamMember.objects.create(customer=customer, user=leaver, role="engineer")
    return found


@pytest.fixture
def seated(plants: list[Customer], plan: Plan) -> Plan:
    """The plan, with the three seats among its lines."""
    return plan


def sitting(*customers: Customer) -> list[list[str]]:
    """Who sits in the teams of these customers."""
    return [sorted(customer.account_team.values_list("user__name", flat=True)) for customer in customers]


def give(plan: Plan, to: User | None, by: User, *customers: Customer) -> None:
    seats.assign(plan=plan, lines=SeatLine.objects.filter(customer__in=customers), successor=to, by=by, at=NOW)


def test_seats_go_come_back_and_go_again(
    seated: Plan, plants: list[Customer], manager: User, admin: User, leaver: User, successor: User,
    second_successor: User, api: Connect,
) -> None:  # fmt: skip
    AccountTeamMember.objects.create(customer=plants[1], user=second_successor)
    give(seated, successor, manager, plants[0])
    give(seated, second_successor, manager, plants[1])
    give(seated, None, manager, plants[2])
    plans.approve(plan=seated, by=admin, at=NOW)
    told = {notice.recipient_id: Words(notice).body for notice in Notice.objects.filter(kind="plan_approved")}
    assert "1 account-team seat" in told[successor.pk]
    url = f"/api/v1/plans/{seated.pk}/execution/"
    move = carry_out(seated, manager)
    assert api(manager).get(url).json()["moved"]["seats"] == 2
    assert sitting(*plants) == [[successor.name], [second_successor.name], [leaver.name]]
    assert sweep.tally(seated.leaving) == {"seat": 1}
    got = Notice.objects.get(kind="move_received", recipient=successor)
    assert "1 account-team seat" in Words(got).body
    verbs = AuditEntry.objects.filter(verb__startswith="account_team.").values_list("verb", flat=True)
    assert set(verbs) == {"account_team.handed_on", "account_team.left"}
    undo = take_back(move, manager)
    assert (undo.moved["seats"], "seats_left" in undo.moved) == (2, False)
    assert sitting(*plants) == [[leaver.name], sorted([leaver.name, second_successor.name]), [leaver.name]]
    assert set(leaver.account_team_seats.values_list("role", flat=True)) == {"engineer"}
    redo = take_back(undo, manager)
    assert redo.moved["seats"] == 2
    assert sitting(*plants) == [[successor.name], [second_successor.name], [leaver.name]]
    move.refresh_from_db()
    assert take_back(move, manager).moved["seats"] == 2
    assert leaver.account_team_seats.count() == 3
    assert broken() == {}


def test_what_somebody_changed_stays_and_is_said(
    seated: Plan, plants: list[Customer], manager: User, admin: User, leaver: User, successor: User,
    second_successor: User, sign_in: Callable,
) -> None:  # fmt: skip
    give(seated, successor, manager, *plants)
    plans.approve(plan=seated, by=admin, at=NOW)
    AccountTeamMember.objects.filter(customer=plants[0]).delete()
    move = carry_out(seated, manager)
    assert (move.moved["seats"], move.moved["seats_left"]) == (2, 1)
    page = f"/handovers/{seated.departure_id}/plan/"
    assert "1 account-team seat stayed as it was" in sign_in(manager).get(page).content.decode()
    listed = sign_in(manager).get(page + "account-teams/").content.decode()
    assert listed.count("Stayed as it was") == 1
    AccountTeamMember.objects.filter(customer=plants[1]).update(user=second_successor)
    AccountTeamMember.objects.create(customer=plants[2], user=leaver)
    undo = take_back(move, manager)
    assert undo.moved.get("seats", 0) == 0
    assert undo.moved["seats_left"] == 2
    assert sitting(*plants) == [[], [second_successor.name], sorted([leaver.name, successor.name])]
    assert broken() == {}


def test_the_proposal_says_why(
    plants: list[Customer], departure: Departure, leaver: User, manager: User, outsider: User, admin: User,
    successor: User, second_successor: User, make_customer: Callable[..., Customer],
) -> None:  # fmt: skip
    """Who sits there, who works in the owner's team, who knows the territory, else in turn; seats at the leaver's own
    customers are none.
    """
    AccountTeamMember.objects.create(customer=plants[0], user=second_successor)
    far = [make_customer(outsider, name=f"Far {number}", territory=where) for number, where in enumerate("XYY")]
    make_customer(successor, territory="X")
    mine = make_customer(successor, name="Mine")
    own = make_customer(leaver, name="Own")
    for customer in [*far, mine, own]:
        AccountTeamMember.objects.create(customer=customer, user=leaver)
    people = [successor, second_successor]
    made = plans.propose(departure=departure, successors=people, strategy="even", by=admin, at=NOW)
    lines = {line.customer.name: line for line in made.seat_lines.select_related("customer", "successor")}
    assert {name: line.reason for name, line in lines.items()} == {
        "Plant 0": SeatReason.MEMBER, "Plant 1": SeatReason.TEAM, "Plant 2": SeatReason.TEAM,
        "Far 0": SeatReason.TERRITORY, "Far 1": SeatReason.FEWEST, "Far 2": SeatReason.FEWEST,
        "Mine": SeatReason.OWNER,
    }  # fmt: skip
    assert lines["Plant 0"].successor == second_successor
    assert lines["Far 0"].successor == lines["Mine"].successor == successor
    assert {lines["Far 1"].successor, lines["Far 2"].successor} == set(people)
    by_manager = plans.propose(departure=departure, successors=people, strategy="even", by=manager, at=NOW)
    assert not by_manager.seat_lines.filter(customer__in=far).exists()  # their manager settles those


def test_what_was_chosen_by_hand_stays_in_a_new_proposal(
    seated: Plan, plants: list[Customer], departure: Departure, manager: User, successor: User, second_successor: User
) -> None:
    give(seated, second_successor, manager, plants[0])
    give(seated, None, manager, plants[1])
    plans.propose(departure=departure, successors=[successor, second_successor], strategy="even", by=manager, at=NOW)
    chosen = dict(seated.seat_lines.values_list("customer", "successor"))
    assert chosen[plants[0].pk] == second_successor.pk
    assert chosen[plants[1].pk] is None
    plans.propose(departure=departure, successors=[successor], strategy="even", by=manager, at=NOW)
    assert dict(seated.seat_lines.values_list("customer", "successor"))[plants[0].pk] == successor.pk
    successors.replace(plan=seated, former=successor, to=second_successor, by=manager, at=NOW)
    assert set(seated.seat_lines.values_list("successor", flat=True)) == {second_successor.pk, None}
    entry = AuditEntry.objects.filter(verb="plan.seats_changed").first()
    assert entry is not None
    assert sentence(entry).endswith(("gave 1 account-team seat to 赵敏.", "gave 1 account-team seat to nobody yet."))


def test_an_undone_plan_is_followed_by_one_with_the_seats_chosen_by_hand(
    seated: Plan, plants: list[Customer], departure: Departure, manager: User, admin: User, successor: User,
    second_successor: User,
) -> None:  # fmt: skip
    give(seated, second_successor, manager, *plants)
    plans.approve(plan=seated, by=admin, at=NOW)
    take_back(carry_out(seated, manager), manager)
    departures.transition(departure=departure, verb="replan", by=manager, at=NOW, reason="Other people")
    people = [successor, second_successor]
    again = plans.propose(departure=departure, successors=people, strategy="even", by=manager, at=NOW)
    assert set(again.seat_lines.values_list("successor", "locked")) == {(second_successor.pk, True)}


def test_the_scope_leaves_seats_alone_and_a_long_leave_has_none(
    seated: Plan, plants: list[Customer], departure: Departure, manager: User, admin: User, leaver: User, api: Connect
) -> None:
    url = f"/api/v1/plans/{seated.pk}/"
    assert api(manager).get(url).json()["scope"]["moves_seats"] is True
    left = api(manager).patch(url, {"moves_seats": False}, format="json").json()
    assert {"sort": "seats", "count": 3, "is_fine": True} in left["stays"]
    assert not seated.seat_lines.exists()
    scopes.change(plan=seated, scope={"moves_seats": True}, by=manager, at=NOW)
    assert seated.seat_lines.exclude(successor=None).count() == 3
    Departure.objects.update(kind=DepartureKind.LEAVE)
    seated.refresh_from_db()
    plans.approve(plan=seated, by=admin, at=NOW)
    assert "seats" not in carry_out(seated, manager).moved
    assert leaver.account_team_seats.count() == 3


def test_the_undo_of_a_part_takes_seats_back_with_all_of_one_successor(
    seated: Plan, plants: list[Customer], manager: User, admin: User, leaver: User, successor: User,
    second_successor: User, book: Book,
) -> None:  # fmt: skip
    give(seated, successor, manager, plants[0], plants[1])
    give(seated, second_successor, manager, plants[2])
    plans.assign(plan=seated, assignments=seated.assignments.all(), successor=successor, by=manager, at=NOW)
    plans.approve(plan=seated, by=admin, at=NOW)
    move = carry_out(seated, manager)
    part = reassignment.undo(move=move, by=manager, at=NOW, only={"customers": [book.hottechi.pk]})
    reassignment.execute(move=part, by=manager, at=NOW)
    assert leaver.account_team_seats.count() == 0
    first = reassignment.undo(move=move, by=manager, at=NOW, only={"successor": successor.pk})
    reassignment.execute(move=first, by=manager, at=NOW)
    first.refresh_from_db()
    assert (first.moved["seats"], leaver.account_team_seats.count()) == (2, 2)
    move.refresh_from_db()
    assert take_back(move, manager).moved["seats"] == 1
    assert leaver.account_team_seats.count() == 3
    assert broken() == {}


def test_who_may_see_and_change(
    seated: Plan, plants: list[Customer], departure: Departure, manager: User, admin: User, outsider: User,
    successor: User, second_successor: User, api: Connect, sign_in: Callable,
) -> None:  # fmt: skip
    page, url = f"/handovers/{departure.pk}/plan/account-teams/", f"/api/v1/plans/{seated.pk}/account-team-seats/"
    assert [person.get(url).status_code for person in (api(outsider), api(successor))] == [404, 404]
    assert sign_in(outsider).get(page).status_code == 404
    lines = list(seated.seat_lines.all())
    client = sign_in(manager)
    shown = client.get(page).content.decode()
    assert all(f"Plant {number}" in shown for number in range(3))
    ticked = {"ids": [lines[0].pk, lines[1].pk], "successor": successor.pk}
    assert "2 seats changed." in client.post(page, ticked, follow=True).content.decode()
    client.post(page, {"ids": [lines[2].pk], "successor": "nobody"})
    client.post(page, {"ids": [lines[2].pk], "successor": "keep"})
    changed = api(manager).patch(url, {"ids": [lines[1].pk], "successor": second_successor.pk}, format="json")
    assert changed.json() == {"changed": 1}
    refused = api(manager).patch(url, {"ids": [lines[1].pk], "successor": outsider.pk}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_successor")
    unknown = api(manager).patch(url, {"ids": [0], "successor": None}, format="json")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_assignment")
    plans.approve(plan=seated, by=admin, at=NOW)
    mine = api(successor).get(url).json()["results"]
    assert [row["id"] for row in mine] == [lines[0].pk]
    assert sign_in(successor).get(page).content.decode().count("Plant") == 1
    assert sign_in(successor).post(page, ticked).status_code == 404
    with pytest.raises(Refused):
        give(seated, successor, manager, *plants)


def test_many_seats_take_the_queries_of_few(
    seated: Plan, plants: list[Customer], manager: User, admin: User, leaver: User, supervisor: User,
    sign_in: Callable, make_customer: Callable[..., Customer], departure: Departure, book: Book,
) -> None:  # fmt: skip
    client, page = sign_in(manager), f"/handovers/{departure.pk}/plan/account-teams/"
    client.get(page)

    def queries(deed: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as seen:
            deed()
        return len(seen)

    few = queries(lambda: client.get(page)), queries(lambda: plans.sync(plan=seated))
    for _number in range(20):
        AccountTeamMember.objects.create(customer=make_customer(supervisor), user=leaver)
    plans.sync(plan=seated)
    assert (queries(lambda: client.get(page)), queries(lambda: plans.sync(plan=seated))) == few
    plans.approve(plan=seated, by=admin, at=NOW)
    move = reassignment.ask(move=the_move(seated), by=manager, at=NOW)
    with CaptureQueriesContext(connection) as seen:
        tasks.execute_move(move.pk)
    assert sum("seatchange" in query["sql"] and "INSERT" in query["sql"] for query in seen) == 1
    assert SeatChange.objects.filter(move_id=move.pk).count() == 23
    assert Move.objects.get(pk=move.pk).state == MoveState.DONE
