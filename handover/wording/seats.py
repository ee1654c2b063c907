"""Seats of a leaver that wait for the managers of the customers, in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handover.models import Departure


def lead(departure: Departure) -> str:
    """Who leaves when, and what is asked of the reader."""
    day = date_format(departure.last_day_on, "DATE_FORMAT")
    words = _(
        "The last working day of %(name)s is %(day)s. Say who works with these customers instead, or end the seats."
    )
    return words % {"name": departure.leaver.name, "day": day}
