"""Small plots that templates draw as SVG: what a whole is made of, columns side by side, and how two counts grow.

All places and sizes are whole units of a field `WIDTH` wide and `HEIGHT` high; a plot has only looks (`of-…` in the
stylesheet), so that a page needs no style of its own.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 100
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """A part of a whole: how it looks, its name, how many it is, how much that is in words, where it leads."""

    look: str
    label: str
    count: int
    said: str = ""
    url: str = ""


@dataclass(frozen=True)
class Slice:
    """Where a part of a whole lies on the bar."""

    part: Part
    x: int
    width: int


@dataclass(frozen=True)
class Block:
    """One part of a column, from `y` down."""

    look: str
    y: int
    height: int


@dataclass(frozen=True)
class Column:
    """One column; its blocks stand on each other, the first at the bottom."""

    x: int
    width: int
    blocks: list[Block]


def stack(parts: Iterable[Part]) -> list[Slice]:
    """The bar of a whole; parts that are nothing are left out."""
    there = [part for part in parts if part.count > 0]
    whole = sum(part.count for part in there)
    found, before = [], 0
    for part in there:
        x, end = _share(before, whole, WIDTH), _share(before + part.count, whole, WIDTH)
        found.append(Slice(part, x, end - x))
        before += part.count
    return found


def columns(parts: Sequence[Sequence[tuple[str, float]]], most: float) -> list[Column]:
    """A column for each of `parts` (look, how much); the field is `most` high."""
    found = []
    for number, blocks in enumerate(parts):
        x, end = _share(number, len(parts), WIDTH), _share(number + 1, len(parts), WIDTH)
        found.append(Column(x, end - x, list(_blocks(blocks, most))))
    return found


def _blocks(parts: Iterable[tuple[str, float]], most: float) -> Iterable[Block]:
    below = 0.0
    for look, much in parts:
        low, high = _share(below, most, HEIGHT), _share(below + much, most, HEIGHT)
        if high > low:
            yield Block(look, HEIGHT - high, high - low)
        below += much


def steps(
    days: Iterable[datetime.date], *, start: datetime.date, end: datetime.date, until: datetime.date, total: int
) -> str:
    """An SVG path that climbs by one on each of `days`, from the morning of `start` to the night of `until`; the field
    ends with `end` and is `total` high.
    """
    height, path = 0, f"M0 {HEIGHT}"
    for day, count in sorted(Counter(day for day in days if day <= until).items()):
        height += count
        path += f"H{place(day - ONE_DAY, start, end)}V{HEIGHT - _share(height, total, HEIGHT)}"
    return f"{path}H{place(until, start, end)}"


def place(day: datetime.date, start: datetime.date, end: datetime.date) -> int:
    """Where the night of a day is on a field that runs from the morning of `start` to the night of `end`."""
    return _share((day - start).days + 1, (end - start).days + 1, WIDTH)


def _share(part: float, whole: float, field: int) -> int:
    return round(field * part / whole) if whole else 0
