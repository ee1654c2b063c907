"""Sending again, by hand, what was given up."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from notices.actions.outbox import nudge_on_commit, nudge_webhooks_on_commit
from notices.models import Delivery, DeliveryState, WebhookEndpoint
from web.errors import Refused

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
    to = person.name if person else str(delivery.chat or delivery.endpoint)
    audit.record(verb="mail.sent_again", subject=delivery, by=by, at=at, details={"to": to})
    nudge_webhooks_on_commit() if delivery.endpoint_id else nudge_on_commit()
    return True


@transaction.atomic
def events_again(*, webhook: WebhookEndpoint, deliveries: "DeliveryQuerySet", by: User, at: datetime.datetime) -> int:
    """Send events to a webhook again, given up or not, under the same id; returns how many.

    Raises `Refused` (`webhook_off`) while it is off.
    """
    if webhook.off:
        raise Refused(_("Switch the webhook on first."), code="webhook_off")
    settled = deliveries.filter(endpoint=webhook).exclude(state=DeliveryState.WAITING).order_by("-pk")
    chosen = list(settled.values_list("pk", flat=True)[:MOST])
    count = Delivery.objects.filter(pk__in=chosen).update(not_before=at, sent_at=None, **FRESH)
    if count:
        details = {"webhook": webhook.name, "count": count}
        audit.record(verb="webhook.sent_again", subject=webhook, by=by, at=at, details=details)
        nudge_webhooks_on_commit()
    return count


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
    nudge_webhooks_on_commit()
    return len(chosen)
