"""Bringing what waits in the outbox to people: claimed, sent, marked; never lost, and the same mail is the same mail.

A claim pushes `not_before` ahead (the lease) in one conditional statement, so two workers never hold the same mail.
A worker that dies between claim and mark simply lets its lease run out; the mail then goes again with the same
Message-ID. `clock` is asked for the time because one call sends many mails and each has its own moment.
"""

import datetime
import logging
from collections.abc import Callable

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from accounts.actions import audit
from accounts.models import User
from notices.actions.outbox import nudge_on_commit
from notices.channels.email.message import message
from notices.models import Delivery, DeliveryState, Skip

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime.datetime]

BATCH = 20
#: Sending stops when this part of the lease is left: more than the one mail on its way may take.
MARGIN = 0.25

# MATERIALIZED: as a plain subquery the planner may run it again for each row, and claim more than asked for.
CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT id FROM notices_delivery WHERE state = 'waiting' AND not_before <= %s
        ORDER BY not_before, id LIMIT %s FOR UPDATE SKIP LOCKED
    )
    UPDATE notices_delivery delivery SET attempts = attempts + 1, not_before = %s FROM due
    WHERE delivery.id = due.id
    RETURNING delivery.id
"""


def deliver(*, clock: Clock, until: datetime.datetime) -> int:
    """Send what is due, batch by batch, until nothing is or the time is `until`; returns how many mails went out."""
    sent = 0
    while clock() < until:
        batch = claim(at=clock())
        if not batch:
            break
        sent += _send(batch, clock)
    return sent


def claim(*, at: datetime.datetime, size: int = BATCH) -> list[Delivery]:
    """Take up to `size` due deliveries until the lease ends; nobody else gets them before."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM, [at, size, at + settings.DELIVERY_LEASE])
        claimed = [pk for (pk,) in cursor.fetchall()]
    return list(Delivery.objects.filter(pk__in=claimed).select_related("notice__recipient").order_by("pk"))


def _send(batch: list[Delivery], clock: Clock) -> int:
    sent = 0
    server: BaseEmailBackend = get_connection()
    try:
        for delivery in batch:
            at = clock()
            if at > delivery.not_before - settings.DELIVERY_LEASE * MARGIN:
                break  # the rest comes back when the lease has run out
            if delivery.attempts > len(settings.DELIVERY_RETRIES) + 1:
                _mark(delivery, DeliveryState.FAILED)  # each attempt ended with its worker
                continue
            if reason := _not_for_mail(delivery.notice.recipient, at):
                _mark(delivery, DeliveryState.SKIPPED, problem=reason)
                continue
            try:
                server.send_messages([message(delivery.notice)])
            except Exception as error:  # noqa: BLE001 - whatever stopped one mail must not stop the others
                _retry(delivery, error, clock())
                server = get_connection()
            else:
                _mark(delivery, DeliveryState.SENT, sent_at=clock(), problem="")
                sent += 1
    finally:
        server.close()
    return sent


def _not_for_mail(person: User, at: datetime.datetime) -> str:
    """Why this person gets no mail (a `Skip`), or an empty string."""
    if person.is_placeholder:
        return Skip.NO_ADDRESS
    if not person.had_access_at(at):
        return Skip.ACCESS_ENDED
    return ""


def _retry(delivery: Delivery, error: Exception, at: datetime.datetime) -> None:
    """Wait for the next attempt, or give up after the last; an administrator sees the problem either way."""
    problem = f"{type(error).__name__}: {error}"[:500]
    logger.warning("Mail %s did not leave (attempt %s): %s", delivery.pk, delivery.attempts, problem)
    waits = settings.DELIVERY_RETRIES
    if delivery.attempts > len(waits):
        _mark(delivery, DeliveryState.FAILED, problem=problem)
    else:
        _mark(delivery, DeliveryState.WAITING, problem=problem, not_before=at + waits[delivery.attempts - 1])


def _mark(delivery: Delivery, state: DeliveryState, **values: object) -> None:
    """Write the outcome, unless the lease ran out meanwhile and somebody else has the mail."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING, attempts=delivery.attempts)
    mine.update(state=state, **values)


@transaction.atomic
def again(*, delivery: Delivery, by: User, at: datetime.datetime) -> bool:
    """Try a mail that was given up once more from the start; False when it is not given up (any more)."""
    given_up = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED)
    if not given_up.update(state=DeliveryState.WAITING, attempts=0, not_before=at, problem=""):
        return False
    audit.record(verb="mail.sent_again", subject=delivery, by=by, at=at, details={"to": delivery.notice.recipient.name})
    nudge_on_commit()
    return True
