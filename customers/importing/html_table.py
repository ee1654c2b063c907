"""The table in a web page that calls itself a spreadsheet, as many systems export; read piece by piece."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import IO

CHUNK = 1 << 16
#: No tag or comment is longer; what is, is no page.
LONGEST_TAG = 1 << 20
MAX_SPAN = 500
CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
BREAKS = frozenset({"br", "p", "div", "li"})


class _Rows(HTMLParser):
    """Collects the rows of the outermost tables as they end; a table within a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ready: list[list[str]] = []
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.span = self.rows = 1
        self.hidden = 0
        #: Column → the cell above that goes on in it, and for how many rows.
        self.over: dict[int, tuple[str, int]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row, a cell, a line break, or what is not shown."""
        if tag in ("script", "style"):
            self.hidden += 1
        elif tag == "tr":
            self.end_row()
            self.row = []
        elif tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self.row, self.cell = self.row if self.row is not None else [], []
            self.span, self.rows = _number(given.get("colspan")), _number(given.get("rowspan"))
        elif tag in BREAKS and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of a cell, a row or a table."""
        if tag in ("script", "style"):
            self.hidden = max(0, self.hidden - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table", "thead", "tbody"):
            self.end_row()
            if tag == "table":
                self.over.clear()

    def handle_data(self, data: str) -> None:
        """Text inside a cell."""
        if self.cell is not None and not self.hidden:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is not None and self.row is not None:
            lines = (" ".join(line.split()) for line in "".join(self.cell).splitlines())
            self._go_on(len(self.row))
            text = "\n".join(filter(None, lines))
            told = [text, *[""] * (self.span - 1)]
            if self.rows > 1:
                self.over |= {at: (each, self.rows) for at, each in enumerate(told, len(self.row))}
            self.row += told
        self.cell = None

    def _go_on(self, column: int) -> None:
        """Let the cells from above that go on in this row have their columns."""
        while self.row is not None and column in self.over:
            text, _left = self.over[column]
            self.row.append(text)
            column += 1

    def end_row(self) -> None:
        """What was collected is a row."""
        self._end_cell()
        if self.row is not None:
            self._go_on(len(self.row))
            self.ready.append(self.row)
            self.over = {at: (text, left - 1) for at, (text, left) in self.over.items() if left > 1}
        self.row = None


def _number(given: str | None) -> int:
    """How many rows or columns a cell takes."""
    return min(int(given), MAX_SPAN) if given and re.fullmatch(r"\d{1,4}", given, re.ASCII) else 1


def declared(head: bytes) -> str:
    """The encoding a page names at its beginning, empty when it names none."""
    found = CHARSET.search(head)
    return found[1].decode("ascii").lower() if found else ""


def rows(text: IO[str]) -> Iterator[list[str]]:
    """The rows of all tables, one below the other. Raises `ValueError` when this can be no page."""
    parser = _Rows()
    while chunk := text.read(CHUNK):
        parser.feed(chunk)
        if len(parser.rawdata) > LONGEST_TAG or len(parser.row or ()) > 20 * MAX_SPAN:
            raise ValueError("a tag without end")
        yield from parser.ready
        parser.ready.clear()
    parser.close()
    parser.end_row()
    yield from parser.ready
