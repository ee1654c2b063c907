"""What happened with a customer, newest first: activities, orders and changes of owner in one list, page by page."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan

from customers import owners
from customers.kinds import RecordKind
from customers.models import Activity, Customer, Order, OwnershipChange
from web.keyset import RowOf

SIZE = 20


@dataclass(frozen=True)
class Event:
    """One thing that happened: `what` is activity, order or owner; `thing` is the row; `how` an owner changed."""

    what: str
    at: datetime.datetime
    thing: Any
    how: str = ""


@dataclass(frozen=True)
class Timeline:
    """Some events, and the cursor to what happened before them (None at the end)."""

    events: list[Event]
    older: str | None

    def authors(self) -> list[int]:
        """The ids of those who logged the activities shown."""
        return [event.thing.by_id for event in self.events if event.what == "activity"]


def page(customer: Customer, cursor: str) -> Timeline:
    """The newest events, or those before `cursor`; five queries at most, whatever their number."""
    start = _read(cursor)
    changes = OwnershipChange.objects.filter(kind=RecordKind.CUSTOMER, record_id=customer.pk)
    branches = [
        _branch(customer.activities.all(), "activity", "at", start),
        _branch(customer.orders.all(), "order", "ordered_on", start),
        _branch(changes, "owner", "at", start),
    ]
    found = list(branches[0].union(*branches[1:], all=True).order_by("-moment", "-what", "-pk")[: SIZE + 1])
    things: dict[str, dict[int, Any]] = {
        "activity": Activity.objects.select_related("by", "contact", "deal").in_bulk(_ids(found, "activity")),
        "order": Order.objects.select_related("product").in_bulk(_ids(found, "order")),
        "owner": OwnershipChange.objects.select_related("from_owner", "to_owner", "by").in_bulk(_ids(found, "owner")),
    }
    how = owners.how(things["owner"].values())
    events = [
        Event(what, moment, things[what][pk], how[pk] if what == "owner" else "")
        for moment, what, pk in found[:SIZE]
        if pk in things[what]
    ]
    return Timeline(events, _cursor(found[SIZE - 1]) if len(found) > SIZE else None)


def _branch(rows: "QuerySet[Any]", what: str, when: str, start: tuple[Any, ...] | None) -> "QuerySet[Any, Any]":
    named = rows.annotate(moment=Cast(when, DateTimeField()), what=Value(what, CharField()))
    if start is not None:
        moment, kind, pk = start
        here = RowOf(F("moment"), F("what"), F("pk"))
        named = named.filter(LessThan(here, RowOf(Value(moment, DateTimeField()), Value(kind, CharField()), Value(pk))))
    return named.order_by("-moment", "-pk").values_list("moment", "what", "pk")[: SIZE + 1]


def _ids(found: list[tuple[Any, str, int]], what: str) -> list[int]:
    return [pk for _moment, kind, pk in found if kind == what]


def _cursor(event: tuple[datetime.datetime, str, int]) -> str:
    return signing.Signer(salt="timeline").sign_object([event[0].isoformat(), event[1], event[2]])


def _read(cursor: str) -> tuple[datetime.datetime, str, int] | None:
    try:
        moment, what, pk = signing.Signer(salt="timeline").unsign_object(cursor)
        return datetime.datetime.fromisoformat(moment), what, pk
    except (signing.BadSignature, ValueError, TypeError):
        return None
