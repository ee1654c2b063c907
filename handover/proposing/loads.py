"""What everybody carries, and what carrying more costs: convex, so that the next customer costs the fuller person more.

The cost is a staircase over how full somebody is: a step's height is the price, in points, of one more typical customer
while the person is on it. Customers, the value of open deals and weekly visits each have one; so have records that
follow no customer, measured against a fair share of them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handover.proposing.book import Book, Floats, Ints, added
from handover.proposing.weights import Weights

#: A step is as wide as one typical customer, in a large book a share of the capacity; so many, then wider ones.
FINE = 66
SHARE = 0.02
WIDER = (1.1, 1.25, 1.5, 2, 3, 5, 10)
ENDLESS = 1e9
#: Where all together would be fuller than this, everybody's capacity is stretched until they are not.
STRETCHED = 0.9
CUSTOMERS, VALUE, VISITS, LOOSE = range(4)
CODES = ("load_customers", "load_value", "load_visits", "load_customers")


@dataclass(frozen=True)
class Loads:
    """By dimension: what each lead weighs (in typical customers), what people carry before, and their capacity."""

    leads: Floats
    base: Floats
    capacity: Floats

    def steps(self, weights: Weights) -> tuple[Floats, Floats]:
        """How much fits on each step above what is carried already, and its price: (dimension, person, step)."""
        total = self.leads.sum(axis=1)[:, None]
        width = np.minimum(SHARE * self.capacity, np.maximum(1, total / (FINE - 6)))[..., None]
        fine = self.base[..., None] + width * np.arange(FINE + 1)
        wider = fine[..., -1:] * np.array(WIDER)
        edges = np.concatenate([fine, wider, wider[..., -1:] + ENDLESS], axis=-1)
        middles = np.minimum((edges[..., 1:] + edges[..., :-1]) / 2, 2 * edges[..., :-1] + 1)
        return np.diff(edges, axis=-1), prices(middles / self.capacity[..., None], weights)

    def given(self, choice: Ints) -> Floats:
        """What each person gets by a choice: (dimension, person)."""
        people = self.base.shape[1]
        return np.stack([added(choice, row, people) for row in self.leads])

    def filled(self, choice: Ints) -> Floats:
        """How full everybody is after a choice: (dimension, person)."""
        return (self.base + self.given(choice)) / self.capacity


def prices(filled: Floats, weights: Weights) -> Floats:
    """The price of one more typical customer for people this full, by dimension; steep beyond the capacity."""
    over = np.maximum(filled - 1, 0) * 3 + (filled > 1) * 0.5
    worth = np.array([weights.points(code) for code in CODES])[:, None, None]
    return worth * filled + weights.points("load_over") * worth / max(worth[CUSTOMERS, 0, 0], 1e-9) * over


def loads(book: Book) -> Loads:
    """The loads of a book; a dimension nothing weighs in has no weight anywhere."""
    leads, people = book.leads, book.people
    customers = (leads.kind == 1).astype(np.float64)
    weighs = np.stack([customers, leads.value, leads.visits, 1 - customers])
    capacity = np.array([max(person.capacity, 1) for person in people], np.float64)
    base = np.array([(person.customers, person.value, person.visits, 0) for person in people], np.float64).T
    full = np.stack([capacity, *_known_capacity(book, weighs, base, capacity), _fair_share(book, weighs[LOOSE])])
    filled = (weighs.sum(axis=1) + base.sum(axis=1)) / full.sum(axis=1)
    stretch = np.maximum(1, filled / STRETCHED)
    stretch[LOOSE] = 1
    typical = _typical(weighs, customers)
    return Loads(weighs / typical, base / typical, full * stretch[:, None] / typical)


def _typical(weighs: Floats, customers: npt.NDArray[np.float64]) -> Floats:
    """What a typical record weighs; 1 where nothing does, so that nothing is divided by nought."""
    count = max(customers.sum(), 1) if customers.any() else max(len(customers), 1)
    typical = np.r_[1, weighs[[VALUE, VISITS]].sum(axis=1) / count, 1]
    return np.where(typical > 0, typical, 1)[:, None]


def _known_capacity(book: Book, weighs: Floats, base: Floats, capacity: Floats) -> list[Floats]:
    """Open value and weekly visits people can hold: as known, else their customers times what one means on average."""
    held = max(base[CUSTOMERS].sum() + weighs[CUSTOMERS].sum(), 1)
    found = []
    for dimension, name in ((VALUE, "capacity_value"), (VISITS, "weekly_visits")):
        usual = capacity * max((base[dimension].sum() + weighs[dimension].sum()) / held, 1e-9)
        known = np.array([getattr(person, name) or 0 for person in book.people], np.float64)
        found.append(np.where(known > 0, known, usual))
    return found


def _fair_share(book: Book, loose: Floats) -> Floats:
    """How many of the records without a planned customer are each person's share. Whoever has nothing open gets twice
    the share of somebody with as many open deals as the others have on average, not all of them.
    """
    deals = np.array([person.deals for person in book.people], np.float64)
    share = 1 / (1 + deals / max(deals.mean(), 1))
    return np.maximum(loose.sum() * share / share.sum(), share / share.max())
