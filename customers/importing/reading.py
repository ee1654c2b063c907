"""Files become a header and numbered rows of text, or are refused in one sentence. Nothing here knows the book."""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from customers.importing import (
    delimited,
    encoding,
    formats,
    html_table,
    layout,
    subprocess_reader,
    telling,
    uncomputed,
    units,
    workbook,
)
from customers.importing.problems import Row, RowProblem, refuse_file
from customers.importing.questions import UNSAID, Answers
from customers.importing.styles import Evidence, Styles

MAX_COLUMNS = 500
SAMPLE_ROWS, SHOWN_LINES, LONGEST_SHOWN = 5, 6, 120
AT_ONCE = 2_000


@dataclass(frozen=True)
class Reading:
    """How bytes become rows. `header` is the line of the header (0: the first that holds anything), `second` the line
    below that belongs to it (0: none), `again` the lines that look like one as well, `formulas` whether some were never
    computed, `currency` what is said above the table, `styles` how columns write dates, numbers and shares, `only`
    which of the rows are meant, where a column tells companies from people (`telling.py`).
    """

    format: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    header: int = 0
    second: int = 0
    again: list[int] = field(default_factory=list)
    formulas: bool = False
    currency: str = ""
    styles: Styles = field(default_factory=dict)
    only: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As kept with an import's file."""
        return dataclasses.asdict(self)

    @classmethod
    def kept(cls, told: Mapping[str, Any]) -> "Reading":
        """The reading of a file as it was kept."""
        return cls(**{each.name: told[each.name] for each in dataclasses.fields(cls) if each.name in told})


@dataclass(frozen=True)
class Table:
    """What was found in a file before anything is taken from it. `lines` are the first that hold something, where the
    header may be, `sheets` all that could be read.
    """

    reading: Reading
    headers: list[str]
    rows: int
    sample: list[list[str]] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)


def inspect(file: IO[bytes], name: str, answers: Answers = UNSAID) -> Table:
    """Read the whole file once and say what it is. Raises `Refused` with what makes it unusable as a whole."""
    reading, sheets = recognise(file, name, answers)
    first = _first(file, name, reading)
    line, second, again = dataclasses.astuple(layout.find_header(first))
    if answers.header in {each for each, _cells in first}:
        again = again if answers.header == line else [*again, line, second]
        line, second = answers.header, 0
    again = sorted({each for each in again if each > line})
    reading = dataclasses.replace(reading, header=line, second=second, again=again)
    shown = max(SHOWN_LINES, 2 + sum(each < line for each, _cells in first))
    lines = [(each, " · ".join(filter(None, cells))[:LONGEST_SHOWN]) for each, cells in first[:shown]]
    table, styles = _counted(file, name, Table(reading, [], 0, lines=lines, sheets=sheets))
    said = units.said_above([cells for each, cells in first if each < line])
    styles = answers.styles(units.styled(styles, table.headers, said.unit or answers.units))
    currency = said.currency or answers.currency
    return dataclasses.replace(table, reading=dataclasses.replace(reading, currency=currency, styles=styles))


def _first(file: IO[bytes], name: str, reading: Reading) -> list[tuple[int, list[str]]]:
    """The first lines that hold something."""
    found: list[tuple[int, list[str]]] = []
    for line, cells in _records(file, name, reading):
        if isinstance(cells, RowProblem):
            if not found:
                raise refuse_file("broken", file=name)
        elif any(cells) and not (line == 1 and delimited.names_delimiter(cells, reading.delimiter)):
            found.append((line, cells))
        if len(found) == layout.LOOKED_AT:
            break
    if not found:
        raise refuse_file("empty", file=name)
    return found


def _counted(file: IO[bytes], name: str, table: Table) -> tuple[Table, Styles]:
    """The table with its columns, the number of its rows and the first of them; and what the columns show."""
    headers, below = _below(file, name, table.reading)
    header = headers[0]
    width = max(place for place, cell in enumerate(header, 1) if cell)
    evidence = Evidence(len(header))
    sample: list[list[str]] = []
    count = 0
    while some := list(islice(below, AT_ONCE)):
        filled = [cells for _line, cells in some if isinstance(cells, RowProblem) or any(cells)]
        count += len(filled)
        fitting = [cells for cells in filled if not isinstance(cells, RowProblem)]
        width = max(width, _widest(fitting, header, width))
        if len(sample) < SAMPLE_ROWS:
            records = (cells for cells in fitting if layout.odd_row(cells, headers) is None)
            sample += [[cell[:200] for cell in cells] for cells in islice(records, SAMPLE_ROWS - len(sample))]
        evidence.see([cells for cells in fitting if len(cells) == len(header)])
    if width > MAX_COLUMNS:
        raise refuse_file("too_many_columns", file=name, limit=MAX_COLUMNS)
    if not count:
        raise refuse_file("header_only", file=name)
    named = layout.named(header[:width])
    found = dataclasses.replace(table, headers=named, rows=count, sample=[cells[:width] for cells in sample])
    return found, evidence.told()


def _widest(rows: list[list[str]], header: list[str], width: int) -> int:
    """How many columns of the header are filled at all; those without a name count when a row has something there."""
    if width == len(header):
        return width
    return max((at for cells in rows for at, cell in enumerate(cells[: len(header)], 1) if cell), default=width)


def _below(file: IO[bytes], name: str, reading: Reading) -> tuple[list[list[str]], Iterator[Row]]:
    """The header (of one line or two; as a whole first, then its lines), and everything below it."""
    records = _records(file, name, reading)
    lines: list[list[str]] = []
    for line, cells in records:
        if line >= reading.header and not isinstance(cells, RowProblem) and any(cells):
            lines.append(cells)
            if not reading.second:
                return lines, records
            if line >= reading.second:
                return [layout.joined(*lines[:2]), *lines], records
    raise refuse_file("empty", file=name)


def rows(file: IO[bytes], name: str, reading: Reading, columns: int) -> Iterator[Row]:
    """The rows below the header that are meant, but blank ones; one that does not fit it, or is no record, is a
    `RowProblem`.
    """
    found = _rows(file, name, reading, columns)
    return telling.only(found, reading.only) if reading.only else found


def _rows(file: IO[bytes], name: str, reading: Reading, columns: int) -> Iterator[Row]:
    headers, below = _below(file, name, reading)
    headers = [cells[:columns] for cells in headers]
    firsts, again = tuple({cells[0] for cells in headers}), frozenset(reading.again)
    first, last, half, second = headers[0][0], headers[0][-1] or None, columns // 2, min(1, columns - 1)
    total, letters = layout.TOTAL.match, layout.TOTAL_LETTERS
    groups = layout.Groups(headers[0])
    held: list[tuple[int, RowProblem]] = []
    for line, cells in below:
        if not isinstance(cells, RowProblem):
            if not any(cells):
                continue
            if len(cells) != columns:
                cells = _fitted(cells, columns, headers, is_header=line in again)
            elif (
                not cells[0]
                or cells[0] in firsts
                or first == cells[second]
                or last == cells[-1]
                or cells.count("") > half
                or (cells[0][0] in letters and total(cells[0]))
                or line in again
            ):
                cells = layout.odd_row(cells, headers, is_header=line in again) or cells
        if held:
            yield _title_or_record(*held.pop(), cells, columns)
        if isinstance(cells, RowProblem) and cells.code == "title_row":
            held.append((line, cells))
        else:
            yield line, groups.filled(cells) if groups.places else cells
    yield from (_title_or_record(line, title, [], columns) for line, title in held)


def _title_or_record(line: int, title: RowProblem, below: list[str] | RowProblem, columns: int) -> Row:
    """A row that says but one thing is the title of a group where a header follows it."""
    cells: list[str] = title.params["row"]
    if isinstance(below, RowProblem) and below.code == "header_again":
        return line, title
    return line, cells if len(cells) == columns else _unfit(cells, columns)


def recognise(file: IO[bytes], name: str, answers: Answers) -> tuple[Reading, list[str]]:
    """What kind of file this is by its content, and its sheets. Raises `Refused` when it is none Baton takes."""
    kind = formats.of(file, name)
    if kind in ("xlsx", "xls", "ods"):
        sheets = (workbook if kind == "xlsx" else subprocess_reader).sheets(file, name)
        if not sheets:
            raise refuse_file("empty", file=name)
        sheet = answers.sheet if answers.sheet in sheets else sheets[0]
        unsaved = kind == "xlsx" and bool(uncomputed.cells(file, sheet))
        return Reading(kind, encoding="", delimiter="", sheet=sheet, formulas=unsaved), sheets
    if kind == "csv":
        delimited.refuse_endless(file, name)
    found = _encoding(file, name, kind, answers.encoding)
    if kind == "html":
        return Reading(kind, found, delimiter=""), []
    said = answers.delimiter
    if said and (len(said) > 1 or said.isalnum() or said in "\"'" or not (said.isprintable() or said == "\t")):
        raise refuse_file("answer_unknown", file=name, question="delimiter", answer=said[:20])
    return Reading(kind, found, delimiter=said or delimited.delimiter(file, found)), []


def _encoding(file: IO[bytes], name: str, kind: str, said: str) -> str:
    """The one somebody said, else the one a page declares, else the one that is certain."""
    if said:
        if found := encoding.given(file, said).encoding:
            return found
        raise refuse_file("encoding_wrong", file=name, encoding=said)
    if kind == "html":
        file.seek(0)
        if found := encoding.given(file, html_table.declared(file.read(4096))).encoding:
            return found
    decision = encoding.decide(file)
    if decision.encoding:
        return decision.encoding
    code = "encoding_unclear" if decision.candidates else "encoding_unknown"
    raise refuse_file(code, file=name, candidates=list(decision.candidates))


def _records(file: IO[bytes], name: str, reading: Reading) -> Iterator[Row]:
    if reading.format == "xlsx":
        return enumerate(workbook.rows(file, name, reading.sheet, formulas=reading.formulas), 1)
    if reading.format in ("xls", "ods"):
        return enumerate(subprocess_reader.rows(file, name, reading.sheet), 1)
    return (
        _html(file, name, reading)
        if reading.format == "html"
        else delimited.rows(file, reading.encoding, reading.delimiter)
    )


def _html(file: IO[bytes], name: str, reading: Reading) -> Iterator[Row]:
    text = delimited.text_of(file, reading.encoding)
    try:
        yield from enumerate(html_table.rows(text), 1)
    except ValueError as error:
        raise refuse_file("broken", file=name) from error
    finally:
        with suppress(ValueError):
            text.detach()


def _fitted(cells: list[str], columns: int, headers: list[list[str]], *, is_header: bool) -> list[str] | RowProblem:
    if len(cells) > columns and not any(cells[columns:]):
        return layout.odd_row(cells[:columns], headers, is_header=is_header) or cells[:columns]
    return layout.odd_row(cells, headers, is_header=is_header) or _unfit(cells, columns)


def _unfit(cells: list[str], columns: int) -> RowProblem:
    code = "too_many_cells" if len(cells) > columns else "too_few_cells"
    return RowProblem(code, cells=len(cells), columns=columns, row=cells)
