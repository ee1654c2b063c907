"""Which days people work, by the calendar of their office, and counting in such days.

The calendars come from the `holidays` package. China's includes the weekends that are worked to make up for a holiday
(equal to the State Council's notices as `chinesecalendar` has them). Beyond the years a calendar knows, and for a
country it does not know, only Saturdays and Sundays are free: a date far away is still a date.
"""

import datetime
from functools import cache

import holidays

from accounts.models import Office

ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5


@cache
def _calendar(country: str) -> holidays.HolidayBase | None:
    """The calendar of an ISO 3166 country, or None when nobody wrote one down."""
    try:
        return holidays.country_holidays(country.upper())
    except NotImplementedError:
        return None


def is_working_day(day: datetime.date, office: Office | None) -> bool:
    """Whether people at `office` work on `day`; without an office, whether it is Monday to Friday."""
    calendar = _calendar(office.country) if office and office.country else None
    if calendar is None:
        return day.weekday() < SATURDAY
    return calendar.is_working_day(day)


def shift(day: datetime.date, offset: int, office: Office | None) -> datetime.date:
    """The day `offset` working days after `day` (before it, when negative). It is always a working day.

    Offset 0 is `day` itself, or the last working day before it: what is due on a holiday is due before it.
    Counting stops at the first and the last day a date can hold.
    """
    step = ONE_DAY if offset > 0 else -ONE_DAY
    left = abs(offset)
    try:
        if not left:
            while not is_working_day(day, office):
                day += step
        while left:
            day += step
            left -= is_working_day(day, office)
    except OverflowError:
        return datetime.date.max if offset > 0 else datetime.date.min
    return day
