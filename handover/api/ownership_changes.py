"""REST: the ownership ledger of one departure, `ownership-changes/?departure=`."""

from typing import Any

from django.db.models import QuerySet

from accounts.api.caller import caller
from customers.api.ownership_changes import OwnershipChangeFilter
from customers.models import OwnershipChange
from handover import access
from handover.models import Move
from web.api import IdFilter


class OfDeparture(IdFilter):
    """Changes that a departure's move or its undo made; a departure the caller does not see has none."""

    def filter(self, qs: QuerySet[OwnershipChange], value: Any) -> QuerySet[OwnershipChange]:
        if value in (None, ""):
            return qs
        seen = access.departures(caller(self.parent.request)).filter(pk=value)
        return qs.filter(move_id__in=Move.objects.filter(plan__departure__in=seen.values("pk")).values("pk"))


OwnershipChangeFilter.base_filters["departure"] = OfDeparture(label="Id of a departure.")
