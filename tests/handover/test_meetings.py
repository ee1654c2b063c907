"""Meetings: called, in everybody's calendar, changed, held with minutes on the customers' timelines, or off."""

import datetime
import email
from collections.abc import Callable
from email.message import Message

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar, Event

from accounts.models import AuditEntry, User
from customers.kinds import RecordKind
from customers.models import Activity, Contact, Customer
from handover.actions import letters
from handover.actions import meetings as actions
from handover.actions.meetings import Wanted
from handover.meetings import visits
from handover.models import Departure, Meeting, MeetingCustomer, MeetingKind, MeetingState, Plan
from notices.actions.delivery import deliver
from notices.models import Notice
from tests.cast import NOW
from web.errors import Refused

STARTS = NOW + datetime.timedelta(days=2)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def customer(leaver: User, make_customer: Callable[..., Customer]) -> Customer:
    return make_customer(leaver, name="华东精密仪器", grade="A")


@pytest.fixture
def supervised(departure: Departure, supervisor: User) -> Departure:
    Departure.objects.filter(pk=departure.pk).update(supervisor=supervisor)
    departure.refresh_from_db()
    return departure


@pytest.fixture
def wanted(supervised: Departure, customer: Customer, leaver: User, supervisor: User) -> Wanted:
    return Wanted(
        MeetingKind.VISIT,
        STARTS,
        STARTS + HOUR,
        "上海浦东",
        "介绍接手人",
        customers=[customer],
        people=[leaver, supervisor],
    )


@pytest.fixture
def meeting(wanted: Wanted, supervised: Departure, manager: User) -> Meeting:
    return actions.call(departure=supervised, wanted=wanted, by=manager, at=NOW)


def events(kind: str) -> list[tuple[str, Event]]:
    """The calendar entries of the mails about notices of a kind: method and event."""
    subjects = set(Notice.objects.filter(kind=kind).values_list("recipient__email", flat=True))
    found = []
    for sent in mail.outbox:
        if not any(address in one for one in sent.to for address in subjects):
            continue
        parsed: Message = email.message_from_bytes(sent.message().as_bytes())
        for part in parsed.walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                assert part.get_param("method") == str(calendar["METHOD"])
                found.append((str(calendar["METHOD"]), calendar.walk("VEVENT")[0]))
    return found


def send(at: datetime.datetime = NOW + datetime.timedelta(days=1)) -> None:
    mail.outbox.clear()
    deliver(clock=lambda: at, until=at + HOUR)
    letters.deliver(clock=lambda: at, until=at + HOUR)


def test_everybody_gets_the_same_meeting_and_each_change_of_it(
    meeting: Meeting, wanted: Wanted, manager: User, leaver: User
) -> None:
    send()
    asked = events("meeting_invited")
    assert [method for method, _event in asked] == ["REQUEST", "REQUEST"]
    assert {str(event["UID"]) for _method, event in asked} == {f"{meeting.uid}@baton"}
    event = asked[0][1]
    assert event.decoded("DTSTART") == STARTS
    assert event.decoded("DTEND") == STARTS + HOUR
    assert {str(one) for one in event["ATTENDEE"]} == {f"mailto:{leaver.email}", "mailto:supervisor@baton.example"}

    later = Wanted(wanted.kind, STARTS + HOUR, STARTS + 2 * HOUR, "电话", customers=wanted.customers, people=[leaver])
    actions.change(meeting=meeting, wanted=later, by=manager, at=NOW + HOUR)
    send()
    changes = {(method, int(event["SEQUENCE"]), str(event["STATUS"])) for method, event in events("meeting_changed")}
    off = {(method, int(event["SEQUENCE"]), str(event["STATUS"])) for method, event in events("meeting_not_for_you")}
    assert ("REQUEST", 1, "CONFIRMED") in changes
    assert off == {("CANCEL", 1, "CANCELLED")}

    actions.cancel(meeting=meeting, reason="客户出差", by=manager, at=NOW + 2 * HOUR)
    send()
    assert {(method, int(event["SEQUENCE"])) for method, event in events("meeting_cancelled")} == {("CANCEL", 2)}


def test_a_customers_person_is_invited_by_mail_and_reads_of_nobody_else(
    supervised: Departure, wanted: Wanted, customer: Customer, manager: User, make_customer: Callable[..., Customer]
) -> None:
    other = make_customer(supervised.leaver, name="苏州恒达电子")
    kim = Contact.objects.create(customer=customer, name="金敏智", email="kim@customer.example")
    both = Wanted(
        wanted.kind, wanted.starts_at, wanted.ends_at, wanted.place,
        customers=[customer, other], people=wanted.people, contacts=[kim],
    )  # fmt: skip
    actions.call(departure=supervised, wanted=both, by=manager, at=NOW)
    send()
    (letter,) = [sent for sent in mail.outbox if "kim@customer.example" in sent.to[0]]
    whole = letter.message().as_string()
    (part,) = [one for one in letter.message().walk() if one.get_content_type() == "text/calendar"]
    text = part.get_payload(decode=True).decode()
    assert "METHOD:REQUEST" in text
    assert other.name not in text
    assert "/handovers/" not in text + whole


def test_minutes_go_onto_the_timeline_and_a_visit_counts(
    meeting: Meeting, customer: Customer, manager: User, supervised: Departure, sign_in: Callable[[User], Client]
) -> None:
    assert list(visits.missing(supervised)) == [customer]
    line, guest = meeting.lines.get(), meeting.guests.first()
    assert guest
    with pytest.raises(Refused, match="not begun"):
        actions.hold(meeting=meeting, minutes={}, came=[guest.pk], by=manager, at=NOW)
    Meeting.objects.update(starts_at=NOW - HOUR, ends_at=NOW)
    said = {"came": [guest.pk], f"minutes-{line.pk}": "老客户，月底续签。"}
    client = sign_in(manager)
    form = client.get(meeting.get_absolute_url()).content.decode()
    assert form.index("Who was there") < form.index(f'name="minutes-{line.pk}"') < form.index("keep the minutes")
    assert client.post(meeting.get_absolute_url(), said).status_code == 302
    meeting.refresh_from_db()
    told = Activity.objects.get(customer=customer)
    assert (meeting.state, told.kind, told.body) == (MeetingState.HELD, "visit", "老客户，月底续签。")
    assert list(visits.missing(supervised)) == []
    assert list(meeting.guests.order_by("pk").values_list("came", flat=True)) == [True, False]
    assert "老客户" in client.get(meeting.get_absolute_url()).content.decode()
    assert AuditEntry.objects.filter(verb="meeting.held").exists()
    with pytest.raises(Refused):
        actions.cancel(meeting=meeting, reason="x", by=manager, at=NOW)


def test_one_that_did_not_take_place_has_a_follow_up(
    meeting: Meeting, manager: User, supervised: Departure, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(manager)
    off = reverse("meeting_off", args=[supervised.pk, meeting.pk])
    refused = client.post(off, {"outcome": "miss", "reason": ""}, follow=True).content.decode()
    assert refused.count("This field is required.") == 2
    Meeting.objects.update(starts_at=NOW - HOUR, ends_at=NOW)
    client.post(off, {"outcome": "miss", "reason": "客户没有来"})
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "客户没有来" in page
    assert f"?instead_of={meeting.pk}" in page
    form = client.get(reverse("meeting_new", args=[supervised.pk]), {"instead_of": meeting.pk}).content.decode()
    assert "上海浦东" in form


def test_calling_one_from_the_page(
    supervised: Departure, customer: Customer, manager: User, leaver: User, sign_in: Callable[[User], Client]
) -> None:
    client, new = sign_in(manager), reverse("meeting_new", args=[supervised.pk])
    said = {
        "kind": "handover", "starts_at": "2099-01-05T10:00", "minutes": "60", "place": "会议室 3",
        "people": [leaver.pk], "customers": [customer.pk],
    }  # fmt: skip
    refused = client.post(new, said | {"starts_at": "2001-01-05T10:00"})
    assert refused.status_code == 422
    assert "begins in the future" in refused.content.decode()
    made = client.post(new, said, follow=True)
    assert "会议室 3" in made.content.decode()
    listed = client.get(reverse("departure_meetings", args=[supervised.pk])).content.decode()
    assert "会议室 3" in listed
    assert "Grade A without a joint visit" in listed
    (pk,) = Meeting.objects.values_list("pk", flat=True)
    answer = client.get(reverse("meeting_invitation", args=[supervised.pk, pk]))
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in answer.content


def test_customers_are_chosen_one_by_one_or_all_of_a_grade(
    supervised: Departure, customer: Customer, manager: User, leaver: User, make_customer: Callable[..., Customer],
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    others = [make_customer(leaver, grade="B") for _ in range(3)]
    client, new = sign_in(manager), reverse("meeting_new", args=[supervised.pk])
    page = client.get(new).content.decode()
    assert "The 1 customer of grade A" in page
    assert "All 3 customers of grade B" in page
    said = {
        "kind": "handover", "starts_at": "2099-01-05T10:00", "minutes": "60", "place": "会议室 3",
        "people": [leaver.pk],
    }  # fmt: skip
    client.post(new, said | {"customers": [customer.pk], "customers_all": ["grade-B"]})
    (meeting,) = Meeting.objects.all()
    assert set(meeting.lines.values_list("customer", flat=True)) == {customer.pk, *(one.pk for one in others)}
    refused = client.post(new, said | {"customers_all": ["grade-Z"]})
    assert refused.status_code == 422, "a group that is no more is not taken for nothing"


def test_customers_of_an_approved_plan_are_chosen_by_who_takes_them_over(
    approved: Plan, manager: User, leaver: User, successor: User, make_customer: Callable[..., Customer],
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    make_customer(leaver)
    client, new = sign_in(manager), reverse("meeting_new", args=[approved.departure_id])
    page = client.get(new).content.decode()
    for words in ("The 1 customer that goes to 李伟", "that goes to 赵敏", "The 1 customer without a successor"):
        assert words in page
    said = {
        "kind": "handover",
        "starts_at": "2099-01-05T10:00",
        "minutes": "60",
        "place": "二楼",
        "people": [leaver.pk],
    }
    client.post(new, said | {"customers_all": [f"to-{successor.pk}"]})
    line = MeetingCustomer.objects.get()
    assert approved.assignments.filter(
        successor=successor, kind=RecordKind.CUSTOMER, record_id=line.customer_id
    ).exists()


def test_the_form_asks_the_same_of_the_database_for_many_customers(
    supervised: Departure, customer: Customer, manager: User, leaver: User, make_customer: Callable[..., Customer],
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    client, new = sign_in(manager), reverse("meeting_new", args=[supervised.pk])
    client.get(new)
    with CaptureQueriesContext(connection) as few:
        client.get(new)
    for _ in range(50):
        make_customer(leaver, grade="A")
    with CaptureQueriesContext(connection) as many:
        assert "Find by name" in client.get(new).content.decode()
    assert len(many) <= len(few)


def test_who_has_nothing_to_do_with_it_finds_no_meeting(
    meeting: Meeting,
    outsider: User,
    hr: User,
    successor: User,
    supervised: Departure,
    sign_in: Callable[[User], Client],
) -> None:
    for stranger in (outsider, successor):
        client = sign_in(stranger)
        assert client.get(meeting.get_absolute_url()).status_code == 404
        assert client.post(meeting.get_absolute_url(), {}).status_code == 404
        assert client.get(reverse("meeting_new", args=[supervised.pk])).status_code == 404
    assert sign_in(hr).get(meeting.get_absolute_url()).status_code in (403, 404)


def test_people_and_customers_of_others_are_refused(
    supervised: Departure, wanted: Wanted, manager: User, outsider: User, make_customer: Callable[..., Customer]
) -> None:
    strange = Wanted(wanted.kind, STARTS, STARTS + HOUR, "x", customers=[make_customer(outsider)], people=wanted.people)
    foreign = Wanted(wanted.kind, STARTS, STARTS + HOUR, "x", customers=wanted.customers, people=[outsider])
    for each in (strange, foreign):
        with pytest.raises(Refused) as refused:
            actions.call(departure=supervised, wanted=each, by=manager, at=NOW)
        assert refused.value.code == "not_here"
    assert not Meeting.objects.exists()
