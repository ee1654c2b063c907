"""What a benchmark is, and what it tells."""

import importlib
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One measured thing. Times are seconds, one per round (or per request); memory is megabytes over idle.

    `ratio`, `seconds`, `most_statements` and `most_memory` are what is to be reached; None asks nothing. `of` is the
    statistic compared: 0.5 the median, 0.95 the 95th percentile. `reached` answers a target that is neither time nor
    memory, with `figure` as its words. `why` is one sentence, shown when a target is missed; `beside` marks a way shown
    for comparison only.
    """

    what: str
    n: int
    ours: Sequence[float] = ()
    floor: Sequence[float] = ()
    ratio: float | None = None
    seconds: float | None = None
    of: float = 0.5
    statements: int | None = None
    most_statements: int | None = None
    memory: float | None = None
    most_memory: float | None = None
    figure: str = ""
    reached: bool | None = None
    why: str = ""
    beside: bool = False

    def time(self, times: Sequence[float]) -> float:
        """The statistic of these times that this row compares."""
        if self.of == 0.5 or len(times) < 2:
            return statistics.median(times)
        return sorted(times)[min(len(times) - 1, int(self.of * len(times)))]

    @property
    def measured_ratio(self) -> float | None:
        """Ours over the floor; None without a floor."""
        return self.time(self.ours) / self.time(self.floor) if self.ours and self.floor else None

    @property
    def misses(self) -> list[str]:
        """By how much each target is missed; empty when all are reached."""
        measured: list[tuple[str, float | None, float | None]] = [
            ("× the floor", self.measured_ratio, self.ratio),
            (" s", self.time(self.ours) if self.ours else None, self.seconds),
            (" statements", self.statements, self.most_statements),
            (" MB", self.memory, self.most_memory),
        ]
        found = [
            f"{got:.3g}{unit} against {most:g}"
            for unit, got, most in measured
            if got is not None and most is not None and got > most
        ]
        return found + ([self.figure] if self.reached is False else [])

    @property
    def has_target(self) -> bool:
        """Whether anything is to be reached here."""
        return any(each is not None for each in self.targets) or self.reached is not None

    @property
    def targets(self) -> tuple[float | None, ...]:
        return self.ratio, self.seconds, self.most_statements, self.most_memory


Run = Callable[[int, int], Iterator[Row]]


@dataclass(frozen=True)
class Benchmark:
    """A registered benchmark: `run(n, rounds)` yields its rows. `about` says what floor and ours are. What takes long
    to fill is `kept` from one run to the next, in a database of this name and n.
    """

    topic: str
    name: str
    sizes: tuple[int, ...]
    rounds: int
    run: Run
    about: str = field(default="")
    kept: str = ""


BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(topic: str, *, sizes: tuple[int, ...], rounds: int = 3, kept: str = "") -> Callable[[Run], Run]:
    """Register `run` under its function's name: with which n it is run by default, and how many rounds each has."""

    def register(run: Run) -> Run:
        name = run.__name__
        BENCHMARKS[name] = Benchmark(topic, name, sizes, rounds, run, (run.__doc__ or "").strip(), kept)
        return run

    return register


def load() -> dict[str, Benchmark]:
    """Every benchmark, by name: importing a `bench_*.py` registers its own."""
    for file in sorted(Path(__file__).parent.glob("bench_*.py")):
        importlib.import_module(f"tests.benchmarks.{file.stem}")
    return BENCHMARKS
