"""What a kind of reference to a leaver is: data, one value for each way a person can still be named somewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts.models import User
from handover.models import Departure, DepartureKind, ReferenceKind

EVERY = frozenset(DepartureKind)
#: Who leaves the firm for good.
FOR_GOOD = EVERY - {DepartureKind.TRANSFER, DepartureKind.LEAVE}

Rows = QuerySet[Any]
#: Given a person, the departure and rows of a kind: those of the rows the person may read, or settle.
Narrow = Callable[[User, Departure, Rows], Rows]


@dataclass(frozen=True)
class Shown:
    """One reference in words: a sentence, what else helps to decide, and where to look (empty: nowhere)."""

    sentence: str
    hint: str = ""
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """One way a leaver is still named.

    `fields` are the foreign keys to a person it answers for; `settled_in` the kinds of departure that wait for it;
    `rows` find all of one leaver by their id; `seen` and `settled_by` say which of them a person may read, and which
    they may hand over or end by their rights in that room. `whose` tells the others whom to ask.
    """

    kind: ReferenceKind
    fields: tuple[str, ...]
    settled_in: frozenset[DepartureKind]
    title: str | Promise
    whose: str | Promise
    rows: Callable[[int], Rows]
    seen: Narrow
    settled_by: Narrow
    show: Callable[[Any, User], Shown]
    counted: Callable[[int], str]
    related: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    can_be_waived: bool = True


def everybody(user: User, departure: Departure, rows: Rows) -> Rows:
    """All rows: whoever reads the references of this departure may read them."""
    return rows


def nobody(user: User, departure: Departure, rows: Rows) -> Rows:
    """None: it ends by itself, or only the leaver can settle it."""
    return rows.none()
