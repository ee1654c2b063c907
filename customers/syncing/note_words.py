"""What a note on a customer handed over says.

Who knows of handovers is above: apps register with `words_notes`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from customers.models import OwnershipChange


@dataclass(frozen=True)
class Words:
    """A note's title in one line, and its text, which whoever may see the customer there may read."""

    title: str
    text: str


#: Given changes of owner of customers, made by moves: what is to be said of each, in the language that is active.
Teller = Callable[[Sequence[OwnershipChange]], Mapping[int, Words]]
_tellers: list[Teller] = []


def words_notes(teller: Teller) -> Teller:
    """Register who knows what to say of changes of owner. Called from `AppConfig.ready`."""
    _tellers.append(teller)
    return teller


def words(changes: Sequence[OwnershipChange]) -> dict[int, Words]:
    """What is to be said, by change; nothing of a change nobody knows of."""
    found: dict[int, Words] = {}
    for teller in _tellers if changes else ():
        found |= teller(changes)
    return found
