"""Calling a meeting, changing it, and saying what became of it."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.actions import activities
from customers.models import Activity, ActivityKind, Contact, Customer
from handover.actions import meeting_messages as messages
from handover.meetings import rights
from handover.models import Departure, Meeting, MeetingCustomer, MeetingGuest, MeetingKind, MeetingState
from web.errors import Refused

MOST_CUSTOMERS = 100
LONGEST = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class Wanted:
    """What a meeting is to be."""

    kind: MeetingKind
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place: str
    agenda: str = ""
    customers: Collection[Customer] = ()
    people: Collection[User] = ()
    contacts: Collection[Contact] = field(default_factory=tuple)


@transaction.atomic
def call(
    *, departure: Departure, wanted: Wanted, by: User, at: datetime.datetime, instead_of: Meeting | None = None
) -> Meeting:
    """Call a meeting; everybody asked to it gets an invitation for their calendar. `instead_of`: it follows one that
    did not take place.

    Raises `Refused`: `not_yours` (403), and 422 with `too_short`, `in_the_past`, `nobody`, `no_customers`,
    `too_many`, `not_here`.
    """
    if not rights.may_call(by, departure):
        raise Refused(_("You can't call meetings of this handover."), code="not_yours", status=403)
    _check(departure, wanted, by, at)
    meeting = Meeting.objects.create(
        departure=departure,
        instead_of=instead_of,
        called_by=by,
        called_at=at,
        changed_at=at,
        **_fields(wanted),
    )
    _fill(meeting, wanted)
    audit.record(verb="meeting.called", subject=departure, by=by, at=at, details=details(meeting))
    messages.invited(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def change(*, meeting: Meeting, wanted: Wanted, by: User, at: datetime.datetime) -> Meeting:
    """Change a meeting that is to come; calendars learn of it, and who is no longer asked gets a cancellation.

    Raises `Refused` as `call` does, and `not_now`.
    """
    found = _to_come(meeting, by)
    _check(found.departure, wanted, by, at)
    for name, value in _fields(wanted).items():
        setattr(found, name, value)
    found.sequence, found.changed_at = found.sequence + 1, at
    found.save()
    before = {guest.person_id for guest in found.guests.all() if guest.person_id}
    found.lines.all().delete()
    found.guests.all().delete()
    _fill(found, wanted)
    audit.record(verb="meeting.changed", subject=found.departure, by=by, at=at, details=details(found))
    messages.changed(found, no_longer=before - {person.pk for person in wanted.people}, by=by, at=at)
    return found


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: User, at: datetime.datetime) -> Meeting:
    """Call a meeting off; it leaves people's calendars. Raises `Refused`: `not_yours` (403), `not_now`,
    `words_needed` (422).
    """
    found = _settled(meeting, MeetingState.CANCELLED, reason, by=by, at=at)
    messages.cancelled(found, by=by, at=at)
    return found


@transaction.atomic
def miss(*, meeting: Meeting, reason: str, by: User, at: datetime.datetime) -> Meeting:
    """Say that a meeting did not take place, and why; a follow-up can be called instead. Raises `Refused`:
    `not_yours` (403), `not_now`, `too_early`, `words_needed` (422).
    """
    if at < meeting.starts_at:
        raise Refused(_("It has not begun yet; cancel it instead."), code="too_early")
    found = _settled(meeting, MeetingState.MISSED, reason, by=by, at=at)
    messages.missed(found, by=by, at=at)
    return found


@transaction.atomic
def hold(
    *, meeting: Meeting, minutes: Mapping[int, str], came: Collection[int], by: User, at: datetime.datetime
) -> Meeting:
    """Keep what was said about each customer (`minutes` by the customer's id) and which guests came (`came`, ids of
    `MeetingGuest`). The minutes go onto each customer's timeline; a joint visit counts as contact.

    Raises `Refused`: `not_yours` (403), `not_now`, `too_early`, and `nobody` (422).
    """
    found = _to_come(meeting, by)
    if at < found.starts_at:
        raise Refused(_("It has not begun yet."), code="too_early")
    guests = list(found.guests.all())
    if not any(guest.pk in came for guest in guests):
        raise Refused(_("Tick who was there, or say that it did not take place."), code="nobody", status=422)
    for guest in guests:
        guest.came = guest.pk in came
    MeetingGuest.objects.bulk_update(guests, ["came"])
    for line in found.lines.select_related("customer"):
        _write_down(found, line, minutes.get(line.customer_id, "").strip(), by=by, at=at)
    found.state, found.settled_by, found.settled_at = MeetingState.HELD, by, at
    found.save(update_fields=["state", "settled_by", "settled_at"])
    audit.record(verb="meeting.held", subject=found.departure, by=by, at=at, details=details(found))
    return found


def details(meeting: Meeting) -> dict[str, object]:
    """What the timeline needs to know of a meeting."""
    return {
        "meeting": meeting.pk,
        "kind": meeting.kind,
        "starts_at": meeting.starts_at.isoformat(),
        "place": meeting.place,
    }


def _write_down(meeting: Meeting, line: MeetingCustomer, said: str, *, by: User, at: datetime.datetime) -> None:
    is_visit = meeting.kind == MeetingKind.VISIT
    if not said and not is_visit:
        return
    subject = _("Joint visit with %(name)s") if is_visit else _("Handed over face to face by %(name)s")
    told = Activity(
        customer=line.customer,
        kind=ActivityKind.VISIT if is_visit else ActivityKind.NOTE,
        at=meeting.starts_at,
        by=by,
        subject=subject % {"name": meeting.departure.leaver.name},
        body=said,
    )
    line.minutes, line.activity = said, activities.log(record=told, by=by, at=at)
    line.save(update_fields=["minutes", "activity"])


def _settled(meeting: Meeting, state: MeetingState, reason: str, *, by: User, at: datetime.datetime) -> Meeting:
    found, reason = _to_come(meeting, by), reason.strip()
    if not reason:
        raise Refused(_("Say why, in a sentence."), code="words_needed", status=422)
    found.state, found.remark, found.settled_by, found.settled_at = state, reason, by, at
    found.sequence, found.changed_at = found.sequence + 1, at
    found.save()
    said = details(found) | {"reason": reason}
    audit.record(verb=f"meeting.{state}", subject=found.departure, by=by, at=at, details=said)
    return found


def _to_come(meeting: Meeting, by: User) -> Meeting:
    people = ("departure__leaver__team__manager", "departure__leaver__office", "departure__supervisor", "called_by")
    found = Meeting.objects.select_related(*people).select_for_update(of=("self",)).get(pk=meeting.pk)
    if not rights.may_settle(by, found):
        raise Refused(_("This meeting is for somebody else to settle."), code="not_yours", status=403)
    if not found.is_to_come:
        raise Refused(_("What became of this meeting has been said already."), code="not_now")
    return found


def _check(departure: Departure, wanted: Wanted, by: User, at: datetime.datetime) -> None:
    if not datetime.timedelta() < wanted.ends_at - wanted.starts_at <= LONGEST:
        raise Refused(_("A meeting ends after it begins, on the same day."), code="too_short", status=422)
    if wanted.starts_at < at:
        raise Refused(_("A meeting begins in the future."), code="in_the_past", status=422)
    if not wanted.people:
        raise Refused(_("Ask at least one colleague."), code="nobody", status=422)
    if not wanted.customers:
        raise Refused(_("Choose at least one customer to talk about."), code="no_customers", status=422)
    if len(wanted.customers) > MOST_CUSTOMERS:
        sentence = _("A meeting is about at most %(count)s customers.")
        raise Refused(sentence, code="too_many", params={"count": MOST_CUSTOMERS}, status=422)
    ids = {customer.pk for customer in wanted.customers}
    known = rights.customers(by, departure).filter(pk__in=ids).count() == len(ids)
    ours = rights.people(departure).filter(pk__in=[person.pk for person in wanted.people]).count() == len(wanted.people)
    theirs = all(contact.customer_id in ids for contact in wanted.contacts)
    if not (known and ours and theirs):
        raise Refused(_("Somebody here has nothing to do with this handover."), code="not_here", status=422)


def _fields(wanted: Wanted) -> dict[str, object]:
    return {
        "kind": wanted.kind,
        "starts_at": wanted.starts_at,
        "ends_at": wanted.ends_at,
        "place": wanted.place,
        "agenda": wanted.agenda,
    }


def _fill(meeting: Meeting, wanted: Wanted) -> None:
    MeetingCustomer.objects.bulk_create(MeetingCustomer(meeting=meeting, customer=each) for each in wanted.customers)
    guests = [MeetingGuest(meeting=meeting, person=each) for each in wanted.people]
    MeetingGuest.objects.bulk_create(guests + [MeetingGuest(meeting=meeting, contact=each) for each in wanted.contacts])
