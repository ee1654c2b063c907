"""Telling other systems what happened, in the transaction of the cause."""

import datetime
import json
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from notices.actions.outbox import nudge_webhooks_on_commit
from notices.models import Channel, Delivery, WebhookEndpoint, WebhookEvent

#: So many customers are named in one event; with the longest codes there are it stays below `LARGEST`.
PAGE: Final = 80
#: Bytes of a body: what receivers of Standard Webhooks have to take.
LARGEST: Final = 20_000

Data = dict[str, Any]


def body(kind: str, at: datetime.datetime, data: Data) -> str:
    """What a receiver gets."""
    moment = at.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {"type": kind, "timestamp": moment, "data": data}
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


@transaction.atomic(savepoint=False)
def tell(*, kind: str, data: Callable[[], Iterable[Data]], at: datetime.datetime) -> int:
    """Leave an event for each of `data`, for every webhook that wants this kind; returns how many events.

    `data` is asked only when somebody listens, so that what nobody wants costs one small query.
    """
    listeners = list(WebhookEndpoint.objects.listening(kind).values_list("pk", flat=True))
    if not listeners:
        return 0
    told = [WebhookEvent(kind=kind, at=at, body=body(kind, at, each)) for each in data()]
    events = WebhookEvent.objects.bulk_create(told, batch_size=500)
    deliveries = [
        Delivery(endpoint_id=listener, event=event, channel=Channel.WEBHOOK, not_before=at)
        for event in events
        for listener in listeners
    ]
    Delivery.objects.bulk_create(deliveries, batch_size=1000)
    if events:
        nudge_webhooks_on_commit()
    return len(events)


def in_pages(common: Data, customers: list[Data]) -> Iterable[Data]:
    """`customers` on pages of `PAGE`, each with what they have in common and where in the whole it stands."""
    pages = [customers[start : start + PAGE] for start in range(0, len(customers), PAGE)]
    for number, page in enumerate(pages, start=1):
        yield common | {"page": number, "pages": len(pages), "customers": page}
