"""Figures over a large book, remembered for a minute: everybody who opens a page would have them counted anew.

What is done in a departure shows at once: it leaves an audit row, and the newest is part of what the memory goes by.
What changes in the book beside it, a deal's amount or a new customer, shows a minute later at most. Small books are
always counted.
"""

from collections.abc import Callable, Collection
from typing import TypeVar

from django.core.cache import cache
from django.db.models import OuterRef, Subquery

from accounts.models import AuditEntry
from customers.models import Customer
from handover.models import Assignment, Departure

#: Seconds.
KEPT = 60
#: From more customers on a book is large.
LARGE = 5_000

Found = TypeVar("Found")


def is_large(departures: Collection[Departure]) -> bool:
    """Whether these people hold, or their plans give away, more than is counted each time."""
    held = Customer.objects.filter(owner__in={departure.leaver_id for departure in departures}).order_by()
    if held.values("pk")[: LARGE + 1].count() > LARGE:
        return True
    lines = Assignment.objects.filter(plan__departure__in=[departure.pk for departure in departures]).order_by()
    return lines.values("pk")[: LARGE + 1].count() > LARGE


def keys(departures: Collection[Departure], name: str) -> dict[int, str]:
    """Under what `name` is remembered of each departure, by its id; another key after anything was done there."""
    last = AuditEntry.objects.filter(subject_kind=Departure._meta.label_lower, subject_id=OuterRef("pk"))
    newest = Subquery(last.order_by("-at", "-id").values("id")[:1])
    found = Departure.objects.filter(pk__in=[departure.pk for departure in departures]).order_by()
    return {pk: f"departure.{pk}.{stamp or 0}.{name}" for pk, stamp in found.values_list("pk", newest)}


class Memory:
    """What was found out about one departure within the last minute."""

    def __init__(self, departure: Departure) -> None:
        self._key = keys([departure], "")[departure.pk] if is_large([departure]) else ""

    def keep(self, name: str, count: Callable[[], Found]) -> Found:
        """What `count` finds, or found under this name."""
        if not self._key:
            return count()
        found: Found = cache.get_or_set(self._key + name, count, KEPT)  # type: ignore[assignment]
        return found
