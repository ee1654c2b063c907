"""The book by REST: scope, source ids, owners, amounts, filters, pages."""

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.models import Scope, User
from customers.actions import ownership
from customers.models import AccountTeamMember, Contact, Customer, Deal, Task
from tests.cast import NOW

Api = Callable[..., APIClient]
MakeCustomer = Callable[..., Customer]
MakeDeal = Callable[..., Deal]

URL = "/api/v1/"


def _bodies(customer: Customer) -> dict[str, dict[str, Any]]:
    """A least body of each noun."""
    at = "2026-11-01T09:00:00Z"
    return {
        "customers": {"code": "N-1", "name": "新客户"},
        "contacts": {"customer": customer.pk, "name": "Kim Min-ji", "role": "decides"},
        "deals": {"customer": customer.pk, "name": "GTX Pro", "amount": "24120.00", "currency": "USD"},
        "contracts": {"customer": customer.pk, "number": "K-1", "amount": "10.00"},
        "orders": {"customer": customer.pk, "number": "O-1", "ordered_on": "2026-10-01", "amount": "99.50"},
        "activities": {"customer": customer.pk, "kind": "call", "at": at, "subject": "Called"},
        "tasks": {"customer": customer.pk, "title": "Send the quote", "due_on": "2026-12-01"},
    }


NOUNS = ["customers", "contacts", "deals", "contracts", "orders", "activities", "tasks"]


@pytest.mark.parametrize("noun", NOUNS)
def test_each_noun_is_created_read_listed_and_changed(
    noun: str, api: Api, leaver: User, make_customer: MakeCustomer
) -> None:
    rep = api(leaver)
    body = _bodies(make_customer(leaver))[noun]
    created = rep.post(f"{URL}{noun}/", body)
    assert created.status_code == 201, created.json()
    made = created.json()
    assert {name: made[name] for name in body} == {
        name: value if name != "at" else made["at"] for name, value in body.items()
    }
    if "owner" in made:
        assert made["owner"] == leaver.pk
    one = f"{URL}{noun}/{made['id']}/"
    assert rep.get(one).json() == made
    assert made in rep.get(f"{URL}{noun}/").json()["results"]
    changed = rep.patch(one, {"source": "crm", "source_id": "77"})
    assert changed.status_code == 200
    assert rep.get(one).json()["source_id"] == "77"
    assert rep.delete(one).status_code == 405
    assert rep.put(one, body).status_code == 405


@pytest.mark.parametrize("noun", NOUNS)
def test_outside_the_scope_nothing_exists(
    noun: str, api: Api, leaver: User, outsider: User, make_customer: MakeCustomer
) -> None:
    body = _bodies(make_customer(leaver))[noun]
    pk = api(leaver).post(f"{URL}{noun}/", body).json()["id"]
    other = api(outsider)
    assert other.get(f"{URL}{noun}/{pk}/").status_code == 404
    assert other.patch(f"{URL}{noun}/{pk}/", {}).status_code == 404
    assert other.get(f"{URL}{noun}/").json()["results"] == []
    if "customer" in body:
        refused = other.post(f"{URL}{noun}/", body)
        assert refused.status_code == 422
        assert "does not exist" in str(refused.json()["errors"]["customer"])


@pytest.mark.parametrize("noun", NOUNS)
def test_readers_do_not_write(noun: str, api: Api, leaver: User, auditor: User, make_customer: MakeCustomer) -> None:
    customer = make_customer(leaver)
    body = _bodies(customer)[noun]
    assert api(auditor).get(f"{URL}{noun}/").status_code == 200
    assert api(auditor).post(f"{URL}{noun}/", body).status_code == 403
    assert api(leaver, Scope.READ).post(f"{URL}{noun}/", body).status_code == 403
    pk = api(leaver).post(f"{URL}{noun}/", body).json()["id"]
    assert api(auditor).get(f"{URL}{noun}/{pk}/").status_code == 200
    assert api(auditor).patch(f"{URL}{noun}/{pk}/", {}).status_code == 403


def test_hr_sees_no_book(api: Api, hr: User) -> None:
    assert api(hr).get(f"{URL}deals/").status_code == 403


@pytest.mark.parametrize("noun", NOUNS)
def test_a_known_source_id_updates(noun: str, api: Api, leaver: User, make_customer: MakeCustomer) -> None:
    rep = api(leaver)
    body = _bodies(make_customer(leaver))[noun] | {"source": "crm", "source_id": "A7"}
    first = rep.post(f"{URL}{noun}/", body)
    assert first.status_code == 201
    told = {
        "contacts": "name",
        "activities": "subject",
        "tasks": "title",
        "contracts": "title",
        "orders": "description",
    }
    word = told.get(noun, "name")
    again = rep.post(f"{URL}{noun}/", body | {word: "Told again"})
    assert again.status_code == 200, again.json()
    assert again.json()["id"] == first.json()["id"]
    assert again.json()[word] == "Told again"
    assert len(rep.get(f"{URL}{noun}/?source=crm&source_id=A7").json()["results"]) == 1


def test_a_source_id_of_somebody_elses_record_is_taken(
    api: Api, leaver: User, outsider: User, make_deal: MakeDeal
) -> None:
    make_deal(leaver, source="crm", source_id="A7")
    refused = api(outsider).post(f"{URL}deals/", {"name": "Mine", "source": "crm", "source_id": "A7"})
    assert (refused.status_code, refused.json()["code"]) == (409, "source_taken")


@pytest.mark.django_db(transaction=True)
def test_the_same_source_id_at_the_same_moment_makes_one_record(api: Api, leaver: User) -> None:
    clients = [api(leaver) for _ in range(6)]
    body = {"code": "S-1", "name": "Same", "source": "crm", "source_id": "S1"}

    def send(client: APIClient) -> int:
        try:
            return client.post(f"{URL}customers/", body).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(send, clients))
    assert set(answers) <= {200, 201}
    assert answers.count(201) == 1
    assert Customer.objects.filter(source="crm", source_id="S1").count() == 1


def test_an_owner_is_named_at_creation_within_the_scope(
    api: Api, manager: User, leaver: User, outsider: User, successor: User
) -> None:
    named = api(manager).post(f"{URL}deals/", {"name": "D", "owner": leaver.pk})
    assert named.json()["owner"] == leaver.pk
    for who, owner in ((manager, outsider), (leaver, successor)):
        refused = api(who).post(f"{URL}deals/", {"name": "D", "owner": owner.pk})
        assert refused.status_code == 422
        assert "owner" in refused.json()["errors"]


def test_an_owner_is_not_changed_here(
    api: Api, manager: User, leaver: User, successor: User, make_deal: MakeDeal
) -> None:
    deal = make_deal(leaver, source="crm", source_id="A7")
    refused = api(manager).patch(f"{URL}deals/{deal.pk}/", {"owner": successor.pk, "name": "Other"})
    assert (refused.status_code, refused.json()["code"]) == (409, "owner_not_here")
    assert api(manager).patch(f"{URL}deals/{deal.pk}/", {"owner": None}).json()["code"] == "owner_not_here"
    same = api(manager).patch(f"{URL}deals/{deal.pk}/", {"owner": leaver.pk, "name": "Other"})
    assert (same.status_code, same.json()["name"]) == (200, "Other")
    repeated = api(manager).post(
        f"{URL}deals/", {"name": "X", "source": "crm", "source_id": "A7", "owner": successor.pk}
    )
    assert repeated.json()["code"] == "owner_not_here"
    deal.refresh_from_db()
    assert (deal.owner_id, deal.name) == (leaver.pk, "Other")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"amount": "-1"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"currency": "XXX"}, "currency"),
        ({"state": "maybe"}, "state"),
        ({"probability": 101}, "probability"),
        ({"customer": 10**30}, "customer"),
        ({"customer": "x"}, "customer"),
        ({"expected_close_on": "soon"}, "expected_close_on"),
        ({"name": ""}, "name"),
        ({"name": "x\x00"}, "name"),
    ],
)
def test_what_is_wrong_is_named(api: Api, leaver: User, make_deal: MakeDeal, body: dict[str, Any], field: str) -> None:
    deal = make_deal(leaver)
    refused = api(leaver).patch(f"{URL}deals/{deal.pk}/", body)
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    assert field in refused.json()["errors"]


def test_a_broken_constraint_is_told_in_words(api: Api, leaver: User, make_deal: MakeDeal) -> None:
    deal = make_deal(leaver, opened_on=datetime.date(2026, 5, 1))
    refused = api(leaver).patch(f"{URL}deals/{deal.pk}/", {"state": "won", "closed_on": "2026-04-01"})
    assert refused.status_code == 422
    assert refused.json()["detail"] == "A deal does not close before it opened."


def test_a_decided_deal_has_its_closing_day(api: Api, leaver: User, make_deal: MakeDeal) -> None:
    rep, one = api(leaver), f"{URL}deals/{make_deal(leaver).pk}/"
    assert rep.patch(one, {"state": "won"}).json()["closed_on"] is not None
    assert rep.patch(one, {"state": "open"}).json()["closed_on"] is None


def test_a_done_task_says_when(api: Api, leaver: User) -> None:
    task = Task.objects.create(title="T", owner=leaver)
    assert api(leaver).patch(f"{URL}tasks/{task.pk}/", {"state": "done"}).json()["done_at"] is not None


def test_a_call_is_the_last_contact_and_a_note_is_not(api: Api, leaver: User, make_customer: MakeCustomer) -> None:
    customer = make_customer(leaver)
    body = {"customer": customer.pk, "subject": "S", "at": "2026-11-01T09:00:00Z"}
    api(leaver).post(f"{URL}activities/", body | {"kind": "note"})
    customer.refresh_from_db()
    assert customer.last_contact_at is None
    api(leaver).post(f"{URL}activities/", body | {"kind": "visit"})
    api(leaver).post(f"{URL}activities/", body | {"kind": "call", "at": "2026-10-01T09:00:00Z"})
    customer.refresh_from_db()
    assert customer.last_contact_at == datetime.datetime(2026, 11, 1, 9, tzinfo=datetime.UTC)


def test_filters_narrow_and_refuse_nonsense(api: Api, leaver: User, manager: User, make_deal: MakeDeal) -> None:
    won = make_deal(leaver, state="won", amount="5")
    make_deal(leaver)
    other = make_deal(manager)
    lead = api(manager)

    def ids(query: str) -> list[int]:
        return [row["id"] for row in lead.get(f"{URL}deals/?{query}").json()["results"]]

    assert ids("state=won") == [won.pk]
    assert ids(f"owner={manager.pk}") == [other.pk]
    assert ids("updated_since=2999-01-01T00:00:00Z") == []
    assert ids(f"q={won.name.split()[1]}") == [won.pk]
    for nonsense in ("state=maybe", "owner=x", "updated_since=soon", "q=%00", "owner=1e999"):
        assert lead.get(f"{URL}deals/?{nonsense}").status_code == 422, nonsense


def test_pages_follow_each_other(api: Api, leaver: User, make_deal: MakeDeal) -> None:
    made = [make_deal(leaver).pk for _ in range(5)]
    rep = api(leaver)
    page = rep.get(f"{URL}deals/?page_size=2").json()
    seen = [row["id"] for row in page["results"]]
    while page["next"]:
        page = rep.get(page["next"]).json()
        seen += [row["id"] for row in page["results"]]
    assert seen == made[::-1]
    assert page["previous"]
    for cursor in ("garbage", "cD14", "bz0tMQ==", "%00"):
        assert rep.get(f"{URL}deals/?cursor={cursor}").status_code in {200, 404}


def test_the_ledger_shows_what_concerns_the_caller(
    api: Api, manager: User, leaver: User, successor: User, outsider: User, make_customer: MakeCustomer
) -> None:
    customer = make_customer(leaver)
    ownership.change(record=customer, to=successor, by=manager, at=NOW)
    for who in (manager, leaver, successor):
        rows = api(who).get(f"{URL}ownership-changes/").json()["results"]
        assert [(row["kind"], row["record"], row["from_owner"], row["to_owner"]) for row in rows] == [
            ("customer", customer.pk, leaver.pk, successor.pk)
        ]
    assert api(outsider).get(f"{URL}ownership-changes/").json()["results"] == []
    assert api(manager).get(f"{URL}ownership-changes/?kind=deal").json()["results"] == []
    assert api(manager).post(f"{URL}ownership-changes/", {}).status_code == 405


def test_a_seat_in_the_account_team_opens_the_customer(
    api: Api, leaver: User, outsider: User, make_customer: MakeCustomer, make_deal: MakeDeal
) -> None:
    customer = make_customer(leaver)
    make_deal(leaver, customer=customer)
    contact = Contact.objects.create(customer=customer, name="K")
    AccountTeamMember.objects.create(customer=customer, user=outsider)
    colleague = api(outsider)
    assert len(colleague.get(f"{URL}deals/").json()["results"]) == 1
    assert colleague.get(f"{URL}contacts/{contact.pk}/").status_code == 200


@pytest.mark.parametrize("body", [[], "x", 5, None, [{"name": "x"}]])
def test_a_body_that_is_no_object_is_refused(api: Api, leaver: User, make_deal: MakeDeal, body: Any) -> None:
    rep = api(leaver)
    assert rep.post(f"{URL}deals/", body, format="json").status_code == 422
    answer = rep.patch(f"{URL}deals/{make_deal(leaver).pk}/", body, format="json")
    assert answer.status_code in {200, 422}
