"""Exports of systems nobody told Baton of: what is understood of their headers, and that nothing is guessed loosely."""

import pytest

from customers.importing import content, guessing
from customers.importing.fields import KINDS

NOBODY = content.Known()
#: (file, header, what it holds, some columns and their fields; "" is left alone)
FILES = [
    (
        "freshsales_accounts.csv",
        "Account ID,Name,Sales account owner,Industry type,Address,City,State,Zipcode,Country,Parent account",
        "customers",
        {"Account ID": "source_id", "Sales account owner": "owner", "State": "address", "Parent account": "parent"},
    ),
    (
        "Kundenliste_Vertrieb.csv",
        "Kundennummer;Firma;Straße;PLZ;Ort;Land;Ansprechpartner;Telefon;E-Mail;Betreuer;Umsatz 2025;Klassifizierung",
        "customers",
        {"Kundennummer": "code", "Firma": "name", "Ort": "address", "Betreuer": "owner", "Umsatz 2025": ""},
    ),
    (
        "用友客户档案.csv",
        "客户编码,客户名称,客户简称,客户分类,专管业务员,所属地区,联系人,手机,地址,税号,信用等级,停用日期",
        "customers",
        {"客户编码": "code", "客户名称": "name", "专管业务员": "owner", "地址": "address"},
    ),
    (
        "合同台账.csv",
        "合同编号,合同名称,客户,签订人,合同金额（元）,已收款,生效日期,到期日期,状态",
        "contracts",
        {"合同编号": "number", "已收款": "paid", "生效日期": "starts_on", "到期日期": "ends_on", "签订人": ""},
    ),
    (
        "insightly_tasks.csv",
        "TaskId,TaskName,TaskOwner,DateDue,Status,Priority,Details,LinkedOrganisation,CompletedDate",
        "tasks",
        {"TaskName": "title", "DateDue": "due_on", "LinkedOrganisation": "customer", "Details": "note"},
    ),
    (
        "opportunities.csv",
        "Copper ID,Name,Primary Contact,Company,Owned By,Status,Stage,Value,Close Date,Win Probability",
        "deals",
        {"Owned By": "owner", "Company": "customer", "Value": "amount", "Win Probability": "probability"},
    ),
]


@pytest.mark.parametrize(("name", "header", "kind", "fields"), FILES, ids=[each[0] for each in FILES])
def test_a_header_nobody_told_of(name: str, header: str, kind: str, fields: dict[str, str]) -> None:
    columns = header.split(";" if ";" in header else ",")
    found, certainty = guessing.kind_of(name, columns)
    assert found is not None
    assert (found.name, certainty) == (kind, guessing.SURE)
    guesses = guessing.guess(found, columns, [[] for _column in columns], NOBODY)
    taken = {column: guess.taken for column, guess in zip(columns, guesses, strict=True)}
    assert {column: taken[column] for column in fields} == fields


@pytest.mark.parametrize("header", ["Created by user", "Last modified by user", "Previous owner", "创建人", "原负责人"])
def test_whoever_else_stands_in_a_record_is_not_its_owner(header: str) -> None:
    [guess] = guessing.guess(KINDS["deals"], [header], [["Ann Lee", "Bob Ray", "Cy Dow"]], NOBODY)
    assert guess.taken != "owner"


def test_one_known_column_of_many_does_not_tell_what_a_file_holds() -> None:
    columns = ["Vorgang", "Beleg", "Zeichen", "Ablage", "E-Mail"]
    assert guessing.kind_of("export.csv", columns, [["x"]] * 5, NOBODY)[1] != guessing.SURE
