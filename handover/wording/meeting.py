"""What was done about meetings, as sentences of the timeline."""

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from handover.models import MeetingKind
from handover.wording.timeline import SENTENCES, Details, prepares

WORDS = {
    "meeting.called": _("%(by)s called a meeting (%(kind)s) for %(day)s, %(place)s."),
    "meeting.changed": _("%(by)s changed a meeting (%(kind)s): %(day)s, %(place)s."),
    "meeting.cancelled": _("%(by)s cancelled the meeting of %(day)s: %(reason)s"),
    "meeting.missed": _("The meeting of %(day)s did not take place, says %(by)s: %(reason)s"),
    "meeting.held": _("%(by)s wrote the minutes of the meeting of %(day)s (%(kind)s)."),
}
SENTENCES |= WORDS


def _when_and_what(details: Details) -> Details:
    starts = parse_datetime(details["starts_at"])
    day = date_format(localtime(starts), "DATETIME_FORMAT") if starts else ""
    return details | {"day": day, "kind": MeetingKind(details["kind"]).label}


for _verb in WORDS:
    prepares(_verb)(_when_and_what)
