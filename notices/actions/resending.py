"""Sending again, by hand, what was given up."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from notices.actions.outbox import nudge_on_commit
from notices.models import Delivery, DeliveryState

if TYPE_CHECKING:
    from notices.models.delivery import DeliveryQuerySet

FRESH = {"state": DeliveryState.WAITING, "attempts": 0, "failure": "", "problem": "", "detail": ""}
#: The most that are sent again with one press.
MOST = 1000


@transaction.atomic
def again(*, delivery: Delivery, by: User, at: datetime.datetime) -> bool:
    """Try what was given up once more from the start; False when it is not given up (any more)."""
    given_up = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED)
    if not given_up.update(not_before=at, **FRESH):
        return False
    person = delivery.recipient
    to = person.name if person else str(delivery.chat)
    audit.record(verb="mail.sent_again", subject=delivery, by=by, at=at, details={"to": to})
    nudge_on_commit()
    return True


@transaction.atomic
def all_again(*, deliveries: "DeliveryQuerySet", by: User, at: datetime.datetime) -> int:
    """Try again everything among `deliveries` that was given up, `MOST` at once; returns how many there were."""
    given_up = deliveries.filter(state=DeliveryState.FAILED).select_for_update(of=("self",)).order_by("pk")
    chosen = list(given_up.values_list("pk", flat=True)[:MOST])
    if not chosen:
        return 0
    Delivery.objects.filter(pk__in=chosen).update(not_before=at, **FRESH)
    first = Delivery.objects.get(pk=chosen[0])
    audit.record(verb="mail.all_sent_again", subject=first, by=by, at=at, details={"count": len(chosen)})
    nudge_on_commit()
    return len(chosen)
