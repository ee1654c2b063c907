"""Files become a header and numbered rows of text, or are refused in one sentence. Nothing here knows the book."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from customers.importing import encoding, workbook
from customers.importing.problems import RowProblem, refuse_file

DELIMITERS = ",;\t|"
MAX_COLUMNS = 500
SAMPLE_ROWS = 5
#: Beginnings of files that are no table, and what they are.
STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"{\\rtf", "RTF"),
)
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: One row: the line it starts on, and its cells; or the reason why they can't be had.
Row = tuple[int, list[str] | RowProblem]


@dataclass(frozen=True)
class Reading:
    """How bytes become rows. `dates` is the order of a date like 3/4/2026: "" (see the column), "dmy" or "mdy"."""

    format: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    dates: str = ""

    def as_json(self) -> dict[str, str]:
        """As kept with an import's file."""
        return {"format": self.format, "encoding": self.encoding, "delimiter": self.delimiter, "dates": self.dates}


@dataclass(frozen=True)
class Table:
    """What was found in a file before anything is taken from it."""

    reading: Reading
    headers: list[str]
    rows: int
    sample: list[list[str]] = field(default_factory=list)


def inspect(file: IO[bytes], name: str) -> Table:
    """Read the whole file once and say what it is. Raises `Refused` with what makes it unusable as a whole."""
    reading = recognise(file, name)
    lines = _records(file, name, reading)
    header = next((cells for _line, cells in lines if isinstance(cells, RowProblem) or any(cells)), None)
    if header is None:
        raise refuse_file("empty", file=name)
    if isinstance(header, RowProblem):
        raise refuse_file("broken", file=name)
    headers = _checked(header, name)
    sample: list[list[str]] = []
    count = 0
    for _line, cells in lines:
        if isinstance(cells, RowProblem) or any(cells):
            count += 1
            if len(sample) < SAMPLE_ROWS and not isinstance(cells, RowProblem):
                sample.append([cell[:200] for cell in cells[: len(headers)]])
    if not count:
        raise refuse_file("header_only", file=name)
    return Table(reading, headers, count, sample)


def rows(file: IO[bytes], name: str, reading: Reading, columns: int) -> Iterator[Row]:
    """The rows below the header, blank ones left out; a row that does not fit the header is a `RowProblem`."""
    below_header = False
    for line, cells in _records(file, name, reading):
        if not isinstance(cells, RowProblem):
            if not any(cells):
                continue
            if not below_header:
                below_header = True
                continue
            cells = _fitted(cells, columns)
        yield line, cells


def recognise(file: IO[bytes], name: str) -> Reading:
    """What kind of file this is by its content. Raises `Refused` when it is none Baton takes."""
    file.seek(0)
    head = file.read(4096)
    if not head:
        raise refuse_file("empty", file=name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        workbook.check(file, name)
        return Reading(format="xlsx", encoding="", delimiter="")
    if head.startswith(OLD_EXCEL):
        raise refuse_file("old_excel", file=name)
    _refuse_strangers(head, name)
    found = encoding.decide(file)
    if found is None:
        raise refuse_file("encoding_unknown", file=name)
    return Reading(encoding=found, delimiter=_delimiter(file, found))


def _refuse_strangers(head: bytes, name: str) -> None:
    for beginning, found in STRANGERS:
        if head.startswith(beginning):
            raise refuse_file("wrong_type", file=name, found=found)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise refuse_file("wrong_type", file=name, found="HTML/XML")
    if text.startswith((b"{", b"[")):
        raise refuse_file("wrong_type", file=name, found="JSON")
    wide = any(head.startswith(bom) for bom, _name in encoding.BOMS) or encoding.wide(head)
    if not wide and sum(head.count(bytes([byte])) for byte in (0, 1, 2, 3, 4, 5, 6)) > 0:
        raise refuse_file("wrong_type", file=name, found="binary")


def _text(file: IO[bytes], name_of_encoding: str) -> io.TextIOWrapper:
    file.seek(0)
    return io.TextIOWrapper(file, encoding=name_of_encoding, newline="")


def _delimiter(file: IO[bytes], found: str) -> str:
    """The delimiter that cuts the first lines into the most columns, the same number in each."""
    text = _text(file, found)
    sample = text.read(64 * 1024)
    text.detach()
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            cut = [row for row in islice(csv.reader(io.StringIO(sample), delimiter=delimiter), 20) if row]
        except csv.Error:
            continue
        if cut and len(cut[0]) > 1:
            same = sum(len(row) == len(cut[0]) for row in cut) / len(cut)
            best, best_score = max((best, best_score), (delimiter, (same, len(cut[0]))), key=lambda each: each[1])
    return best


def _records(file: IO[bytes], name: str, reading: Reading) -> Iterator[Row]:
    if reading.format == "xlsx":
        yield from enumerate(workbook.rows(file, name), 1)
        return
    text = _text(file, reading.encoding)
    reader = csv.reader(text, delimiter=reading.delimiter)
    try:
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield line, RowProblem("quote_open", last=reader.line_num)
            else:
                yield line, [cell.strip() for cell in cells]
    finally:
        with suppress(ValueError):  # the caller may have closed the file by now
            text.detach()


def _checked(header: list[str], name: str) -> list[str]:
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MAX_COLUMNS:
        raise refuse_file("too_many_columns", file=name, limit=MAX_COLUMNS)
    seen = set()
    for place, column in enumerate(header, 1):
        if not column:
            raise refuse_file("header_missing", file=name, column=place)
        if column.casefold() in seen:
            raise refuse_file("header_twice", file=name, column=column)
        seen.add(column.casefold())
    return header


def _fitted(cells: list[str], columns: int) -> list[str] | RowProblem:
    if len(cells) == columns:
        return cells
    if len(cells) > columns:
        if any(cells[columns:]):
            return RowProblem("too_many_cells", cells=len(cells), columns=columns, row=cells)
        return cells[:columns]
    return RowProblem("too_few_cells", cells=len(cells), columns=columns, row=cells)
