"""Some rows of a file on their way, column by column: what is asked of a column is asked once, not once a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from customers.importing.problems import Row, RowProblem

#: A row's line, its cells, and why it is not taken.
Refusal = tuple[int, list[str], RowProblem]
#: What was found wrong, by a row's place in its batch.
Problems = dict[int, RowProblem]


@dataclass
class Batch:
    """Rows that follow each other. `count` is how many came from the file; those refused since are in `refused` only.

    `columns` are their values by field, from `Resolver.resolve` on by database column. `keys` tell a record from the
    others of its file. `team` has, by line, the people who are named behind the owner.
    """

    count: int
    lines: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    keys: list[str | None] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    team: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: list[Row]) -> Batch:
        """The rows as they were read; those that could not be are refused."""
        batch = cls(len(rows))
        for line, cells in rows:
            if isinstance(cells, RowProblem):
                batch.refused.append((line, cells.params.pop("row", []), cells))
            else:
                batch.lines.append(line)
                batch.cells.append(cells)
        return batch

    def refuse(self, problems: Mapping[int, RowProblem]) -> None:
        """Leave out the rows at these places."""
        if not problems:
            return
        self.refused += [(self.lines[place], self.cells[place], problems[place]) for place in sorted(problems)]
        kept = [place not in problems for place in range(len(self.lines))]
        self.lines = list(compress(self.lines, kept))
        self.cells = list(compress(self.cells, kept))
        self.keys = list(compress(self.keys, kept))
        self.columns = {name: list(compress(values, kept)) for name, values in self.columns.items()}

    def refuse_lines(self, problems: Mapping[int, RowProblem]) -> None:
        """Leave out the rows on these lines of the file."""
        if problems:
            self.refuse({place: problems[line] for place, line in enumerate(self.lines) if line in problems})

    def forget(self) -> list[str]:
        """Let go of the values, which are staged; the names of their columns."""
        names = list(self.columns)
        self.columns, self.keys = {}, []
        return names

    def records(self) -> Iterator[dict[str, Any]]:
        """The rows one by one."""
        return (dict(zip(self.columns, row, strict=True)) for row in zip(*self.columns.values(), strict=True))


def converted(name: str, texts: list[Any], convert: Callable[[Any], Any], problems: Problems) -> list[Any]:
    """The column of a field converted, each different value once; a row keeps the first thing found wrong with it."""
    made: dict[Any, Any] = {}
    wrong: dict[Any, RowProblem] = {}
    for text in set(texts):
        try:
            made[text] = convert(text)
        except RowProblem as problem:
            # A fresh one: the one caught holds on to its frames, and with them to the whole batch.
            made[text], wrong[text] = None, RowProblem(problem.code, field=name, **problem.params)
    if wrong:
        for place, text in enumerate(texts):
            if text in wrong:
                problems.setdefault(place, wrong[text])
    return list(map(made.__getitem__, texts))
