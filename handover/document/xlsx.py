"""Writes the lists of a document as a workbook: a sheet each, days and amounts as such, text never as a formula."""

import datetime
import io
import unicodedata
from typing import Any

import xlsxwriter
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from handover.document.tree import Cards, Document, Facts, Money, Section, Table, Value, clean, say
from web.templatetags.web import SIGNS

#: What a cell holds at most, by Excel's own limit.
MOST_SIGNS = 32_767
WIDEST, NARROWEST = 60, 9
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


def write(document: Document) -> bytes:
    """The file. The language of the document has to be active."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, OPTIONS) as book:
        book.set_properties({"title": clean(document.title), "subject": clean(document.subject)})
        writer = _Writer(book, document)
        writer.cover()
        for section in document.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    writer.table(block)
                elif isinstance(block, Cards):
                    writer.cards(block)
    return kept.getvalue()


def _width(text: str) -> int:
    """How much room the longest line of a text takes; a Chinese sign takes that of two Latin ones."""
    lines = (sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line) for line in text.split("\n"))
    return max(lines, default=0)


class _Writer:
    """Writes sheets into one workbook."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book, self.document = book, document
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.title = book.add_format({"font_size": 18})
        self.pale = book.add_format({"font_color": "#667382"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"})
        self.formats: dict[str, Any] = {}

    def cover(self) -> None:
        """The first sheet: what it is about, for whom it was made, and what stands in no list."""
        sheet = self._sheet(_("Cover page"))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 60)
        sheet.write_string(0, 0, say(self.document.subject), self.title)
        sheet.write_string(1, 0, say(self.document.title), self.pale)
        sheet.write_string(2, 0, say(self.document.by), self.pale)
        row = 4
        for label, value in self.document.cover.pairs:
            row = self._pair(sheet, row, label, value)
        for section in self.document.sections:
            row = self._facts(sheet, row, section)

    def _facts(self, sheet: Any, row: int, section: Section) -> int:
        for block in section.blocks:
            if isinstance(block, Facts):
                for label, value in block.pairs:
                    row = self._pair(sheet, row, label, value)
        return row

    def _pair(self, sheet: Any, row: int, label: str, value: Value) -> int:
        sheet.write_string(row, 0, label, self.pale)
        self._cell(sheet, row, 1, value)
        return row + 1

    def table(self, table: Table) -> None:
        """A list with heads that stay, a filter, and widths by what stands in it."""
        sheet = self._sheet(table.name)
        for at, column in enumerate(table.columns):
            sheet.write_string(0, at, column.title, self.head)
            longest = max((_width(say(row[at])) for row in table.rows), default=0)
            sheet.set_column(at, at, min(max(longest + 2, _width(column.title) + 4, NARROWEST), WIDEST))
        for number, row in enumerate(table.rows, start=1):
            for at, value in enumerate(row):
                self._cell(sheet, number, at, value)
        if not table.rows:
            sheet.write_string(1, 0, table.nothing, self.pale)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)

    def cards(self, cards: Cards) -> None:
        """Cards as a list: a column for each label."""
        columns = [cards.heading, *cards.labels]
        sheet = self._sheet(cards.name)
        sheet.set_column(0, len(columns) - 1, 32)
        for at, title in enumerate(columns):
            sheet.write_string(0, at, title, self.head)
        for number, (heading, texts) in enumerate(cards.cards, start=1):
            for at, value in enumerate((heading, *texts)):
                self._cell(sheet, number, at, value)
        if not cards.cards:
            sheet.write_string(1, 0, cards.nothing, self.pale)
        sheet.freeze_panes(1, 1)

    def _sheet(self, name: str) -> Any:
        """A sheet that names its reader on each printed page."""
        sheet = self.book.add_worksheet(name[:31])
        mark = say(self.document.by).replace("&", "&&")[:200]
        sheet.set_header(f"&C{mark}")
        sheet.set_footer("&C&P / &N")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _cell(self, sheet: Any, row: int, column: int, value: Value) -> None:
        if isinstance(value, Money):
            sheet.write_number(row, column, float(value.amount), self._money(value))
        elif isinstance(value, datetime.datetime):
            sheet.write_datetime(row, column, localtime(value).replace(tzinfo=None), self.moment)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()), self.day)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self._number("#,##0", "left"))
        elif value not in (None, ""):
            sheet.write_string(row, column, say(value)[:MOST_SIGNS], self.plain)

    def _money(self, value: Money) -> Any:
        decimals = "" if value.amount == value.amount.to_integral_value() else ".00"
        return self._number(f'"{SIGNS.get(value.currency, value.currency + " ")}"#,##0{decimals}', "right")

    def _number(self, look: str, align: str) -> Any:
        if look not in self.formats:
            self.formats[look] = self.book.add_format({"num_format": look, "valign": "top", "align": align})
        return self.formats[look]
