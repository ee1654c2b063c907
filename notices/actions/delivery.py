"""Bringing what waits in the outbox to people: claimed, sent, marked; never lost, and the same mail is the same mail.

A claim pushes `not_before` ahead (the lease) in one conditional statement, so two workers never hold the same message.
A worker that dies between claim and mark simply lets its lease run out; a mail then goes again with the same
Message-ID. `clock` is asked for the time because one call sends many messages and each has its own moment.
"""

import datetime
import logging
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from accounts.models import User
from notices import hours, kinds
from notices.actions import webhooks
from notices.actions.pauses import lift, pause
from notices.channels.post import Post, post
from notices.channels.undelivered import Undelivered
from notices.models import Channel, Delivery, DeliveryState, Failure, Problem, Skip

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime.datetime]
Paused = dict[tuple[str, int | None], datetime.datetime]

BATCH = 20
#: Sending stops when this part of the lease is left: more than the one message on its way may take.
MARGIN = 0.25
#: So long a receiver that did not take a message is left alone with the next ones.
SHUT = datetime.timedelta(minutes=1)

# MATERIALIZED: as a plain subquery the planner may run it again for each row, and claim more than asked for.
CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT id FROM notices_delivery delivery
        WHERE state = 'waiting' AND not_before <= %s AND channel = ANY (%s) AND NOT EXISTS (
            SELECT 1 FROM notices_pause pause WHERE pause.next_try_at > %s AND pause.channel = delivery.channel
                AND pause.chat_id IS NOT DISTINCT FROM delivery.chat_id)
        ORDER BY not_before, id LIMIT %s FOR UPDATE SKIP LOCKED
    )
    UPDATE notices_delivery delivery SET attempts = attempts + 1, not_before = %s FROM due
    WHERE delivery.id = due.id
    RETURNING delivery.id
"""


@dataclass(frozen=True)
class Lane:
    """Channels whose messages leave one after the other; `leases` is how many leases a claim of them lasts."""

    channels: tuple[Channel, ...]
    leases: int = 1

    @property
    def lease(self) -> datetime.timedelta:
        """How long a worker may keep what it claims."""
        return self.leases * settings.DELIVERY_LEASE


TO_PEOPLE = Lane((Channel.EMAIL, Channel.CHAT))
#: A receiver may take 20 seconds to answer, which the margin of two leases holds.
TO_SYSTEMS = Lane((Channel.WEBHOOK,), leases=2)


def deliver(*, clock: Clock, until: datetime.datetime, lane: Lane = TO_PEOPLE) -> int:
    """Send what is due, batch by batch, until nothing is or the time is `until`; returns how many went out."""
    sent = 0
    paused: Paused = {}
    while clock() < until:
        batch = claim(at=clock(), lane=lane)
        if not batch:
            break
        with post() as office:
            sent += Round(office, clock, lane.lease, paused).carry(batch)
    return sent


def claim(*, at: datetime.datetime, size: int = BATCH, lane: Lane = TO_PEOPLE) -> list[Delivery]:
    """Take up to `size` due deliveries until the lease ends; nobody else gets them before."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM, [at, [str(channel) for channel in lane.channels], at, size, at + lane.lease])
        claimed = [pk for (pk,) in cursor.fetchall()]
    return list(Delivery.objects.filter(pk__in=claimed).with_people().order_by("pk")) if claimed else []


class Round:
    """One batch on its way. `paused` are the ways that turned out to be set up wrong or shut."""

    def __init__(self, office: Post, clock: Clock, lease: datetime.timedelta, paused: Paused) -> None:
        self.office, self.clock, self.lease, self.paused = office, clock, lease, paused

    def carry(self, batch: list[Delivery]) -> int:
        """Send or settle each; returns how many were sent. What is not reached in time waits on, untried."""
        sent = 0
        for delivery in batch:
            if (now := self.clock()) > delivery.not_before - self.lease * MARGIN:
                _put_off(delivery, now)
            else:
                sent += self._carry_one(delivery)
        return sent

    def _carry_one(self, delivery: Delivery) -> bool:
        try:
            if self._settled_before(delivery):
                return False
            self.office.send(delivery, at=self.clock())
        except Undelivered as why:
            self._failed(delivery, why)
        except Exception as error:  # noqa: BLE001 - whatever stopped one message must not stop the others
            self._failed(delivery, Undelivered(Failure.TEMPORARY, f"{type(error).__name__}: {error}"))
        else:
            _mark(delivery, DeliveryState.SENT, sent_at=self.clock(), failure="", problem="", detail="")
            if not delivery.endpoint_id:
                lift(channel=delivery.channel, chat_id=delivery.chat_id)
            return True
        return False

    def _settled_before(self, delivery: Delivery) -> bool:
        """Give up, skip or put off what is not to be sent now."""
        at, person = self.clock(), delivery.recipient
        if delivery.attempts > len(_waits(delivery)) + 1:
            problem = delivery.problem or Problem.LEASE
            self._give_up(delivery, failure=Failure.TEMPORARY, problem=problem, detail=delivery.detail)
        elif delivery.endpoint and delivery.endpoint.off:
            _mark(delivery, DeliveryState.SKIPPED, problem=Skip.WEBHOOK_OFF)
        elif delivery.chat and not delivery.chat.is_active:
            _mark(delivery, DeliveryState.SKIPPED, problem=Skip.CHAT_OFF)
        elif person and (reason := _unreachable(person, delivery.channel, at)):
            _mark(delivery, DeliveryState.SKIPPED, problem=reason)
        elif until := self.paused.get(delivery.way):
            _put_off(delivery, until)
        elif (moment := _moment(delivery, at)) > at:
            _put_off(delivery, moment)
        else:
            return False
        return True

    def _failed(self, delivery: Delivery, why: Undelivered) -> None:
        """Wait for the next attempt, for better settings, or give up; an administrator sees the problem either way."""
        at = self.clock()
        logger.warning("Delivery %s did not leave (attempt %s): %s", delivery.pk, delivery.attempts, why.problem)
        said = {"failure": why.failure, "problem": why.problem, "detail": why.detail}
        waits = _waits(delivery)
        if delivery.endpoint_id:  # the next for this receiver waits, and those for others do not wait for it
            self.paused[delivery.way] = at + max(SHUT, why.wait or SHUT)
        if why.failure == Failure.SETTINGS:
            until = pause(delivery=delivery, why=why, at=at).next_try_at
            self.paused[delivery.way] = until
            _put_off(delivery, until, **said)
        elif why.failure == Failure.PERMANENT or delivery.attempts > len(waits):
            self._give_up(delivery, **said)
        else:
            wait = max(waits[delivery.attempts - 1], why.wait or waits[0])
            _mark(delivery, DeliveryState.WAITING, not_before=at + wait, **said)

    def _give_up(self, delivery: Delivery, **said: str) -> None:
        _mark(delivery, DeliveryState.FAILED, **said)
        if delivery.endpoint:
            webhooks.given_up(delivery=delivery, endpoint=delivery.endpoint, at=self.clock())


def _waits(delivery: Delivery) -> Sequence[datetime.timedelta]:
    """The waits between attempts. Those for a receiver are stretched by up to a tenth, each in its own way, so that
    what failed together does not come back together.
    """
    if delivery.event is None:
        return settings.DELIVERY_RETRIES
    share = zlib.crc32(f"{delivery.event.message_id}:{delivery.endpoint_id}:{delivery.attempts}".encode()) / 2**32
    return [wait * (1 + share / 10) for wait in settings.WEBHOOK_RETRIES]


def _moment(delivery: Delivery, at: datetime.datetime) -> datetime.datetime:
    """When a delivery may go: at once when it is urgent, else within the hours of whom it is for."""
    if delivery.notice and kinds.named(delivery.notice.kind).is_urgent:
        return at
    if delivery.recipient:
        return hours.of_person(delivery.recipient).next_moment(at)
    return hours.of_group(delivery.chat).next_moment(at) if delivery.chat else at


def _unreachable(person: User, channel: str, at: datetime.datetime) -> str:
    """Why nothing is sent to this person (a `Skip`), or an empty string."""
    if channel == Channel.EMAIL and person.is_placeholder:
        return Skip.NO_ADDRESS
    if not person.had_access_at(at):
        return Skip.ACCESS_ENDED
    return ""


def _put_off(delivery: Delivery, until: datetime.datetime, **values: object) -> None:
    """Let it wait until a moment without counting the attempt."""
    _mark(delivery, DeliveryState.WAITING, not_before=until, **values | {"attempts": delivery.attempts - 1})


def _mark(delivery: Delivery, state: DeliveryState, **values: object) -> None:
    """Write the outcome, unless the lease ran out meanwhile and somebody else has the message."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING, attempts=delivery.attempts)
    mine.update(state=state, **values)
