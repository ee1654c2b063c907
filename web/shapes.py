"""The rows of a list as SQL in two forms, one fast for few rows and one for many; the capped count chooses (ADR 13)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.formats import number_format

COUNTED_TO = 10_000
#: An expected number from which on there really are more than are counted, though statistics may be some way off.
SURELY_MANY = 3 * COUNTED_TO

Row = TypeVar("Row", bound=Model)


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
class Found(Generic[Row]):
    """How many rows there are; and the rows, as they are best asked for in an order."""

    total: Total
    rows: "QuerySet[Row]"


@dataclass(frozen=True)
class Shapes(Generic[Row]):
    """The same rows, asked for in ways that suit a list of few and of many.

    `sure` are some of them, quick to count: when they alone are more than are counted, the list is one of many. `parts`
    are all of them, each found by an index of its own. Where they are `likely_many`, what PostgreSQL expects is worth
    asking for before they are counted.
    """

    sure: "QuerySet[Row]"
    parts: "Sequence[QuerySet[Row]]"
    many: "QuerySet[Row]"
    likely_many: bool = False

    def each(self, narrow: "Callable[[QuerySet[Row]], QuerySet[Row]]") -> "Shapes[Row]":
        """All of them, narrowed alike."""
        if self.is_simple:
            return Shapes.simple(narrow(self.many))
        parts = [narrow(part) for part in self.parts]
        return Shapes(narrow(self.sure), parts, narrow(self.many), self.likely_many)

    @classmethod
    def simple(cls, rows: "QuerySet[Row]") -> "Shapes[Row]":
        """Rows that are asked for in one way only."""
        return cls(rows, [rows], rows)

    @property
    def is_simple(self) -> bool:
        """Whether there is one way only."""
        return self.sure is self.many

    @property
    def few(self) -> "QuerySet[Row]":
        """All of the rows, to be found before they are sorted."""
        return self.parts[0] if len(self.parts) == 1 else self._whole(Q(pk__in=self._ids()))

    def found(self) -> "Found[Row]":
        """How many rows there are, and the rows of a list of few or of many."""
        total, ids = _find(self.sure)
        if ids is not None and not self.is_simple:
            total, ids = _find(self._ids())
        if ids is None:
            return Found(total, self.many)
        return Found(total, self.few if self.many.query.annotations else self._whole(among(ids)))

    def _whole(self, condition: Q) -> "QuerySet[Row]":
        return with_all_of(self.many, self.many.model._default_manager.filter(condition))

    def chosen(self) -> "QuerySet[Row]":
        """The shape that suits, for a list that says nothing of how many there are: nothing is counted where that is
        clear without.
        """
        is_clear = self.is_simple or (self.likely_many and _expected(self.sure) > SURELY_MANY)
        return self.many if is_clear else self.found().rows

    def _ids(self) -> "QuerySet[Any, Any]":
        first, *others = (part.order_by().values("pk") for part in self.parts)
        return first.union(*others) if others else first


def with_all_of(asked: "QuerySet[Any, Any]", rows: "QuerySet[Row]") -> "QuerySet[Row]":
    """These rows of the same model, with what `asked` fetches with each of its rows."""
    rows.query.select_related = asked.query.select_related
    lookups = asked._prefetch_related_lookups  # type: ignore[attr-defined]  # noqa: SLF001 - told nowhere else
    return rows.prefetch_related(*lookups)


def _find(rows: "QuerySet[Any, Any]") -> tuple[Total, list[int] | None]:
    """How many rows there are, and their ids unless there are more than are counted: what it took to find them is not
    done again to show them. One query.
    """
    ids = rows if rows.query.combinator else rows.order_by().values("pk")
    try:
        sql, params = ids[: COUNTED_TO + 1].query.sql_with_params()
    except EmptyResultSet:
        return Total(0), []
    asked = f"SELECT count(*), CASE WHEN count(*) <= %s THEN array_agg(id) END FROM ({sql}) found (id)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked, [COUNTED_TO, *params])
        number, found = cursor.fetchone()
    return Total(number), None if number > COUNTED_TO else found or []


def _expected(rows: "QuerySet[Any, Any]") -> int:
    """How many rows PostgreSQL expects, from its statistics."""
    try:
        sql, params = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        return int(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])


def ids_of(*asked: "QuerySet[Any, Any]") -> list[list[int]]:
    """The ids of each of these querysets, a column of its own where it names one. One query."""
    made = [(rows if rows.query.values_select else rows.values("pk")).order_by().query for rows in asked]
    parts = [query.sql_with_params() for query in made]
    arrays = ", ".join(f"ARRAY({sql})" for sql, _params in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {arrays}", [value for _sql, params in parts for value in params])
        return list(cursor.fetchone())


def among(ids: list[int], of: str = "pk") -> Q:
    """A condition: the column `of` is one of these many ids, which PostgreSQL sees and the ORM handles as one value."""
    known = RawSQL("%s::bigint[]", [ids])  # an array field would look at each of them
    template, joiner = "(%(expressions)s))", " = ANY ("
    return Q(Func(F(of), known, template=template, arg_joiner=joiner, output_field=BooleanField()))
