"""A seat still to be filled: somebody stands in, and hands exactly its records on once somebody is hired."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from customers.models import Customer
from handover import agenda, tasks
from handover.actions import departures, plans, reassignment, vacancies
from handover.models import Departure, Move, Plan, Transfer, Vacancy
from tests.cast import NOW
from tests.handover.conftest import Book
from web.errors import Refused

SignIn = Callable[[User], Client]
Connect = Callable[..., APIClient]


@pytest.fixture
def seat(plan: Plan, manager: User, successor: User) -> Vacancy:
    """East-2, with 李伟 standing in, who gets everything."""
    made = vacancies.open_seat(plan=plan, title="East-2", interim=successor, capacity=40, by=manager, at=NOW)
    plans.assign(plan=plan, assignments=plan.assignments.all(), successor=successor, by=manager, at=NOW)
    return made


@pytest.fixture
def moved(plan: Plan, seat: Vacancy, admin: User) -> Vacancy:
    """The same with the records moved."""
    plans.approve(plan=plan, by=admin, at=NOW)
    tasks.execute_move(Move.objects.get(plan=plan).pk)
    return seat


def test_a_planner_puts_a_seat_into_the_plan(
    sign_in: SignIn, departure: Departure, plan: Plan, manager: User, successor: User, leaver: User
) -> None:
    client, url = sign_in(manager), f"/handovers/{departure.pk}/plan/"
    assert "Is somebody still to be hired?" in client.get(url).content.decode()
    refused = client.post(url + "seats/", {"title": "East-2", "capacity": 40, "interim": leaver.pk})
    assert 'id="id_interim_error"' in refused.content.decode()
    answer = client.post(url + "seats/", {"title": "East-2", "capacity": 40, "interim": successor.pk})
    assert answer.status_code == 302
    shown = client.get(url).content.decode()
    assert "East-2, to be hired (李伟 until then)" in shown
    assert "of 40 customers the seat can carry" in shown
    assert "stands in for another seat" in client.post(
        url + "seats/", {"title": "East-3", "capacity": 40, "interim": successor.pk}
    ).content.decode()  # fmt: skip


def test_who_was_hired_gets_exactly_what_the_seat_got(
    sign_in: SignIn, departure: Departure, moved: Vacancy, book: Book, manager: User, successor: User,
    second_successor: User, make_customer: Callable[..., Customer],
) -> None:  # fmt: skip
    own = make_customer(successor, name="Own")
    said = [matter.text for matter in agenda.agenda(successor, at=NOW).watched]
    assert "You look after 2 customers until the seat East-2 is filled." in said
    client, url = sign_in(manager), f"/handovers/{departure.pk}/plan/"
    fill = f"{url}seats/{moved.pk}/"
    assert f'href="{fill}"' in client.get(url).content.decode()
    answer = client.post(fill, {"person": second_successor.pk})
    transfer = Transfer.objects.get()
    assert answer.headers["Location"] == f"/transfers/{transfer.pk}/"
    plan = transfer.plan
    assert not plan.assignments.exclude(successor=second_successor).exists()
    assert plans.counts(plan) == {"customers": 2, "deals": 3, "contracts": 1, "tasks": 1}
    client.post(f"/transfers/{transfer.pk}/approval/", {})
    tasks.execute_move(Move.objects.get(plan=plan).pk)
    for record, owner in ((book.hottechi, second_successor), (book.loose_deal, second_successor), (own, successor)):
        record.refresh_from_db()
        assert record.owner == owner, record
    assert not [matter for matter in agenda.agenda(successor, at=NOW).watched if "East-2" in matter.text]
    with pytest.raises(Refused, match="named for this seat already"):
        vacancies.fill(vacancy=moved, person=second_successor, by=manager, at=NOW)


def test_a_seat_is_filled_after_the_move_and_by_somebody_else(
    seat: Vacancy, manager: User, successor: User, second_successor: User
) -> None:
    for person, code in ((second_successor, "not_moved"), (successor, "seat_of_interim")):
        with pytest.raises(Refused) as refusal:
            vacancies.fill(vacancy=seat, person=person, by=manager, at=NOW)
        assert refusal.value.code == code


def test_programs_open_and_fill_seats(
    api: Connect, plan: Plan, manager: User, admin: User, successor: User, second_successor: User, outsider: User
) -> None:
    url = f"/api/v1/plans/{plan.pk}/vacancies/"
    made = api(manager).post(url, {"title": "East-2", "interim": successor.pk, "opens_on": "2027-01-04"})
    assert (made.status_code, made.json()["capacity"]) == (201, 150), made.json()
    plans.assign(plan=plan, assignments=plan.assignments.all(), successor=successor, by=manager, at=NOW)
    plans.approve(plan=plan, by=admin, at=NOW)
    tasks.execute_move(Move.objects.get(plan=plan).pk)
    filling = f"/api/v1/vacancies/{made.json()['id']}/filling/"
    assert api(outsider).post(filling, {"person": second_successor.pk}).status_code in (403, 404)
    filled = api(manager).post(filling, {"person": second_successor.pk}).json()
    assert (filled["filled_by"], filled["follow_up"]) == (second_successor.pk, Transfer.objects.get().pk)
    assert [row["title"] for row in api(manager).get(url).json()["results"]] == ["East-2"]


def test_a_seat_survives_an_undo(
    moved: Vacancy, plan: Plan, departure: Departure, manager: User, successor: User, second_successor: User
) -> None:
    reversal = reassignment.undo(move=Move.objects.get(plan=plan), by=manager, at=NOW)
    tasks.execute_move(reversal.pk)
    departures.transition(departure=departure, verb="replan", by=manager, at=NOW, reason="Fewer")
    people = [successor, second_successor]
    again = plans.propose(departure=departure, successors=people, strategy="even", by=manager, at=NOW)
    assert Vacancy.objects.open().filter(successor__plan=again, successor__user=successor, title="East-2").exists()


def test_the_database_keeps_a_seat_whole(seat: Vacancy, successor: User, make_transfer_row: Transfer) -> None:
    for name, change in {
        "vacancy_filled_whole": {"filled_by": successor},
        "vacancy_follow_up_when_filled": {"follow_up": make_transfer_row},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Vacancy.objects.update(**change)


@pytest.fixture
def make_transfer_row(manager: User) -> Transfer:
    """A transfer of nothing in particular."""
    return Transfer.objects.create(kind="single", made_by=manager, made_at=NOW, effective_at=NOW)
