"""Two webhooks of the demo firm and what became of their events. The demo calls nobody: both are off."""

import datetime

from customers.event_kinds import MOVED
from handover.event_kinds import COVERED, TRANSITIONS
from handover.lifecycle import Verb
from notices.actions.events import body
from notices.channels.webhook.signing import new_secret
from notices.models import Channel, Delivery, DeliveryState, Failure, Problem, WebhookEndpoint, WebhookEvent
from notices.models.webhook import Off
from web.secrets import encrypted

HOUR = datetime.timedelta(hours=1)


def seed_webhooks(now: datetime.datetime) -> None:
    """One that took nothing for a day, with events in each state, and one that was switched off by hand."""
    crm = WebhookEndpoint.objects.create(
        name="CRM",
        url="https://crm.baton.example/hooks/baton",
        events=[TRANSITIONS[Verb.REGISTER], TRANSITIONS[Verb.CLOSE], MOVED, COVERED],
        secret=encrypted(new_secret()),
        off=Off.FAILING,
        created_at=now - 90 * HOUR,
    )
    WebhookEndpoint.objects.create(
        name="电话系统",
        url="https://pbx.baton.example/in",
        events=[MOVED],
        secret=encrypted(new_secret()),
        off=Off.BY_HAND,
        created_at=now - 80 * HOUR,
    )
    _told(crm, TRANSITIONS[Verb.REGISTER], now - 60 * HOUR)
    _told(crm, COVERED, now - 50 * HOUR)
    for hours, problem, detail in ((40, Problem.BUSY, "HTTP 503"), (30, Problem.NOT_REACHED, "ConnectionError")):
        lost = _told(crm, MOVED, now - hours * HOUR)
        lost.state, lost.sent_at, lost.attempts = DeliveryState.FAILED, None, 10
        lost.failure, lost.problem, lost.detail = Failure.TEMPORARY, problem, detail
        lost.save()


def _told(webhook: WebhookEndpoint, kind: str, at: datetime.datetime) -> Delivery:
    event = WebhookEvent.objects.create(kind=kind, at=at, body=body(kind, at, {"page": 1, "pages": 1, "customers": []}))
    return Delivery.objects.create(
        endpoint=webhook,
        event=event,
        channel=Channel.WEBHOOK,
        state=DeliveryState.SENT,
        attempts=1,
        not_before=at,
        sent_at=at,
    )
