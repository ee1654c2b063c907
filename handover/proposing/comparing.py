"""What comes of each way to propose, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from handover.models import Strategy
from handover.proposing.book import Book, Flags, Ints
from handover.proposing.reasons import percents
from handover.proposing.strategies import Ground, propose

#: What a change of person costs of a customer's sales in a year: the middle of the 13.2 to 17.6 % that Shi and others
#: measured (Journal of Marketing 81(2), 2017). It is reckoned for customers who go to somebody they never met.
LOSS = 0.154


@dataclass(frozen=True)
class Outcome:
    """A strategy's figures: `fit` of the best everybody could have (percent, important customers counting more),
    `percents` how full each person (by id) ends up, `new_faces` the customers who have to meet somebody new, `at_risk`
    what that may cost in a year by currency.
    """

    strategy: str
    fit: int
    percents: dict[int, int]
    new_faces: int
    at_risk: dict[str, int]

    @property
    def lowest(self) -> int:
        """How full the emptiest person ends up, in percent."""
        return min(self.percents.values(), default=0)

    @property
    def highest(self) -> int:
        """How full the fullest person ends up, in percent."""
        return max(self.percents.values(), default=0)


def outcomes(ground: Ground) -> list[Outcome]:
    """The figures of every strategy; facts, terms and units are shared."""
    return [outcome(ground, strategy, propose(ground, strategy).choice) for strategy in Strategy]


def outcome(ground: Ground, name: str, choice: Ints) -> Outcome:
    """The figures of one choice (a column per lead)."""
    book = ground.book
    customers = book.leads.kind == 1
    weighs = ground.importance * customers
    rows = np.arange(len(choice))
    best = float((ground.fit.max(axis=1) * weighs).sum())
    got = float((ground.fit[rows, choice] * weighs).sum())
    strangers = customers & ~_met(book, choice)
    full = dict(zip(book.people_ids.tolist(), percents(ground, choice), strict=True))
    risk = _sums((currency, LOSS * amount) for row, currency, amount in book.exposed if strangers[row])
    return Outcome(name, round(100 * got / best) if best else 100, full, int(strangers.sum()), risk)


def _met(book: Book, choice: Ints) -> Flags:
    """Whether each lead's customer knows the person chosen: by a seat, a deal or any touch."""
    ties = book.ties
    known = (ties.seat + ties.won + ties.open + ties.touches) > 0
    people = book.people_ids
    span = int(people.max(initial=0)) + 1
    pairs = ties.customer[known] * span + ties.person[known]
    return np.isin(book.leads.customer * span + people[choice], pairs)


def _sums(amounts: Iterable[tuple[str, float]]) -> dict[str, int]:
    found: dict[str, float] = {}
    for currency, amount in amounts:
        found[currency] = found.get(currency, 0) + amount
    return {currency: round(total) for currency, total in sorted(found.items())}
