"""Keyset pages for HTML lists: the millionth row costs what the first does.

A page continues after (or before) a row, named by its sort value and id in a signed cursor. Rows without a sort value
come last in either direction. A cursor that was not made by us, or for another order, shows the first page.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F, Field, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.http import QueryDict

from web.shapes import Shapes, Total, with_all_of

SIZE = 50
MAX_SIZE = 200

Row = TypeVar("Row", bound=Model)
#: The sort value and the id of a row.
Place = tuple[Any, int]


@dataclass(frozen=True)
class Sort:
    """What a list can be ordered by: `path` is the column, `value` where a row has the same as an attribute.

    `gap` is what is null where a row has no value; it is the column itself unless said, and None where none lacks it.
    Without an index in this order there is nothing to walk along, and many rows are better found like few.
    """

    path: str
    value: str = ""
    gap: str | None = ""
    is_indexed: bool = True


class RowOf(Func):
    """A row of values; PostgreSQL compares it from left to right, with one index."""

    function = "ROW"
    output_field = TextField()


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
    """One order of one kind of rows: by what `sort` says, then by id, both in the same direction.

    `is_short`: there are few rows. Then they are found first and sorted, whatever PostgreSQL thinks; it likes to walk
    the index of the order in the hope to meet fifty of them soon.
    """

    rows: "QuerySet[Row]"
    name: str
    sort: Sort
    descending: bool
    is_short: bool = False

    @property
    def path(self) -> str:
        """The column, as Django names it."""
        return self.sort.path

    @property
    def column(self) -> "Field[Any, Any]":
        """The field the rows are ordered by."""
        resolved: Any = F(self.path).resolve_expression(self.rows.all().query)
        return resolved.output_field

    @property
    def gap(self) -> str | None:
        """What is null where a row lacks the value; None when no row does."""
        if self.sort.gap != "":
            return self.sort.gap
        may_lack = "__" in self.path or self.path in self.rows.query.annotations or self.column.null
        return self.path if may_lack else None

    def take(self, size: int, start: Place | None = None, backwards: bool = False) -> list[Row]:
        """The first rows, or those that follow (or precede) a place; rows without a value come last."""
        found: list[Row] = []
        for rows in self._parts(start, backwards):
            if len(found) < size:
                found += self._fetch(rows, size - len(found))
        return found

    def _parts(self, start: Place | None, backwards: bool) -> "Iterator[QuerySet[Row]]":
        """The rows with a value and those without, each in order: one condition for both would find no index."""
        value, pk = start or (None, 0)
        falls = self.descending != backwards
        is_plain = "__" not in self.path and self.gap is None
        filled = self.rows if is_plain else self.rows.filter(**self._lacks(self.path, False))
        if value is not None:
            filled = filled.filter(self.beyond(value, pk, falls))
        parts = [] if pk and value is None and not backwards else [self._ordered(filled, falls)]
        if self.gap is not None and not (value is not None and backwards):
            empty = self.rows.filter(**self._lacks(self.gap, True))
            if pk and value is None:
                empty = empty.filter(**{"pk__lt" if falls else "pk__gt": pk})
            parts.append(empty.order_by("-pk" if falls else "pk"))
        yield from reversed(parts) if backwards else parts

    @staticmethod
    def _lacks(path: str, is_null: bool) -> dict[str, bool]:
        return {f"{path}__isnull": is_null}

    def _fetch(self, ordered: "QuerySet[Row]", size: int) -> list[Row]:
        """The first of these rows. They are chosen before anything is joined to them, which PostgreSQL would do first,
        for the whole table.
        """
        if ordered.query.annotations:
            return list(ordered[:size])
        chosen = self.rows.model._default_manager.filter(pk__in=ordered.values("pk")[:size])
        return list(with_all_of(ordered, chosen).order_by(*ordered.query.order_by))

    def _ordered(self, rows: "QuerySet[Row]", falls: bool) -> "QuerySet[Row]":
        value: Any = Func(F(self.path), function="GREATEST") if self.is_short else F(self.path)
        return rows.order_by(value.desc() if falls else value.asc(), "-pk" if falls else "pk")

    def beyond(self, value: Any, pk: int, falls: bool) -> Q:
        """The rows after the row with this value and id, in a falling or rising order."""
        compare = LessThan if falls else GreaterThan
        rest = Q(compare(RowOf(F(self.path), F("pk")), RowOf(Value(value, self.column), Value(pk))))
        if "__" in self.path:  # no index spans two tables: name the part that one can find
            rest &= Q(**{f"{self.path}__lte" if falls else f"{self.path}__gte": value})
        return rest

    def _signer(self) -> signing.Signer:
        return signing.Signer(salt=f"keyset.{self.rows.model._meta.label_lower}.{self.name}")

    def cursor(self, row: Row) -> str:
        """The place of `row` in this order, signed, for an address."""
        value: Any = row
        for step in (self.sort.value or self.path).split("__"):
            value = getattr(value, step, None)
        if isinstance(value, datetime.date):
            value = value.isoformat()
        return self._signer().sign_object([None if value is None else str(value), row.pk])

    def read(self, cursor: str) -> Place | None:
        """The value and id a cursor stands for, or None when it is not one of this order."""
        try:
            text, pk = self._signer().unsign_object(cursor)
            return (None if text is None else self.column.to_python(text)), int(pk)
        except (signing.BadSignature, ValidationError, ValueError, TypeError):
            return None


def page(
    rows: "QuerySet[Row] | Shapes[Row]",
    params: QueryDict,
    *,
    sorts: Mapping[str, str | Sort],
    default: str,
    size: int = SIZE,
) -> Page[Row]:
    """The page of `rows` that the URL asks for by `sort`, `after` or `before`, and `size`.

    `sorts` maps the names the URL may use to columns; a leading `-` turns an order round. What is not understood
    counts as not given. Two queries: the capped count, which says how to ask for the rows, and the rows. Of `Shapes`
    the sure ones are counted first, which often is enough.
    """
    shapes = rows if isinstance(rows, Shapes) else Shapes.simple(rows)
    found = shapes.found()
    total = found.total
    name, sort = _sort(params.get("sort", ""), sorts, default)
    chosen = found.rows if sort.is_indexed or not total.is_capped else shapes.few
    order = Order(chosen, name, sort, name.startswith("-"), is_short=not total.is_capped)
    size = _size(params.get("size", ""), size)
    return _page_of(order, params, size, total) if total.number else _page(order, [], total, before=False, after=False)


def _page_of(order: Order[Row], params: QueryDict, size: int, total: Total) -> Page[Row]:
    """The rows before or after the one that the URL names, else the first ones."""
    if (start := order.read(params.get("before", ""))) is not None:
        taken = order.take(size + 1, start, backwards=True)
        if len(taken) > size:
            return _page(order, taken[size - 1 :: -1], total, before=True, after=True)
    if (start := order.read(params.get("after", ""))) is not None:
        taken = order.take(size + 1, start)
        if taken:
            return _page(order, taken[:size], total, before=True, after=len(taken) > size)
    taken = order.take(size + 1)
    return _page(order, taken[:size], total, before=False, after=len(taken) > size)


def _page(order: Order[Row], rows: list[Row], total: Total, *, before: bool, after: bool) -> Page[Row]:
    return Page(
        rows=rows,
        sort=order.name,
        before=order.cursor(rows[0]) if before else None,
        after=order.cursor(rows[-1]) if after else None,
        total=total,
    )


def _sort(asked: str, sorts: Mapping[str, str | Sort], default: str) -> tuple[str, Sort]:
    """The order asked for and its name, or the usual one."""
    name = asked if asked.removeprefix("-") in sorts else default
    sort = sorts[name.removeprefix("-")]
    return name, sort if isinstance(sort, Sort) else Sort(sort)


def _size(asked: str, usual: int) -> int:
    return max(1, min(int(asked), MAX_SIZE)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else usual
