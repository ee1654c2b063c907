"""The coverage calendar of one departure: a line for customers alike, and the gaps over all of them."""

import datetime
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from accounts.models import User
from handover.coverage import frames, groups, spans, worth
from handover.coverage.frames import ONE_DAY, Frame
from handover.coverage.groups import Group
from handover.coverage.spans import Cause, Span
from handover.coverage.worth import Worth
from handover.models import Cover, Departure

#: How many days before the last working day the calendar begins, when that is far.
BEFORE = datetime.timedelta(days=14)
#: How many days it shows after the last change, and at most and at least in all.
AFTER = datetime.timedelta(days=7)
MOST = datetime.timedelta(days=150)
FEWEST = datetime.timedelta(days=20)
#: The strip is drawn this many units wide.
WIDTH = 1000


@dataclass(frozen=True)
class Part:
    """A span as the strip shows it: from `x` on, `width` wide."""

    span: Span
    x: int
    width: int


@dataclass(frozen=True)
class Line:
    """Customers for whom the same people answer on the same days."""

    group: Group
    parts: list[Part]

    @property
    def has_gap(self) -> bool:
        return any(part.span.is_gap for part in self.parts)


@dataclass
class Gap:
    """On these days (`last` None: from then on) nobody answers for `count` customers, for one reason."""

    first: datetime.date
    last: datetime.date | None
    cause: Cause
    keys: list[str] = field(default_factory=list)
    count: int = 0
    worth: Worth = field(default_factory=Worth)

    @property
    def address(self) -> str:
        """What names it in an address."""
        last = self.last.isoformat() if self.last else ""
        return urlencode({"from": self.first.isoformat(), "until": last, "why": str(self.cause)})


@dataclass(frozen=True)
class Calendar:
    """Who answers for whom from `start` to `end`; the lines with a gap first, then the largest."""

    frame: Frame
    start: datetime.date
    end: datetime.date
    marks: dict[str, int]
    lines: list[Line]
    gaps: list[Gap]
    names: dict[int, str]

    @property
    def customers(self) -> int:
        return sum(line.group.count for line in self.lines)

    @property
    def uncovered(self) -> int:
        """How many customers have a gap."""
        return sum(line.group.count for line in self.lines if line.has_gap)


def build(departure: Departure, today: datetime.date) -> Calendar:
    """The calendar of `departure` as it is today. Eleven queries, however many customers."""
    frame = frames.of([departure.pk], today)[departure.pk]
    grouped = groups.of([departure.pk], today)
    people = {person for group in grouped for person in group.people}
    away = frames.away(people, [frame.leaver], today)
    found = {group.key: spans.of(frame, group, away, today) for group in grouped}
    start, end = _window(departure, frame, [span for each in found.values() for span in each], today)
    lines = [Line(group, list(_parts(found[group.key], start, end))) for group in grouped]
    names = User.objects.filter(pk__in=people | {frame.leaver}).values_list("pk", "name")
    return Calendar(
        frame=frame,
        start=start,
        end=end,
        marks=_marks(departure, frame, start, end),
        lines=sorted(lines, key=lambda line: (not line.has_gap, -line.group.count, line.group.key)),
        gaps=_gaps(departure, grouped, found, today),
        names=dict(names),
    )


def _window(
    departure: Departure, frame: Frame, found: list[Span], today: datetime.date
) -> tuple[datetime.date, datetime.date]:
    start = max(today, departure.last_day_on - BEFORE)
    turns = [span.first for span in found] + [span.last for span in found if span.last]
    last = max([*turns, departure.last_day_on, frame.moves_on or today, today])
    return start, min(max(last + AFTER, start + FEWEST), start + MOST)


def _place(day: datetime.date, start: datetime.date, end: datetime.date) -> int:
    """Where the morning of a day is on the strip."""
    whole = (end - start).days + 1
    return round(WIDTH * min(max((day - start).days, 0), whole) / whole)


def _parts(found: list[Span], start: datetime.date, end: datetime.date) -> Any:
    for span in found:
        x = _place(span.first, start, end)
        width = _place(span.last + ONE_DAY if span.last else end + ONE_DAY, start, end) - x
        if width > 0 or span.first > end:
            yield Part(span, x, max(width, 0))


def _marks(departure: Departure, frame: Frame, start: datetime.date, end: datetime.date) -> dict[str, int]:
    """Where the strip has a line: the end of the last working day, and the move."""
    days = {"last_day": departure.last_day_on + ONE_DAY, "move": frame.moves_on}
    return {name: _place(day, start, end) for name, day in days.items() if day and start < day <= end}


def _gaps(departure: Departure, grouped: list[Group], found: dict[str, list[Span]], today: datetime.date) -> list[Gap]:
    """The gaps of all groups, those of the same days and reason as one, the first to come first."""
    gaps: dict[Any, Gap] = {}
    for group in grouped:
        for span in found[group.key]:
            if span.is_gap and span.cause:
                gap = gaps.setdefault((span.first, span.last, span.cause), Gap(span.first, span.last, span.cause))
                gap.keys.append(group.key)
                gap.count += group.count
    behind = worth.of(departure.pk, {key for gap in gaps.values() for key in gap.keys}, today)
    for gap in gaps.values():
        gap.worth = sum((behind[key] for key in gap.keys), Worth())
    return sorted(gaps.values(), key=lambda gap: (gap.first, -gap.count))


def named(departure: Departure) -> list[Any]:
    """The covers of a departure that have not ended, those of the same person and days as one row."""
    living = Cover.objects.filter(departure=departure, ended_at=None).order_by()
    rows = living.values("person", "person__name", "first_on", "last_on", "at_end").annotate(customers=Count("pk"))
    return list(rows.order_by("first_on", "person__name"))
