"""Counting in working days (`accounts/workdays.py` knows which those are)."""

import datetime

from accounts.models import Office
from accounts.workdays import is_working_day

ONE_DAY = datetime.timedelta(days=1)


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
