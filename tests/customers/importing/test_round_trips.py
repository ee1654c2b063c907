"""A table written in any way systems write tables reads back as it was, or something is asked; never differently."""

import csv
import io

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from customers.importing import layout
from customers.importing.problems import RowProblem
from customers.importing.reading import inspect, rows

#: What people type into cells: words of many scripts, delimiters, quotation marks, line ends, numbers.
WORDS = st.sampled_from(
    [
        *(
            "Acme",
            "华东钢铁",
            "Müller & Söhne",
            "O'Brien",
            'a "quoted" word',
            "x, y; z",
            "a|b",
            "tab\there",
            "two\nlines",
        ),
        *("", "1,5", "1.234,50", "¥3.5万", "2026-01-02", "=SUM(A1)", "#N/A", "Łódź", "株式会社", "🙂", "'-5", "total"),
    ]
)
HEADERS = st.lists(st.sampled_from(["Name", "客户名称", "Owner", "金额", "Note", "Größe"]), min_size=2, max_size=5)
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-32")


def read(content: bytes, name: str = "a.csv") -> list[list[str] | str]:
    file = io.BytesIO(content)
    table = inspect(file, name)
    found = [cells for _line, cells in rows(file, name, table.reading, len(table.headers))]
    assert len(found) == table.rows
    return [table.headers, *(cells.code if isinstance(cells, RowProblem) else cells for cells in found)]


def told(cells: list[str]) -> list[str]:
    return [cell.strip() for cell in cells]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_delimited_text(data: st.DataObject) -> None:
    header = data.draw(HEADERS)
    row = st.lists(WORDS, min_size=len(header), max_size=len(header))
    body = [cells for cells in data.draw(st.lists(row, min_size=1, max_size=12)) if any(cells)] or [["x"] * len(header)]
    delimiter, end = data.draw(st.sampled_from(",;\t|")), data.draw(st.sampled_from(["\n", "\r\n"]))
    quoting = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    text = io.StringIO()
    text.write(data.draw(st.sampled_from(["", f"sep={delimiter}{end}"])))
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([header, *body])
    found = read(text.getvalue().encode(data.draw(st.sampled_from(UNICODE))))
    expected = [told(cells) for cells in body]
    assert found[0] == layout.named(header)
    for cells, was in zip(found[1:], expected, strict=True):
        assert cells in (was, "header_again", "total_row", "footer_row")


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_workbooks_and_pages(data: st.DataObject) -> None:
    header = data.draw(HEADERS)
    row = st.lists(WORDS, min_size=len(header), max_size=len(header))
    body = [cells for cells in data.draw(st.lists(row, min_size=1, max_size=8)) if any(cells)] or [["x"] * len(header)]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([header, *body]):
            for column, cell in enumerate(cells):
                sheet.write_string(place, column, cell)
    for cells, was in zip(read(content.getvalue(), "a.xlsx")[1:], body, strict=True):
        assert cells in (told(was), "header_again", "total_row", "footer_row")
