"""The four dates of a departure: what they are when nobody says otherwise, and which order they can stand in."""

import datetime
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from web.typed import OLDEST

#: Access ends with the last minute of the last working day; the records change hands right after.
LAST_MINUTE = datetime.time(23, 59)


@dataclass(frozen=True)
class Dates:
    """Notice given, last working day, access ends, ownership changes."""

    notice_on: datetime.date
    last_day_on: datetime.date
    access_ends_at: datetime.datetime
    effective_at: datetime.datetime


def zone(person: User) -> zoneinfo.ZoneInfo:
    """The time zone of the person's office, or their own when they have no office."""
    return zoneinfo.ZoneInfo(person.office.time_zone if person.office else person.time_zone)


def access_end(last_day_on: datetime.date, leaver: User) -> datetime.datetime:
    """The last minute of the last working day, where the leaver works."""
    return datetime.datetime.combine(last_day_on, LAST_MINUTE, zone(leaver))


def effective(last_day_on: datetime.date, leaver: User) -> datetime.datetime:
    """The midnight after the last working day, where the leaver works."""
    return datetime.datetime.combine(last_day_on + datetime.timedelta(days=1), datetime.time(), zone(leaver))


def complete(given: Mapping[str, Any], former: Mapping[str, Any], leaver: User) -> Dates:
    """The four dates from what is given; what is not even mentioned stays as it was.

    The end of access and the change of ownership follow from the last working day when they are given as None, and
    when they are what followed from the former last day.
    """
    wanted = {**former, **given}
    last_day, former_last_day = wanted["last_day_on"], former.get("last_day_on")
    for name, derive in (("access_ends_at", access_end), ("effective_at", effective)):
        followed = former_last_day and wanted.get(name) == derive(former_last_day, leaver)
        if wanted.get(name) is None or followed:
            wanted[name] = derive(last_day, leaver)
    return Dates(**{field.name: wanted[field.name] for field in fields(Dates)})


def problems(dates: Dates, leaver: User) -> dict[str, str]:
    """What is wrong with the dates, by field; empty when they can stand.

    Access may end and ownership may change before the last day (somebody is sent home at once; a book is handed over
    early), but nothing happens before notice is given.
    """
    if dates.notice_on.year < OLDEST:
        return {"notice_on": _("Name a day after %(year)s.") % {"year": OLDEST}}
    if dates.last_day_on < dates.notice_on:  # the other two mostly follow from it, so it is named alone
        return {"last_day_on": _("The last working day is before notice was given.")}
    found = {}
    if dates.access_ends_at.astimezone(zone(leaver)).date() < dates.notice_on:
        found["access_ends_at"] = _("Access ends before notice was given.")
    if dates.effective_at.astimezone(zone(leaver)).date() < dates.notice_on:
        found["effective_at"] = _("Ownership changes before notice was given.")
    return found
