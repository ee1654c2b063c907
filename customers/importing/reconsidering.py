"""Guesses by name that the examples speak against: a status that holds stages, a customer that is only a number."""

import re
from collections.abc import Iterable, Mapping, Sequence

from customers.importing import content
from customers.importing.shape import Kind

NUMBER = re.compile(r"[\d.\-/ ]+")
#: By the place of a column, its field.
Fields = dict[int, str]


def changes(
    kind: Kind,
    fields: Mapping[int, str],
    others: Mapping[int, Iterable[str]],
    examples: Sequence[Sequence[str]],
    names: content.Known,
) -> Fields:
    """The fields of columns that are others than their names tell; `others` are what else columns could be by name."""
    places = {field: place for place, field in fields.items()}
    if kind.name == "deals":
        return _stages(kind, places, examples, names)
    if kind.name == "customers":
        return _codes(places, others, examples)
    return {}


def _stages(kind: Kind, places: Mapping[str, int], examples: Sequence[Sequence[str]], names: content.Known) -> Fields:
    """A deal's status that says its stage, where no other column does."""
    if "state" not in places or "stage" in places:
        return {}
    told = examples[places["state"]]
    states, stages = (content.fits(kind.field(name), told, names) or 0 for name in ("state", "stage"))
    return {places["state"]: "stage"} if stages > states else {}


def _codes(places: Mapping[str, int], others: Mapping[int, Iterable[str]], examples: Sequence[Sequence[str]]) -> Fields:
    """A customer's number under the name of a customer, where another column has the name."""
    if "name" not in places or "code" in places or not _are_numbers(examples[places["name"]]):
        return {}
    named = [place for place, may_be in others.items() if "name" in may_be and not _are_numbers(examples[place])]
    return {places["name"]: "code", named[0]: "name"} if named else {}


def _are_numbers(texts: Sequence[str]) -> bool:
    told = [text for text in texts if text]
    return bool(told) and all(map(NUMBER.fullmatch, told))
