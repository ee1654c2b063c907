"""Where the table lies in a file: titles above it, totals and footers below, columns without a name of their own."""

import io
import zipfile

import pytest
import xlsxwriter
import xlwt

from customers.importing import subprocess_reader
from customers.importing.problems import RowProblem
from customers.importing.questions import Answers
from customers.importing.reading import Table, inspect, rows
from customers.importing.workbook import CHUNK
from web.errors import Refused


def read(content: str | bytes, name: str = "a.csv", answers: Answers | None = None) -> tuple[Table, list[object]]:
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    table = inspect(file, name, answers or Answers())
    found = rows(file, name, table.reading, len(table.headers))
    told = [(line, cells.code if isinstance(cells, RowProblem) else cells) for line, cells in found]
    assert len(told) == table.rows
    return table, told


def test_a_title_above_and_a_total_below() -> None:
    table, told = read(
        "客户列表,,,\n导出时间：2026-11-01 10:00,,,\n\n客户名称,负责人,地区,金额\n华东钢铁,陈静,上海,10\n合计,,,10\n"
    )
    assert table.headers == ["客户名称", "负责人", "地区", "金额"]
    assert table.lines[:2] == [(1, "客户列表"), (2, "导出时间：2026-11-01 10:00")]
    assert table.reading.header == 4
    assert told == [(5, ["华东钢铁", "陈静", "上海", "10"]), (6, "total_row")]


def test_a_salesforce_report() -> None:
    text = (
        '"Opportunity Name","Account Name","Amount","Close Date"\n"A","Acme","1","2026-01-02"\n'
        '"Opportunity Name","Account Name","Amount","Close Date"\n"B","Acme","2","2026-01-02"\n\n'
        '"Grand Totals (2 records)"\n"Confidential Information - Do Not Distribute"\n'
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
    )
    _table, told = read(text)
    assert [each for _line, each in told if isinstance(each, str)] == [
        "header_again",
        "total_row",
        "footer_row",
        "footer_row",
    ]


def test_a_customer_whose_name_is_a_word_of_footers_is_one() -> None:
    text = "name,owner,region,value\nTotal,陈静,Paris,5\nReport Ltd,,,\nTotal,,,5\n"
    _table, told = read(text)
    assert [each if isinstance(each, str) else each[0] for _line, each in told] == ["Total", "Report Ltd", "total_row"]


def test_columns_keep_apart() -> None:
    table, told = read("name,Phone,,phone,x,,\nA,1,b,2,c,,\nB,1,,2,,d,\n")
    assert table.headers == ["name", "Phone", "#3", "phone (2)", "x", "#6"]
    assert told == [(2, ["A", "1", "b", "2", "c", ""]), (3, ["B", "1", "", "2", "", "d"])]


def test_two_headers_are_one_and_a_refused_row_until_somebody_says_otherwise() -> None:
    text = "AccountId,Account_Name,owner\nAccount Id,Account Name,Owner\n1,Acme,陈静\n"
    table, told = read(text)
    assert (table.reading.header, table.reading.again) == (1, [2])
    assert told[0] == (2, "header_again")
    table, told = read(text, answers=Answers(header=2))
    assert table.headers == ["Account Id", "Account Name", "Owner"]
    assert told == [(3, ["1", "Acme", "陈静"])]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_that_names_the_delimiter(line: str) -> None:
    table, told = read(f"{line}\r\nname;note\r\nA, B, C;1,5\r\n")
    assert (table.headers, told) == (["name", "note"], [(3, ["A, B, C", "1,5"])])


def test_a_page_that_calls_itself_a_spreadsheet() -> None:
    page = (
        "<html><meta http-equiv=Content-Type content='text/html; charset=gb2312'><style>td {x}</style><table>"
        "<tr><td colspan=3>客户列表</td></tr><tr><th>客户名称<th>负责人<th>备注</tr>"
        "<tr><td>A &amp; B</td><td>陈静</td><td>一<br>二<script>x</script></td></tr></table></html>"
    )
    table, told = read(page.encode("gb18030"), "客户.xls")
    assert (table.reading.format, table.reading.encoding) == ("html", "gb18030")
    assert told == [(3, ["A & B", "陈静", "一\n二"])]


def test_a_page_without_end() -> None:
    with pytest.raises(Refused) as refused:
        read("<html><table><tr><td><" + "a" * 3_000_000)
    assert refused.value.code == "broken"


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("empty")
    for name in ("客户", "Others"):
        sheet = book.add_sheet(name)
        for place, cells in enumerate([["客户名称", "金额"], [name, 1234.5], ["B", 1.234], ["C", True]]):
            for column, cell in enumerate(cells):
                sheet.write(place, column, cell)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_an_old_workbook_and_its_other_sheet() -> None:
    table, told = read(old_workbook())
    assert (table.reading.format, table.sheets) == ("xls", ["客户", "Others"])
    assert told == [(2, ["客户", "1234.5"]), (3, ["B", "1.2340"]), (4, ["C", "TRUE"])]
    assert read(old_workbook(), answers=Answers(sheet="Others"))[1][0] == (2, ["Others", "1234.5"])


def test_an_old_workbook_that_lies_about_its_size() -> None:
    content = bytearray(old_workbook())
    at = content.rfind(b"\x00\x02\x0e\x00")
    content[at + 4 : at + 18] = b"\0\0\0\0\xff\xff\xff\x7f\0\0\xff\xff\0\0"
    with pytest.raises(Refused) as refused:
        read(bytes(content))
    assert refused.value.code == "broken"


def ods(*lines: str) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text"))
    body = "".join(f"<table:table-row{line}</table:table-row>" for line in lines)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>')
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


def cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def test_an_open_document() -> None:
    amount, day = (
        'office:value-type="float" office:value="3.5"',
        'office:value-type="date" office:date-value="2026-03-04"',
    )
    content = ods(
        ">" + cell("name") + cell("value") + cell("day"),
        ">" + cell("A") + cell("3,5", amount) + cell("4.3.26", day),
        ' table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>',
    )
    table, told = read(content)
    assert (table.reading.format, told) == ("ods", [(2, ["A", "3.5", "2026-03-04"])])


def test_an_open_document_that_repeats_itself_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    content = ods(">" + cell("name"), ' table:number-rows-repeated="4000000000">' + cell("A"))
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.code == "sheet_too_big"
    monkeypatch.setattr(subprocess_reader, "MAX_BYTES", 100)
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.code == "sheet_too_big"


def workbook_with(part: str, text: bytes) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    book.add_worksheet().write_row(0, 0, ["name"])
    book.close()
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(part, text)
    return content.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("part", "text", "code"),
    [
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/workbook.bin", b"x", "binary_workbook"),
        ("xl/more.xml", ENTITIES.encode(), "bomb"),
        ("xl/more.xml", ENTITIES.encode("utf-16"), "bomb"),
        ("xl/more.xml", b" " * (CHUNK - 5) + ENTITIES.encode(), "bomb"),
    ],
)
def test_what_a_workbook_must_not_hold(part: str, text: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(workbook_with(part, text), "a.xlsx")
    assert refused.value.code == code
