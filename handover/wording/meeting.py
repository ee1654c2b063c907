"""What was done about meetings, as sentences of the timeline."""

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handover.models import Meeting, MeetingKind
from handover.wording.timeline import SENTENCES, Details, prepares

WORDS = {
    "meeting.called": _("%(by)s called a meeting (%(kind)s) for %(day)s, %(place)s."),
    "meeting.changed": _("%(by)s changed a meeting (%(kind)s): %(day)s, %(place)s."),
    "meeting.cancelled": _("%(by)s cancelled the meeting of %(day)s: %(reason)s"),
    "meeting.missed": _("The meeting of %(day)s did not take place, says %(by)s: %(reason)s"),
    "meeting.held": _("%(by)s wrote the minutes of the meeting of %(day)s (%(kind)s)."),
}
SENTENCES |= WORDS


def when(meeting: Meeting) -> str:
    """The day with its name, and from when to when."""
    starts, ends = localtime(meeting.starts_at), localtime(meeting.ends_at)
    return gettext("%(weekday)s, %(day)s, %(start)s to %(end)s") % {
        "weekday": date_format(starts, "l"),
        "day": date_format(starts, "DATE_FORMAT"),
        "start": date_format(starts, "TIME_FORMAT"),
        "end": date_format(ends, "TIME_FORMAT"),
    }


def _when_and_what(details: Details) -> Details:
    starts = parse_datetime(details["starts_at"])
    day = date_format(localtime(starts), "DATETIME_FORMAT") if starts else ""
    return details | {"day": day, "kind": MeetingKind(details["kind"]).label}


for _verb in WORDS:
    prepares(_verb)(_when_and_what)
