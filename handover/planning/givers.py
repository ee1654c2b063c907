"""From whom the records of a plan come: the leaver, who is away, or the owners of a transfer's customers."""

from collections.abc import Iterable

from accounts.models import User
from handover.models import Occasion, Transfer

#: How many owners are named one by one.
NAMED = 3


def name(occasion: Occasion) -> str:
    """Their name, or the first few names; the same in every language, so that a notice can keep it."""
    if isinstance(occasion, Transfer):
        if occasion.person:
            return occasion.person.name
        return joined(occasion.owners.order_by("name", "pk").values_list("name", flat=True)[: NAMED + 1])
    return occasion.leaver.name


def only(transfer: Transfer) -> User | None:
    """The one person who has all the customers of a transfer today, so that they can't take them over; else None."""
    owners = list(transfer.owners.order_by("pk")[:2])
    return owners[0] if len(owners) == 1 else None


def joined(names: Iterable[str]) -> str:
    """The first few of `names`."""
    found = list(names)
    return ", ".join(found[:NAMED]) + (" …" if len(found) > NAMED else "")
