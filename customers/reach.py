"""How far a person's view of the book reaches, and the shapes of SQL that ask for it.

One condition in two forms, because no form suits both. `parts` read the rows in reach by their indexes, and cost what
there are of them; `many` looks at rows that come anyway, in the order of a list or by their ids, and costs the same for
each however far the reach is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from customers.models import Customer, Owned
from web.shapes import among

#: From more owners on.
WIDE = 50


@dataclass(frozen=True)
class Ids:
    """Some ids: a column of a queryset."""

    rows: QuerySet[Any]
    column: str

    def by_index(self, of: str) -> Q:
        """The column `of` is one of these, so that PostgreSQL can combine it with others by "or" and use indexes."""
        ids = self.rows.order_by().values(self.column)
        template = "(%(expressions)s))"
        return Q(Func(F(of), ArraySubquery(ids), template=template, arg_joiner=" = ANY (", output_field=BooleanField()))

    def one_by_one(self, of: str) -> Q:
        """The same, looked up for one row at a time."""
        return Q(Exists(self.rows.order_by().filter(**{self.column: OuterRef(of)})))


@dataclass
class Reach:
    """Whose books somebody sees, and which customers and records beside them.

    Owners are ids and not a subquery: only then PostgreSQL knows from its statistics how much of a table they own.
    """

    owners: list[int] = field(default_factory=list)
    customers: list[Ids] = field(default_factory=list)
    records: list[Ids] = field(default_factory=list)

    def __add__(self, more: "Reach") -> "Reach":
        return Reach([*self.owners, *more.owners], [*self.customers, *more.customers], [*self.records, *more.records])

    @property
    def is_wide(self) -> bool:
        """Whether so many people are in reach that listing the ids of their customers would be most of the work."""
        return len(self.owners) > WIDE

    def own(self) -> Q:
        """Most of what is in reach, quick to count: what these people own themselves."""
        return among(self.owners, "owner_id")

    def few(self) -> Q:
        """The customers in reach, to be read by index."""
        return reduce(or_, self.parts(Customer))

    def parts(self, model: type[Owned]) -> list[Q]:
        """The rows of `model` in reach, each part to be read by an index of its own."""
        parts = [self.own()]
        if model is not Customer:
            theirs = Ids(Customer.objects.filter(self.own()), "pk").by_index("customer_id")
            parts.append(theirs & ~self.own())
        return parts + [ids.by_index(column) for ids, column in self._beside(model)]

    def many(self, model: type[Owned]) -> Q:
        """The rows of `model` in reach, to be looked at one by one."""
        found = self.own()
        if model is not Customer:
            found |= among(self.owners, "customer__owner_id")
        for ids, column in self._beside(model):
            found |= ids.one_by_one(column)
        return found

    def _beside(self, model: type[Owned]) -> Iterator[tuple[Ids, str]]:
        yield from ((ids, "pk" if model is Customer else "customer_id") for ids in self.customers)
        yield from ((ids, "pk") for ids in self.records)
