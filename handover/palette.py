"""What the search palette finds: customers, deals, people and departures by a few letters, as far as each may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import access as accounts_access
from accounts.models import User
from accounts.permissions import Permission
from customers import access as customers_access
from customers.models import Customer, CustomerSearch, Deal, DealSearch
from handover import access
from web import keyset
from web.shapes import Shapes

#: How many of each kind are shown; the rest is in the list that `Found.more` leads to.
SHOWN = 6
MOST_LETTERS = 80
_BY_NAME = {"name": keyset.Sort("search__name", value="name", gap=None)}


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, what tells it from others of that name, and where it is."""

    name: str
    hint: str | Promise
    url: str


@dataclass(frozen=True)
class Found:
    """What was found of one kind, and the list where more of it is (empty when there is no more)."""

    label: str | Promise
    icon: str
    hits: list[Hit]
    more: str


def search(user: User, typed: str) -> list[Found]:
    """What `user` sees that contains each word of `typed`, by kind; nothing for nothing."""
    typed = typed.strip()[:MOST_LETTERS]
    return [found for found in _kinds(user, typed) if found.hits] if typed else []


def _kinds(user: User, typed: str) -> Iterator[Found]:
    if user.may(Permission.SEE_BOOK):
        yield _customers(user, typed)
        yield _deals(user, typed)
    if user.may(Permission.SEE_DEPARTURES):
        yield _departures(user, typed)
    if user.may(Permission.SEE_PEOPLE):
        yield _people(user, typed)


def _customers(user: User, typed: str) -> Found:
    listed = customers_access.listed(user, Customer).each(
        lambda rows: rows.filter(pk__in=CustomerSearch.objects.matching(typed)).select_related("owner")
    )
    page = _first(listed)
    hits = [Hit(row.name, f"{row.code} · {row.owner}", reverse("customer", args=[row.pk])) for row in page.rows]
    return Found(_("Customers"), "building", hits, _more("customers", typed, page.after))


def _deals(user: User, typed: str) -> Found:
    listed = customers_access.listed(user, Deal).each(
        lambda rows: rows.filter(pk__in=DealSearch.objects.matching(typed)).select_related("customer", "owner")
    )
    page = _first(listed)
    hits = [Hit(row.name, str(row.customer or row.owner), reverse("deal", args=[row.pk])) for row in page.rows]
    return Found(_("Deals"), "briefcase", hits, _more("deals", typed, page.after))


def _departures(user: User, typed: str) -> Found:
    rows = access.departures(user).filter(leaver__name__icontains=typed).select_related("leaver").order_by("-pk")
    shown = list(rows[: SHOWN + 1])
    hits = [Hit(row.leaver.name, row.get_state_display(), reverse("departure", args=[row.pk])) for row in shown[:SHOWN]]
    return Found(_("Handovers"), "arrows-exchange", hits, _more("departures", typed, len(shown) > SHOWN))


def _people(user: User, typed: str) -> Found:
    rows = accounts_access.people(user).filter(Q(name__icontains=typed) | Q(email__icontains=typed))
    shown = list(rows.select_related("team").order_by("name", "pk")[: SHOWN + 1])
    hits = [Hit(row.name, row.title or str(row.team or ""), reverse("person", args=[row.pk])) for row in shown[:SHOWN]]
    return Found(_("People"), "users", hits, _more("people", typed, len(shown) > SHOWN))


def _first(listed: Shapes[Any]) -> keyset.Page[Any]:
    return keyset.page(listed, QueryDict(), sorts=_BY_NAME, default="name", size=SHOWN)


def _more(name: str, typed: str, is_more: object) -> str:
    return f"{reverse(name)}?{urlencode({'q': typed})}" if is_more else ""
