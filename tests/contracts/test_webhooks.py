"""Webhooks against a receiver on loopback: what it gets, what its answers mean, and its bad days."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from notices.actions import events, webhooks
from notices.actions.delivery import TO_SYSTEMS, deliver
from notices.actions.resending import events_again
from notices.channels.webhook import sending
from notices.channels.webhook.signing import new_secret, signature
from notices.models import Delivery, DeliveryState, Notice, Problem, WebhookEndpoint
from tests.cast import NOW
from tests.contracts.dripping import in_the_head, served
from tests.contracts.simulator import Fault, Lost, Simulator, reply, running
from tests.contracts.webhooks.receiver import URL, Receiver, receiver
from web.errors import Refused
from web.outside import Limits

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
KIND = "customers.moved"


@pytest.fixture
def known() -> Receiver:
    return Receiver([], now=int(NOW.timestamp()))


@pytest.fixture
def other_side(known: Receiver, settings: Any) -> Iterator[Simulator]:
    with running(receiver(known)) as running_one:
        settings.STAND_INS = running_one.stand_ins
        yield running_one


@pytest.fixture
def webhook(admin: User, known: Receiver) -> WebhookEndpoint:
    made, secret = webhooks.create(by=admin, at=NOW, name="CRM", url=URL, events=[KIND])
    known.secrets.append(secret)
    return made


def tell(count: int = 1) -> None:
    events.tell(kind=KIND, data=lambda: ({"number": number} for number in range(count)), at=NOW)


def run(at: datetime.datetime = NOW) -> int:
    return deliver(clock=lambda: at, until=at + HOUR, lane=TO_SYSTEMS)


def first() -> Delivery:
    return Delivery.objects.select_related("endpoint", "event").earliest("pk")


def test_the_vector_of_the_scheme() -> None:
    body = b'{"type":"handover.completed","timestamp":"2023-11-14T22:13:20Z","data":{"id":"h_1"}}'
    secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    assert signature(secret, "msg_1", 1700000000, body) == "v1,Qwz689QNIiAIFkbv1ehANny9dlVhr1CjxvmN3OGiOF8="


def test_a_receiver_takes_what_is_signed(webhook: WebhookEndpoint, other_side: Simulator, known: Receiver) -> None:
    tell()
    assert (run(), run()) == (1, 0)
    [(message, body)] = known.taken.items()
    assert body == {"type": KIND, "timestamp": "2026-11-16T02:00:00.000Z", "data": {"number": 0}}
    done = first()
    assert (done.state, done.attempts, done.event and done.event.message_id) == ("sent", 1, message)


def test_what_nobody_wants_is_not_kept(webhook: WebhookEndpoint, db: None) -> None:
    events.tell(kind="departure.closed", data=lambda: [{}], at=NOW)
    webhook.off = "by_hand"
    webhook.save()
    tell()
    assert not Delivery.objects.exists()


def test_secrets_are_stored_in_no_readable_form(webhook: WebhookEndpoint, known: Receiver) -> None:
    assert known.secrets[0].startswith("whsec_")
    assert known.secrets[0][6:] not in webhook.secret
    assert new_secret() != new_secret()


def test_after_a_change_both_secrets_sign_for_a_day(
    webhook: WebhookEndpoint, admin: User, other_side: Simulator, known: Receiver
) -> None:
    webhooks.rotate(webhook=webhook, by=admin, at=NOW)  # the receiver still knows the former one only
    tell(2)
    known.now = 0
    assert run(NOW + 23 * HOUR) == 2
    Delivery.objects.update(state="waiting", sent_at=None, attempts=0, not_before=NOW)
    assert run(NOW + 25 * HOUR) == 0
    assert (first().problem, first().detail) == (Problem.NOT_TAKEN, "HTTP 401")


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (500, Problem.BROKEN),
        (503, Problem.BUSY),
        (400, Problem.NOT_TAKEN),
        (301, Problem.LEADS_AWAY),
        (307, Problem.LEADS_AWAY),
    ],
)
def test_what_is_not_taken_is_tried_again(
    webhook: WebhookEndpoint, other_side: Simulator, known: Receiver, status: int, problem: Problem
) -> None:
    other_side.next = [reply("no", status, Location="http://169.254.169.254/latest/")]
    tell()
    assert run() == 0
    failed = first()
    assert (failed.state, failed.failure, failed.problem) == ("waiting", "temporary", problem)
    assert failed.detail == f"HTTP {status}"
    assert NOW + datetime.timedelta(seconds=5) <= failed.not_before <= NOW + datetime.timedelta(seconds=6)
    assert len(other_side.heard) == 1
    assert run(NOW + HOUR / 60) == 1
    assert len(known.taken) == 1


@pytest.mark.parametrize("asked", ["1800", "Mon, 01 Jan 2035 00:00:00 GMT", "soon"])
def test_a_receiver_says_how_long_to_wait(webhook: WebhookEndpoint, other_side: Simulator, asked: str) -> None:
    other_side.next = [reply("later", 429, Retry_After=asked)]
    tell()
    run()
    waits = first().not_before - NOW
    wanted = {"1800": HOUR / 2, "soon": datetime.timedelta(seconds=5)}.get(asked, sending.LONGEST_WAIT)
    assert wanted <= waits <= wanted * 1.1


def test_410_ends_it_and_tells_who_administers(webhook: WebhookEndpoint, admin: User, other_side: Simulator) -> None:
    other_side.next = [reply("gone", 410)]
    tell(3)
    assert run() == 0
    webhook.refresh_from_db()
    assert (webhook.off, len(other_side.heard)) == ("gone", 1)
    assert set(Delivery.objects.filter(endpoint=webhook).values_list("state", flat=True)) == {"failed"}
    assert Notice.objects.filter(kind="webhook_failed", recipient=admin).count() == 1


def test_a_connection_that_breaks_after_the_write_brings_the_same_id_again(
    webhook: WebhookEndpoint, other_side: Simulator, known: Receiver
) -> None:
    other_side.faults = [Fault(Lost.AFTER)]
    tell()
    assert run() == 0
    assert first().problem == Problem.NOT_REACHED
    assert run(NOW + HOUR / 60) == 1
    assert (known.times, len(known.taken)) == (2, 1)


def test_a_slow_receiver_is_not_waited_for(
    webhook: WebhookEndpoint, other_side: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LIMITS", Limits(read=0.2))
    other_side.slowness = 0.6
    tell()
    assert run() == 0
    assert first().problem == Problem.SLOW


def test_a_receiver_that_answers_byte_by_byte_holds_nobody_up(
    webhook: WebhookEndpoint, other_side: Simulator, known: Receiver, admin: User, monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:  # fmt: skip
    monkeypatch.setattr(sending, "LIMITS", Limits(read=0.5, whole=1))
    webhooks.create(by=admin, at=NOW, name="Slow", url="https://slow.example/", events=[KIND])
    with served(in_the_head) as port:
        settings.STAND_INS = {**settings.STAND_INS, "slow.example": f"http://127.0.0.1:{port}"}
        tell()
        assert run() == 1
    assert len(known.taken) == 1
    assert Delivery.objects.get(endpoint__name="Slow").problem == Problem.SLOW


def test_what_the_time_did_not_reach_waits_on_as_if_never_taken(
    webhook: WebhookEndpoint, other_side: Simulator, known: Receiver
) -> None:
    def clock() -> datetime.datetime:
        """Each message takes most of what a worker may keep them."""
        return NOW + known.times * datetime.timedelta(seconds=100)

    known.now = 0
    tell(3)
    assert deliver(clock=clock, until=NOW + HOUR, lane=TO_SYSTEMS) == 3
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_what_only_our_own_workers_failed_at_switches_no_receiver_off(
    webhook: WebhookEndpoint, admin: User, other_side: Simulator
) -> None:
    tell()
    Delivery.objects.update(attempts=10)  # each time a worker took it, and ended
    assert run() == 0
    webhook.refresh_from_db()
    assert (first().state, first().problem, webhook.off) == ("failed", Problem.LEASE, "")
    assert Notice.objects.filter(kind="webhook_failed", recipient=admin).count() == 1
    assert not other_side.heard


def test_for_a_day_and_then_it_is_a_dead_letter(
    webhook: WebhookEndpoint, admin: User, other_side: Simulator, known: Receiver
) -> None:
    other_side.faults = [Fault(reply("no", 500), times=100)]
    tell()
    at, tries = NOW, []
    while (waiting := first()).state == DeliveryState.WAITING:
        at = waiting.not_before
        run(at)
        tries.append((at - NOW).total_seconds() / 3600)
    assert len(tries) == 10
    for hours, wanted in zip(tries, [0, 5 / 3600, 1 / 12, 0.5, 2, 5, 10, 14, 20, 24], strict=True):
        assert wanted <= hours <= wanted * 1.1 + 0.001
    webhook.refresh_from_db()
    assert (first().state, webhook.off) == ("failed", "failing")
    assert Notice.objects.filter(kind="webhook_failed", recipient=admin).count() == 1
    assert AuditEntry.objects.filter(verb="webhook.stopped").exists()
    with pytest.raises(Refused, match="Switch the webhook on"):
        events_again(webhook=webhook, deliveries=Delivery.objects.all(), by=admin, at=at)
    webhooks.change(webhook=webhook, by=admin, at=at, is_on=True)
    webhook.refresh_from_db()
    other_side.faults, known.now = [], 0
    assert events_again(webhook=webhook, deliveries=Delivery.objects.all(), by=admin, at=at) == 1
    assert run(at) == 1
    assert events_again(webhook=webhook, deliveries=Delivery.objects.all(), by=admin, at=at) == 1
    run(at)
    assert (known.times, len(known.taken)) == (2, 1)


def test_one_event_that_is_refused_does_not_silence_the_rest(
    webhook: WebhookEndpoint, admin: User, other_side: Simulator
) -> None:
    tell(2)
    Delivery.objects.exclude(pk=first().pk).update(attempts=9, not_before=NOW + HOUR)
    assert run() == 1
    other_side.next = [reply("I can't read this", 422)]
    assert run(NOW + HOUR) == 0
    webhook.refresh_from_db()
    assert (webhook.off, webhook.deliveries.latest("pk").state) == ("", "failed")
    assert Notice.objects.filter(kind="webhook_failed", recipient=admin).count() == 1


def test_a_receiver_that_fails_is_left_alone_for_a_minute(webhook: WebhookEndpoint, other_side: Simulator) -> None:
    other_side.faults = [Fault(reply("no", 500), times=100)]
    tell(30)
    run()
    assert len(other_side.heard) == 1
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0, 1}


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost:9", "10.0.0.8", "169.254.169.254", "[::1]:9", "0.0.0.0:9"])
def test_an_address_inside_is_not_called(webhook: WebhookEndpoint, host: str, settings: Any) -> None:
    webhook.url = f"http://{host}/baton"
    webhook.save()
    tell()
    assert run() == 0
    assert first().problem == Problem.INNER_ADDRESS


def test_an_address_inside_that_is_allowed_is_called(
    webhook: WebhookEndpoint, other_side: Simulator, settings: Any
) -> None:
    settings.STAND_INS, settings.PRIVATE_HOSTS = {}, ["127.0.0.1"]
    webhook.url = f"http://127.0.0.1:{other_side.port}/baton"
    webhook.save()
    tell()
    assert run() == 1
