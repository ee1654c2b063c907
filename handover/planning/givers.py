"""From whom the records of a plan come: the leaver, who is away, or the owners of a transfer's customers."""

from collections.abc import Iterable

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


def joined(names: Iterable[str]) -> str:
    """The first few of `names`."""
    found = list(names)
    return ", ".join(found[:NAMED]) + (" …" if len(found) > NAMED else "")
