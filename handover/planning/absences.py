"""Who is not there to look after customers: handing over their own book, or away for long."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from handover.models import Departure, PlanState, Transfer, TransferKind
from handover.relations import spoken_of


@dataclass(frozen=True)
class Absence:
    """Somebody is away from `first` on; `until` the day they are back; None for who hands over their own book."""

    first: datetime.date
    until: datetime.date | None = None


def of(
    people: Collection[int], since: datetime.datetime, *, leaving: bool = True, only_leaves: Collection[int] = ()
) -> dict[int, Absence]:
    """Those of `people` (ids) who are away at some time after `since`, by their ids; with those who hand over their
    own book, as far as that is spoken of, unless `leaving` is false, for people chosen from who does not. Of
    `only_leaves` long leaves alone are looked at.
    """
    found: dict[int, Absence] = {}
    leaves = Transfer.objects.filter(kind=TransferKind.LEAVE, person__in={*people, *only_leaves}, returns_at__gt=since)
    leaves = leaves.exclude(plan__state=PlanState.DISCARDED).order_by("-effective_at")
    for person, begins, ends in leaves.values_list("person", "effective_at", "returns_at"):
        found[person] = Absence(timezone.localtime(begins).date(), timezone.localtime(ends).date())
    departures = Departure.objects.open().filter(spoken_of(), leaver__in=people if leaving else [])
    for person, last_day in departures.values_list("leaver", "last_day_on"):
        found[person] = Absence(last_day)
    return found
