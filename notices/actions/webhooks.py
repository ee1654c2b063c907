"""Setting up webhooks, trying them, changing their secrets, and what happens when nothing gets through."""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import Permission
from notices import event_kinds
from notices.actions import events
from notices.actions.outbox import Letter, leave_many
from notices.channels.undelivered import Undelivered
from notices.channels.webhook import sending
from notices.channels.webhook.signing import new_secret
from notices.models import Delivery, DeliveryState, Failure, Problem, WebhookEndpoint, WebhookEvent
from notices.models.webhook import BOTH_SIGN_FOR, Off
from web.secrets import encrypted

FIELDS = ("name", "url", "events")


@transaction.atomic
def create(*, by: User, at: datetime.datetime, **fields: Any) -> tuple[WebhookEndpoint, str]:
    """A new webhook and its secret, which is shown this once. Raises `Refused` while no key encrypts secrets."""
    secret = new_secret()
    webhook = WebhookEndpoint.objects.create(secret=encrypted(secret), created_at=at, **fields)
    details = {"webhook": webhook.name, "events": webhook.events}
    audit.record(verb="webhook.created", subject=webhook, by=by, at=at, details=details)
    return webhook, secret


@transaction.atomic
def change(*, webhook: WebhookEndpoint, by: User, at: datetime.datetime, **fields: Any) -> WebhookEndpoint:
    """Change name, address, events, or whether it `is_on`; what waits for one that is switched off is not sent."""
    webhook = WebhookEndpoint.objects.select_for_update().get(pk=webhook.pk)
    changed = [name for name in FIELDS if name in fields and getattr(webhook, name) != fields[name]]
    for name in changed:
        setattr(webhook, name, fields[name])
    if "is_on" in fields and fields["is_on"] is not (webhook.off == ""):
        webhook.off = "" if fields["is_on"] else Off.BY_HAND
        changed.append("is_on")
    if changed:
        webhook.save()
        details = {"webhook": webhook.name, "changed": changed}
        audit.record(verb="webhook.changed", subject=webhook, by=by, at=at, details=details)
    return webhook


@transaction.atomic
def rotate(*, webhook: WebhookEndpoint, by: User, at: datetime.datetime) -> str:
    """A new secret, shown this once; for a day both sign."""
    secret = new_secret()
    webhook = WebhookEndpoint.objects.select_for_update().get(pk=webhook.pk)
    webhook.former_secret, webhook.former_until = webhook.secret, at + BOTH_SIGN_FOR
    webhook.secret = encrypted(secret)
    webhook.save(update_fields=["secret", "former_secret", "former_until"])
    audit.record(verb="webhook.rotated", subject=webhook, by=by, at=at, details={"webhook": webhook.name})
    return secret


def try_out(*, webhook: WebhookEndpoint, by: User, at: datetime.datetime) -> None:
    """Send a test event now. Raises `Undelivered`."""
    event = WebhookEvent(kind=event_kinds.TEST, at=at, body=events.body(event_kinds.TEST, at, {"webhook": webhook.pk}))
    details = {"webhook": webhook.name}
    try:
        sending.send(webhook, event, at=at)
    except Undelivered as why:
        details["reason"] = why.problem
        raise
    finally:
        audit.record(verb="webhook.tried", subject=webhook, by=by, at=at, details=details)


@transaction.atomic
def given_up(*, delivery: Delivery, endpoint: WebhookEndpoint, at: datetime.datetime) -> None:
    """An event is a dead letter now. A receiver that is gone, or took nothing for a day, is switched off; one that was
    never asked, because our own workers ended, is not. Those who administer hear of it once a day at most.
    """
    problem = Delivery.objects.values_list("problem", flat=True).get(pk=delivery.pk)
    day_ago = at - sum(settings.WEBHOOK_RETRIES, datetime.timedelta())
    taken = endpoint.deliveries.filter(state=DeliveryState.SENT, sent_at__gt=day_ago).exists()
    off = Off.GONE if problem == Problem.GONE else "" if taken or problem == Problem.LEASE else Off.FAILING
    if off and WebhookEndpoint.objects.filter(pk=endpoint.pk, off="").update(off=off):
        endpoint.off = off
        details = {"webhook": endpoint.name, "reason": str(Off(off).label)}
        audit.record(verb="webhook.stopped", subject=endpoint, by=None, at=at, details=details)
        waiting = endpoint.deliveries.filter(state=DeliveryState.WAITING)
        waiting.update(state=DeliveryState.FAILED, failure=Failure.TEMPORARY, problem=delivery.problem or Problem.GONE)
    _tell(endpoint, off, at)


def _tell(endpoint: WebhookEndpoint, off: str, at: datetime.datetime) -> None:
    keepers = User.objects.may_sign_in().with_permission(Permission.ADMINISTER)
    letters = [
        Letter(
            kind="webhook_failed",
            recipient_id=keeper,
            key=f"webhook_failed:{endpoint.pk}:{off}:{at.date().isoformat()}:{keeper}",
            url=reverse("webhook", args=[endpoint.pk]),
            params={"webhook": endpoint.name, "off": str(off)},
        )
        for keeper in keepers.values_list("pk", flat=True)
    ]
    leave_many(letters=letters, at=at)


def sweep(*, at: datetime.datetime) -> int:
    """Throw away events nobody needs any more, with their deliveries; returns how many."""
    old = WebhookEvent.objects.filter(at__lt=at - settings.EVENTS_KEPT)
    return old.exclude(deliveries__state=DeliveryState.WAITING).delete()[1].get("notices.WebhookEvent", 0)
