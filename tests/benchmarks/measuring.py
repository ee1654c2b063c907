"""Taking turns: floor and candidate run in alternation, so that a busy moment of the machine meets both."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

Work = Callable[[], Any]


@dataclass
class Measured:
    """One run: seconds, statements sent to the database, and megabytes the process grew at most meanwhile."""

    seconds: float = 0.0
    statements: int = 0
    memory: float = 0.0


@dataclass
class Timed:
    """What several rounds took. `statements` and `memory` are the most of any round of ours."""

    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    statements: int = 0
    memory: float = 0.0

    def add(self, measured: Measured) -> None:
        """Count one more round of ours in."""
        self.ours.append(measured.seconds)
        self.statements = max(self.statements, measured.statements)
        self.memory = max(self.memory, measured.memory)


@contextmanager
def timing() -> Iterator[Measured]:
    """Time what is done inside. COPY is not counted among the statements: Django does not see it."""
    found = Measured()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.statements += 1
        return execute(sql, params, many, context)

    began = time.perf_counter()
    with connection.execute_wrapper(count):
        yield found
    found.seconds = time.perf_counter() - began


@contextmanager
def measured() -> Iterator[Measured]:
    """As `timing`, with the memory it takes, from a collected heap."""
    gc.collect()
    idle = _memory("VmRSS")
    _forget_peak()
    with timing() as found:
        yield found
    found.memory = max(0.0, _memory("VmHWM") - idle)


def measure(work: Work) -> Measured:
    """Run `work` once, measured."""
    with measured() as found:
        work()
    return found


def asked(request: Work) -> Measured:
    """Ask once, timed: for hundreds of requests, before which nothing is collected. Call `warm` before the first."""
    with timing() as found:
        request()
    return found


def warm(*requests: Work) -> None:
    """Ask each once, and spare what they left behind from every later collection, as a worker does."""
    for request in requests:
        request()
    gc.collect()
    gc.freeze()


def alternate(*, floor: Work, ours: Work, rounds: int, before: Work = lambda: None) -> Timed:
    """Run both `rounds` times, in turn first and second; `before` runs, unmeasured, before each of them."""
    timed = Timed()
    for number in range(rounds):
        for mine in (False, True) if number % 2 == 0 else (True, False):
            before()
            found = measure(ours if mine else floor)
            if mine:
                timed.add(found)
            else:
                timed.floor.append(found.seconds)
    return timed


def settle(*tables: str) -> None:
    """Leave the tables (every table, when none is named) as after a quiet night: vacuumed and counted."""
    with connection.cursor() as cursor:
        for table in tables or ("",):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _memory(entry: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{entry}:")) / 1024


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")
