"""Rows into tables, and tables into `docs/benchmarks.md`, where a topic that was not run keeps its last table."""

import datetime
import re
import statistics
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.registry import Row

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "benchmarks.md"
HEAD = """# How fast Baton is

Written by `make bench`; see `tests/benchmarks/`. Floor and candidate take turns in the same run, so the ratios count
and the seconds only tell their size. A topic keeps its table until it is measured again.
"""
COLUMNS = ("What", "n", "floor", "ours", "ratio", "statements", "memory", "to reach", "reached")


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown, with a sentence for each that misses."""
    lines = [" | ".join(COLUMNS), " | ".join("---" if place == 0 else "---:" for place in range(len(COLUMNS)))]
    lines += [" | ".join(_cells(row)) for row in rows]
    text = "\n".join(f"| {line} |" for line in lines)
    missed = [f"- {row.what}, n = {row.n:,}: {'; '.join(row.misses)}. {row.why}".rstrip() for row in rows if row.misses]
    return text + ("\n\nMissed:\n" + "\n".join(missed) if missed else "")


def _cells(row: Row) -> list[str]:
    ratio = row.measured_ratio
    return [
        f"_{row.what}_" if row.beside else row.what,
        f"{row.n:,}",
        _seconds(row, row.floor),
        _seconds(row, row.ours) or row.figure,
        f"{ratio:.2f}" if ratio is not None else "",
        "" if row.statements is None else str(row.statements),
        "" if row.memory is None else f"{row.memory:.0f} MB",
        _to_reach(row),
        "" if not row.has_target else "no" if row.misses else "yes",
    ]


def _seconds(row: Row, times: Sequence[float]) -> str:
    if not times:
        return ""
    value = row.time(times)
    mark = "" if row.of == 0.5 else f" p{row.of * 100:g}"
    spread = f" ({min(times):.3g}–{max(times):.3g})" if 1 < len(times) <= 9 else ""
    if value < 1:
        spread = f" ({min(times) * 1000:.3g}–{max(times) * 1000:.3g})" if spread else ""
        return f"{value * 1000:.3g} ms{mark}{spread}"
    return f"{value:.3g} s{mark}{spread}"


def _to_reach(row: Row) -> str:
    units = ("≤ {:g} ×", "≤ {:g} s", "≤ {:g} statements", "≤ {:g} MB")
    told = [unit.format(value) for unit, value in zip(units, row.targets, strict=True) if value is not None]
    return ", ".join(told) or (row.figure if row.reached is not None and row.ours else "")


def section(topic: str, about: Sequence[str], rows: Sequence[Row], *, machine: str, today: datetime.date) -> str:
    """One topic of the document."""
    rounds = [len(row.ours) for row in rows if row.ours and not row.beside]
    told = f"{today.isoformat()}; {statistics.mode(rounds)} rounds. {machine}." if rounds else f"{machine}."
    words = "\n".join(line.strip() for text in about for line in text.splitlines()).strip()
    return f"## {topic}\n{words}\n\n{table(rows)}\n\n_{told}_\n"


def write(topic: str, text: str) -> None:
    """Put a topic's section into the document: in place of its last one, else before what is kept by hand."""
    document = DOCUMENT.read_text() if DOCUMENT.exists() else HEAD
    marked = f"<!-- measured: {topic} -->\n{text}<!-- end: {topic} -->\n"
    pattern = re.compile(rf"<!-- measured: {re.escape(topic)} -->\n.*?<!-- end: {re.escape(topic)} -->\n", re.S)
    if pattern.search(document):
        document = pattern.sub(lambda _found: marked, document)
    else:
        before, kept, after = document.partition("<!-- by hand from here on -->")
        document = f"{before.rstrip()}\n\n{marked}\n{kept}{after}".rstrip() + "\n"
    DOCUMENT.write_text(document)
