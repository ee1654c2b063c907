"""What a handover document is made of: sections of paragraphs, facts, tables and cards, in no format yet."""

import datetime
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from web.templatetags.web import money

#: Signs that turn the direction of the text after them, so that a name could rewrite the line it stands in.
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


#: So many rows of a list are put on paper.
MOST_ON_PAPER = 2_000


@dataclass(frozen=True)
class Money:
    """An amount in a currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Sums:
    """Sums in several currencies, read side by side."""

    amounts: tuple[Money, ...]


#: What can stand in a cell. Writers that know numbers and days (XLSX) keep them as such; the others use `say`.
Value = str | int | datetime.date | datetime.datetime | Money | Sums | None


def clean(text: str) -> str:
    """A text as any format takes it: without control signs and signs that turn the direction of what follows."""
    kept = (sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or unicodedata.category(sign) not in BARRED)
    return "".join(sign for sign in kept if sign not in TURNING)


#: Control signs, halves of pairs, and places in Unicode that are no characters.
BARRED = ("Cc", "Cs", "Cn")


def say(value: Value) -> str:
    """A value in words, in the language and the time zone that are active; nothing is a dash."""
    if isinstance(value, datetime.datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Money):
        return money(value.amount, value.currency)
    if isinstance(value, Sums):
        return " + ".join(say(one) for one in value.amounts) or "—"
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    return clean(value or "").strip() or "—"


@dataclass(frozen=True)
class Column:
    """A column of a table: its head and its share of the width; numbers stand to the right."""

    title: str
    share: int = 10
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under heads; `name` calls the sheet in a workbook, `nothing` is said when there are no rows."""

    name: str
    columns: tuple[Column, ...]
    rows: list[tuple[Value, ...]]
    nothing: str


@dataclass(frozen=True)
class Facts:
    """Labels with values."""

    pairs: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Paragraph:
    """A text of its own, which may have several lines."""

    text: str


@dataclass(frozen=True)
class Cards:
    """Longer answers about several things: each card has a heading and a text for each label, empty ones left out."""

    name: str
    heading: str
    labels: tuple[str, ...]
    cards: list[tuple[str, tuple[Value, ...]]]
    nothing: str

    def filled(self, texts: tuple[Value, ...]) -> list[tuple[str, Value]]:
        """The labels of one card with their texts, without the empty ones."""
        return [(label, text) for label, text in zip(self.labels, texts, strict=True) if text not in (None, "")]


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on: what each person is here, and their name."""

    people: tuple[tuple[str, str], ...]


Block = Table | Facts | Paragraph | Cards | Signatures


@dataclass(frozen=True)
class Section:
    """A part of the document under a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """All of it: the cover, then sections. `mark` is the watermark, `by` the line at the foot of each page."""

    title: str
    subject: str
    lead: str
    cover: Facts
    sections: list[Section]
    mark: str
    by: str
    language: str


def on_paper(document: Document) -> Document:
    """The document with lists as long as somebody would print: of longer ones the first rows, and that there are more.

    Setting a page takes memory for every row; a workbook holds them all.
    """
    return replace(document, sections=[_shortened(section) for section in document.sections])


def _shortened(section: Section) -> Section:
    blocks: list[Block] = []
    for block in section.blocks:
        rows = len(block.rows) if isinstance(block, Table) else len(block.cards) if isinstance(block, Cards) else 0
        if isinstance(block, Table):
            block = replace(block, rows=block.rows[:MOST_ON_PAPER])
        elif isinstance(block, Cards):
            block = replace(block, cards=block.cards[:MOST_ON_PAPER])
        blocks.append(block)
        if rows > MOST_ON_PAPER:
            words = {"shown": say(MOST_ON_PAPER), "total": say(rows)}
            blocks.append(Paragraph(_("These are the first %(shown)s of %(total)s; the Excel file has all.") % words))
    return Section(section.title, tuple(blocks))


def sums(totals: Iterable[tuple[str, Decimal]]) -> Sums:
    """Sums by currency as a value."""
    return Sums(tuple(Money(amount, currency) for currency, amount in totals))
