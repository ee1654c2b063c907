"""Meetings of the demo's handovers: one held, one that did not take place, two to come."""

import datetime

from django.db.models import Case, When
from django.utils import translation

from accounts.models import User
from customers.models import Customer, Grade
from handover.actions import meetings
from handover.actions.meetings import Wanted
from handover.dates import zone
from handover.meetings import rights
from handover.models import Departure, Meeting, MeetingKind, Verdict

#: By office country: rooms, and what was said.
WORDS = {
    "CN": ("三楼会议室", "客户现场", "逐家过一遍客户。", "周总认可接手人，年度报价下周给。", "客户临时停产检修"),
    "US": ("Room 3", "At the customer", "Go through the customers one by one.",
           "They like the successor and expect the annual quote next week.", "The plant was shut for repairs."),
}  # fmt: skip


def seed_meetings(people: dict[str, User], today: datetime.date) -> None:
    """Meetings of the handovers under way."""
    for leaver, manager in (("chen.jing", "manager"), ("darren.cole", "nora.blake")):
        departure = Departure.objects.select_related("leaver__office", "supervisor").get(leaver=people[leaver])
        # what a visit is called on the timeline is written once, in the words of who writes it.
        with translation.override(people[manager].language):
            _meet(departure, people[manager], today)


def _meet(departure: Departure, manager: User, today: datetime.date) -> None:
    country = departure.leaver.office.country if departure.leaver.office else "US"
    room, place, agenda, said, reason = WORDS[country]
    agreed = departure.verifications.exclude(verdict=Verdict.WAITING).values("customer")
    best = rights.customers(manager, departure).filter(grade=Grade.A)
    # those already spoken of first, so that the supervisor finds their minutes beside them.
    ready = Case(When(pk__in=agreed, then=0), default=1)
    chosen = list(best.order_by(ready, "-annual_value", "pk")[:3])
    everybody = list(rights.people(departure))

    def call(
        days: int, kind: MeetingKind, where: str, about: list[Customer], instead_of: Meeting | None = None
    ) -> Meeting:
        starts = datetime.datetime.combine(
            today + datetime.timedelta(days=days), datetime.time(10), zone(departure.leaver)
        )
        wanted = Wanted(
            kind, starts, starts + datetime.timedelta(hours=1), where, agenda, customers=about, people=everybody
        )
        asked_at = starts - datetime.timedelta(days=5)
        return meetings.call(departure=departure, wanted=wanted, by=manager, at=asked_at, instead_of=instead_of)

    held = call(-4, MeetingKind.VISIT, place, chosen[:1])
    minutes = {line.customer_id: said for line in held.lines.all()}
    came = [guest.pk for guest in held.guests.all()]
    meetings.hold(meeting=held, minutes=minutes, came=came, by=manager, at=held.ends_at)
    missed = call(-2, MeetingKind.VISIT, place, chosen[1:2])
    meetings.miss(meeting=missed, reason=reason, by=manager, at=missed.ends_at)
    call(2, MeetingKind.VISIT, place, chosen[1:2], instead_of=missed)
    call(1, MeetingKind.HANDOVER, room, chosen)
