"""Values of a CRM as the text an import reads without asking; the same for all vendors."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from customers.importing.choice_words import CHOICES
from customers.importing.fields import KINDS
from customers.importing.shape import Form


def text(value: Any) -> str:
    """A value as it stands, empty for none."""
    return "" if value is None else str(value)


def number(value: Any) -> str:
    """A number in plain digits."""
    return format(Decimal(str(value)), "f") if isinstance(value, int | float) else text(value)


@cache
def _words(choice: str) -> dict[str, str]:
    """What systems say → the choice it means."""
    found: dict[str, str] = {}
    for value, words in CHOICES[choice].items():
        found |= dict.fromkeys([value, *(word.strip().casefold() for word in words.split(","))], value)
    return found


def chosen(choice: str, said: Any, own: Mapping[str, str] | None = None) -> str:
    """The choice that is meant, empty when that is not known; `own` are the vendor's words in lower case."""
    word = text(said).strip().casefold()
    return _words(choice).get(word) or (own or {}).get(word, "")


def name_of(first: Any, last: Any) -> str:
    """A person's name; written in Chinese it begins with the family's and has no space."""
    given, family = text(first).strip(), text(last).strip()
    if (given + family) and all("\u4e00" <= letter <= "\u9fff" for letter in given + family):
        return family + given
    return f"{given} {family}".strip()


def fitted(kind: str, texts: Mapping[str, str]) -> dict[str, str]:
    """What there is to say, each text no longer than there is room for."""
    found = {name: _fit(kind, name, value.strip()) for name, value in texts.items()}
    return {name: value for name, value in found.items() if value}


def _fit(kind: str, name: str, value: str) -> str:
    field = KINDS[kind].field(name)
    return value[: field.limit] if field.form is Form.TEXT and field.limit else value
