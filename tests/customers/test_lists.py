"""The lists of customers and deals: found, narrowed, sorted, paged, bounded."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from customers.models import Customer, Deal
from tests.cast import NOW

MakeCustomer = Callable[..., Customer]
MakeDeal = Callable[..., Deal]
SignIn = Callable[[User], Client]


def _names(client: Client, query: str, address: str = "/customers/") -> set[str]:
    page = client.get(f"{address}?{query}").context["page"]
    return {row.name for row in page.rows}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("东", {"华东电子有限公司"}),
        ("华东", {"华东电子有限公司"}),
        ("东电子", {"华东电子有限公司"}),
        ("有限公司", {"华东电子有限公司", "沪杭物流有限公司"}),
        ("东华", set()),
        ("ACME", {"Acme Steel"}),
        ("cm", {"Acme Steel"}),
        ("steel acme", {"Acme Steel"}),
        ("k-77", {"Acme Steel"}),
        ("100%", {"100% Cotton"}),
        ("_", set()),
        ("电子 华", {"华东电子有限公司"}),
    ],
)
def test_search_finds_parts_of_names_in_both_scripts(
    typed: str, found: set[str], leaver: User, make_customer: MakeCustomer, sign_in: SignIn
) -> None:
    for name in ("华东电子有限公司", "沪杭物流有限公司", "100% Cotton"):
        make_customer(leaver, name=name)
    make_customer(leaver, name="Acme Steel", code="K-77")
    response = sign_in(leaver).get("/customers/", {"q": typed})
    assert {row.name for row in response.context["page"].rows} == found


def test_search_follows_a_new_name(leaver: User, make_customer: MakeCustomer, sign_in: SignIn) -> None:
    customer = make_customer(leaver, name="旧名")
    customer.name = "新名"
    customer.save()
    client = sign_in(leaver)
    assert _names(client, "q=新名") == {"新名"}
    assert _names(client, "q=旧名") == set()


def test_customers_are_narrowed(leaver: User, manager: User, make_customer: MakeCustomer, sign_in: SignIn) -> None:
    make_customer(leaver, name="one", grade="A", industry="物流", territory="沪杭")
    make_customer(leaver, name="two", status="dormant", industry="电子")
    make_customer(manager, name="three")
    client = sign_in(manager)
    assert _names(client, "grade=A") == {"one"}
    assert _names(client, "status=dormant") == {"two"}
    assert _names(client, "industry=物流&territory=沪杭") == {"one"}
    assert _names(client, f"owner={leaver.pk}") == {"one", "two"}
    assert _names(client, "mine=on") == {"three"}
    assert _names(client, "grade=Z&owner=x&status=%00") == {"one", "two", "three"}


def test_deals_are_narrowed(leaver: User, make_deal: MakeDeal, sign_in: SignIn) -> None:
    make_deal(leaver, name="华东 GTX", stage="quoted", expected_close_on=datetime.date(2026, 12, 31))
    make_deal(leaver, name="old", state="won")
    client = sign_in(leaver)
    assert _names(client, "closing=2026-12", "/deals/") == {"华东 GTX"}
    assert _names(client, "closing=2026-11", "/deals/") == set()
    assert _names(client, "closing=soon", "/deals/") == {"华东 GTX", "old"}
    assert _names(client, "state=won", "/deals/") == {"old"}
    assert _names(client, "stage=quoted", "/deals/") == {"华东 GTX"}
    assert _names(client, "q=华东", "/deals/") == {"华东 GTX"}


@pytest.mark.parametrize("address", ["/customers/", "/deals/"])
def test_a_rep_sees_the_own_book_only(
    address: str,
    leaver: User,
    outsider: User,
    auditor: User,
    make_customer: MakeCustomer,
    make_deal: MakeDeal,
    sign_in: SignIn,
) -> None:
    make_deal(leaver, name="seen", customer=make_customer(leaver, name="seen"))
    assert _names(sign_in(leaver), "", address) == {"seen"}
    assert _names(sign_in(auditor), "", address) == {"seen"}
    assert _names(sign_in(outsider), "", address) == set()


def test_open_value_is_summed_by_currency(
    leaver: User, make_customer: MakeCustomer, make_deal: MakeDeal, sign_in: SignIn
) -> None:
    customer = make_customer(leaver)
    for currency, amount, state in (("CNY", 5, "open"), ("CNY", 7, "open"), ("USD", 9, "open"), ("USD", 100, "won")):
        make_deal(leaver, customer=customer, currency=currency, amount=amount, state=state)
    [(_row, values)] = sign_in(leaver).get("/customers/").context["rows"]
    assert values == [("CNY", Decimal(12)), ("USD", Decimal(9))]


@pytest.mark.parametrize("address", ["/customers/?sort=name", "/customers/?q=客户", "/deals/?sort=-amount"])
def test_a_page_asks_the_same_for_5_and_500_rows(
    address: str, leaver: User, make_customer: MakeCustomer, sign_in: SignIn
) -> None:
    def fill(start: int, end: int) -> None:
        rows = [Customer(code=f"F-{n}", name=f"客户 {n}", owner=leaver, next_step_on=NOW) for n in range(start, end)]
        customers = Customer.objects.bulk_create(rows)
        Deal.objects.bulk_create(
            Deal(name=f"D {customer.pk}", owner=leaver, customer=customer, amount=1) for customer in customers
        )

    client = sign_in(leaver)
    fill(0, 5)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    fill(5, 500)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address).context["page"]
    assert len(many) <= len(few) <= 11
    assert len(page.rows) == 50
    assert "after=" in client.get(address).content.decode()


def test_an_empty_list_says_what_to_do(leaver: User, auditor: User, sign_in: SignIn) -> None:
    assert b"/customers/new/" in sign_in(leaver).get("/customers/").content
    assert b"/customers/new/" not in sign_in(auditor).get("/customers/").content
    assert "No customer matches." in sign_in(leaver).get("/customers/?q=zzz").content.decode()


@pytest.mark.parametrize("mangled", ["after=x", "before=%00", "sort=-", "sort=password", "size=9e9", "q=%00", "q=%25"])
def test_a_mangled_address_still_answers(mangled: str, leaver: User, sign_in: SignIn) -> None:
    for address in ("/customers/", "/deals/"):
        assert sign_in(leaver).get(f"{address}?{mangled}").status_code == 200
