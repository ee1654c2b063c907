"""Linear programs over shares of units and the steps of a staircase, handed to HiGHS.

One row per unit says that all of it is given; one row per dimension and person says that what they get fills their
steps. HiGHS is loaded with the first program: a process that makes none does not pay for it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from handover.proposing.book import Floats, Ints

#: An integer program stops when it is proven this close to its best, or after so many nodes.
CLOSE = 5e-4
NODES = 100
#: Searches of HiGHS that cost far more here than they find: the shares it starts from are nearly whole already.
NEEDLESS = ("rins", "rens", "root_reduced_cost", "zi_round", "shifting")


@dataclass(frozen=True)
class Ways:
    """Ways to give a unit (row) away: what is gained, and either one person with the load they get (dimension, column)
    or, with `people` None, the load of everybody (dimension, column, person).
    """

    rows: Ints
    gains: Floats
    people: Ints | None
    loads: Floats

    def entries(self, people: int) -> tuple[Ints, Ints, Floats]:
        """The loads as (column, dimension times person, load), without noughts, by column."""
        if self.people is None:
            dimension, column, person = np.nonzero(self.loads)
            load = self.loads[dimension, column, person]
        else:
            dimension, column = np.nonzero(self.loads)
            person, load = self.people[column], self.loads[dimension, column]
        order = np.argsort(column, kind="stable")
        return column[order], (dimension * people + person)[order], load[order]


@dataclass(frozen=True)
class Answer:
    """The share of each column, the price of carrying more (dimension, person), and what all is worth."""

    shares: Floats
    price: Floats
    value: float


class Program:
    """A staircase, units to give away, and the ways to do it that are known so far. HiGHS keeps what it found: it goes
    on from there when more ways are added.
    """

    def __init__(self, widths: Floats, prices: Floats, units: int, *, already: Floats | None = None) -> None:
        """`already` is what people get whatever is chosen: (dimension, person)."""
        import highspy

        self._highs = highspy
        self._solver = highspy.Highs()
        self._shape = widths.shape[:2]
        self._units = units
        self._set(output_flag=False, threads=1, presolve="off")
        dimension, person, step = np.nonzero(widths > 0)
        self._steps = len(step)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self._steps, units + widths[..., 0].size
        model.col_cost_ = prices[dimension, person, step]
        model.col_lower_, model.col_upper_ = np.zeros(self._steps), widths[dimension, person, step]
        carried = np.zeros(self._shape) if already is None else already
        model.row_lower_ = model.row_upper_ = np.r_[np.ones(units), -carried.ravel()]
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.arange(self._steps + 1, dtype=np.int32)
        model.a_matrix_.index_ = (units + dimension * widths.shape[1] + person).astype(np.int32)
        model.a_matrix_.value_ = -np.ones(self._steps)
        self._solver.passModel(model)

    def add(self, ways: Ways) -> None:
        """Other ways to give units away."""
        column, cell, load = ways.entries(self._shape[1])
        count = len(ways.gains)
        start = np.r_[0, np.cumsum(np.bincount(column, minlength=count) + 1)]
        index, value = np.empty(start[-1], np.int32), np.empty(start[-1])
        index[start[:-1]], value[start[:-1]] = ways.rows, 1
        place = np.arange(len(column)) + column + 1
        index[place], value[place] = self._units + cell, load
        start = start[:-1].astype(np.int32)
        self._solver.addCols(count, -ways.gains, np.zeros(count), np.ones(count), len(index), start, index, value)

    def solve(self) -> Answer:
        """Let HiGHS solve it, with shares of units."""
        self._solver.run()
        price = -np.array(self._solver.getSolution().row_dual)[self._units :]
        return self._answer(price.reshape(self._shape))

    def settle(self) -> Answer:
        """Let HiGHS solve it with all or nothing of each unit; it says nothing of prices."""
        self._set(mip_rel_gap=CLOSE, mip_max_nodes=NODES, mip_allow_restart=False)
        self._set(**{f"mip_heuristic_run_{name}": False for name in NEEDLESS})
        ways = self._solver.getNumCol() - self._steps
        kinds = np.full(ways, self._highs.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(ways, np.arange(self._steps, self._steps + ways, dtype=np.int32), kinds)
        self._solver.run()
        return self._answer(np.zeros(self._shape))

    def _answer(self, price: Floats) -> Answer:
        shares = np.array(self._solver.getSolution().col_value)[self._steps :]
        return Answer(shares, price, -float(self._solver.getInfo().objective_function_value))

    def _set(self, **options: Any) -> None:
        for name, option in options.items():
            self._solver.setOptionValue(name, option)
