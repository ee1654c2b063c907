"""Keyset pages for HTML lists: the millionth row costs what the first does.

A page continues after (or before) a row, named by its sort value and id in a signed cursor. Rows without a sort value
come last in either direction. A cursor that was not made by us, or for another order, shows the first page.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F, Field, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.http import QueryDict
from django.utils.formats import number_format

SIZE = 50
MAX_SIZE = 200
COUNTED_TO = 10_000

Row = TypeVar("Row", bound=Model)


class RowOf(Func):
    """A row of values; PostgreSQL compares it from left to right, with one index."""

    function = "ROW"
    output_field = TextField()


@dataclass(frozen=True)
class Total:
    """How many rows there are, counted no further than `COUNTED_TO`."""

    number: int

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self.number > COUNTED_TO

    def __str__(self) -> str:
        shown = number_format(min(self.number, COUNTED_TO), force_grouping=True)
        return f"{shown}+" if self.is_capped else shown


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows in order, and the cursors to either side (None where there is nothing)."""

    rows: list[Row]
    sort: str
    before: str | None
    after: str | None
    total: Total


@dataclass(frozen=True)
class Order(Generic[Row]):
    """One order of one kind of rows: by `path`, then by id, both in the same direction."""

    rows: "QuerySet[Row]"
    name: str
    path: str
    descending: bool

    @property
    def column(self) -> "Field[Any, Any]":
        """The field the rows are ordered by."""
        resolved: Any = F(self.path).resolve_expression(self.rows.all().query)
        return resolved.output_field

    @property
    def has_gaps(self) -> bool:
        """Whether a row may lack the value: it is optional, comes through a relation, or is computed."""
        return "__" in self.path or self.path in self.rows.query.annotations or self.column.null

    def ordered(self, backwards: bool = False) -> "QuerySet[Row]":
        """The rows in this order, or the other way round; those without a value come last."""
        descending = self.descending != backwards
        place = {"nulls_first": True} if backwards else {"nulls_last": True}
        value = F(self.path)
        nulls = place if self.has_gaps else {}
        first = value.desc(**nulls) if descending else value.asc(**nulls)
        return self.rows.order_by(first, "-pk" if descending else "pk")

    def beyond(self, value: Any, pk: int, backwards: bool = False) -> Q:
        """The rows that follow (or precede) the row with this value and id."""
        compare = LessThan if self.descending != backwards else GreaterThan
        if value is None:
            same = Q(**{f"{self.path}__isnull": True}, **{"pk__lt" if compare is LessThan else "pk__gt": pk})
            return same | Q(**{f"{self.path}__isnull": False}) if backwards else same
        rest = Q(compare(RowOf(F(self.path), F("pk")), RowOf(Value(value, self.column), Value(pk))))
        return rest if backwards or not self.has_gaps else rest | Q(**{f"{self.path}__isnull": True})

    def _signer(self) -> signing.Signer:
        return signing.Signer(salt=f"keyset.{self.rows.model._meta.label_lower}.{self.name}")

    def cursor(self, row: Row) -> str:
        """The place of `row` in this order, signed, for an address."""
        value: Any = row
        for step in self.path.split("__"):
            value = getattr(value, step, None)
        if isinstance(value, datetime.date):
            value = value.isoformat()
        return self._signer().sign_object([None if value is None else str(value), row.pk])

    def read(self, cursor: str) -> tuple[Any, int] | None:
        """The value and id a cursor stands for, or None when it is not one of this order."""
        try:
            text, pk = self._signer().unsign_object(cursor)
            return (None if text is None else self.column.to_python(text)), int(pk)
        except (signing.BadSignature, ValidationError, ValueError, TypeError):
            return None


def page(
    rows: "QuerySet[Row]", params: QueryDict, *, sorts: Mapping[str, str], default: str, size: int = SIZE
) -> Page[Row]:
    """The page of `rows` that the URL asks for by `sort`, `after` or `before`, and `size`.

    `sorts` maps the names the URL may use to columns; a leading `-` turns an order round. What is not understood
    counts as not given. Two queries: the rows and the capped count.
    """
    order = _order(rows, params.get("sort", ""), sorts, default)
    size = _size(params.get("size", ""), size)
    total = Total(rows.order_by().values("pk")[: COUNTED_TO + 1].count())
    if (start := order.read(params.get("before", ""))) is not None:
        found = list(order.ordered(backwards=True).filter(order.beyond(*start, backwards=True))[: size + 1])
        if len(found) > size:
            return _page(order, found[size - 1 :: -1], total, before=True, after=True)
    if (start := order.read(params.get("after", ""))) is not None:
        found = list(order.ordered().filter(order.beyond(*start))[: size + 1])
        if found:
            return _page(order, found[:size], total, before=True, after=len(found) > size)
    found = list(order.ordered()[: size + 1])
    return _page(order, found[:size], total, before=False, after=len(found) > size)


def _page(order: Order[Row], rows: list[Row], total: Total, *, before: bool, after: bool) -> Page[Row]:
    return Page(
        rows=rows,
        sort=order.name,
        before=order.cursor(rows[0]) if before else None,
        after=order.cursor(rows[-1]) if after else None,
        total=total,
    )


def _order(rows: "QuerySet[Row]", asked: str, sorts: Mapping[str, str], default: str) -> Order[Row]:
    name = asked if asked.removeprefix("-") in sorts else default
    return Order(rows, name, sorts[name.removeprefix("-")], name.startswith("-"))


def _size(asked: str, usual: int) -> int:
    return max(1, min(int(asked), MAX_SIZE)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else usual
