"""Which days people work, by the calendar of their office.

The calendars come from the `holidays` package. China's includes the weekends that are worked to make up for a holiday
(equal to the State Council's notices as `chinesecalendar` has them). Beyond the years a calendar knows, and for a
country it does not know, only Saturdays and Sundays are free: a date far away is still a date.
"""

import datetime
from functools import cache
from typing import TYPE_CHECKING

from accounts.models import Office

if TYPE_CHECKING:
    from holidays import HolidayBase

SATURDAY = 5


@cache
def _calendar(country: str) -> "HolidayBase | None":
    """The calendar of an ISO 3166 country, or None when nobody wrote one down."""
    from holidays import country_holidays  # loaded by who asks for a day, not by every process

    try:
        return country_holidays(country.upper())
    except NotImplementedError:
        return None


def is_working_day(day: datetime.date, office: Office | None) -> bool:
    """Whether people at `office` work on `day`; without an office, whether it is Monday to Friday."""
    calendar = _calendar(office.country) if office and office.country else None
    if calendar is None:
        return day.weekday() < SATURDAY
    return calendar.is_working_day(day)
