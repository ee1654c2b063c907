"""From the text by which a row refers to another record to that record's id: one query per kind and batch."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup, Model, QuerySet, TextField
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler

from accounts.models import User
from customers.importing import joining
from customers.importing.headers import plain
from customers.importing.ids import known_id
from customers.importing.problems import RowProblem
from customers.models import Contact, Customer, CustomerSearch, Deal, DealSearch, PersonAtSource, Product

#: In place of an id: more than one record is called that.
AMBIGUOUS = -1
#: Key fields that are compared without case.
WITHOUT_CASE = frozenset({"name", "email", "title", "subject"})
Found = dict[str, int]
#: A name and an address in one cell, and what systems write behind the names of those who are gone.
BOTH = re.compile(r"(.*?)\s*[<(（\[]\s*([^\s<>()（）\[\]]+@[^\s<>()（）\[\]]+)\s*[>)）\]]")
GONE = re.compile(
    r"(?:\s*[(（\[]|\s[-–]\s)\s*(?:inactive|deactivated|disabled|deleted|former|left|已?离职|已?停用|已?禁用|已?冻结)(?:\s+user)?\s*[)）\]]?\s*$",
    re.I,
)
#: What some write behind a name: their id of a person, and that it is one.
ASIDE = re.compile(r"\s*[(（\[](?:\d{1,12}|employee|user|员工|用户)[)）\]]\s*$", re.I)
#: A family name, a comma, first names.
TURNED = re.compile(r"([^,;@\d()\u4e00-\u9fff]+),\s*([^,;@\d()\u4e00-\u9fff]+)")


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


@dataclass(frozen=True)
class Named:
    """Somebody as a cell (or several) names them: the id at the source, the address, the name; each may be empty. `Lee,
    Ann` is called Ann Lee, and `written` is how it stands there.
    """

    key: str = ""
    email: str = ""
    name: str = ""
    written: str = ""


@cache
def named(text: str) -> Named:
    """Who a cell means: `Mary Jones`, `mary@firm.example`, `Mary Jones (mary@firm.example)`, `陈静（已离职）`."""
    key, rest = joining.parts_of(text)
    email = name = ""
    for told in rest:
        bare = GONE.sub("", ASIDE.sub("", told).strip()).strip()
        found = BOTH.fullmatch(bare)
        alone, address = found.groups() if found else (("", bare) if "@" in bare else (bare, ""))
        email, name = email or address.strip().lower(), name or alone.strip()
    turned = TURNED.fullmatch(name)
    return Named(known_id(key), email, f"{turned[2]} {turned[1]}" if turned else name, name)


def people(texts: Iterable[str], source: str = "") -> Found:
    """People by their id at the source, else by e-mail address, else by name."""
    asked = {text: named(text) for text in texts}
    keys = {who.key for who in asked.values() if who.key}
    rows, at_source, by_email, by_name = User.objects.all(), {}, Found(), Found()
    if keys:
        known = PersonAtSource.objects.filter(source=source, source_id__any_of=keys)
        at_source = dict(known.values_list("source_id", "person_id"))
    emails = {told for who in asked.values() for told in (who.email, who.key.lower()) if "@" in told}
    _gather(by_email, _by(rows, "email", emails))
    names = {told.lower() for who in asked.values() for told in (who.name or who.key, who.written)}
    _gather(by_name, _by(rows, "name", names - {""}))
    found: Found = {}
    for text, who in asked.items():
        told = who.email or who.key.lower()
        by = by_name.get((who.name or who.key).lower()) or by_name.get(who.written.lower())
        if pk := at_source.get(who.key) or by_email.get(told) or by:
            found[text.lower()] = pk
    return found


def customers(rows: QuerySet[Any], texts: Iterable[str], source: str) -> Found:
    """Customers by id at the source where one is told, else by code, by id at the source, by name."""
    return _in_parts(texts, lambda asked: _customers(rows, asked, source), lambda keys: _sourced(rows, keys, source))


def _customers(rows: QuerySet[Any], asked: set[str], source: str) -> Found:
    found: Found = {}
    for field, also in (("code", {}), ("source_id", {"source": source})):
        pairs = rows.filter(**{f"{field}__any_of": asked}, **also).values_list(field, "pk")
        _gather(found, [(text.lower(), pk) for text, pk in pairs])
    _gather(found, _by(rows, "name", {text.lower() for text in asked} - found.keys()))
    return found


def deals(rows: QuerySet[Any], texts: Iterable[str], source: str) -> Found:
    """Deals by id at the source, else by name."""
    return _in_parts(texts, lambda asked: _deals(rows, asked, source), lambda keys: _sourced(rows, keys, source))


def _deals(rows: QuerySet[Any], asked: set[str], source: str) -> Found:
    found: Found = {text.lower(): pk for text, pk in _sourced(rows, asked, source).items()}
    _gather(found, _by(rows, "name", {text.lower() for text in asked} - found.keys()))
    return found


def _sourced(rows: QuerySet[Any], keys: set[str], source: str) -> Found:
    return dict(rows.filter(source=source, source_id__any_of=keys).values_list("source_id", "pk"))


def _in_parts(texts: Iterable[str], find: Callable[[set[str]], Found], by_key: Callable[[set[str]], Found]) -> Found:
    """What `find` says of each text; a reference of several parts goes by the first of them that finds something."""
    asked = set(texts)
    told = {text: joining.parts_of(text) for text in asked if joining.PART in text}
    keys = {known_id(key) for key, _rest in told.values()} - {""}
    sourced = by_key(keys) if keys else {}
    found = find((asked - told.keys()) | keys | {part for _key, rest in told.values() for part in rest})
    for text, (key, rest) in told.items():
        pks = [sourced.get(known_id(key)), *(found.get(part.lower()) for part in (key, *rest))]
        pk = next((pk for pk in pks if pk and pk != AMBIGUOUS), AMBIGUOUS if AMBIGUOUS in pks else None)
        if pk is not None:
            found[text.lower()] = pk
    return found


def contacts(customer_ids: set[int], texts: Iterable[str]) -> dict[tuple[int, str], int]:
    """Contacts by customer and id at the source, name or address."""
    wanted = {text.lower() for text in texts}
    rows = Contact.objects.filter(customer__in=customer_ids)
    found: dict[tuple[int, str], int] = {}
    for customer_id, *names, pk in rows.values_list("customer_id", "source_id", "name", "email", "pk"):
        for told in map(str.lower, names):
            if told in wanted:
                found.setdefault((customer_id, told), pk)
    return found


def products(texts: Iterable[str], currency: str) -> tuple[dict[str, tuple[int, str]], set[int]]:
    """Products by name, ignoring spaces and case: text → (id, its name here). Unknown ones are made; their ids."""
    known = {plain(name): (pk, name) for pk, name in Product.objects.values_list("pk", "name")}
    missing = {plain(text): text for text in texts if plain(text) not in known}
    made = Product.objects.bulk_create(Product(name=name, currency=currency) for name in missing.values())
    known.update({plain(product.name): (product.pk, product.name) for product in made})
    return {text: known[plain(text)] for text in texts}, {product.pk for product in made}


def one(found: Found, text: str, kind: str, field: str) -> int:
    """The id behind `text`. Raises `RowProblem` `<kind>_unknown` or `<kind>_ambiguous`."""
    pk = found.get(text.lower())
    if pk is None:
        raise RowProblem(f"{kind}_unknown", field=field, value=joining.shown(text)[:80])
    if pk == AMBIGUOUS:
        raise RowProblem(f"{kind}_ambiguous", field=field, value=joining.shown(text)[:80])
    return pk
