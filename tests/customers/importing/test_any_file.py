"""Files of any kind through the command: what is taken, what is refused by name, and that nothing is half taken."""

import datetime
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError

from accounts.models import User
from customers.importing import receiving, running
from customers.importing.sets import Preparer
from customers.importing.taking import Taker
from customers.models import (
    Activity,
    Contact,
    Contract,
    Customer,
    Deal,
    Import,
    Order,
    OwnershipChange,
    RefusedRow,
    Task,
)
from tests.cast import NOW
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db
Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(name: str, text: str, encoding: str = "utf-8") -> str:
        (tmp_path / name).write_text(text, encoding=encoding)
        return str(tmp_path / name)

    return make


CUSTOMERS = (
    "客户编号,客户名称,负责人,级别,年成交额,下次跟进时间,上级客户\n"
    "K-1,华东钢铁,陈静,重点,500万,2026年12月1日,\n"
    'K-2,华东钢铁苏州,chen.jing@baton.example,B,"1,200.50",2026/12/2,华东钢铁\n'
)


def test_a_book_in_chinese(write: Write, admin: User, leaver: User) -> None:
    files = [
        write("客户.csv", CUSTOMERS, "gb18030"),
        write(
            "联系人.csv", "客户名称,姓名,职务,角色,手机,邮箱\n华东钢铁,王强,采购经理,采购,13800000000,wq@hd.example\n"
        ),
        write(
            "商机.csv",
            "商机名称,客户名称,负责人,阶段,金额,预计成交日期,赢率\n年框,华东钢铁,陈静,商务谈判,120万元,2026-12-31,60%\n",
        ),
        write(
            "合同.csv",
            "合同编号,客户编号,负责人,合同金额,开始日期,结束日期,状态\nHT-1,K-1,陈静,¥860000,2026-01-01,2026-12-31,执行中\n",
        ),
        write("订单.csv", "订单编号,客户名称,产品,下单日期,金额\nDD-1,华东钢铁,轴承,2026-03-01,3.5万\n"),
        write("任务.csv", "任务,客户名称,负责人,截止日期,状态\n寄样品,华东钢铁,陈静,2026-11-30,未完成\n"),
        write(
            "跟进记录.csv",
            "客户名称,类型,跟进时间,主题,内容,跟进人\n华东钢铁,拜访,2026-11-01 10:00,年底回访,谈了续约,陈静\n",
        ),
    ]
    run = bring(*files, by=admin)
    assert refusals(run) == []
    ones = dict.fromkeys(("contacts", "deals", "contracts", "orders", "tasks", "activities", "products"), 1)
    assert run.created == ones | {"customers": 2}
    steel = Customer.objects.get(code="K-1")
    assert (steel.owner, steel.grade, steel.annual_value) == (leaver, "A", Decimal(5_000_000))
    assert steel.next_step_on == datetime.date(2026, 12, 1)
    assert steel.last_contact_at is not None
    assert Customer.objects.get(code="K-2").parent == steel
    assert (Deal.objects.get().stage, Deal.objects.get().probability) == ("negotiating", 60)
    assert (Contract.objects.get().amount, Contract.objects.get().state) == (860000, "active")
    assert (Order.objects.get().amount, Contact.objects.get().role) == (35000, "buys")
    assert (Task.objects.get().owner, Activity.objects.get().by) == (leaver, leaver)

    again = bring(*files, by=admin)
    assert set(again.created.values()) | set(again.updated.values()) == {0}
    assert not OwnershipChange.objects.exists()


def test_refused_rows_are_named_and_stop_nothing(write: Write, admin: User, leaver: User) -> None:
    lines = [
        "code,name,owner,grade,annual value,next step on",
        "C-1,Good,陈静,A,100,2026-12-01",
        "C-2,,陈静,A,100,2026-12-01",
        "C-3,Known to nobody,nobody,A,100,2026-12-01",
        "C-4,Bad grade,陈静,Z,100,2026-12-01",
        "C-5,Bad value,陈静,A,lots,2026-12-01",
        "C-6,Below zero,陈静,A,-5,2026-12-01",
        "C-7,Bad day,陈静,A,100,2026-02-30",
        "C-8,Short,陈静",
        "C-1,Again,陈静,A,100,2026-12-01",
        f"{'C' * 41},Long code,陈静,A,100,2026-12-01",
        "C-9,Last,陈静,B,,",
    ]
    run = bring(write("customers.csv", "\n".join(lines)), by=admin)
    assert refusals(run) == [
        (3, "name", "empty_needed"),
        (6, "annual value", "not_a_number"),
        (7, "annual value", "negative"),
        (8, "next step on", "not_a_date"),
        (9, "", "too_few_cells"),
        (10, "", "repeated"),
        (11, "code", "too_long"),
    ]
    assert set(Customer.objects.values_list("name", "grade")) == {
        ("Good", "A"), ("Known to nobody", "A"), ("Bad grade", "C"), ("Last", "B"),
    }  # fmt: skip
    assert run.rows_read == run.created["customers"] + run.refused == 11
    assert run.files.get().notes == [
        {"code": "words_unknown", "params": {"field": "grade", "words": "Z (1)"}},
        {"code": "currency_assumed", "params": {"rows": 3, "currency": "CNY"}},
    ]
    assert RefusedRow.objects.get(code="repeated").params == {"first": 2}


def test_what_only_the_database_refuses_costs_one_row(
    write: Write, admin: User, make_deal: Callable[..., Deal]
) -> None:
    make_deal(admin, source="crm", source_id="7", opened_on=datetime.date(2026, 6, 1), state="won")
    text = "id,name,close date\n" + "".join(f"{n},Deal {n},2026-05-0{n % 9 + 1}\n" for n in range(1, 60))
    run = bring(write("deals.csv", text), by=admin, source="crm")
    assert refusals(run) == [(8, "", "not_allowed")]
    assert RefusedRow.objects.get().params == {"rule": "deal_dates_in_order"}
    assert Deal.objects.count() == 59


def test_the_column_decides_the_order_of_its_dates(write: Write, admin: User) -> None:
    run = bring(write("deals.csv", "deal,opened on,expected close\nA,03/04/2026,01/02/2026\nB,25/12/2026,\n"), by=admin)
    assert refusals(run) == [(2, "expected close", "date_ambiguous")]
    run = bring(write("deals.csv", "deal,opened on\nA,03/04/2026\nB,25/12/2026\n"), by=admin)
    assert Deal.objects.get(name="A").opened_on == datetime.date(2026, 4, 3)


def test_amounts_bring_their_convention_and_their_currency(write: Write, admin: User) -> None:
    lines = ["deal;amount;currency;probability", "A;1.234,50 €;;0,5", "B;1.234;;1", "C;$ 5;;", "D;¥7;USD;", "E;7;XAF;"]
    run = bring(write("deals.csv", "\n".join(lines)), by=admin)
    assert refusals(run) == [(5, "amount", "currency_contradicts"), (6, "currency", "currency_not_kept")]
    told = {deal.name: (deal.amount, deal.currency, deal.probability) for deal in Deal.objects.all()}
    assert told == {
        "A": (Decimal("1234.50"), "EUR", 50),
        "B": (Decimal(1234), "CNY", 100),
        "C": (Decimal(5), "USD", None),
    }


def test_what_no_row_tells_is_answered_or_refused(write: Write, admin: User) -> None:
    path = write("deals.csv", "deal,amount,expected close\nA,1.234,03/04/2026\n")
    assert [code for _line, _column, code in refusals(bring(path, by=admin))] == ["number_ambiguous"]
    assert refusals(bring(path, by=admin, numbers="comma", dates="mdy")) == []
    assert (Deal.objects.get().amount, Deal.objects.get().expected_close_on) == (1234, datetime.date(2026, 3, 4))


def test_an_update_leaves_owners_and_empty_cells_alone(
    write: Write, admin: User, leaver: User, successor: User
) -> None:
    bring(write("customers.csv", "id,name,owner,industry\n1,Acme,陈静,steel\n"), by=admin, source="crm")
    run = bring(write("customers.csv", "id,name,owner,industry\n1,Acme Ltd,李伟,\n"), by=admin, source="crm")
    acme = Customer.objects.get()
    assert run.updated == {"customers": 1}
    assert (acme.name, acme.owner, acme.industry) == ("Acme Ltd", leaver, "steel")


@pytest.mark.parametrize("batch", [1, 5_000])
def test_customers_of_one_name_stay_two_wherever_a_batch_ends(
    write: Write, admin: User, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("customers.importing.taking.BATCH", batch)
    bring(write("customers.csv", "code,name\nK-1,Straße GmbH\n"), by=admin)
    run = bring(write("customers.csv", "code,name\nK-1,STRAßE GmbH\nK-2,Straße GmbH\n"), by=admin)
    assert (run.created, run.updated) == ({"customers": 1}, {"customers": 1})
    assert set(Customer.objects.values_list("code", "name")) == {("K-1", "STRAßE GmbH"), ("K-2", "Straße GmbH")}
    again = bring(write("customers.csv", "name,industry\nsTRAßE gmbh,steel\n"), by=admin)
    assert again.updated == {"customers": 1}
    assert Customer.objects.get(code="K-1").industry == "steel"


def test_a_row_may_follow_a_refused_one_of_its_name(write: Write, admin: User, leaver: User) -> None:
    run = bring(write("customers.csv", "code,name,acv\nK-1,A,lots\nK-1,A,1\nK-1,A,2\n"), by=admin)
    assert refusals(run) == [(2, "acv", "not_a_number"), (4, "", "repeated")]
    assert RefusedRow.objects.get(code="repeated").params == {"first": 3}


def test_a_deal_that_reopens_loses_its_closing_day(write: Write, admin: User) -> None:
    bring(write("deals.csv", "id,name,stage,close date\n1,A,Closed Won,2026-01-02\n"), by=admin)
    deal = Deal.objects.get()
    assert (deal.state, deal.stage, deal.closed_on) == ("won", "closed", datetime.date(2026, 1, 2))
    bring(write("deals.csv", "id,name,stage,close date\n1,A,Negotiation,\n"), by=admin)
    deal.refresh_from_db()
    assert (deal.state, deal.stage, deal.closed_on) == ("open", "negotiating", None)


def test_a_workbook(tmp_path: Path, admin: User, leaver: User) -> None:
    book = xlsxwriter.Workbook(tmp_path / "accounts.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Account Name", "Account Owner", "Annual Value", "Next Step Date"])
    sheet.write_row(1, 0, ["Acme", "陈静", 1234.5])
    sheet.write_datetime(1, 3, datetime.datetime(2026, 12, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    bring(str(tmp_path / "accounts.xlsx"), by=admin)
    acme = Customer.objects.get()
    assert (acme.owner, acme.annual_value, acme.next_step_on) == (
        leaver,
        Decimal("1234.50"),
        datetime.date(2026, 12, 1),
    )


def test_a_manager_reaches_no_further_than_the_teams(
    write: Write, manager: User, leaver: User, outsider: User, make_customer: Callable[..., Customer]
) -> None:
    make_customer(outsider, code="W-1", name="West")
    text = "code,name,owner\nW-1,Stolen,陈静\nE-1,East,陈静\nE-2,Given away,Olga West\n"
    run = bring(write("customers.csv", text), by=manager)
    assert [(line, code) for line, _column, code in refusals(run)] == [(2, "not_yours"), (4, "owner_not_yours")]
    assert Customer.objects.get(code="W-1").name == "West"
    with pytest.raises(CommandError, match="manage people"):
        bring(write("people.csv", "name,email,team\nMallory,m@evil.example,East\n"), by=manager)


def test_what_a_departure_opens_to_a_manager_is_not_theirs_to_import_over(
    write: Write, manager: User, outsider: User, admin: User, make_customer: Callable, make_departure: Callable
) -> None:
    make_customer(outsider, code="W-1", name="West")
    make_departure(outsider, admin, supervisor=manager)
    run = bring(write("customers.csv", "code,name\nW-1,Overwritten\n"), by=manager)
    assert [code for _line, _column, code in refusals(run)] == ["not_yours"]
    assert Customer.objects.get(code="W-1").name == "West"


def test_people_are_made_once_and_never_changed(write: Write, admin: User, leaver: User) -> None:
    lines = ["姓名,邮箱,部门,经理", "陈静,chen.jing@baton.example,Other,王芳", "周涛,,华北,钱七"]
    text = "\n".join([*lines, "New Rep,new@firm.example,华北,钱七"])
    run = bring(write("人员.csv", text), by=admin)
    assert (run.created, run.unchanged) == ({"people": 3}, {"people": 1})
    leaver.refresh_from_db()
    assert leaver.team is not None
    assert leaver.team.name == "East"
    zhou = User.objects.get(name="周涛")
    assert zhou.is_placeholder
    assert not User.objects.get(email="new@firm.example").has_usable_password()
    assert bring(write("人员.csv", text), by=admin).created == {"people": 0}


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("customers.csv", "code,industry\nC-1,steel\n", "lacks a column"),
        ("list.csv", "foo,bar\n1,2\n", "not clear"),
        ("empty.csv", "", "is empty"),
        ("picture.csv", "%PDF-1.4", "neither a CSV"),
    ],
)
def test_one_sentence_for_an_unusable_file(write: Write, name: str, text: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        bring(write(name, text))


def test_two_gigabytes_are_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(2 * 1024**3)
    with pytest.raises(CommandError, match=r"2\.0.GB"):
        bring(str(huge))
    with pytest.raises(CommandError, match="There is no file"):
        bring(str(tmp_path / "none.csv"))


def test_a_killed_run_goes_on_where_it_stood(write: Write, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "code,name\n" + "".join(f"C-{n},Customer {n}\n" for n in range(25)) + "C-0,Again\nC-99\n"
    monkeypatch.setattr("customers.importing.taking.BATCH", 10)
    path = Path(write("customers.csv", text))
    run = receiving.receive(files=[(path.name, io.BytesIO(path.read_bytes()), 1)], by=admin, at=NOW)
    receiving.confirm(run=run, at=NOW)
    whole, calls = Taker._taken, []

    def dies(self: Taker, *args: object) -> bool:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return whole(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Taker, "_taken", dies)
    with pytest.raises(KeyboardInterrupt):
        running.run(run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.rows_read, Customer.objects.count()) == ("running", 20, 20)
    monkeypatch.setattr(Taker, "_taken", whole)
    assert running.run(run.pk, at=NOW) is False  # its worker may still be alive
    Import.objects.update(heartbeat_at=NOW - datetime.timedelta(days=1))
    assert running.run(run.pk, at=NOW) is True
    run.refresh_from_db()
    assert (run.state, run.rows_read, run.created, run.refused) == ("done", 27, {"customers": 25}, 2)
    assert refusals(run) == [(27, "", "repeated"), (28, "", "too_few_cells")]
    assert running.run(run.pk, at=NOW) is False


def test_a_worker_given_up_for_dead_writes_nothing_more(write: Write, admin: User) -> None:
    path = Path(write("customers.csv", "name\nA\n"))
    run = receiving.receive(files=[(path.name, io.BytesIO(path.read_bytes()), 1)], by=admin, at=NOW)
    receiving.confirm(run=run, at=NOW)
    slow = running.claim(run.pk, at=NOW)
    assert slow is not None
    taker = Taker(slow, run.files.get(), Preparer(), NOW)
    Import.objects.update(heartbeat_at=NOW - datetime.timedelta(days=1))
    assert running.run(run.pk, at=NOW) is True
    assert taker.take() is False
    assert Customer.objects.count() == 1
