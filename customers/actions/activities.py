"""Logging what was done with a customer."""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from customers.actions import records
from customers.models import Activity, ActivityKind, Customer

#: What apps above do when a customer was in touch with us: called with each call, visit or mail in its transaction.
_listeners: list[Callable[[Activity], object]] = []


def when_in_touch(listener: Callable[[Activity], object]) -> Callable[[Activity], object]:
    """Register what follows from contact with a customer. Called from `AppConfig.ready`."""
    _listeners.append(listener)
    return listener


@transaction.atomic
def log(*, record: Activity, by: User, at: datetime.datetime) -> Activity:
    """Store a call, visit, mail or note; all but a note count as contact with the customer."""
    records.create(record=record, by=by, at=at)
    if record.kind != ActivityKind.NOTE and record.at <= at:
        older = Q(last_contact_at=None) | Q(last_contact_at__lt=record.at)
        Customer.objects.filter(older, pk=record.customer_id).update(last_contact_at=record.at)
        for listener in _listeners:
            listener(record)
    return record
