"""Sheets as people make them, through the command: merged cells, headers of two lines, groups, formulas."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from accounts.models import User
from customers.models import Customer, Deal
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db
Fill = Callable[[xlsxwriter.worksheet.Worksheet], None]


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[[str, Fill], str]:
    def make(name: str, fill: Fill) -> str:
        with xlsxwriter.Workbook(str(tmp_path / name)) as book:
            fill(book.add_worksheet("S"))
        return str(tmp_path / name)

    return make


@pytest.fixture
def customers(tmp_path: Path, admin: User, leaver: User) -> None:
    (tmp_path / "customers.csv").write_text("客户名称,负责人\n华东钢铁,陈静\n上海机械,陈静\n")
    bring(str(tmp_path / "customers.csv"), by=admin)


@pytest.mark.usefixtures("customers")
def test_merged_cells_and_a_header_of_two_lines(sheet: Callable[[str, Fill], str], admin: User, leaver: User) -> None:
    def fill(page: xlsxwriter.worksheet.Worksheet) -> None:
        page.merge_range(0, 0, 0, 6, "2026年商机汇总表")
        page.write(1, 0, "制表人：王芳")
        page.write(1, 6, "单位：万元")
        for column, name in ((0, "客户名称"), (1, "客户经理")):
            page.merge_range(2, column, 3, column, name)
        page.merge_range(2, 2, 2, 4, "商机")
        page.merge_range(2, 5, 2, 6, "联系人")
        page.write_row(3, 2, ["名称", "阶段", "金额", "姓名", "电话"])
        page.merge_range(4, 0, 6, 0, "华东钢铁")
        page.merge_range(4, 1, 6, 1, "陈静")
        for place, cells in enumerate([["年框", "谈判", 120], ["备件", "报价", 3.5], ["改造", "赢单", 80]]):
            page.write_row(4 + place, 2, cells)
        page.write_row(7, 0, ["上海机械", "陈静", "新线", "报价", 1500])
        page.write_row(8, 0, ["合计", "", "", "", 1703.5])

    run = bring(sheet("商机.xlsx", fill), by=admin)
    file = run.files.whole().get()
    assert file.headers == ["客户名称", "客户经理", "商机 名称", "商机 阶段", "商机 金额", "联系人 姓名", "电话"]
    assert refusals(run) == [(9, "", "total_row")]
    assert (file.rows, run.created["deals"]) == (5, 4)
    assert dict(Deal.objects.filter(customer__name="华东钢铁", owner=leaver).values_list("name", "amount")) == {
        "年框": Decimal(1_200_000),
        "备件": Decimal(35_000),
        "改造": Decimal(800_000),
    }


def test_a_header_of_two_lines_in_a_csv(tmp_path: Path, admin: User, leaver: User) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("Account,Owner,,Address,\n,Name,E-mail,City,Country\nAcme,陈静,chen.jing@baton.example,Kiel,DE\n")
    run = bring(str(path), by=admin)
    assert run.files.get().mapping == ["name", "owner", "owner_email", "address", "address"]
    assert Customer.objects.get(owner=leaver).address == "Kiel, DE"


@pytest.mark.usefixtures("customers")
def test_groups_with_a_title_and_a_header_each(sheet: Callable[[str, Fill], str], admin: User, leaver: User) -> None:
    header = ["Name", "Owner", "Stage", "Deal Value", "Account"]
    lines = [
        ["Deals"],
        ["All deals of the team"],
        ["Active"],
        header,
        ["Roof", "陈静", "Proposal", 1200.5, "华东钢铁"],
        [],
        ["Closed Won"],
        header,
        ["Door", "陈静", "Won", 300, "华东钢铁"],
        ["Subitems", "Name", "Owner", "Stage"],
        ["", "陈静"],
    ]

    def fill(page: xlsxwriter.worksheet.Worksheet) -> None:
        for place, cells in enumerate(lines):
            page.write_row(place, 0, cells)

    run = bring(sheet("board.xlsx", fill), by=admin)
    assert [code for _line, _column, code in refusals(run)] == [
        "title_row",
        "header_again",
        "header_again",
        "empty_needed",
    ]
    assert set(Deal.objects.values_list("name", "state")) == {("Roof", "open"), ("Door", "won")}
    assert run.rows_read == run.created["deals"] + run.refused == 6


def test_a_formula_nobody_computed_is_no_blank(sheet: Callable[[str, Fill], str], admin: User) -> None:
    def fill(page: xlsxwriter.worksheet.Worksheet) -> None:
        page.write_row(0, 0, ["Deal name", "Qty", "Amount", "Next"])
        page.write_row(1, 0, ["A", 2])
        page.write_formula(1, 2, "=B2*10")
        page.write_row(2, 0, ["B", 3])
        page.write_formula(2, 2, "=B3*10", None, 30)
        page.write_formula(2, 3, "=B3+1")

    run = bring(sheet("deals.xlsx", fill), by=admin)
    assert refusals(run) == [(2, "Amount", "formula_unsaved")]
    assert Deal.objects.get().amount == 30
    assert run.refused_rows.get().row[2] == "#FORMULA! =B2*10"


def test_a_page_with_cells_over_several_rows(tmp_path: Path, admin: User, leaver: User) -> None:
    path = tmp_path / "customers.xls"
    path.write_text(
        "<html><meta charset=utf-8><table><tr><th>Owner<th>Name<th>City</tr>"
        "<tr><td rowspan=2>陈静<td>Acme<td>Kiel</tr><tr><td>Globex<td>Bonn</tr></table></html>",
        encoding="utf-8",
    )
    bring(str(path), by=admin)
    assert set(Customer.objects.filter(owner=leaver).values_list("name", "address")) == {
        ("Acme", "Kiel"),
        ("Globex", "Bonn"),
    }
