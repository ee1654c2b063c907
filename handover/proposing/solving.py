"""The best choice there is, or one that is provably close: HiGHS solves linear programs made from gains and loads.

Maximise what everybody gains minus what carrying costs (see `loads`). With shares of units allowed this is a linear
program whose solution leaves only about as many units shared as there are people times dimensions; those are then
settled by a small integer program. A large program is taken apart first (Dantzig and Wolfe): the prices of carrying
that HiGHS finds for blocks of units say whom every unit prefers, what they prefer is a new column of each block, until
the bound shows that no column can add more than `GAP`. Then only units that are nearly undecided enter the program.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handover.proposing.book import Floats, Ints, added
from handover.proposing.loads import FINE
from handover.proposing.programs import Program, Ways

Gains = npt.NDArray[np.float32]

#: Up to so many (unit, person) pairs a program is solved as it is.
WHOLE = 20_000
#: Into how many blocks a large program is taken apart, for how many rounds, and which share of the value may be left.
BLOCKS = 800
ROUNDS = 24
GAP = 5e-4
#: How many units of a large program are decided together in the end, and for how many people each.
UNDECIDED = 6_000
PEOPLE = 4
#: How many units the integer program settles at most.
INTEGER = 60


@dataclass(frozen=True)
class Problem:
    """`gains` (unit, person); `loads` (dimension, unit); `widths` (dimension, person, step) and `prices` of the
    same shape: the staircase; all steps start empty.
    """

    gains: Gains
    loads: Floats
    widths: Floats
    prices: Floats

    def given(self, choice: Ints, units: Ints | slice = slice(None)) -> Floats:
        """What each person gets by a choice for these units: (dimension, person)."""
        people = self.gains.shape[1]
        return np.stack([added(choice, row[units], people) for row in self.loads])

    def value(self, choice: Ints) -> float:
        """What a choice is worth: the objective."""
        gained = self.gains[np.arange(len(choice)), choice].sum(dtype=np.float64)
        below = np.cumsum(self.widths, axis=-1) - self.widths
        taken = np.clip(self.given(choice)[..., None] - below, 0, self.widths)
        return float(gained - (taken * self.prices).sum())

    def bound(self, net: Gains, price: Floats) -> float:
        """No choice is worth more than this, whatever the prices: `net` are the gains less what is paid by them."""
        earned = (np.maximum(price[..., None] - self.prices, 0) * self.widths).sum()
        return float(net.max(axis=1).sum(dtype=np.float64) + earned)

    def net(self, price: Floats) -> Gains:
        """Gains less what a unit's load costs at these prices (dimension, person)."""
        return self.gains - self.loads.T.astype(np.float32) @ price.astype(np.float32)


@dataclass(frozen=True)
class Solution:
    """A person (column) per unit; the prices of carrying it leads to (dimension, person); the value and its bound."""

    choice: Ints
    price: Floats
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How far from the best possible the choice is at most, as a share of it."""
        return (self.bound - self.value) / max(abs(self.bound), 1e-9)


def solve(problem: Problem) -> Solution:
    """The best choice, as far as it can be found; the same for the same problem."""
    units, people = problem.gains.shape
    if units == 0 or people == 1:
        return _only(problem)
    bound = np.inf
    if units * people <= WHOLE:
        fixed = np.full(units, -1)
        columns = np.repeat(np.arange(units), people), np.tile(np.arange(people), units)
    else:
        price, bound = _prices(problem)
        fixed, columns = _undecided(problem.net(price))
    answer = _program(problem, fixed, columns).solve()
    net = problem.net(answer.price)
    choice = _settle(problem, fixed, columns, answer.shares, net)
    return Solution(choice, answer.price, problem.value(choice), min(bound, problem.bound(net, answer.price)))


def _only(problem: Problem) -> Solution:
    choice = np.zeros(len(problem.gains), np.int64)
    value = problem.value(choice) if len(choice) else 0.0
    return Solution(choice, np.zeros(problem.widths.shape[:2]), value, value)


def _prices(problem: Problem) -> tuple[Floats, float]:
    """Prices of carrying that hardly leave a unit wishing for somebody else, and the bound they prove."""
    units, people = problem.gains.shape
    program = Program(problem.widths, problem.prices, BLOCKS)
    price = center = _fair_price(problem)
    bound, block, rows = np.inf, np.zeros(0, np.int64), np.arange(units)
    for turn in range(ROUNDS):
        net = problem.net(price)
        choice = net.argmax(axis=1)
        if (found := problem.bound(net, price)) < bound:
            bound, center = found, price
        if turn == 0:
            block = _blocks(net, choice)
        gain = added(block, problem.gains[rows, choice], BLOCKS)
        cells = block * people + choice
        given = np.stack([added(cells, row, BLOCKS * people) for row in problem.loads])
        program.add(Ways(np.arange(BLOCKS), gain, None, given.reshape(-1, BLOCKS, people)))
        answer = program.solve()
        if bound - answer.value <= GAP * abs(bound):
            return answer.price, bound
        price = 0.6 * center + 0.4 * answer.price
    return center, bound


def _fair_price(problem: Problem) -> Floats:
    """The prices if everybody had the share their capacity asks for."""
    room = problem.widths[:, :, :FINE].sum(axis=-1)
    share = problem.loads.sum(axis=1)[:, None] * room / np.maximum(room.sum(axis=1, keepdims=True), 1e-9)
    step = (np.cumsum(problem.widths, axis=-1) < share[..., None]).sum(axis=-1)
    return np.take_along_axis(problem.prices, np.minimum(step, problem.prices.shape[2] - 1)[..., None], axis=2)[..., 0]


def _blocks(net: Gains, choice: Ints) -> Ints:
    """Units that prefer the same people, by as much, are in one block."""
    best = net[np.arange(len(net)), choice]
    others = net.copy()
    others[np.arange(len(net)), choice] = -np.inf
    second = others.argmax(axis=1)
    margin = best - others.max(axis=1)
    block = np.empty(len(net), np.int64)
    block[np.lexsort((margin, second, choice))] = np.arange(len(net)) * BLOCKS // len(net)
    return block


def _undecided(net: Gains) -> tuple[Ints, tuple[Ints, Ints]]:
    """Whom the decided units go to (-1 for the others), and whom the undecided may go to: (units, people)."""
    some = min(PEOPLE, net.shape[1])
    best = np.argpartition(-net, some - 1, axis=1)[:, :some]
    worth = np.take_along_axis(net, best, axis=1)
    order = np.argsort(-worth, axis=1, kind="stable")
    best, worth = np.take_along_axis(best, order, axis=1), np.take_along_axis(worth, order, axis=1)
    fixed = best[:, 0].copy()
    units = np.sort(np.argsort(worth[:, 0] - worth[:, 1], kind="stable")[:UNDECIDED])
    fixed[units] = -1
    return fixed, (np.repeat(units, some), best[units].ravel())


def _program(problem: Problem, fixed: Ints, columns: tuple[Ints, Ints]) -> Program:
    """The units of `columns` with the people each may go to; the others have gone where `fixed` says."""
    units, people = columns
    open_units, rows = np.unique(units, return_inverse=True)
    decided = np.flatnonzero(fixed >= 0)
    already = problem.given(fixed[decided], decided)
    program = Program(problem.widths, problem.prices, len(open_units), already=already)
    program.add(Ways(rows, problem.gains[units, people].astype(np.float64), people, problem.loads[:, units]))
    return program


def _settle(problem: Problem, fixed: Ints, columns: tuple[Ints, Ints], shares: Floats, net: Gains) -> Ints:
    """All or nothing: shared units, and those that hardly care, are settled by an integer program; the rest stands."""
    units, people = columns
    choice = fixed.copy()
    order = np.lexsort((people, -shares, units))
    first = order[np.r_[True, units[order][1:] != units[order][:-1]]]
    choice[units[first]] = people[first]
    care = _margins(net, units[first])
    care[shares[first] < 1 - 1e-6] = -1
    asked = units[first][np.argsort(care, kind="stable")[:INTEGER]]
    kept = np.isin(units, asked)
    few = (units[kept], people[kept])
    rest = choice.copy()
    rest[asked] = -1
    whole = _program(problem, rest, few).settle().shares
    settled = rest.copy()
    settled[few[0][whole > 0.5]] = few[1][whole > 0.5]
    return settled if problem.value(settled) > problem.value(choice) else choice


def _margins(net: Gains, units: Ints) -> Floats:
    two = np.sort(np.partition(net[units], -2, axis=1)[:, -2:], axis=1)
    return (two[:, 1] - two[:, 0]).astype(np.float64)
