"""Files that are read, and files that are refused in one sentence, quickly and by their content."""

import codecs
import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from customers.importing import workbook
from customers.importing.problems import RowProblem
from customers.importing.reading import Reading, inspect, rows
from web.errors import Refused

HEADER = "客户名称,负责人,备注"
TEXT = f"{HEADER}\n上海宏远机械,陈静,老客户\n华东钢铁,李伟,\n"


def xlsx(*lines: list[object]) -> io.BytesIO:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    for place, line in enumerate(lines):
        sheet.write_row(place, 0, line)
    book.close()
    content.seek(0)
    return content


def rezipped(content: io.BytesIO, change: Callable[[str, bytes], bytes]) -> io.BytesIO:
    """The workbook with its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    made.seek(0)
    return made


@pytest.mark.parametrize(
    ("encoding", "mark", "found"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("gb18030", b"", "gb18030"),
    ],
)
def test_encodings(encoding: str, mark: bytes, found: str) -> None:
    table = inspect(io.BytesIO(mark + TEXT.encode(encoding)), "a.csv")
    assert (table.reading.encoding, table.headers, table.rows) == (found, HEADER.split(","), 2)
    assert table.sample[0] == ["上海宏远机械", "陈静", "老客户"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    text = f'name{delimiter}note\n"A{delimiter} Inc"{delimiter}x: y z\n'
    table = inspect(io.BytesIO(text.encode()), "a.csv")
    assert (table.reading.delimiter, table.sample) == (delimiter, [[f"A{delimiter} Inc", "x: y z"]])


def test_lines_are_those_of_the_file() -> None:
    text = 'name,note\r\n\r\nA,"two\r\nlines"\r\nB\r\nC,1,2\r\nD,x\r\n'
    found = list(rows(io.BytesIO(text.encode()), "a.csv", Reading(), 2))
    assert [line for line, _cells in found] == [3, 5, 6, 7]
    problems = {line: cells.code for line, cells in found if isinstance(cells, RowProblem)}
    assert problems == {5: "too_few_cells", 6: "too_many_cells"}


def test_an_open_quote_costs_its_row_and_no_silence() -> None:
    text = 'name,note\nA,x\nB,"' + "y\n" * 100_000
    last = list(rows(io.BytesIO(text.encode()), "a.csv", Reading(), 2))
    first_problem = next(cells for _line, cells in last if isinstance(cells, RowProblem))
    assert first_problem.code == "quote_open"


def test_a_workbook_is_read_from_where_it_begins() -> None:
    found = inspect(xlsx([], ["name", "value"], ["A", 3.5], ["B", 4]), "a.xlsx")
    assert (found.headers, found.rows, found.sample) == (["name", "value"], 2, [["A", "3.5"], ["B", "4"]])
    lines = list(rows(xlsx([], ["name", "value"], ["A", 3.5]), "a.xlsx", found.reading, 2))
    assert lines == [(3, ["A", "3.5"])]


STRANGERS: list[tuple[str, bytes, str]] = [
    ("empty", b"", "empty"),
    ("blank", b"\n\n ,\n", "empty"),
    ("header only", b"name,owner\n", "header_only"),
    ("pdf", b"%PDF-1.7\n1 0 obj", "wrong_type"),
    ("picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "wrong_type"),
    ("program", b"\x7fELF\x02\x01\x01\0", "wrong_type"),
    ("bytes", bytes(range(256)) * 20, "wrong_type"),
    ("page", b"<!DOCTYPE html><p>Nothing here</p>", "empty"),
    ("json", b'[{"name": "A"}]', "wrong_type"),
    ("old excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "broken"),
    ("half a zip", b"PK\x03\x04" + b"\0" * 100, "broken"),
    ("one French name", "name,city\nHélène,Paris\n".encode("cp1252"), "encoding_unclear"),
    ("few Korean letters", "고객,담당자\n서울기계,김철수\n".encode("euc_kr"), "encoding_unclear"),
    ("half a letter", TEXT.encode()[:-3] + b"\xe5\n", "encoding_unknown"),
    (
        "xml spreadsheet",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "xml_spreadsheet",
    ),
    ("endless", b"name,owner\n" + b"x" * 3_000_000, "endless_line"),
    ("ten million columns", b"a," * 10_000_000, "endless_line"),
    ("wide", (",".join(f"c{n}" for n in range(600)) + "\nA\n").encode(), "too_many_columns"),
]


@pytest.mark.parametrize(("content", "code"), [each[1:] for each in STRANGERS], ids=[each[0] for each in STRANGERS])
def test_unusable_files(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        inspect(io.BytesIO(content), "customers.csv")
    assert refused.value.code == code
    assert "customers.csv" in refused.value.messages[0]


def test_a_zip_that_is_no_workbook() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    with pytest.raises(Refused) as refused:
        inspect(content, "a.xlsx")
    assert refused.value.code == "wrong_type"


def test_a_workbook_that_would_unpack_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    def swell(name: str, part: bytes) -> bytes:
        return part + b" " * 30_000_000 if name.endswith("sheet1.xml") else part

    bomb = rezipped(xlsx(["name"], ["A"]), swell)
    assert len(bomb.getvalue()) < 100_000
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 20_000_000)
    with pytest.raises(Refused) as refused:
        inspect(bomb, "a.xlsx")
    assert refused.value.code == "bomb"


def test_a_directory_that_lies_about_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    swollen = rezipped(xlsx(["name"], ["A"]), lambda name, part: part + b" " * 3_000_000 if "sheet1" in name else part)
    raw = bytearray(swollen.getvalue())
    with zipfile.ZipFile(swollen) as archive:
        true = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    raw = bytearray(bytes(raw).replace(true.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(Refused) as refused:
        inspect(io.BytesIO(bytes(raw)), "a.xlsx")
    assert refused.value.code in {"bomb", "broken"}


@pytest.mark.parametrize(
    ("cell", "code"),
    [(b"XFD1048576", "too_many_rows"), (b"XFD10", "too_many_columns"), (b"SD150000", "bomb")],
)
def test_a_far_off_cell(cell: bytes, code: str) -> None:
    far = rezipped(
        xlsx(["name"], ["A"]),
        lambda name, part: part.replace(b'<c r="A2"', b'<c r="' + cell + b'"') if "sheet1" in name else part,
    )
    with pytest.raises(Refused) as refused:
        inspect(far, "a.xlsx")
    assert refused.value.code == code
