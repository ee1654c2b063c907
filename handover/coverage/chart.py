"""The calendar as a picture: how many customers have whom on each day, and the deals that are to close then."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from handover.coverage import worth
from handover.coverage.calendar import WIDTH, Calendar
from handover.coverage.frames import ONE_DAY
from handover.coverage.spans import By, Span
from handover.coverage.worth import Closing
from handover.models import Departure
from web import plots

#: From the bottom up: what is wrong stands on the line, where its height is compared best.
LOOKS = (By.NOBODY, By.OWNER, By.COVER, By.SUCCESSOR)


@dataclass(frozen=True)
class Mark:
    """A day with a name: where its line is, and on which side of it its words have room."""

    name: str
    day: datetime.date
    x: int
    is_late: bool

    @property
    def place(self) -> str:
        """Where its words stand, as a length of SVG."""
        return f"{self.x * 100 / WIDTH:.1f}%"


@dataclass(frozen=True)
class Money:
    """Deals of one currency that are to close on the days shown; `exposed` of them while nobody answers."""

    currency: str
    columns: list[plots.Column]
    total: Decimal
    exposed: Decimal


@dataclass(frozen=True)
class Chart:
    """The picture of a calendar."""

    columns: list[plots.Column]
    money: list[Money]
    marks: list[Mark]


def draw(departure: Departure, calendar: Calendar, today: datetime.date) -> Chart:
    """The picture of a departure's calendar. One query."""
    found = worth.closing(departure.pk, today, calendar.start, calendar.end)
    spans = {line.group.key: [part.span for part in line.parts] for line in calendar.lines}
    currencies = sorted({one.currency for one in found})
    money = [
        _money(currency, [one for one in found if one.currency == currency], spans, calendar) for currency in currencies
    ]
    return Chart(_customers(calendar), sorted(money, key=lambda one: -one.total), list(_marks(departure, calendar)))


def _customers(calendar: Calendar) -> list[plots.Column]:
    """How many customers have whom, day by day."""
    length = (calendar.end - calendar.start).days + 1
    changes = {by: [0] * (length + 1) for by in LOOKS}
    for line in calendar.lines:
        for part in line.parts:
            first, after = _place(part.span, calendar, length)
            changes[part.span.by][first] += line.group.count
            changes[part.span.by][after] -= line.group.count
    counts = {by: list(accumulate(steps)) for by, steps in changes.items()}
    days = [[(str(by), counts[by][number]) for by in LOOKS] for number in range(length)]
    return plots.columns(days, calendar.customers)


def _place(span: Span, calendar: Calendar, length: int) -> tuple[int, int]:
    """The number of a span's first day among those shown, and of the day after its last."""
    first = (span.first - calendar.start).days
    after = (span.last + ONE_DAY - calendar.start).days if span.last else length
    return min(max(first, 0), length), min(max(after, 0), length)


def _money(currency: str, found: list[Closing], spans: dict[str, list[Span]], calendar: Calendar) -> Money:
    """The deals of one currency, day by day, as whoever answers then."""
    sums: dict[tuple[datetime.date, By], Decimal] = {}
    for one in found:
        where = one.day, _by(spans.get(one.key, []), one.day)
        sums[where] = sums.get(where, Decimal(0)) + one.amount
    length = (calendar.end - calendar.start).days + 1
    shown = [calendar.start + number * ONE_DAY for number in range(length)]
    days = [[(str(by), float(sums.get((day, by), 0))) for by in LOOKS] for day in shown]
    exposed = sum((amount for (_day, by), amount in sums.items() if by == By.NOBODY), Decimal(0))
    most = max(sum(much for _look, much in blocks) for blocks in days)
    return Money(currency, plots.columns(days, most), sum(sums.values(), Decimal(0)), exposed)


def _by(spans: Iterable[Span], day: datetime.date) -> By:
    holding = (span.by for span in spans if span.first <= day and (span.last is None or day <= span.last))
    return next(holding, By.NOBODY)


def _marks(departure: Departure, calendar: Calendar) -> Iterable[Mark]:
    days = {"last_day": departure.last_day_on, "move": calendar.frame.moves_on}
    for name, x in calendar.marks.items():
        if day := days[name]:
            yield Mark(name, day, x, x > WIDTH * 0.5)
