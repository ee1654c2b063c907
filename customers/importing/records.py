"""A row's cells become a record: a dict of typed values, references still as the text that names them."""

import datetime
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Any

from django.db.models import TextChoices
from django.utils import translation

from customers.importing import values
from customers.importing.fields import Field, Form, Kind
from customers.importing.guessing import plain
from customers.importing.problems import RowProblem
from customers.importing.synonyms import CHOICES
from customers.models import Currency

Value = str | int | Decimal | datetime.date | datetime.datetime | None
Record = dict[str, Any]
#: So many different cells of a column are remembered: most columns hold few.
REMEMBERED = 4_096
#: Forms whose cells are seldom the same twice, or as quick to read as to look up.
NOT_REMEMBERED = (Form.TEXT, Form.MOMENT, Form.EMAIL, Form.PERSON, Form.CUSTOMER, Form.DEAL, Form.CONTACT)


class Reader:
    """Turns the cells of one file into records. `order_of` decides a column's order of day and month when asked."""

    def __init__(
        self, kind: Kind, fields: list[str], *, zone: datetime.tzinfo, order_of: Callable[[int], str], source: str
    ) -> None:
        self.kind, self.zone, self.order_of, self.source = kind, zone, order_of, source
        self.columns = [(place, kind.field(name)) for place, name in enumerate(fields) if name]
        self.places = [(place, field.name) for place, field in self.columns]
        self.readers = {field.name: self._reader(field) for field in kind.fields}
        self.needed = [field.name for field in kind.needed]

    def texts(self, cells: list[str]) -> dict[str, str]:
        """The mapped cells by field."""
        return {name: cells[place] for place, name in self.places}

    def record(self, texts: dict[str, str]) -> Record:
        """The typed record. Raises `RowProblem` naming the field at fault."""
        made: Record = {}
        for name, text in texts.items():
            try:
                made[name] = self.readers[name](text)
            except RowProblem as problem:
                problem.field = name
                raise
        for name in self.needed:
            if made.get(name) is None:
                raise RowProblem("empty_needed", field=name)
        return settled(self.kind, made, self.source)

    def _reader(self, field: Field) -> Callable[[str], Value]:
        """What reads the cells of a field."""
        read = partial(self._value, field)
        return read if field.form in NOT_REMEMBERED else lru_cache(REMEMBERED)(read)

    def _value(self, field: Field, text: str) -> Value:
        text = values.clean(text)
        if field.form is Form.TEXT:
            return _text(field, text)
        if values.is_nothing(text):
            return None
        if field.form is Form.MONEY:
            return values.money(text)
        if field.form in (Form.DAY, Form.MOMENT):
            return self._time(field, text)
        if field.form is Form.PERCENT:
            return values.percentage(text)
        if field.form is Form.EMAIL:
            return values.email(text)
        if field.form is Form.CHOICE:
            return _choice(field, text)
        return text

    def _time(self, field: Field, text: str) -> datetime.date:
        def read(order: str) -> datetime.date:
            return values.moment(text, order, self.zone) if field.form is Form.MOMENT else values.day(text, order)

        try:
            return read("")
        except RowProblem as problem:
            if problem.code != "date_ambiguous":
                raise
        place = next(place for place, mapped in self.columns if mapped is field)
        return read(self.order_of(place))


def _text(field: Field, text: str) -> str | None:
    if not text or (text[0] == "#" and values.is_nothing(text)):
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


def settled(kind: Kind, record: Record, source: str) -> Record:
    """What follows from a row's own values: the state from the stage, the source of an id, dates in order."""
    if record.get("source_id") and not record.get("source"):
        record["source"] = source
    if kind.name == "deals":
        stage = record.get("stage") or ""
        if stage.startswith("closed:"):
            record["stage"] = "closed"
            record["state"] = record.get("state") or stage.removeprefix("closed:")
        elif stage and stage != "closed":
            record["state"] = record.get("state") or "open"
        _in_order(record, "opened_on", "closed_on")
    if kind.name == "contracts":
        _in_order(record, "starts_on", "ends_on")
    return record


def _in_order(record: Record, start: str, end: str) -> None:
    first, last = record.get(start), record.get(end)
    if first and last and last < first:
        raise RowProblem("dates_out_of_order", field=end, start=first.isoformat(), end=last.isoformat())


def identities(kind: Kind, record: Record) -> list[tuple[str, ...]]:
    """The keys this record can be recognised by, the surest first: the names of its fields."""
    return [key for key in kind.keys if record.get(key[0]) is not None]


def fingerprint(kind: Kind, record: Record) -> str:
    """What tells this record from the others of its file, as one text."""
    keys = identities(kind, record)
    return "\x1f".join([keys[0][0], *(plain_value(record.get(name)) for name in keys[0])]) if keys else ""


def plain_value(value: Value) -> str:
    """A value as it is compared: names without case."""
    return "" if value is None else str(value).casefold()


def references(kind: Kind, records: Iterable[Record], form: Form) -> set[str]:
    """The texts by which these records refer to others of that form."""
    names = [field.name for field in kind.fields if field.form is form]
    if not names:
        return set()
    return {record[name] for record in records for name in names if record.get(name)}
