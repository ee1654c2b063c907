"""The shape of what a file can hold: forms of cells, fields, kinds of record."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from django.db import models
from django.utils.functional import Promise


class Form(Enum):
    """The form a cell's text must have."""

    TEXT = "text"
    ID = "id"
    MONEY = "money"
    PERCENT = "percent"
    DAY = "day"
    MOMENT = "moment"
    EMAIL = "email"
    CHOICE = "choice"
    CUSTOMER = "customer"
    PERSON = "person"
    PRODUCT = "product"
    DEAL = "deal"
    CONTACT = "contact"


#: The forms of fields that name another record.
FOLLOWED = frozenset({Form.PERSON, Form.PRODUCT, Form.CUSTOMER, Form.DEAL, Form.CONTACT})


@dataclass(frozen=True)
class Field:
    """One field a column can fill. `words` names its entry in `choice_words.CHOICES`.

    `into` names the field this one is only a part of (`joining` says how they become one). `many` columns may fill it.
    `instead` are the fields that do in its place when it is needed.
    """

    name: str
    label: str | Promise
    form: Form = Form.TEXT
    needed: bool = False
    limit: int = 0
    choices: type[models.TextChoices] | None = None
    words: str = ""
    into: str = ""
    many: bool = False
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of record. `owned` by one person; `keys` are the ways to recognise it, the surest first.

    A key counts when its first field has a value; the others may be empty.
    """

    name: str
    label: str | Promise
    model: type[models.Model]
    fields: tuple[Field, ...]
    keys: tuple[tuple[str, ...], ...]
    owned: bool = False

    def field(self, name: str) -> Field:
        """The field of that name; `KeyError` when there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {each.name: each for each in self.fields}

    @property
    def needed(self) -> list[Field]:
        """The fields no row can do without."""
        return [each for each in self.fields if each.needed]

    def lacking(self, mapped: set[str]) -> list[Field]:
        """The needed fields that none of the `mapped` fields fills."""
        return [each for each in self.needed if not mapped & {each.name, *each.instead}]
