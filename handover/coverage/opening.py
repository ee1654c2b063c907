"""What a cover opens in the book: who is named reads the customers and logs what happens, until it ends.

Whoever reads a customer is told who covers it.
"""

import datetime

from accounts.models import User
from customers.access import opens_more
from customers.models import Customer, Owned
from customers.owners import StandIn, tells_of_stand_ins
from customers.reach import Ids, Reach
from handover.models import Cover


@opens_more
def covering(user: User, model: type[Owned]) -> Reach:
    """The customers a person covers, or is named to, with all that belongs to them."""
    mine = Cover.objects.filter(person=user, ended_at=None)
    return Reach([], [Ids(mine, "customer")]) if mine.exists() else Reach()


@tells_of_stand_ins
def cover(customer: Customer, day: datetime.date) -> StandIn | None:
    """Who covers a customer on a day."""
    found = Cover.objects.on(day).filter(customer=customer).select_related("person").first()
    return StandIn(found.person, found.last_on) if found else None
