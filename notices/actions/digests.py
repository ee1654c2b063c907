"""The daily mail: what people want once a day is gathered at their hour, once a day, and only if there is something."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from notices import hours
from notices.actions.outbox import nudge_on_commit
from notices.models import Channel, Delivery, DeliveryState, Digest, Skip


def write_due(*, at: datetime.datetime) -> int:
    """Write the daily mail of everybody for whom something waits and whose hour has come; returns how many."""
    waiting = Delivery.objects.for_digest().values("notice__recipient")
    people = User.objects.filter(pk__in=waiting).select_related("office", "notice_hours").order_by("pk")
    return sum(write(person=person, at=at) for person in _with_no_mail_today(people, at))


@transaction.atomic
def write(*, person: User, at: datetime.datetime) -> bool:
    """Write `person`'s daily mail; False when it is too early, was written today, or there is nothing to say.

    What they have read in the bell meanwhile is not repeated.
    """
    day = hours.of_person(person).daily_due(at)
    waiting = Delivery.objects.for_digest().filter(notice__recipient=person)
    if day is None:
        return False
    unread = list(waiting.filter(notice__read_at=None).values_list("pk", flat=True))
    waiting.exclude(notice__read_at=None).update(state=DeliveryState.SKIPPED, problem=Skip.READ)
    if not unread:
        return False
    digest, is_new = Digest.objects.get_or_create(recipient=person, day=day, defaults={"created_at": at})
    if not is_new:
        return False
    Delivery.objects.filter(pk__in=unread).update(digest=digest)
    Delivery.objects.create(digest=digest, channel=Channel.EMAIL, not_before=at)
    nudge_on_commit()
    return True


def _with_no_mail_today(people: Iterable[User], at: datetime.datetime) -> Iterable[User]:
    """Those whose hour has come and who had no daily mail on this day of theirs."""
    people = list(people)
    last = dict(Digest.objects.filter(recipient__in=people).values_list("recipient").annotate(Max("day")).order_by())
    for person in people:
        day = hours.of_person(person).daily_due(at)
        if day is not None and (person.pk not in last or last[person.pk] < day):
            yield person
