"""Who is told of meetings: colleagues by notices with a calendar entry, contacts of customers by letters."""

import datetime
from collections.abc import Iterable

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from handover.dates import zone
from handover.inheriting import letters
from handover.meetings import invitation
from handover.models import LetterKind, Meeting, SentLetter
from handover.relations import why_told
from notices.actions import Letter, leave_many


def invited(meeting: Meeting, *, by: User, at: datetime.datetime) -> None:
    """Ask everybody to a new meeting."""
    _tell("meeting_invited", meeting, _asked(meeting), by=by, at=at)
    _write(meeting, by=by, at=at)


def changed(meeting: Meeting, *, no_longer: Iterable[int], by: User, at: datetime.datetime) -> None:
    """Tell everybody what is new, and those who are no longer asked that they need not come."""
    _tell("meeting_changed", meeting, _asked(meeting), by=by, at=at)
    _tell(invitation.NOT_FOR_YOU, meeting, no_longer, by=by, at=at)
    _write(meeting, by=by, at=at)


def cancelled(meeting: Meeting, *, by: User, at: datetime.datetime) -> None:
    """Tell everybody that a meeting is off."""
    _tell("meeting_cancelled", meeting, _asked(meeting), by=by, at=at)
    _write(meeting, by=by, at=at)


def missed(meeting: Meeting, *, by: User, at: datetime.datetime) -> None:
    """Tell colleagues that a meeting did not take place."""
    _tell("meeting_missed", meeting, _asked(meeting), by=by, at=at)


def _asked(meeting: Meeting) -> list[int]:
    return [guest.person_id for guest in meeting.guests.all() if guest.person_id]


def _tell(kind: str, meeting: Meeting, people: Iterable[int], *, by: User, at: datetime.datetime) -> None:
    departure = meeting.departure
    told = User.objects.filter(pk__in=list(people)).order_by("pk")
    leave_many(
        letters=[
            Letter(
                kind=kind,
                recipient_id=person.pk,
                key=f"meeting:{meeting.pk}:{meeting.sequence}:{kind}:{person.pk}",
                url="" if kind == invitation.NOT_FOR_YOU else meeting.get_absolute_url(),
                subject_kind=departure._meta.label_lower,
                subject_id=departure.pk,
                params={
                    "name": departure.leaver.name,
                    "by": by.name,
                    "what": meeting.kind,
                    "starts_at": meeting.starts_at.isoformat(),
                    "place": meeting.place,
                    "reason": meeting.remark,
                    "meeting": meeting.pk,
                    "relation": why_told(person, departure) or "successor",
                },
            )
            for person in told
            if not person.is_placeholder
        ],
        at=at,
    )


def _write(meeting: Meeting, *, by: User, at: datetime.datetime) -> None:
    """Send the invitation to the customers' people, in the language of the office, from who called the meeting."""
    language = meeting.called_by.language
    with translation.override(language), timezone.override(zone(meeting.called_by)):
        for guest in meeting.guests.filter(contact__isnull=False).select_related("contact__customer"):
            contact = guest.contact
            if contact is None or not letters.address(contact):
                continue
            SentLetter.objects.create(
                customer=contact.customer,
                contact=contact,
                kind=LetterKind.VISIT,
                language=language,
                to_name=contact.name,
                to_email=letters.address(contact),
                subject=_subject(meeting),
                body=_body(meeting, contact.name),
                calendar=invitation.entry(meeting, contact=contact).text,
                by=by,
                at=at,
                not_before=at,
            )


def _subject(meeting: Meeting) -> str:
    words = {"day": date_format(timezone.localtime(meeting.starts_at), "SHORT_DATETIME_FORMAT")}
    if not meeting.is_to_come:
        return _("Our visit on %(day)s is cancelled") % words
    return (_("New time of our visit: %(day)s") if meeting.sequence else _("Our visit on %(day)s")) % words


def _body(meeting: Meeting, name: str) -> str:
    words = {
        "name": name,
        "by": meeting.called_by.name,
        "day": date_format(timezone.localtime(meeting.starts_at), "DATETIME_FORMAT"),
        "place": meeting.place,
        "reason": meeting.remark,
    }
    if not meeting.is_to_come:
        said = _("Hello %(name)s, our visit on %(day)s will not take place: %(reason)s")
    else:
        said = _("Hello %(name)s, we would like to visit you on %(day)s, %(place)s. The invitation is attached.")
    return f"{said % words}\n\n{meeting.agenda}\n\n{meeting.called_by.name}".replace("\n\n\n\n", "\n\n")
