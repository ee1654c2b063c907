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

#: The edges of the steps; 1 is full.
EDGES = np.r_[np.arange(0, 1.3, 0.02), 1.3, 1.5, 2, 3, 5, 9, np.inf]
MIDDLES = np.r_[(EDGES[1:-1] + EDGES[:-2]) / 2, 14]
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

    @property
    def widths(self) -> Floats:
        """How much fits on each step above what is carried already: (dimension, person, step)."""
        upper = np.minimum(EDGES[1:] * self.capacity[..., None], 1e12)
        lower = np.maximum(EDGES[:-1] * self.capacity[..., None], self.base[..., None])
        return np.maximum(upper - lower, 0)

    def given(self, choice: Ints) -> Floats:
        """What each person gets by a choice: (dimension, person)."""
        people = self.base.shape[1]
        return np.stack([added(choice, row, people) for row in self.leads])

    def filled(self, choice: Ints) -> Floats:
        """How full everybody is after a choice: (dimension, person)."""
        return (self.base + self.given(choice)) / self.capacity


def prices(weights: Weights) -> Floats:
    """The height of each step in points: (dimension, step). Beyond the capacity they rise steeply."""
    over = np.maximum(MIDDLES - 1, 0) * 3 + (MIDDLES > 1) * 0.5
    most = weights.points("load_over") / max(weights.points("load_customers"), 1e-9)
    return np.stack([weights.points(code) * (MIDDLES + most * over) for code in CODES])


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
    return np.maximum(loose.sum() * share / share.sum(), 1e-9)
