"""Whoever reads a customer is told who covers it."""

import datetime

from customers.models import Customer
from customers.owners import StandIn, tells_of_stand_ins
from handover.models import Cover


@tells_of_stand_ins
def cover(customer: Customer, day: datetime.date) -> StandIn | None:
    """Who covers a customer on a day."""
    found = Cover.objects.on(day).filter(customer=customer).select_related("person").first()
    return StandIn(found.person, found.last_on) if found else None
