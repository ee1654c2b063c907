"""Linear programs over shares of units and the steps of a staircase, handed to HiGHS.

One row per unit says that all of it is given; one row per dimension and person says that what they get fills their
steps. HiGHS is loaded with the first program: a process that makes none does not pay for it.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from handover.proposing.book import Floats, Ints

#: An integer program stops when it is proven this close to its best, or after so many nodes.
CLOSE = 2e-4
NODES = 400


@dataclass(frozen=True)
class Columns:
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


@dataclass
class Program:
    """A staircase, units to give away, and the columns known so far. `already` is what people get without a column."""

    widths: Floats
    prices: Floats
    units: int
    columns: list[Columns] = field(default_factory=list)
    already: Floats | None = None
    offset: float = 0

    def add(self, rows: Ints, gains: Floats, loads: Floats) -> None:
        """Another way to give each of these units away."""
        self.columns.append(Columns(rows, gains, None, loads))

    def solve(self, *, whole: bool = False) -> Answer:
        """Let HiGHS solve it: with shares, or (`whole`) with all or nothing."""
        import highspy

        solver = highspy.Highs()
        options: dict[str, Any] = {"output_flag": False, "threads": 1, "presolve": "on" if whole else "off"}
        if whole:
            options |= {"mip_rel_gap": CLOSE, "mip_max_nodes": NODES}
        for name, option in options.items():
            solver.setOptionValue(name, option)
        solver.passModel(self._model(highspy, whole=whole))
        solver.run()
        found = solver.getSolution()
        count = sum(len(columns.gains) for columns in self.columns)
        price = -np.array(found.row_dual)[self.units :] if found.dual_valid else np.zeros(self.widths[..., 0].size)
        value = -float(solver.getInfo().objective_function_value)
        return Answer(np.array(found.col_value)[:count], price.reshape(self.widths.shape[:2]), value)

    def _model(self, highspy, *, whole: bool):  # type: ignore[no-untyped-def]  # untyped package
        dimensions, people = self.widths.shape[:2]
        dimension, person, step = np.nonzero(self.widths > 0)
        gains = np.concatenate([columns.gains for columns in self.columns])
        ways, steps, rows = len(gains), len(step), self.units + dimensions * people
        model = highspy.HighsLp()
        model.num_col_, model.num_row_, model.offset_ = ways + steps, rows, -self.offset
        model.col_cost_ = np.r_[-gains, self.prices[dimension, step]]
        model.col_lower_ = np.zeros(ways + steps)
        model.col_upper_ = np.r_[np.ones(ways), self.widths[dimension, person, step]]
        carried = np.zeros((dimensions, people)) if self.already is None else self.already
        model.row_lower_ = model.row_upper_ = np.r_[np.ones(self.units), -carried.ravel()]
        start, index, value = self._matrix(people)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.r_[start, start[-1] + 1 + np.arange(steps)].astype(np.int32)
        model.a_matrix_.index_ = np.r_[index, self.units + dimension * people + person].astype(np.int32)
        model.a_matrix_.value_ = np.r_[value, -np.ones(steps)]
        if whole:
            kinds = highspy.HighsVarType
            model.integrality_ = [kinds.kInteger] * ways + [kinds.kContinuous] * steps
        return model

    def _matrix(self, people: int) -> tuple[Ints, Ints, Floats]:
        """The ways by column: where each starts, its rows, its values; in each the unit first, then the loads."""
        unit_rows = np.concatenate([columns.rows for columns in self.columns])
        entries, before = [], 0
        for columns in self.columns:
            column, cell, load = columns.entries(people)
            entries.append((column + before, cell, load))
            before += len(columns.gains)
        column, cell, load = (np.concatenate(parts) for parts in zip(*entries, strict=True))
        start = np.r_[0, np.cumsum(np.bincount(column, minlength=before) + 1)]
        index, value = np.empty(start[-1], np.int64), np.empty(start[-1])
        index[start[:-1]], value[start[:-1]] = unit_rows, 1
        place = np.arange(len(column)) + column + 1
        index[place], value[place] = self.units + cell, load
        return start, index, value
