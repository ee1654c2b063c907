"""A proposal as a plan stores it."""

from collections.abc import Mapping

from handover.models import Strategy
from handover.planning.statements import Line
from handover.proposing import reasons
from handover.proposing.book import NONE, Book
from handover.proposing.strategies import Ground, propose
from handover.proposing.weights import DEFAULTS


def lines(book: Book, strategy: Strategy | str, weights: Mapping[str, float] = DEFAULTS) -> list[Line]:
    """For every lead of `book`: its assignment, who gets it and why, who would have been next and why."""
    if not len(book.leads):
        return []
    ground = Ground(book, weights)
    found = propose(ground, strategy)
    why, why_next = reasons.of_choice(ground, found, strategy), reasons.of_next(ground, found, strategy)
    people = book.people_ids
    chosen = people[found.choice].tolist()
    others = [None if place == NONE else int(people[place]) for place in found.next_best.tolist()]
    return list(zip(book.leads.id.tolist(), chosen, why, others, why_next, strict=True))
