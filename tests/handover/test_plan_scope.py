"""What moves by a plan and what stays: chosen on the page and by REST, followed by lines, counts and the last guard."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal
from handover import guards, tasks
from handover.actions import plans, scopes
from handover.departures import figures
from handover.lifecycle import Guard
from handover.models import Conflict, Departure, Plan
from handover.planning.scope import Stay, stays
from tests.cast import NOW
from tests.handover.conftest import Book

Connect = Callable[..., APIClient]
SignIn = Callable[[User], Client]


def scoped(plan: Plan, by: User, **scope: object) -> dict[str, int]:
    scopes.change(plan=plan, scope=scope, by=by, at=NOW)
    return plans.counts(plan)


@pytest.fixture
def inside(departure: Departure) -> Departure:
    """The same departure as a transfer inside the firm: 陈静 goes on working here."""
    departure.kind = "transfer"
    departure.save()
    return departure


def test_closed_deals_and_ended_contracts_stay_unless_they_are_asked_for(
    plan: Plan, book: Book, leaver: User, manager: User
) -> None:
    ended = Contract.objects.create(owner=leaver, customer=book.kancode, number="K-0", state="expired")
    assert stays(plan) == [Stay("closed_deals", 1), Stay("ended_contracts", 1)]
    found = scoped(plan, manager, moves_deals="all", moves_contracts="all")
    assert (found["deals"], found["contracts"]) == (4, 2)
    closed = plan.assignments.get(kind=RecordKind.DEAL, record_id=book.closed_deal.pk)
    lead = plan.assignments.get(kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk)
    assert (closed.follows, closed.successor) == (True, lead.successor)
    assert plan.assignments.filter(kind=RecordKind.CONTRACT, record_id=ended.pk).exists()
    assert stays(plan) == []
    assert scoped(plan, manager, moves_deals="open", moves_contracts="running")["deals"] == 3


def test_closed_deals_in_the_plan_move_and_are_no_conflict(
    plan: Plan, book: Book, manager: User, admin: User, departure: Departure
) -> None:
    scoped(plan, manager, moves_deals="all")
    plans.approve(plan=plan, by=admin, at=NOW)
    tasks.execute_move(plan.moves.get().pk)
    book.closed_deal.refresh_from_db()
    assert book.closed_deal.owner != departure.leaver
    assert not Conflict.objects.exists()


def test_tasks_left_out_hold_the_close_up(plan: Plan, manager: User, admin: User, departure: Departure) -> None:
    assert scoped(plan, manager, moves_tasks=False)["tasks"] == 0
    assert stays(plan)[0] == Stay("tasks", 1, is_fine=False)
    plans.approve(plan=plan, by=admin, at=NOW)
    tasks.execute_move(plan.moves.get().pk)
    sentence = guards.missing(Guard.NOTHING_LEFT, departure) or ""
    assert "1 record" in sentence
    assert "Open tasks have to be finished" in sentence


def test_who_leaves_the_firm_keeps_no_customer(plan: Plan, manager: User, api: Connect) -> None:
    with pytest.raises(ValidationError) as refusal:
        scopes.change(plan=plan, scope={"only_grades": ["A"]}, by=manager, at=NOW)
    assert list(refusal.value.message_dict) == ["only_grades"]
    answer = api(manager).patch(f"/api/v1/plans/{plan.pk}/", {"only_grades": ["A"]})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["only_grades"]), answer.json()


def test_part_of_the_book_stays_with_somebody_who_stays(
    inside: Departure, plan: Plan, book: Book, manager: User, admin: User, make_deal: Callable[..., Deal]
) -> None:
    found = scoped(plan, manager, only_grades=["A"])
    assert found == {"customers": 1, "deals": 2, "contracts": 0, "tasks": 0}
    assert stays(plan)[:4] == [Stay("customers", 1), Stay("deals", 1), Stay("contracts", 1), Stay("tasks", 1)]
    plans.approve(plan=plan, by=admin, at=NOW)
    assert figures.of([inside], NOW.date())[inside.pk].unassigned == 0
    Customer.objects.filter(pk=book.hottechi.pk).update(grade="B")
    make_deal(inside.leaver, customer=book.kancode)
    tasks.execute_move(plan.moves.get().pk)
    book.hottechi.refresh_from_db()
    assert book.hottechi.owner != inside.leaver
    assert not Conflict.objects.exists()
    assert guards.missing(Guard.NOTHING_LEFT, inside) is None


def test_a_filter_has_to_match_something(inside: Departure, plan: Plan, book: Book, manager: User) -> None:
    with pytest.raises(ValidationError, match="No customer is like that"):
        scopes.change(plan=plan, scope={"only_territories": ["Nowhere"]}, by=manager, at=NOW)


def test_the_page_says_what_moves_and_stays_and_lets_it_be_changed(
    sign_in: SignIn, inside: Departure, plan: Plan, manager: User, supervisor: User
) -> None:
    client, url = sign_in(manager), f"/handovers/{inside.pk}/plan/"
    shown = client.get(url).content.decode()
    for words in (
        "Moves: 2 customers, 3 open deals, 1 contract in force, 1 open task.",
        "Stays: 1 closed deal.",
        "History: they stay on record under 陈静.",
        f'href="{url}scope/"',
    ):
        assert words in shown, words
    form = client.get(url + "scope/").content.decode()
    assert 'name="only_grades" value="A"' in form
    answer = client.post(url + "scope/", {"moves_deals": "all", "moves_contracts": "running", "only_grades": ["A"]})
    assert answer.status_code == 302
    shown = client.get(url).content.decode()
    assert "Moves: 1 customer, 3 deals, open or closed." in shown
    assert "Stays: 1 customer, 1 open deal, 1 contract in force, 1 open task." in shown
    refused = client.post(url + "scope/", {"moves_deals": "some", "moves_contracts": "running"})
    assert 'id="id_moves_deals_error"' in refused.content.decode()
    assert sign_in(supervisor).get(url + "scope/").status_code in (403, 404)


def test_programs_read_and_change_it(api: Connect, plan: Plan, manager: User, outsider: User) -> None:
    url = f"/api/v1/plans/{plan.pk}/"
    found = api(manager).get(url).json()
    assert found["scope"]["moves_deals"] == "open"
    assert found["stays"] == [{"sort": "closed_deals", "count": 1, "is_fine": True}]
    changed = api(manager).patch(url, {"moves_deals": "all"}).json()
    assert (changed["counts"]["deals"], changed["stays"]) == (4, [])
    assert api(manager).patch(url, {"moves_deals": "some"}).status_code == 422
    assert api(outsider).patch(url, {"moves_deals": "all"}).status_code == 404


def test_the_database_knows_the_scopes(plan: Plan) -> None:
    for name, change in {
        "plan_deal_scope_known": {"moves_deals": "some"},
        "plan_contract_scope_known": {"moves_contracts": "some"},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Plan.objects.update(**change)
