"""A meeting as an entry of people's calendars: iCalendar (RFC 5545) carried as an iTIP request or cancellation
(RFC 5546). A change keeps the UID and raises the SEQUENCE, so that a calendar knows it as the same meeting.
"""

import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from customers.models import Contact
from handover.models import Meeting, MeetingState
from notices.kinds import CalendarEntry
from notices.models import Notice

PRODUCT = "-//Baton//Handover//EN"
#: The kind of notice that takes a meeting out of one person's calendar.
NOT_FOR_YOU = "meeting_not_for_you"


def of_notice(notice: Notice) -> CalendarEntry | None:
    """What a notice about a meeting carries for its reader's calendar; nothing when the meeting is gone."""
    meeting = (
        Meeting.objects.select_related("departure__leaver", "called_by").filter(pk=notice.params["meeting"]).first()
    )
    return entry(meeting, is_off=notice.kind == NOT_FOR_YOU) if meeting else None


def entry(meeting: Meeting, *, contact: Contact | None = None, is_off: bool = False) -> CalendarEntry:
    """The invitation as its reader gets it, in the active language; a cancellation when the meeting is, or `is_off`
    for this reader. A `contact` reads nothing of other customers, of the handover or of Baton's addresses.
    """
    is_off = is_off or meeting.state == MeetingState.CANCELLED
    method = "CANCEL" if is_off else "REQUEST"
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(meeting, contact, "CANCELLED" if is_off else "CONFIRMED"))
    return CalendarEntry(method, calendar.to_ical().decode())


def _event(meeting: Meeting, contact: Contact | None, status: str) -> Event:
    event = Event()
    event.add("uid", f"{meeting.uid}@baton")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at.astimezone(datetime.UTC))
    event.add("dtstart", meeting.starts_at.astimezone(datetime.UTC))
    event.add("dtend", meeting.ends_at.astimezone(datetime.UTC))
    event.add("summary", summary(meeting, contact))
    event.add("location", meeting.place)
    event.add("description", _description(meeting, contact))
    event.add("status", status)
    event.add("organizer", _address(meeting.called_by.email, meeting.called_by.name))
    for guest in meeting.guests.select_related("person", "contact"):
        email = guest.person.email if guest.person else guest.contact.email if guest.contact else ""
        if email:
            attendee = _address(email, str(guest))
            attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
            attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
            attendee.params["RSVP"] = vText("TRUE")
            event.add("attendee", attendee, encode=False)
    return event


def summary(meeting: Meeting, contact: Contact | None = None) -> str:
    """What stands in the calendar."""
    if contact is not None:
        return _("Visit of %(name)s") % {"name": meeting.called_by.name}
    return f"{meeting.get_kind_display()}: {meeting.departure.leaver.name}"


def _description(meeting: Meeting, contact: Contact | None) -> str:
    if contact is not None:
        return meeting.agenda
    names = ", ".join(line.customer.name for line in meeting.lines.select_related("customer"))
    address = settings.BASE_URL.rstrip("/") + meeting.get_absolute_url()
    return "\n".join(filter(None, (meeting.agenda, names, address)))


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address
