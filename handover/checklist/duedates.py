"""When an item of the checklist is due: so many working days from one of the departure's four dates."""

import datetime

from handover.dates import zone
from handover.models import Anchor, Departure
from handover.workdays import ONE_DAY, shift


def anchor_day(departure: Departure, anchor: str) -> datetime.date:
    """One of the four dates, as a day where the leaver works."""
    value = getattr(departure, Anchor(anchor).value)
    return value.astimezone(zone(departure.leaver)).date() if isinstance(value, datetime.datetime) else value


def first_day(departure: Departure) -> datetime.date:
    """The first working day on which somebody can do something: that of the registration, or the next."""
    registered = departure.registered_at.astimezone(zone(departure.leaver)).date()
    return shift(registered - ONE_DAY, 1, departure.leaver.office)


def due_on(departure: Departure, anchor: str, offset: int) -> datetime.date:
    """`offset` working days from that date by the calendar of the leaver's office.

    Never before the departure was registered: an item isn't born overdue because somebody leaves at once.
    """
    day = shift(anchor_day(departure, anchor), offset, departure.leaver.office)
    return max(day, first_day(departure))
