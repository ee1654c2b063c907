"""From the text by which a row refers to another record to that record's id: one query per kind and batch."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup, Model, QuerySet, TextField
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler

from accounts.models import User
from customers.importing.guessing import plain
from customers.importing.problems import RowProblem
from customers.models import Contact, Customer, CustomerSearch, Deal, DealSearch, Product

#: In place of an id: more than one record is called that.
AMBIGUOUS = -1
#: Key fields that are compared without case.
WITHOUT_CASE = frozenset({"name", "email", "title", "subject"})
Found = dict[str, int]


@CharField.register_lookup
@TextField.register_lookup
class AnyOf(Lookup):
    """`field__any_of=texts`: what `__in` finds, as one parameter instead of thousands."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The left side compared with an array."""
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", [*params, list(self.rhs)]


def _gather(found: Found, pairs: Iterable[tuple[str, int]]) -> None:
    """Add what was found, without replacing what is known; two records of one name become `AMBIGUOUS`."""
    fresh: Found = {}
    for name, pk in pairs:
        fresh[name] = pk if fresh.get(name, pk) == pk else AMBIGUOUS
    for name, pk in fresh.items():
        found.setdefault(name, pk)


def _by(rows: QuerySet[Any], field: str, texts: set[str], **also: object) -> list[tuple[str, int]]:
    """(lower-case text, id) of the rows whose `field` is one of `texts`, whatever the case."""
    if not texts:
        return []
    found = rows.annotate(told=_told(rows.model, field)).filter(told__any_of=texts, **also)
    return list(found.values_list("told", "pk"))


def beside(model: type[Model], field: str) -> str:
    """The table beside the records where an index has this field without case; empty where there is none."""
    if field != "name" or model not in (Customer, Deal):
        return ""
    return (CustomerSearch if model is Customer else DealSearch)._meta.db_table


def _told(model: type[Model], field: str) -> Lower:
    """The field without case, beside the record where an index has it."""
    return Lower("search__name" if beside(model, field) else field)


def people(texts: Iterable[str]) -> Found:
    """People by e-mail address, else by name."""
    wanted = {text.casefold() for text in texts}
    found: Found = {}
    rows = User.objects.all()
    _gather(found, _by(rows, "email", {text for text in wanted if "@" in text}))
    _gather(found, _by(rows, "name", wanted - found.keys()))
    return found


def customers(rows: QuerySet[Any], texts: Iterable[str], source: str) -> Found:
    """Customers by code, by id at the source, else by name."""
    asked = set(texts)
    found: Found = {}
    for field, also in (("code", {}), ("source_id", {"source": source})):
        pairs = rows.filter(**{f"{field}__any_of": asked}, **also).values_list(field, "pk")
        _gather(found, [(text.casefold(), pk) for text, pk in pairs])
    _gather(found, _by(rows, "name", {text.casefold() for text in asked} - found.keys()))
    return found


def deals(rows: QuerySet[Any], texts: Iterable[str], source: str) -> Found:
    """Deals by id at the source, else by name."""
    asked = set(texts)
    found: Found = {}
    pairs = rows.filter(source=source, source_id__any_of=asked).values_list("source_id", "pk")
    _gather(found, [(text.casefold(), pk) for text, pk in pairs])
    _gather(found, _by(rows, "name", {text.casefold() for text in asked} - found.keys()))
    return found


def contacts(customer_ids: set[int], texts: Iterable[str]) -> dict[tuple[int, str], int]:
    """Contacts by customer and id at the source, name or address."""
    wanted = {text.casefold() for text in texts}
    rows = Contact.objects.filter(customer__in=customer_ids)
    found: dict[tuple[int, str], int] = {}
    for customer_id, *names, pk in rows.values_list("customer_id", "source_id", "name", "email", "pk"):
        for told in map(str.casefold, names):
            if told in wanted:
                found.setdefault((customer_id, told), pk)
    return found


def products(texts: Iterable[str], currency: str) -> tuple[dict[str, tuple[int, str]], int]:
    """Products by name, ignoring spaces and case: text → (id, its name here). Unknown ones are made; how many were."""
    known = {plain(name): (pk, name) for pk, name in Product.objects.values_list("pk", "name")}
    missing = {plain(text): text for text in texts if plain(text) not in known}
    made = Product.objects.bulk_create(Product(name=name, currency=currency) for name in missing.values())
    known.update({plain(product.name): (product.pk, product.name) for product in made})
    return {text: known[plain(text)] for text in texts}, len(made)


def one(found: Found, text: str, kind: str, field: str) -> int:
    """The id behind `text`. Raises `RowProblem` `<kind>_unknown` or `<kind>_ambiguous`."""
    pk = found.get(text.casefold())
    if pk is None:
        raise RowProblem(f"{kind}_unknown", field=field, value=text[:80])
    if pk == AMBIGUOUS:
        raise RowProblem(f"{kind}_ambiguous", field=field, value=text[:80])
    return pk
