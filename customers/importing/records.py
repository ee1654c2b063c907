"""Rows of cells become a batch: typed values by field, references still as the text that names them."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from itertools import repeat
from typing import Any

from django.db.models import TextChoices
from django.utils import translation

from customers.importing import dates, numbers, values
from customers.importing.batches import Batch, Problems, converted
from customers.importing.fields import Field, Form, Kind
from customers.importing.guessing import plain
from customers.importing.problems import Row, RowProblem
from customers.importing.styles import DATES, NUMBERS, SHARES, Styles, answered
from customers.importing.synonyms import CHOICES
from customers.models import Currency

Value = str | int | Decimal | datetime.date | datetime.datetime | None
Texts = dict[str, list[str]]


class Reader:
    """Turns the cells of one file into batches. `styles` says how columns (by their place) write dates, numbers and
    shares, and `added` what is beside the texts of the mapped columns.
    """

    def __init__(
        self,
        kind: Kind,
        fields: list[str],
        *,
        zone: datetime.tzinfo,
        styles: Styles,
        source: str,
        added: Callable[[Texts], Texts],
    ) -> None:
        self.kind, self.zone, self.source, self.added = kind, zone, source, added
        self.columns = [(place, kind.field(name)) for place, name in enumerate(fields) if name]
        self._styles = {field.name: style for place, field in self.columns if (style := answered(styles, place))}
        self._signs: dict[str, tuple[str, ...]] = {}

    def texts(self, rows: Sequence[list[str]]) -> Texts:
        """The mapped cells of the rows by field."""
        by_place: list[Sequence[str]] = list(zip(*rows, strict=True)) if rows else [[] for _place in self.columns]
        return self.added({field.name: list(by_place[place]) for place, field in self.columns}) if rows else {}

    def batch(self, rows: list[Row]) -> Batch:
        """The typed rows; those in which something is wrong are refused, with the field at fault."""
        batch, problems = Batch.of(rows), Problems()
        told = self.texts(batch.cells)
        for name, texts in told.items():
            batch.columns[name] = self._column(self.kind.field(name), texts, problems)
        if self._signs:
            self._take_signs(batch, told, problems)
        for needed in self.kind.needed:
            _refuse_empty(batch, needed.name, problems)
        settle(self.kind, batch, self.source, problems)
        batch.keys = fingerprints(self.kind, batch)
        batch.refuse(problems)
        return batch

    def _column(self, field: Field, texts: list[str], problems: Problems) -> list[Any]:
        read = partial(self._value, field)
        if field.form is Form.TEXT:
            return values.plain_texts(texts, field.limit) or converted(field.name, texts, read, problems)
        return converted(field.name, texts, read, problems)

    def _value(self, field: Field, text: str) -> Value:
        text = values.clean(text)
        if field.form is Form.TEXT:
            return _text(field, text)
        if values.is_nothing(text):
            return None
        style = self._styles.get(field.name, {})
        if field.form is Form.MONEY:
            return text if numbers.PLAIN_NUMBER.fullmatch(text) else self._money(text, style)
        if field.form is Form.DAY:
            return dates.day(text, style.get(DATES, ""), self.zone)
        if field.form is Form.MOMENT:
            return dates.moment(text, style.get(DATES, ""), self.zone)
        if field.form is Form.PERCENT:
            return numbers.percentage(text, style.get(NUMBERS, ""), style.get(SHARES, ""))
        if field.form is Form.EMAIL:
            return values.email(text)
        if field.form is Form.CHOICE:
            return _choice(field, text)
        return text

    def _money(self, text: str, style: Mapping[str, str]) -> Decimal:
        if told := numbers.currencies(text):
            self._signs[text] = told
        return numbers.money(text, style.get(NUMBERS, ""))

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


def _meanings(field: Field) -> dict[str, str]:
    """What may stand in a cell (plain) → the choice it means, in every language Baton speaks."""
    return _meanings_of(field.words, field.choices or Currency)


@cache
def _meanings_of(words_of: str, choices: type[TextChoices]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in choices.values:
        labels = []
        for language in ("en", "zh-hans"):
            with translation.override(language):
                labels.append(str(choices(value).label))
        for word in (value, *labels, *CHOICES.get(words_of, {}).get(value, "").split(",")):
            found.setdefault(_key(word), value)
    if words_of == "stage":  # many systems keep won and lost among the stages
        for value, words in CHOICES["deal_state"].items():
            for word in (value, *words.split(",")):
                found.setdefault(_key(word), f"closed:{value}" if value != "open" else "")
    return found


def _key(word: str) -> str:
    return plain(word) or word.strip()


def _choice(field: Field, text: str) -> str | None:
    meaning = _meanings(field).get(_key(text))
    if meaning is None:
        known = ", ".join(field.choices.values) if field.choices else ""
        raise RowProblem("not_a_choice", value=text[:80], choices=known)
    return meaning or None


def settle(kind: Kind, batch: Batch, source: str, problems: Problems) -> None:
    """What follows from a row's own values: the state from the stage, the source of an id, dates in order."""
    columns = batch.columns
    if "source_id" in columns:
        given = columns.get("source") or repeat(None)
        columns["source"] = [
            own or (source if pk else own) for pk, own in zip(columns["source_id"], given, strict=False)
        ]
    if kind.name == "deals":
        _settle_stage(columns)
        _in_order(columns, "opened_on", "closed_on", problems)
    if kind.name == "contracts":
        _in_order(columns, "starts_on", "ends_on", problems)


def _settle_stage(columns: dict[str, list[Any]]) -> None:
    if "stage" not in columns:
        return
    states = columns.setdefault("state", [None] * len(columns["stage"]))
    for place, stage in enumerate(columns["stage"]):
        if stage and stage.startswith("closed:"):
            columns["stage"][place] = "closed"
            states[place] = states[place] or stage.removeprefix("closed:")
        elif stage and stage != "closed":
            states[place] = states[place] or "open"


def _in_order(columns: dict[str, list[Any]], start: str, end: str, problems: Problems) -> None:
    for place, (first, last) in enumerate(zip(columns.get(start, ()), columns.get(end, ()), strict=False)):
        if first and last and last < first:
            found = RowProblem("dates_out_of_order", field=end, start=first.isoformat(), end=last.isoformat())
            problems.setdefault(place, found)


def _refuse_empty(batch: Batch, name: str, problems: Problems) -> None:
    for place, value in enumerate(batch.columns.get(name) or repeat(None, len(batch.lines))):
        if value is None:
            problems.setdefault(place, RowProblem("empty_needed", field=name))


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
    return "" if value is None else str(value).casefold()
