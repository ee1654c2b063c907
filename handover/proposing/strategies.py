"""Ways to propose: what each turns up or down, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from handover.models import Strategy
from handover.proposing import loads, solving, terms, units
from handover.proposing.book import NONE, Book, Flags, Floats, Ints, added
from handover.proposing.solving import Gains, Problem
from handover.proposing.terms import Points, Term
from handover.proposing.weights import DEFAULTS, Weights

#: By how much a strategy turns ties, the rest of the fit, and the load.
TURNS = {
    Strategy.BEST_FIT: (1, 1, 1),
    Strategy.EVEN: (0.3, 0.3, 5),
    Strategy.FEWEST_NEW: (5, 0.4, 0.7),
}


@dataclass(frozen=True)
class Proposal:
    """Who gets each lead and who would have been next (columns; `NONE` where there is nobody else), who goes to
    somebody because their group did, and how close to the best possible it is (0.001: within 0.1 %).
    """

    choice: Ints
    next_best: Ints
    pinned: Ints
    gap: float = 0


@dataclass
class Ground:
    """What all strategies share: the terms, loads and units of a book."""

    book: Book
    weights: Mapping[str, float] = field(default_factory=lambda: DEFAULTS)

    @cached_property
    def terms(self) -> list[Term]:
        """What speaks for whom."""
        return terms.terms(self.book)

    @cached_property
    def loads(self) -> loads.Loads:
        """What everybody carries and what the leads weigh."""
        return loads.loads(self.book)

    @cached_property
    def units(self) -> units.Units:
        """What is given as a whole."""
        return units.units(self.book)

    @cached_property
    def fit(self) -> Points:
        """How well everybody fits every lead, by the weights as they are set."""
        return terms.fit(self.terms, Weights(self.weights), len(self.book.leads), len(self.book.people))

    @cached_property
    def importance(self) -> Points:
        """How many times each lead counts."""
        return terms.importance(self.book, Weights(self.weights))

    def weighted(self, strategy: Strategy) -> Weights:
        """The weights as a strategy turns them."""
        return Weights(self.weights, *TURNS.get(strategy, (1, 1, 1)))


def propose(ground: Ground, strategy: Strategy | str) -> Proposal:
    """A person for every lead of the ground's book. The same book gives the same proposal, whatever order the people
    were named in; between equals the one with the smaller id is first.
    """
    strategy = Strategy(strategy)
    found = ground.units
    gains = _gains(ground, strategy)
    free = np.flatnonzero(found.pinned == NONE)
    choice, price, gap = found.pinned.copy(), np.zeros((len(ground.loads.base), gains.shape[1])), 0.0
    if strategy == Strategy.ROUND_ROBIN:
        choice[free] = _turns(ground, free)
    else:
        matters, asked = _problem(ground, strategy, gains, free)
        solution = solving.solve(asked)
        choice[free], price[matters], gap = solution.choice, solution.price, max(solution.gap, 0)
    net = gains - (_by_unit(ground, ground.loads.leads.T) @ price).astype(np.float32)
    return Proposal(choice[found.of], _next(net, choice)[found.of], found.pinned[found.of], gap)


def problem(ground: Ground, strategy: Strategy) -> Problem:
    """What a strategy asks of the units that are free to choose for."""
    free = np.flatnonzero(ground.units.pinned == NONE)
    return _problem(ground, strategy, _gains(ground, strategy), free)[1]


def _gains(ground: Ground, strategy: Strategy) -> Gains:
    """What each unit gains with each person."""
    if TURNS.get(strategy, (1, 1, 1))[:2] == (1, 1):
        fit = ground.fit
    else:
        weights = ground.weighted(strategy)
        fit = terms.fit(ground.terms, weights, len(ground.book.leads), len(ground.book.people))
    return _by_unit(ground, fit * ground.importance[:, None]).astype(np.float32)


def _by_unit(ground: Ground, rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The sums of these rows (one per lead) by unit."""
    of = ground.units.of
    if len(of) == 0:
        return rows
    order = np.argsort(of, kind="stable")
    return np.add.reduceat(rows[order], np.flatnonzero(np.r_[True, np.diff(of[order]) > 0]), axis=0)


def _problem(ground: Ground, strategy: Strategy, gains: Gains, free: Ints) -> tuple[Flags, Problem]:
    """The free units, and which dimensions anything weighs in; what is pinned counts as carried already."""
    found = ground.loads
    pinned = ground.units.pinned[ground.units.of]
    rows = np.flatnonzero(pinned != NONE)
    people = gains.shape[1]
    given = np.stack([added(pinned[rows], row[rows], people) for row in found.leads])
    before = loads.Loads(found.leads, found.base + given, found.capacity)
    weighs: Floats = _by_unit(ground, found.leads.T)[free].T
    matters = np.asarray(weighs.any(axis=1))
    widths, prices = before.steps(ground.weighted(strategy))
    return matters, Problem(gains[free], weighs[matters], widths[matters], prices[matters])


def _turns(ground: Ground, free: Ints) -> Ints:
    """Everybody in turn: customers first, then by grade, the most valuable first."""
    leads, of = ground.book.leads, ground.units.of
    order = np.lexsort((leads.id, -leads.value, leads.grade, leads.kind))
    first = np.full(len(ground.units), len(leads))
    np.minimum.at(first, of[order], np.arange(len(leads)))
    turn = np.empty(len(free), np.int64)
    turn[np.argsort(first[free], kind="stable")] = np.arange(len(free)) % len(ground.book.people)
    return turn


def _next(net: Gains, choice: Ints) -> Ints:
    """Who would have been next by what is left of the gain after the price of carrying."""
    if net.shape[1] < 2:
        return np.full(len(choice), NONE)
    others = net.copy()
    others[np.arange(len(choice)), choice] = -np.inf
    return others.argmax(axis=1)
