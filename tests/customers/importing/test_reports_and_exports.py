"""What files of other systems have in common that once was taken wrongly: rows that go on, groups, wrapped names."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError

from accounts.models import User
from customers.importing import content, guessing, kinds
from customers.importing.fields import KINDS
from customers.models import Contact, Customer, Deal, DealState, Stage, Task, TaskState
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> str:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return str(path)


def test_rows_that_go_on_with_a_record_are_people_of_it(tmp_path: Path, admin: User) -> None:
    text = (
        "id,name,email,city,country_id,user_id,child_ids/name,child_ids/email,child_ids/function\n"
        "p_12,Azure Interior,azure@azure.example,Fremont,US,Mitchell Admin,Brandon Freeman,brandon@azure.example,CEO\n"
        ",,,,,,Colleen Diaz,colleen@azure.example,Manager\n"
        "p_10,Deco Addict,,Oslo,NO,Marc Demo,,,\n"
    )
    run = bring(written(tmp_path, "res.partner.csv", text), by=admin)
    assert refusals(run) == [(3, "", "continued_row")]
    assert (run.rows_read, run.created["customers"], run.created["contacts"]) == (3, 2, 2)
    azure = Customer.objects.get(name="Azure Interior")
    assert (azure.owner.name, azure.address) == ("Mitchell Admin", "Fremont, US")
    assert set(azure.contacts.values_list("name", "email", "title")) == {
        ("Brandon Freeman", "brandon@azure.example", "CEO"),
        ("Colleen Diaz", "colleen@azure.example", "Manager"),
    }


def test_lines_of_an_order_and_sums_without_a_word(tmp_path: Path, admin: User) -> None:
    text = (
        "单据编号,单据日期,客户名称,业务员,存货名称,价税合计\n"
        'XS001,2024-03-05,甲公司,李雪,泵,"1,000.00"\n'
        ",,,,阀,\n"
        "XS002,2024-03-06,乙公司,李雪,泵,500.00\n"
        ',,,,,"1,500.00"\n'
    )
    run = bring(written(tmp_path, "销售订单.csv", text), by=admin)
    assert (run.created["orders"], run.created["customers"]) == (2, 2)
    assert {code for _line, _column, code in refusals(run)} == {"empty_needed", "total_row"}


def test_a_grouped_report_says_its_groups_once(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "report.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for line, cells in enumerate(
        [
            ["", "Opportunities by Stage"],
            [],
            ["", "Stage  ↑", "Opportunity Name", "Account Name", "Opportunity Owner", "Amount", "Close Date"],
            ["", "Negotiation/Review", "Generator", "Edge", "Ann Lee", "USD 75,000.00", "2024-09-13"],
            ["", "", "Power", "Pyramid", "Bob Ray", "USD 10,000.00", "2024-10-13"],
            ["", "Subtotal", "", "", "", "USD 85,000.00"],
            ["", "", "Count", "2"],
            ["", "Closed Won", "Weaving", "Burlington", "Ann Lee", "USD 235,000.00", "2024-03-13"],
            ["", "Total", "", "", "", "USD 320,000.00"],
            [],
            ["", "Confidential Information - Do Not Distribute"],
        ]
    ):
        sheet.write_row(line, 0, cells)
    book.close()
    run = bring(str(path), by=admin)
    assert [code for _line, _column, code in refusals(run)] == ["total_row"] * 3 + ["footer_row"]
    assert dict(Deal.objects.values_list("name", "stage")) == {
        "Generator": Stage.NEGOTIATING,
        "Power": Stage.NEGOTIATING,
        "Weaving": Stage.CLOSED,
    }


def test_what_stands_around_names_is_no_part_of_them(tmp_path: Path, admin: User) -> None:
    text = (
        "Name,Company,Status,Owner,Deal Value\n"
        'Renewal,Acme (https://www.notion.example/Acme-1a2b),Negotiation,Li Na,"$12,000.00"\n'
        "Entry,Accounts::::Beta Inc,Lead,Li Na,$300.00\n"
    )
    assert refusals(bring(written(tmp_path, "deals.csv", text), by=admin)) == []
    assert dict(Deal.objects.values_list("customer__name", "stage")) == {
        "Acme": Stage.NEGOTIATING,
        "Beta Inc": Stage.PROSPECTING,
    }


def test_the_number_of_a_currency_says_nothing_here(tmp_path: Path, admin: User) -> None:
    text = "ID,Opportunity Name,Account Name,Amount,Currency ID,Sales Stage\no-1,Roof,Acme,750,-99,Closed Lost\n"
    run = bring(written(tmp_path, "opportunities.csv", text), by=admin)
    assert refusals(run) == []
    assert (Deal.objects.get().state, Deal.objects.get().currency) == (DealState.LOST, "CNY")
    assert "currency_assumed" in [note["code"] for note in run.files.all()[0].notes]


def test_nothing_is_no_name(tmp_path: Path, admin: User) -> None:
    text = "Deal Name,Company,Owner\nRoof,Acme,陈静\nWall,N/A,陈静\nDoor,--,陈静\nGate,Beta,陈静\n---,Beta,陈静\n"
    run = bring(written(tmp_path, "deals.csv", text), by=admin)
    assert refusals(run) == [(6, "Deal Name", "empty_needed")]
    assert set(Customer.objects.values_list("name", flat=True)) == {"Acme", "Beta"}


def test_a_list_with_owners_and_companies_makes_no_colleagues(tmp_path: Path, admin: User) -> None:
    text = "Name,Phone,Name,Phone,Owner,Email\nAcme,555,Ann Lee,555-010-1234,陈静,ann@acme.example\n"
    bring(written(tmp_path, "list.csv", text), by=admin)
    assert (Customer.objects.get().name, Contact.objects.get().name) == ("Acme", "Ann Lee")
    assert not User.objects.filter(email="ann@acme.example").exists()


def test_a_number_is_no_name_where_another_column_has_it(tmp_path: Path, admin: User) -> None:
    text = "Kunde;Name 1;Ort;Zuständiger Mitarbeiter\n100001;Müller AG;München;Groß, Jürgen\n100002;Weiß KG;Ulm;\n"
    assert refusals(bring(written(tmp_path, "export.csv", text), by=admin)) == []
    assert dict(Customer.objects.values_list("code", "name")) == {"100001": "Müller AG", "100002": "Weiß KG"}
    assert Customer.objects.get(code="100001").owner.name == "Jürgen Groß"


def test_of_several_customers_in_a_cell_the_first_is_meant(tmp_path: Path, admin: User) -> None:
    text = (
        "Record ID,Deal Name,Deal owner,Associated Company,Associated Company IDs\n"
        "1,Roof,陈静,Acme;Acme Holding,7001;7002\n2,Wall,陈静,Smith &amp; Sons,7003\n"
    )
    run = bring(written(tmp_path, "deals.csv", text), by=admin)
    assert refusals(run) == []
    assert dict(Customer.objects.values_list("source_id", "name")) == {"7001": "Acme", "7003": "Smith &amp; Sons"}
    notes = {note["code"]: note["params"] for note in run.files.all()[0].notes}
    assert notes["several_customers"] == {"rows": 1, "cells": "“Acme;Acme Holding”"}


def test_a_task_that_was_done_some_day_is_done(tmp_path: Path, admin: User) -> None:
    text = (
        "Task ID,Completed At,Name,Assignee,Due Date\n1,,Call,陈静,2024-03-25\n2,2024-03-10,Quote,[陈静],2024-03-26\n"
    )
    assert refusals(bring(written(tmp_path, "tasks.csv", text), by=admin)) == []
    assert dict(Task.objects.values_list("title", "state")) == {"Call": TaskState.OPEN, "Quote": TaskState.DONE}
    assert not User.objects.filter(name__contains="[").exists()


def test_people_with_account_managers_are_not_taken_for_colleagues() -> None:
    header = ["First Name", "Last Name", "Position", "Main Phone", "Email Address", "Account Manager", "City"]
    found, certainty = kinds.kind_of("export.csv", header)
    assert (found, certainty) != (KINDS["people"], guessing.SURE)


@pytest.mark.parametrize(
    ("made_of", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "is damaged"),
    ],
)
def test_a_workbook_under_a_password_is_refused_as_such(tmp_path: Path, admin: User, made_of: bytes, says: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(made_of)
    with pytest.raises(CommandError, match=says):
        bring(str(path), by=admin)


def test_numbers_of_apple_are_called_so(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "customers.numbers"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Index/Document.iwa", b"x")
    with pytest.raises(CommandError, match="Apple Numbers"):
        bring(str(path), by=admin)


@pytest.mark.parametrize(
    ("name", "columns", "kind", "some"),
    [
        (
            "客户档案.xlsx",
            "序号,客户编码,客户名称,专管业务员名称,地址,联系人,移动电话",
            "customers",
            {"客户编码": "code", "专管业务员名称": "owner", "地址": "address"},
        ),
        (
            "Kundenliste.csv",
            "Kundennummer,Firma 1,Firma 2,Straße,PLZ,Ort,Betreuer",
            "customers",
            {"Kundennummer": "code", "Firma 1": "name", "Betreuer": "owner", "PLZ": "address"},
        ),
        ("企业微信.csv", "客户名称,添加人,添加时间", "customers", {"客户名称": "name", "添加人": "owner"}),
        ("bp.xlsx", "BP Code,BP Name,Sales Employee,City", "customers", {"BP Code": "code", "Sales Employee": "owner"}),
        (
            "opportunities.csv",
            "Opportunity ID,Name,Account,Sales Phase,Chance of Success,Expected Value,Close Date,Owner",
            "deals",
            {"Sales Phase": "stage", "Chance of Success": "probability", "Account": "customer"},
        ),
        (
            "contacts.csv",
            "Record ID - Contact,First Name,Last Name,Email 1,Company Name,City 1,State 1",
            "contacts",
            {"Record ID - Contact": "source_id", "Email 1": "email", "Company Name": "customer"},
        ),
        ("leads.csv", "id,display_name,primary_contact_name,contacts_count", "customers", {"display_name": "name"}),
    ],
)
def test_what_systems_call_their_columns(name: str, columns: str, kind: str, some: dict[str, str]) -> None:
    header = columns.split(",")
    assert kinds.kind_of(name, header)[0] is KINDS[kind]
    found = guessing.guess(KINDS[kind], header, [[]] * len(header), content.Known())
    taken = {column: guess.taken for column, guess in zip(header, found, strict=True)}
    assert {column: taken[column] for column in some} == some
