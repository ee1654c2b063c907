"""What the demo's successors have said so far to the customers that come to them, and what they were told of them."""

import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from customers.actions import activities
from customers.models import Activity, ActivityKind, Contact, Grade
from handover.actions import inheritances, verifications
from handover.inheriting import following
from handover.models import Briefing, Inheritance, Verdict, Verification
from handover.models.inheritance import InheritanceQuerySet

People = dict[str, User]

#: How many of those on their way were accepted already, and how many of the arrived still wait for a first contact.
ACCEPTED, QUIET = 3, 4
RETURNED = "这家工厂已迁往成都，不在我的区域。"
CALLED = "电话自我介绍，约了下周上门。"


def seed_inheritances(people: People, today: datetime.date) -> None:
    """Let the inheritances follow the plans, then let successors accept some, send one back and make first contacts."""
    following.follow_all()
    now = datetime.datetime.combine(today, datetime.time(2), datetime.UTC)
    _name_contacts(Inheritance.objects.standing())
    _stated(people["chen.jing"], now - datetime.timedelta(days=2))
    for person in ("successor", "zhao.min", "rep"):
        _taken(people[person], now)
    _on_their_way(people["successor"], now)


def _name_contacts(rows: InheritanceQuerySet) -> None:
    """Say whom the calls and visits were with: the demo's book leaves that open."""
    first: dict[int, Contact] = {}
    for contact in Contact.objects.filter(customer__in=rows.values("customer")).order_by("-role", "-pk"):
        first[contact.customer_id] = contact
    met = Activity.objects.filter(customer__in=first, kind__in=[ActivityKind.CALL, ActivityKind.VISIT])
    found = list(met)
    for activity in found:
        activity.contact = first[activity.customer_id]
    Activity.objects.bulk_update(found, ["contact"], batch_size=1000)


def _stated(leaver: User, at: datetime.datetime) -> None:
    """The leaver has stated the first customers of each successor."""
    rows = Verification.objects.filter(departure__leaver=leaver, verdict=Verdict.WAITING, customer__isnull=False)
    for row in rows.select_related("departure", "successor").order_by("customer__grade", "pk")[:12]:
        verifications.say(verification=row, verdict=Verdict.STATED, by=leaver, at=at)


def _taken(successor: User, now: datetime.datetime) -> None:
    """What arrived weeks ago is accepted; most of those customers have heard from their successor."""
    arrived = Inheritance.objects.of(successor).filter(arrived_at__isnull=False)
    rows = list(arrived.select_related("customer").order_by("customer__grade", "pk"))
    if rows and rows[0].arrived_at:
        inheritances.accept_all(rows=arrived, by=successor, at=rows[0].arrived_at + datetime.timedelta(hours=3))
    for number, row in enumerate(rows[: len(rows) - QUIET]):
        when = now - datetime.timedelta(days=30, hours=number)
        contact = row.customer.contacts.first()
        called = Activity(
            customer=row.customer, contact=contact, kind=ActivityKind.CALL, at=when, by=successor, subject=CALLED
        )
        activities.log(record=called, by=successor, at=when)


def _on_their_way(successor: User, now: datetime.datetime) -> None:
    """Of what is to come some was accepted, some only read, one sent back; what the leaver told of is new."""
    told = Briefing.objects.filter(customer=OuterRef("customer"), departure=OuterRef("departure"))
    coming = Inheritance.objects.of(successor).filter(~Exists(told), arrived_at=None)
    coming = coming.select_related("customer", "departure")
    rows = list(coming.in_order())
    if len(rows) <= ACCEPTED + 3:
        return
    for row in rows[:ACCEPTED]:
        inheritances.accept(inheritance=row, by=successor, at=now - datetime.timedelta(hours=20))
    for row in rows[ACCEPTED : 2 + ACCEPTED]:
        inheritances.see(inheritance=row, by=successor, at=now - datetime.timedelta(hours=19))
    inheritances.send_back(
        inheritance=_small(rows), reason=RETURNED, by=successor, at=now - datetime.timedelta(hours=18)
    )


def _small(rows: list[Inheritance]) -> Inheritance:
    """The last grade C customer: the one it hurts least to send back."""
    small = [row for row in rows if row.customer.grade == Grade.C]
    return (small or rows)[-1]
