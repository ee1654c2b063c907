"""Lists ask for few and for many by different SQL: both give exactly the rows a plain reading of the rule gives."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.http import urlencode

from accounts.models import User
from customers import access
from customers.models import AccountTeamMember, Customer, Deal
from customers.views.customers import SORTS as CUSTOMER_SORTS
from customers.views.deals import SORTS as DEAL_SORTS
from handover.models import Departure, Plan
from tests.cast import NOW

ROLES = ("leaver", "successor", "supervisor", "manager", "outsider", "admin", "auditor", "hr")
FILTERS = ("", "grade=A", "status=lost", "q=华东", "q=东", "q=acme 2", "mine=on", "state=won", "closing=2026-12")
People = dict[str, User]


@pytest.fixture
def people(
    leaver: User, successor: User, supervisor: User, manager: User, outsider: User, admin: User, auditor: User, hr: User
) -> People:
    found = (leaver, successor, supervisor, manager, outsider, admin, auditor, hr)
    return dict(zip(ROLES, found, strict=True))


@pytest.fixture
def book(people: People, make_customer: Callable[..., Customer], make_deal: Callable[..., Deal]) -> None:
    """Forty customers and eighty deals, by lot; some deals of somebody else than the customer's owner, or of none."""
    lot = random.Random(7)
    owners = [people[name] for name in ("leaver", "successor", "supervisor", "manager", "outsider")]
    customers = [
        make_customer(
            lot.choice(owners),
            name=lot.choice(["华东电子", "东方物流", "Acme 2", "Zeta"]),
            grade=lot.choice("ABC"),
            status=lot.choice(["active", "lost"]),
            last_contact_at=lot.choice([None, NOW]),
        )
        for _number in range(40)
    ]
    for _number in range(80):
        customer = lot.choice([*customers, None])
        make_deal(
            customer.owner if customer and lot.random() < 0.6 else lot.choice(owners),
            customer=customer,
            name=lot.choice(["华东扩容", "Acme 2", "续约"]),
            state=(state := lot.choice(["open", "won"])),
            stage="closed" if state == "won" else "quoted",
            amount=lot.choice([None, 5, 7]),
            expected_close_on=lot.choice([None, "2026-12-01"]),
        )
    for customer in customers[::7]:
        AccountTeamMember.objects.create(customer=customer, user=lot.choice(owners))


@pytest.fixture
def opened(book: None, departure: Departure, people: People, admin: User) -> Departure:
    """陈静 leaves, supervised by 孙丽, and an approved plan gives all to 李伟."""
    from handover.actions import plans

    plan: Plan = plans.propose(
        departure=departure, successors=[people["successor"]], strategy="best_fit", by=people["manager"], at=NOW
    )
    plans.approve(plan=plan, by=admin, at=NOW)
    return departure


def _by_the_rule(user: User, people: People) -> tuple[set[int], set[int]]:
    """The customers and deals `user` sees, read off the rows one by one."""
    everything = user.role in ("administrator", "auditor")
    team = {people[name].pk for name in ("leaver", "successor", "supervisor", "manager")}
    leaver = people["leaver"].pk
    mine = {user.pk} | (team if user.role == "manager" else set())
    if user == people["supervisor"]:
        mine.add(leaver)
    seats = set(AccountTeamMember.objects.filter(user=user).values_list("customer", flat=True))
    given = leaver if user == people["successor"] else 0
    customers = {
        one.pk
        for one in Customer.objects.all()
        if user.role != "hr" and (everything or one.owner_id in mine | {given} or one.pk in seats)
    }
    deals = {
        one.pk
        for one in Deal.objects.all()
        if user.role != "hr"
        and (
            everything
            or one.owner_id in mine
            or one.customer_id in customers
            or (one.owner_id == given and one.state == "open")
        )
    }
    return customers, deals


@pytest.mark.parametrize("role", ROLES)
def test_each_shape_gives_what_the_rule_says(role: str, people: People, opened: Departure) -> None:
    user = people[role]
    for model, expected in zip((Customer, Deal), _by_the_rule(user, people), strict=True):
        shapes = access.listed(user, model)
        assert set(shapes.few.values_list("pk", flat=True)) == expected
        assert set(shapes.many.values_list("pk", flat=True)) == expected
        assert set(shapes.sure.values_list("pk", flat=True)) <= expected
        assert set(access.records(user, model).values_list("pk", flat=True)) == expected


def _walk(client: Client, address: str, **asked: Any) -> list[int]:
    found, after = [], ""
    while after is not None:
        page = client.get(address, asked | {"size": 23, "after": after}).context["page"]
        found += [row.pk for row in page.rows]
        after = page.after
    return found


@pytest.mark.parametrize("role", [role for role in ROLES if role != "hr"])
def test_lists_of_few_and_of_many_are_the_same_in_each_order(
    role: str, people: People, opened: Departure, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(people[role])
    for address, sorts in (("/customers/", CUSTOMER_SORTS), ("/deals/", DEAL_SORTS)):
        for sort in (*sorts, *(f"-{name}" for name in sorts)):
            few = _walk(client, address, sort=sort)
            with monkeypatch.context() as patch:
                patch.setattr("web.shapes.COUNTED_TO", 1)
                assert _walk(client, address, sort=sort) == few, (address, sort)
            assert len(few) == len(set(few))


@pytest.mark.parametrize("role", [role for role in ROLES if role != "hr"])
def test_lists_of_few_and_of_many_are_narrowed_alike(
    role: str, people: People, opened: Departure, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(people[role])
    for address in ("/customers/", "/deals/"):
        for narrowed in FILTERS:
            asked = QueryDict(narrowed).dict()
            few = _walk(client, address, **asked)
            with monkeypatch.context() as patch:
                patch.setattr("web.shapes.COUNTED_TO", 1)
                assert _walk(client, address, **asked) == few, (address, narrowed)


@pytest.mark.parametrize("address", ["customers", "deals"])
def test_a_program_reads_the_same_rows_in_the_words_of_the_single_record(
    address: str, people: People, opened: Departure, api: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = api(people["manager"])
    query = urlencode({"page_size": 200, "owner": people["leaver"].pk})
    few = client.get(f"/api/v1/{address}/?{query}").json()["results"]
    monkeypatch.setattr("web.shapes.COUNTED_TO", 1)
    assert client.get(f"/api/v1/{address}/?{query}").json()["results"] == few
    assert few
    for row in few:
        assert client.get(f"/api/v1/{address}/{row['id']}/").json() == row
