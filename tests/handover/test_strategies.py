"""Ways to propose side by side, and the weights an administrator sets: pages and REST."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from customers.kinds import RecordKind
from customers.models import AccountTeamMember, Customer
from handover import tasks
from handover.actions import plans, weights
from handover.models import Assignment, Departure, Plan, ProposalWeights, Strategy
from handover.planning import comparison
from handover.proposing.weights import DEFAULTS
from handover.wording.weights import GROUPS
from tests.cast import NOW
from tests.handover.conftest import Book

SignIn = Callable[[User], Client]
Connect = Callable[..., APIClient]


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_the_first_proposal_can_be_compared_and_another_used(
    sign_in: SignIn, departure: Departure, book: Book, manager: User, successor: User, second_successor: User
) -> None:
    client, url = sign_in(manager), f"/handovers/{departure.pk}/plan/"
    assert "Compare ways to propose" in text(client, url)
    asked = {"successors": [successor.pk, second_successor.pk], "strategy": "best_fit", "compare": "1"}
    answer = client.post(url + "proposal/", asked)
    assert answer["Location"] == url + "strategies/"
    shown = text(client, answer["Location"])
    for label in Strategy.labels:
        assert str(label).capitalize() in shown
    assert shown.count("Use this") == 3
    assert "in use" in shown
    assert "As many customers as possible go to somebody they know." in shown
    client.post(url + "proposal/", {"successors": [successor.pk, second_successor.pk], "strategy": "fewest_new"})
    assert Plan.objects.get().strategy == Strategy.FEWEST_NEW


def test_comparing_with_nobody_chosen_says_so_where_one_chooses(
    sign_in: SignIn, departure: Departure, book: Book, manager: User
) -> None:
    answer = sign_in(manager).post(f"/handovers/{departure.pk}/plan/proposal/", {"compare": "1"}, follow=True)
    assert answer.status_code == 200
    assert "Choose at least one successor." in answer.content.decode()
    assert "Choose who could take over 2 customers" in answer.content.decode()


def test_a_program_reads_the_figures(
    api: Connect, plan: Plan, book: Book, manager: User, successor: User, leaver: User, hr: User
) -> None:
    AccountTeamMember.objects.create(customer=book.kancode, user=successor)
    Customer.objects.filter(pk=book.hottechi.pk).update(annual_value=100_000, currency="USD")
    url = f"/api/v1/plans/{plan.pk}/strategies/"
    rows = {row["strategy"]: row for row in api(manager).get(url).json()["results"]}
    assert set(rows) == set(Strategy.values)
    fewest = rows["fewest_new"]
    assert fewest["new_faces"] == 1
    assert fewest["at_risk"] == {"USD": 15_400}
    assert set(map(int, fewest["percents"])) == set(plan.successors.values_list("user_id", flat=True))
    assert rows["best_fit"]["fit"] >= rows["round_robin"]["fit"]
    for person in (leaver, hr, successor):
        assert api(person).get(url).status_code == 404


def test_what_is_locked_stays_in_every_strategy(plan: Plan, book: Book, manager: User, successor: User) -> None:
    plans.assign(plan=plan, assignments=plan.assignments.all(), successor=successor, by=manager, at=NOW)
    place = str(successor.pk)
    for row in comparison.reckon(plan, NOW):
        assert row["percents"][int(place)] == round(100 * 2 / successor.capacity)


def test_a_large_book_is_reckoned_by_a_worker(
    sign_in: SignIn, plan: Plan, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    asked: list[int] = []
    monkeypatch.setattr(comparison, "AT_ONCE", 0)
    monkeypatch.setattr(tasks.compare_strategies, "delay", asked.append)
    client, url = sign_in(manager), f"/handovers/{plan.departure_id}/plan/strategies/"
    for _again in range(2):
        assert "reckoned in the background" in text(client, url)
    assert asked == [plan.pk]
    tasks.compare_strategies(plan.pk)
    assert text(client, url).count("Use this") == 3


def test_comparing_costs_the_same_queries_for_any_number_of_lines(
    plan: Plan, leaver: User, manager: User, make_customer: Callable[..., Customer]
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            comparison.columns(plan, NOW)
        return len(seen)

    few = cost()
    for _number in range(30):
        make_customer(leaver)
    people = [row.user for row in plan.successors.all()]
    plans.propose(departure=plan.leaving, successors=people, strategy="even", by=manager, at=NOW)
    assert cost() == few <= 27


def test_an_administrator_changes_the_weights_and_restores_them(
    sign_in: SignIn, api: Connect, admin: User, manager: User
) -> None:
    client, url = sign_in(admin), "/settings/proposal/"
    assert "How a proposal weighs" in text(client, "/settings/")
    assert "usually 18" in text(client, url)
    numbers = {code: str(value) for code, value in DEFAULTS.items()}
    assert client.post(url, numbers | {"territory": "0"}).status_code == 302
    assert weights.in_force() == DEFAULTS | {"territory": 0}
    assert ProposalWeights.objects.get().values == {"territory": 0}
    entry = AuditEntry.objects.get(verb="weights.changed")
    assert (entry.by, entry.details) == (admin, {"changes": {"territory": [18, 0]}})
    assert "changed what a proposal weighs: works in the same territory from 18 to 0." in text(
        client, "/people/audit/?verb=weights"
    )
    assert api(admin).get("/api/v1/proposal-weights/").json()["weights"]["territory"] == 0
    for wrong in ("-1", "2000", "many", ""):
        assert client.post(url, numbers | {"territory": wrong}).status_code == 422
    client.post(url, {"restore": "1"})
    assert weights.in_force() == DEFAULTS
    assert sign_in(manager).get(url).status_code == 403
    assert api(manager).get("/api/v1/proposal-weights/").status_code == 403


def test_the_next_proposal_uses_the_weights(
    departure: Departure, book: Book, manager: User, admin: User, successor: User, second_successor: User,
    make_customer: Callable[..., Customer],
) -> None:  # fmt: skip
    make_customer(successor, territory="East", industry="medical")
    make_customer(second_successor, territory="West", industry="technology")

    def who() -> User | None:
        people = [successor, second_successor]
        plan = plans.propose(departure=departure, successors=people, strategy="best_fit", by=manager, at=NOW)
        return Assignment.objects.get(plan=plan, kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk).successor

    assert who() == successor
    weights.change(values={"territory": 1, "industry_customers": 50}, by=admin, at=NOW)
    assert who() == second_successor


def test_every_weight_is_on_the_page_and_in_one_row(admin: User) -> None:
    assert {code for _title, _hint, words in GROUPS for code in words} == set(DEFAULTS)
    with pytest.raises(IntegrityError, match="proposal_weights_one_row"), transaction.atomic():
        ProposalWeights.objects.create(pk=2, changed_by=admin, changed_at=NOW)
