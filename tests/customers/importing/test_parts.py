"""Rows that hold more than one kind of record: none of it is lost, and nothing that is here changes by it."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from customers.models import Contact, Customer, CustomerStatus, Deal, Import
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db

DEALS = (
    "Deal - Title,Deal - Owner,Deal - Value,Deal - Currency,Organization - Name,Organization - Address,Person - Name,"
    "Person - Phone\n"
    "Roof,陈静,1000,EUR,Lund AB,1 Main St,Tove Berg,+46 8 123 456\n"
    "Wall,陈静,2000,EUR,LUND AB,1 Main St,,\n"
    "Door,Nora Vik,3000,EUR,Vik AS,,Per Holm,+47 22 123 456\n"
)


def _written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def test_customers_and_people_that_deals_name_are_made_with_them(tmp_path: Path, admin: User, leaver: User) -> None:
    run = bring(_written(tmp_path, "deals.csv", DEALS), by=admin)
    assert refusals(run) == []
    assert (run.created["customers"], run.created["contacts"], run.created["deals"]) == (2, 2, 3)
    assert (run.rows_total, run.rows_read) == (3, 3)
    lund, vik = Customer.objects.get(name="Lund AB"), Customer.objects.get(name="Vik AS")
    assert (lund.owner, lund.address, vik.owner.name) == (leaver, "1 Main St", "Nora Vik")
    assert set(Deal.objects.values_list("name", "customer")) == {
        ("Roof", lund.pk),
        ("Wall", lund.pk),
        ("Door", vik.pk),
    }
    assert Contact.objects.get(customer=lund).phone == "+46 8 123 456"
    again = bring(_written(tmp_path, "deals.csv", DEALS), by=admin)
    assert (again.created.get("customers", 0), again.unchanged["deals"]) == (0, 3)


def test_the_people_in_a_list_of_customers_become_contacts(tmp_path: Path, admin: User) -> None:
    text = (
        "客户名称,客户行业,负责人,联系人,手机,邮箱\n"
        "云帆科技,软件,陈静,王敏,13800001111,wang@yunfan.example\n"
        "港航物流,物流,陈静,,,\n"
    )
    run = bring(_written(tmp_path, "客户.csv", text), by=admin)
    assert (refusals(run), run.rows_read) == ([], 2)
    contact = Contact.objects.get()
    assert (contact.name, contact.phone, contact.customer.name) == ("王敏", "13800001111", "云帆科技")


def test_a_company_of_contacts_gets_the_owner_of_its_contact(tmp_path: Path, admin: User, leaver: User) -> None:
    text = (
        "Record ID,First Name,Last Name,Email,Associated Company,Contact owner,Industry\n"
        "1,Tove,Berg,tove@lund.example,Lund AB,陈静,Steel\n"
    )
    bring(_written(tmp_path, "contacts.csv", text), by=admin)
    lund = Customer.objects.get()
    assert (lund.owner, lund.industry, lund.contacts.get().name) == (leaver, "Steel", "Tove Berg")


def test_who_has_no_company_is_refused_in_words_that_say_so(tmp_path: Path, admin: User) -> None:
    text = "First Name,Last Name,Email,Company\nTove,Berg,tove@lund.example,Lund AB\nAda,,ada@home.example,\n"
    run = bring(_written(tmp_path, "contacts.csv", text), by=admin)
    assert refusals(run) == [(3, "Company", "customer_missing")]


def test_where_most_customers_are_known_a_strange_name_is_a_mistake(tmp_path: Path, admin: User, leaver: User) -> None:
    for name in ("Acme", "Globex"):
        Customer.objects.create(name=name, code=name, owner=leaver)
    text = "Deal Name,Account Name,Deal Owner\nA,Acme,陈静\nB,Globex,陈静\nC,Globeks,陈静\n"
    run = bring(_written(tmp_path, "deals.csv", text), by=admin)
    assert refusals(run) == [(4, "Account Name", "customer_unknown")]
    assert Customer.objects.count() == 2


def test_a_list_of_customers_in_the_same_import_says_who_there_is(tmp_path: Path, admin: User) -> None:
    deals = _written(tmp_path, "deals.csv", DEALS)
    customers = _written(tmp_path, "companies.csv", "name,owner\nVik AS,Nora Vik\n")
    run = bring(deals, customers, by=admin)
    assert [code for _line, _column, code in refusals(run)] == ["customer_unknown"] * 2
    assert Customer.objects.get().name == "Vik AS"


def test_what_is_here_does_not_change_by_the_way(tmp_path: Path, admin: User, successor: User) -> None:
    known = Customer.objects.create(name="Lund AB", owner=successor, status=CustomerStatus.LOST, address="Here")
    text = DEALS + "Gate,陈静,1,EUR,New 1,,,\nFence,陈静,1,EUR,New 2,,,\n"
    run = bring(_written(tmp_path, "deals.csv", text), by=admin)
    assert refusals(run) == []
    known.refresh_from_db()
    assert (known.owner, known.status, known.address) == (successor, CustomerStatus.LOST, "Here")


def test_a_person_sees_a_part_and_may_leave_it_out(client: Client, admin: User, tmp_path: Path) -> None:
    client.force_login(admin)
    with Path(_written(tmp_path, "deals.csv", DEALS)).open("rb") as upload:
        client.post(reverse("imports"), {"upload": upload, "source": ""})
    run = Import.objects.get()
    address = reverse("import", args=[run.pk])
    page = client.get(address)
    whole, customers, contacts = run.files.all()
    assert [file.kind for file in (whole, customers, contacts)] == ["deals", "customers", "contacts"]
    assert [label for _name, label in page.context["files"][1].form.fields["kind"].choices] == [
        "nothing to take",
        "customers",
    ]
    said = {form.add_prefix(name): form[name].value() for form in page.context["forms"] for name in form.fields} | {
        f"file{customers.pk}-kind": ""
    }
    client.post(address, said | {"check": ""})
    assert [file.kind for file in run.files.all()] == ["deals", "", "contacts"]
    client.post(address, said | {f"file{customers.pk}-kind": "customers", "check": ""})
    customers.refresh_from_db()
    assert set(customers.mapping) - {""} == {"name", "owner", "address"}


def test_the_parts_of_a_file_follow_what_it_is_taken_for(client: Client, admin: User, tmp_path: Path) -> None:
    client.force_login(admin)
    with Path(_written(tmp_path, "deals.csv", DEALS)).open("rb") as upload:
        client.post(reverse("imports"), {"upload": upload, "source": ""})
    run = Import.objects.get()
    address = reverse("import", args=[run.pk])
    page = client.get(address)
    said = {form.add_prefix(name): form[name].value() for form in page.context["forms"] for name in form.fields}
    client.post(address, said | {f"file{run.files.all()[0].pk}-kind": "", "check": ""})
    assert [file.kind for file in run.files.all()] == [""]
