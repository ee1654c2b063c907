"""What a cover opens in the book: who is named reads the customers and logs what happens, until it ends."""

from accounts.models import User
from customers.access import opens_more
from customers.models import Owned
from customers.reach import Ids, Reach
from handover.models import Cover


@opens_more
def covering(user: User, model: type[Owned]) -> Reach:
    """The customers a person covers, or is named to, with all that belongs to them."""
    mine = Cover.objects.filter(person=user, ended_at=None)
    return Reach([], [Ids(mine, "customer")]) if mine.exists() else Reach()
