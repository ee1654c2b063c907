"""Exports of systems nobody told Baton of: what is understood of their headers, and that nothing is guessed loosely."""

import pytest

from customers.importing import content, guessing, kinds, layout, units
from customers.importing.fields import KINDS
from customers.importing.meanings import meaning

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
    (
        "capsule_contacts.csv",
        "ID,Type,Title,First Name,Last Name,Job Title,Organisation,Owner,City,Postcode,Phone Number,Email Address",
        "contacts",
        {"Title": "", "Job Title": "title", "Organisation": "customer", "Email Address": "email"},
    ),
    (
        "freshworks_contacts.csv",
        "Id,First name,Last name,Job title,Emails,Work,Mobile,Accounts,Sales owner,Lifecycle stage,Status,Created at",
        "contacts",
        {"Accounts": "customer", "Emails": "email", "Mobile": "phone"},
    ),
    (
        "zendesk_sell_deals.csv",
        "id,name,owner,owner_id,main_contact,company,value,currency,stage,source,loss_reason,estimated_close_date",
        "deals",
        {"source": "", "owner_id": "owner_key", "value": "amount", "estimated_close_date": "expected_close_on"},
    ),
    (
        "kommo_leads.csv",
        "ID;Lead title;Company;Main contact;Responsible user;Lead stage;Pipeline;Sale, $;Created at;Closed at",
        "deals",
        {"Responsible user": "owner", "Sale, $": "amount", "Closed at": "closed_on", "Lead stage": "stage"},
    ),
    (
        "dynamics_verkaufschancen.csv",
        "Thema,Potenzieller Kunde,Geschätztes Abschlussdatum,Gesch. Umsatz,Wahrscheinlichkeit,Besitzer,Status",
        "deals",
        {"Thema": "name", "Potenzieller Kunde": "customer", "Gesch. Umsatz": "amount", "Besitzer": "owner"},
    ),
    (
        "hubspot-交易.csv",
        "记录 ID,交易名称,交易阶段,关闭日期,交易所有者,金额,管道,Associated Company",
        "deals",
        {"交易名称": "name", "交易阶段": "stage", "交易所有者": "owner", "金额": "amount"},
    ),
    (
        "amocrm_export_leads.csv",
        "ID;Название сделки;Компания;Ответственный;Этап сделки;Бюджет;Дата создания;Дата закрытия",
        "deals",
        {"Название сделки": "name", "Ответственный": "owner", "Этап сделки": "stage", "Бюджет": "amount"},
    ),
    (
        "apptivo_customers.csv",
        "Customer Number,Customer Name,Assigned To,Status,Billing Address Line 1,Billing City,Billing Zip Code",
        "customers",
        {"Billing Address Line 1": "address", "Billing City": "address", "Billing Zip Code": "address"},
    ),
    (
        "nutshell-leads.csv",
        "Lead Name,Status,Stage,Confidence,Value,Currency,Primary Company,Assignee,Anticipated Closed Date,Closed Date",
        "deals",
        {"Confidence": "probability", "Anticipated Closed Date": "expected_close_on", "Primary Company": "customer"},
    ),
    (
        "金蝶客户列表.csv",
        "编码,名称,简称,客户分组,销售员,销售部门,国家,省份,信用额度(万元),数据状态",
        "customers",
        {"编码": "code", "名称": "name", "销售员": "owner", "信用额度(万元)": ""},
    ),
    (
        "有赞客户列表.csv",
        "客户昵称,手机号,性别,生日,会员等级,累计消费金额(元),上次消费时间,归属导购,归属门店,地区",
        "customers",
        {"客户昵称": "name", "归属导购": "owner", "地区": "region"},
    ),
]


@pytest.mark.parametrize(("name", "header", "kind", "fields"), FILES, ids=[each[0] for each in FILES])
def test_a_header_nobody_told_of(name: str, header: str, kind: str, fields: dict[str, str]) -> None:
    columns = header.split(";" if ";" in header else ",")
    found, certainty = kinds.kind_of(name, columns)
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
    assert kinds.kind_of("export.csv", columns, [["x"]] * 5, NOBODY)[1] != guessing.SURE


@pytest.mark.parametrize(
    ("kind", "header", "owner"),
    [
        ("deals", "Opportunity Owner,Account Name,Account Owner,Opportunity Name", "Opportunity Owner"),
        ("deals", "商机名称,商机所有人,客户名称,客户所有人", "商机所有人"),
        ("contracts", "合同编号,客户,客户所有人,合同所有人", "合同所有人"),
        ("deals", "Deal Name,Account Owner,Account Name", "Account Owner"),
        ("customers", "客户名称,公司负责人,客户经理", "客户经理"),
    ],
)
def test_the_owner_is_that_of_the_record_itself(kind: str, header: str, owner: str) -> None:
    columns = header.split(",")
    guesses = guessing.guess(KINDS[kind], columns, [[] for _column in columns], NOBODY)
    assert [column for column, guess in zip(columns, guesses, strict=True) if guess.taken == "owner"] == [owner]


@pytest.mark.parametrize("header", ["Lead Source", "Account Source", "Deal Source"])
def test_where_a_lead_came_from_is_no_system(header: str) -> None:
    for kind in ("customers", "deals", "contacts"):
        [guess] = guessing.guess(KINDS[kind], [header], [["Web", "Fair", "Call"]], NOBODY)
        assert guess.taken == ""


@pytest.mark.parametrize(
    ("header", "unit", "currency"),
    [
        ("金额（单位：万元）", "ten_thousands", "CNY"),
        ("合同金额（万元）（含税）", "ten_thousands", "CNY"),
        ("预计金额(万元人民币)", "ten_thousands", "CNY"),
        ("Amount ($K)", "thousands", "USD"),
        ("Amount (USD thousands)", "thousands", "USD"),
        ("Amount (in M)", "millions", ""),
        ("Betrag (T€)", "thousands", "EUR"),
        ("Betrag in €", "", "EUR"),
        ("Amount (US$)", "", "USD"),
        ("Amount (CHF)", "", "CHF"),
        ("Umsatz TEUR", "thousands", "EUR"),
        ("金额（元）", "ones", "CNY"),
        ("Amount", "", ""),
    ],
)
def test_the_unit_and_the_currency_a_header_tells(header: str, unit: str, currency: str) -> None:
    assert (units.unit(header), units.currency(header) or currency) == (unit, currency)


@pytest.mark.parametrize(
    "word", ["未赢单", "预计赢单", "Verbal (not won)", "Won/Lost review", "输单风险", "丢单待审核"]
)
def test_what_may_be_won_is_not(word: str) -> None:
    assert meaning(KINDS["deals"].field("stage"), word) is None


@pytest.mark.parametrize(
    "cells",
    [
        ["华东 汇总", "", "42", ""],
        ["East Total", "", "1234", ""],
        ["合计", "12家", "1234", ""],
        ["备注：以上数据截至6月", "", "", ""],
        ["Subtotal", "", "Count", "5"],
        ["Total: 2", "", "", ""],
        ["共 12 家客户", "", "", ""],
    ],
)
def test_what_stands_below_a_group_is_no_record(cells: list[str]) -> None:
    assert layout.odd_row(cells, [["客户名称", "负责人", "金额", "备注"]]) is not None
