"""When mail and chat may reach somebody: their hours, on their clock, by the calendar of their office."""

import datetime
import zoneinfo
from dataclasses import dataclass

from django.conf import settings

from accounts.models import Office, User
from accounts.workdays import is_working_day
from notices.models import ChatChannel, NoticeHours

#: Nobody waits longer than this for a working day, whatever a calendar says.
LONGEST = 31
ONE_DAY = datetime.timedelta(days=1)
DAILY_AT = datetime.time(8)


@dataclass(frozen=True)
class Hours:
    """The hours of one person or group; without `spans` everything passes at any time."""

    zone: zoneinfo.ZoneInfo
    office: Office | None = None
    spans: tuple[datetime.time, datetime.time] | None = None
    working_days_only: bool = True
    daily_at: datetime.time = DAILY_AT

    def next_moment(self, at: datetime.datetime) -> datetime.datetime:
        """`at` when it lies within the hours, else the moment the next hours begin."""
        if self.spans is None:
            return at
        begins, ends = self.spans
        local = at.astimezone(self.zone)
        for offset in range(LONGEST):
            day = local.date() + offset * ONE_DAY
            if not self._counts(day) or (not offset and local.time() >= ends):
                continue
            if not offset and local.time() >= begins:
                return at
            return datetime.datetime.combine(day, begins, self.zone).astimezone(datetime.UTC)
        return at

    def daily_due(self, at: datetime.datetime) -> datetime.date | None:
        """The day whose daily mail may leave at `at`, or None while it is too early or no day for it."""
        local = at.astimezone(self.zone)
        due = local.time() >= self.daily_at and (self.spans is None or self._counts(local.date()))
        return local.date() if due else None

    def _counts(self, day: datetime.date) -> bool:
        return not self.working_days_only or is_working_day(day, self.office)


def of_person(person: User) -> Hours:
    """The hours a person chose, or the firm's."""
    zone = _zone(person.time_zone)
    chosen: NoticeHours | None = getattr(person, "notice_hours", None)
    if chosen is None:
        return Hours(zone, person.office, settings.QUIET_HOURS)
    spans = (chosen.starts_at, chosen.ends_at) if chosen.holds_back else None
    return Hours(zone, person.office, spans, chosen.working_days_only, chosen.daily_at)


def of_group(chat: ChatChannel) -> Hours:
    """The hours of a group chat: those of its office's working days, or any when it has none."""
    if chat.office is None:
        return Hours(_zone("UTC"))
    fields = NoticeHours._meta
    usual = (fields.get_field("starts_at").default, fields.get_field("ends_at").default)
    return Hours(_zone(chat.office.time_zone), chat.office, settings.QUIET_HOURS or usual)


def _zone(name: str) -> zoneinfo.ZoneInfo:
    """The time zone of this name; one that nobody knows counts as UTC, so that it does not stop anybody's mail."""
    try:
        return zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        return zoneinfo.ZoneInfo("UTC")
