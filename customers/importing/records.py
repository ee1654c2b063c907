"""Rows of cells become a batch: typed values by field, references still as the text that names them."""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from functools import partial
from itertools import repeat
from typing import Any

from customers.importing import dates, joining, numbers, units, values
from customers.importing.batches import Batch, Problems, converted
from customers.importing.ids import identity, plain_ids
from customers.importing.layout import AMOUNT
from customers.importing.meanings import Words, meaning
from customers.importing.problems import Row, RowProblem
from customers.importing.settling import settle
from customers.importing.shape import FOLLOWED, Field, Form, Kind
from customers.importing.styles import DATES, NUMBERS, SHARES, Styles, answered
from customers.models import Currency

#: What stands between several addresses in one cell.
SEVERAL = re.compile(r"[;,；，、\s]+")
#: Why a row without anything of a record is refused, before it is looked at more closely.
EMPTY = frozenset({"empty_needed", "customer_missing"})
#: A currency by its number in another system says nothing here.
NUMBERED = re.compile(r"-?\d+")
#: Signs alone name nothing.
NAMELESS = re.compile(r"^[^\w\n]+$", re.M)
Value = str | int | Decimal | datetime.date | datetime.datetime | None
Texts = dict[str, list[str]]


class Reader:
    """Turns the cells of one file into batches. `styles` says how columns (by their place) write dates, numbers and
    shares, `currency` what is said of all amounts, and `added` what is beside the texts of the mapped columns.
    Of a part, `shared` are the places of the columns that the record it stands beside is told by.
    `unknown` counts the words of choices nobody knows, by field; such a cell counts as empty. `several` counts the
    cells that name several customers.
    """

    def __init__(
        self,
        kind: Kind,
        fields: list[str],
        *,
        header: Sequence[str],
        zone: datetime.tzinfo,
        styles: Styles,
        source: str,
        added: Callable[[Texts], Texts],
        currency: str = "",
        words: Words | None = None,
    ) -> None:
        self.kind, self.zone, self.source, self.added = kind, zone, source, added
        self.columns = [(place, kind.field(name)) for place, name in enumerate(fields) if name]
        self._styles: dict[str, dict[str, str]] = {}
        for place, field in self.columns:
            self._styles[field.name] = answered(styles, place) | self._styles.get(field.name, {})
        self._factors = {
            field.name: units.factor(header[place], styles.get(str(place), {})) for place, field in self.columns
        }
        self.shared: Collection[int] = ()
        self._above: list[str] = []
        self._signs: dict[str, tuple[str, ...]] = {}
        self.several: Counter[str] = Counter()
        self.words, self.unknown = words or {}, Counter[tuple[str, str]]()
        self._header, self._currency = header, currency
        self._joined = joining.needed([field for _place, field in self.columns])

    def texts(self, rows: Sequence[list[str]]) -> Texts:
        """The mapped cells of the rows by field."""
        if not rows:
            return {}
        if self.shared:
            rows = self._whole(rows)
        by_place: list[Sequence[str]] = list(zip(*rows, strict=True))
        told = [
            (field, self._header[place], self._unwrapped(field, list(by_place[place]))) for place, field in self.columns
        ]
        if self._joined:
            return self.added(self._with_currency(joining.join(self.kind, told)))
        return self.added(self._with_currency({field.name: texts for field, _header, texts in told}))

    def _unwrapped(self, field: Field, texts: list[str]) -> list[str]:
        """The cells of a column without what is only their writing; of several customers the first."""
        texts = joining.unguarded(texts)
        if field.form not in FOLLOWED and field.name != "name":
            return texts
        texts = joining.bare(texts)
        if field.form is not Form.CUSTOMER:
            return texts
        firsts = list(map(joining.first_firm, texts))
        self.several.update(text for text, first in zip(texts, firsts, strict=True) if text != first)
        return firsts

    def _with_currency(self, texts: Texts) -> Texts:
        """With the currency that the header of the amounts tells, or the lines above it, where no column does."""
        names = [self._header[place] for place, field in self.columns if field.form is Form.MONEY]
        told = {code for code in map(units.currency, names) if code} or {self._currency if names else ""} - {""}
        if len(told) == 1 and "currency" not in texts:
            texts["currency"] = [*told] * len(next(iter(texts.values())))
        return texts

    def batch(self, rows: list[Row]) -> Batch:
        """The typed rows; those in which something is wrong are refused, with the field at fault."""
        batch, problems = Batch.of(rows), Problems()
        told = self.texts(batch.cells)
        for name, texts in told.items():
            batch.columns[name] = self._column(self.kind.field(name), texts, problems)
        if self._signs:
            self._take_signs(batch, told, problems)
        _refuse_foreign(self.kind, batch, problems)
        settle(self.kind, batch, self.source, problems)
        for needed in self.kind.needed:
            if needed.name == "customer" and batch.columns.keys() & {"deal", "about"}:
                continue  # it may follow from those, which are looked up later
            _refuse_empty(batch, needed.name, problems)
        self._name_continued(batch, problems)
        batch.keys = fingerprints(self.kind, batch)
        batch.refuse(problems)
        return batch

    def _name_continued(self, batch: Batch, problems: Problems) -> None:
        """Rows without anything of their own go on with the record above: lines of an order, further people."""
        for place, problem in problems.items():
            cells = batch.cells[place]
            if problem.code == "empty_needed" and not cells[0] and all(map(AMOUNT.fullmatch, filter(None, cells))):
                problems[place] = RowProblem("total_row")
            elif problem.code in EMPTY and not any(cells[at].strip() for at, _field in self.columns):
                problems[place] = RowProblem("continued_row")

    def _whole(self, rows: Sequence[list[str]]) -> Sequence[list[str]]:
        """The rows of a part, those that go on with the record above with what tells that record."""
        found = []
        for cells in rows:
            if any(cells[at].strip() for at in self.shared):
                self._above = cells
            elif self._above:
                above = self._above
                cells = [above[at] if at in self.shared else cell for at, cell in enumerate(cells)]
            found.append(cells)
        return found

    def _column(self, field: Field, texts: list[str], problems: Problems) -> list[Any]:
        if field.form is Form.TEXT and not field.limit and "<" in "".join(texts):
            texts = list(map(values.readable, texts))
        if field.needed and NAMELESS.search("\n".join(texts)):
            texts = ["" if NAMELESS.fullmatch(text) else text for text in texts]
        if field.form is Form.TEXT and (plain := values.plain_texts(texts, field.limit)):
            return plain
        if field.form is Form.ID and (plain := plain_ids(texts, field.limit)):
            return plain
        found = converted(field.name, texts, self._converter(field), problems)
        if field.form is Form.CHOICE:
            self._count_unknown(field, texts)
        return found

    def _count_unknown(self, field: Field, texts: list[str]) -> None:
        strange = {text for name, text in self.unknown if name == field.name}
        if strange:
            self.unknown.update((field.name, text) for text in map(str.strip, texts) if text in strange)

    def _converter(self, field: Field) -> Callable[[str], Value]:
        """What turns a cell of this field into its value."""
        convert = partial(_text, field) if field.form is Form.TEXT else self._of_form(field)
        as_it_is = numbers.PLAIN_NUMBER.fullmatch if self._takes_plain_numbers(field) else None

        def value(text: str) -> Value:
            if as_it_is and as_it_is(text):
                return text
            text = values.clean(text)
            return None if field.form is not Form.TEXT and values.is_nothing(text) else convert(text)

        return value

    def _takes_plain_numbers(self, field: Field) -> bool:
        return field.form is Form.MONEY and self._factors.get(field.name, 1) == 1

    def _of_form(self, field: Field) -> Callable[[str], Value]:
        style, zone = self._styles.get(field.name, {}), self.zone
        day_order, convention, share = (style.get(about, "") for about in (DATES, NUMBERS, SHARES))
        factor = self._factors.get(field.name, 1)
        known: dict[Form, Callable[[str], Value]] = {
            Form.MONEY: lambda text: self._money(text, convention, factor),
            Form.DAY: lambda text: dates.day(text, day_order, zone),
            Form.MOMENT: lambda text: dates.moment(text, day_order, zone),
            Form.PERCENT: lambda text: numbers.percentage(text, convention, share),
            Form.EMAIL: lambda text: values.email(SEVERAL.split(text)[0]),
            Form.CHOICE: lambda text: self._choice(field, text),
            Form.ID: lambda text: identity(text, field.limit),
        }
        return known.get(field.form, str)

    def _money(self, text: str, convention: str, factor: int | None) -> Decimal:
        if told := numbers.currencies(text):
            self._signs[text] = told
        return numbers.money(text, convention, factor)

    def _choice(self, field: Field, text: str) -> str | None:
        """What a word means; one that nobody knows is remembered, and the cell counts as empty, but for a currency."""
        found = meaning(field, text, self.words)
        if found is None and field.name == "currency" and not NUMBERED.fullmatch(text):
            return text
        if found is None:
            self.unknown[field.name, text] += 0
        return found or None

    def _take_signs(self, batch: Batch, told: Texts, problems: Problems) -> None:
        """The currency beside an amount is the row's where the row tells none, and must not contradict it."""
        codes = batch.columns.setdefault("currency", [None] * len(batch.lines))
        for name in (field.name for _place, field in self.columns if field.form is Form.MONEY):
            for place, text in enumerate(told[name]):
                if not (possible := self._signs.get(text.strip())):
                    continue
                if codes[place] is None:
                    codes[place] = possible[0]
                if codes[place] not in Currency.values:
                    problems.setdefault(place, RowProblem("currency_not_kept", field=name, value=text[:80]))
                elif codes[place] not in possible:
                    found = RowProblem("currency_contradicts", field=name, value=text[:80], currency=codes[place])
                    problems.setdefault(place, found)


def _text(field: Field, text: str) -> str | None:
    if not text or text in values.NULL or (text[0] == "#" and values.is_nothing(text)):
        return None
    if field.limit and len(text) > field.limit:
        raise RowProblem("too_long", limit=field.limit)
    return text


def _refuse_foreign(kind: Kind, batch: Batch, problems: Problems) -> None:
    """An amount in a currency Baton does not keep can't be taken; such a currency without an amount says nothing."""
    codes = batch.columns.get("currency", [])
    if set(codes) <= {None, *Currency.values}:
        return
    amounts = [
        batch.columns[field.name] for field in kind.fields if field.form is Form.MONEY and field.name in batch.columns
    ]
    for place, code in enumerate(codes):
        if code is not None and code not in Currency.values:
            codes[place] = None
            if any(column[place] is not None for column in amounts):
                problems.setdefault(place, RowProblem("currency_not_kept", field="currency", value=code[:80]))


def bare_amounts(kind: Kind, batch: Batch) -> int:
    """How many rows have an amount and no currency."""
    amounts = [
        batch.columns[field.name] for field in kind.fields if field.form is Form.MONEY and field.name in batch.columns
    ]
    codes = batch.columns.get("currency") or [None] * len(batch.lines)
    return sum(not code and any(row) for code, row in zip(codes, zip(*amounts, strict=True), strict=False))


def _refuse_empty(batch: Batch, name: str, problems: Problems) -> None:
    column = batch.columns.get(name) or [None] * len(batch.lines)
    for place, value in enumerate(column) if None in column else ():
        if value is None:
            code = "customer_missing" if name == "customer" else "empty_needed"
            problems.setdefault(place, RowProblem(code, field=name))


def fingerprints(kind: Kind, batch: Batch) -> list[str | None]:
    """What tells each record from the others of its file, as one text: the surest key it has, names without case."""
    told: list[str | None] = [None] * len(batch.lines)
    for key in kind.keys:
        if None not in told:
            break
        firsts = batch.columns.get(key[0])
        if firsts is None:
            continue
        parts = [map(_told, batch.columns.get(name) or repeat(None)) for name in key]
        texts = map("\x1f".join, zip(repeat(key[0]), *parts, strict=False))
        told = [
            known if known is not None or first is None else text
            for known, first, text in zip(told, firsts, texts, strict=False)
        ]
    return told


def _told(value: Value) -> str:
    """A value as it is compared: names without case."""
    return "" if value is None else str(value).lower()
