"""What the page of the order shows: the days left, what each is filled with, and what will not fit."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from accounts.workdays import is_working_day
from handover.models import CustomerWay, Departure
from handover.order import ranking
from handover.order.ranking import Row, Sum
from handover.workdays import ONE_DAY

SIZE = 50
#: So many working days are planned one by one; who leaves later than that has time.
MOST_DAYS = 60

Worth = list[tuple[str, Decimal]]


@dataclass(frozen=True)
class Part:
    """Some customers of the order together; `day` for those of one working day."""

    name: str
    count: int
    minutes: int
    worth: Worth
    number: int = 0
    day: datetime.date | None = None


@dataclass(frozen=True)
class Order:
    """The order of one departure: `days` are the working days left, `capacity` the minutes in each."""

    days: list[datetime.date]
    capacity: int
    parts: list[Part]
    is_kept: bool

    def part(self, name: str, number: int = 0) -> Part | None:
        """The part of this name and day, if anything is in it."""
        return next((part for part in self.parts if (part.name, part.number) == (name, number)), None)

    @property
    def unfit(self) -> Part | None:
        return self.part("unfit")

    @property
    def fitting(self) -> list[Part]:
        """What is laid into each day."""
        return [part for part in self.parts if part.name == "day"]

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(part.minutes for part in self.parts)

    @property
    def count(self) -> int:
        """How many customers are still to be handed over."""
        return sum(part.count for part in self.parts if part.name in ("day", "unfit"))


def days_left(departure: Departure, today: datetime.date) -> list[datetime.date]:
    """The working days from today to the last one, by the calendar of the leaver's office."""
    found: list[datetime.date] = []
    day = today
    while day <= departure.last_day_on and len(found) < MOST_DAYS:
        if is_working_day(day, departure.leaver.office):
            found.append(day)
        day += ONE_DAY
    return found


def asked(departure: Departure, today: datetime.date) -> dict[str, Any]:
    """What the statements of `ranking` ask for this departure."""
    return ranking.params(departure, today, len(days_left(departure, today)), settings.HANDOVER_MINUTES_A_DAY)


def build(departure: Departure, today: datetime.date) -> Order:
    """The order of a departure as it is today; two queries, however many customers."""
    days = days_left(departure, today)
    sums = ranking.sums(asked(departure, today))
    parts = [_part(number, [one for one in sums if one.part == number], days) for number in {one.part for one in sums}]
    is_kept = CustomerWay.objects.filter(departure=departure).exists()
    parts.sort(key=lambda part: (part.name != "day", part.number))
    return Order(days, settings.HANDOVER_MINUTES_A_DAY, parts, is_kept)


def _part(number: int, sums: list[Sum], days: list[datetime.date]) -> Part:
    worth = ranking.worth_of(" ".join(f"{currency}:{amount}" for one in sums for currency, amount in one.worth))
    count, minutes = sum(one.count for one in sums), sum(one.minutes for one in sums)
    if number > len(days):
        return Part("unfit", count, minutes, worth)
    if number < 1:
        return Part("skip" if number == 0 else "told", count, minutes, worth)
    return Part("day", count, minutes, worth, number, days[number - 1])


def rows(departure: Departure, part: Part, today: datetime.date, *, grade: str, page: int) -> list[Row]:
    """One page of the customers of a part, and one more where there is another page."""
    question = asked(departure, today) | {"day": part.number}
    return ranking.rows(question, part.name, grade=grade, size=SIZE + 1, offset=SIZE * (page - 1))
