"""Writing to the outbox, in the transaction of the cause."""

import datetime
from typing import Any

from django.db import models

from accounts.models import User
from notices.models import Delivery, Notice

#: Where every notice goes beside the bell.
CHANNELS = ("email",)


def leave(
    *,
    kind: str,
    to: User,
    key: str,
    at: datetime.datetime,
    subject: models.Model | None = None,
    url: str = "",
    params: dict[str, Any] | None = None,
) -> Notice | None:
    """Leave a notice for `to`; returns None when one with the same `key` was left before.

    `kind` names the folder of its words; `params` are what the words need, as JSON (names, ISO dates, counts).
    """
    notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "recipient": to,
            "kind": kind,
            "params": params or {},
            "url": url,
            "subject_kind": subject._meta.label_lower if subject else "",
            "subject_id": subject.pk if subject else None,
            "created_at": at,
        },
    )
    if not is_new:
        return None
    Delivery.objects.bulk_create(Delivery(notice=notice, channel=channel, not_before=at) for channel in CHANNELS)
    return notice
