"""Real workers: killed in the middle, with the broker emptied under them, they deliver everything and nothing twice."""

import datetime
import email
import email.policy
from pathlib import Path

import pytest
import redis
from django.db import transaction

from accounts.models import Office, User
from config.queues import SHORT
from notices.actions import Letter, leave, leave_many
from notices.channels.email.message import message_id
from notices.models import Delivery, DeliveryState, Digest, Notice, NoticeHours
from tests.cast import NOW
from tests.smtp_sink import Sink
from tests.worker import Workers, wait_for

pytestmark = pytest.mark.worker

DELIVER = "notices.tasks.deliver_waiting"
MANY = 200


def leave_notices(person: User, number: int = MANY) -> set[str]:
    """Leave many notices in one transaction; the Message-IDs their mails will have."""
    letters = [
        Letter(kind="supervisor_named", recipient_id=person.pk, key=f"n{n}", params={"name": "陈静"})
        for n in range(number)
    ]
    leave_many(letters=letters, at=NOW)
    return {message_id(notice) for notice in Notice.objects.all()}


def waiting() -> int:
    return Delivery.objects.filter(state=DeliveryState.WAITING).count()


def everything_is_sent() -> bool:
    return Delivery.objects.exclude(state=DeliveryState.SENT).count() == 0


def test_a_commit_nudges_the_worker_without_any_beat(workers: Workers, supervisor: User) -> None:
    workers.worker()
    with transaction.atomic():
        leave(kind="supervisor_named", to=supervisor, key="a", at=NOW, params={"name": "陈静"})
        assert not list(workers.folder.glob("mail/*.eml"))
    wait_for(everything_is_sent, "the mail to be sent")
    assert len(list(workers.folder.glob("mail/*.eml"))) == 1


def test_what_is_rolled_back_is_never_sent(workers: Workers, supervisor: User) -> None:
    workers.worker()
    workers.beat()
    with transaction.atomic():
        leave(kind="supervisor_named", to=supervisor, key="a", at=NOW)
        transaction.set_rollback(True)
    workers.wait_for_more(DELIVER, 2)
    assert not list(workers.folder.glob("mail/*.eml"))


def test_a_worker_killed_among_its_mails_loses_none(workers: Workers, sink: Sink, supervisor: User) -> None:
    sink.slowness = 0.02
    first = workers.worker(EMAIL_URL=sink.url)
    ids = leave_notices(supervisor)
    wait_for(lambda: len(sink.received) > MANY // 4, "a quarter of the mails")
    workers.kill(first)
    assert waiting() > MANY // 4, "it was killed in the middle"
    sink.slowness = 0
    workers.worker(EMAIL_URL=sink.url, BATON_PACE="1")
    workers.beat()
    wait_for(everything_is_sent, "all mails to be sent")
    assert set(sink.received) == ids
    assert sink.received.total() <= MANY + 1, "at most the one mail between send and mark went again, under its own id"


def test_killed_again_and_again_each_mail_becomes_one_file(workers: Workers, supervisor: User) -> None:
    ids = leave_notices(supervisor)
    workers.beat()
    folder = workers.folder / "mail"
    for share in (0.1, 0.4):
        worker = workers.worker()
        wait_for(lambda share=share: len(list(folder.glob("*.eml"))) > MANY * share, "some files")
        workers.kill(worker)
    workers.worker()
    wait_for(everything_is_sent, "all mails to be sent")
    found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in folder.glob("*.eml")]
    assert len(found) == MANY
    assert {mail["Message-ID"] for mail in found} == ids
    assert all("陈静" in mail.get_body(("plain",)).get_content() for mail in found)


def test_two_workers_share_the_mails(workers: Workers, sink: Sink, supervisor: User) -> None:
    sink.slowness = 0.005
    workers.worker(EMAIL_URL=sink.url, BATON_PACE="1")
    workers.worker(EMAIL_URL=sink.url, BATON_PACE="1")
    workers.beat()
    ids = leave_notices(supervisor)
    wait_for(everything_is_sent, "all mails to be sent")
    assert set(sink.received) == ids
    assert sink.received.total() == MANY


def test_an_emptied_broker_is_made_up_for_by_beat(workers: Workers, broker: redis.Redis, supervisor: User) -> None:
    leave(kind="supervisor_named", to=supervisor, key="a", at=NOW)
    assert broker.llen(SHORT) == 1, "the nudge waits for a worker"
    broker.flushall()
    workers.worker()
    workers.beat()
    wait_for(everything_is_sent, "the mail to be sent")
    broker.flushall()
    leave(kind="supervisor_named", to=supervisor, key="b", at=NOW)
    broker.flushall()
    wait_for(everything_is_sent, "the second mail to be sent")
    assert len(list(Path(workers.folder, "mail").glob("*.eml"))) == 2


def test_a_worker_killed_among_daily_mails_loses_none_and_repeats_under_the_same_id(
    workers: Workers, sink: Sink, shanghai: Office
) -> None:
    number = 40
    people = [User.objects.create(email=f"p{n}@baton.example", name=f"P{n}") for n in range(number)]
    NoticeHours.objects.bulk_create(NoticeHours(person=person, daily_at=datetime.time(0)) for person in people)
    letters = [
        Letter(kind="departure_close", recipient_id=person.pk, key=f"{n}:{person.pk}", params={"name": "陈静"})
        for person in people
        for n in range(3)
    ]
    leave_many(letters=letters, at=NOW)
    sink.slowness = 0.05
    first = workers.worker(EMAIL_URL=sink.url)
    beat = workers.beat()
    wait_for(lambda: len(sink.received) > number // 4, "a quarter of the daily mails")
    workers.kill(first)
    workers.kill(beat)
    sink.slowness = 0
    workers.worker(EMAIL_URL=sink.url, BATON_PACE="1")
    workers.beat()
    own = Delivery.objects.filter(notice=None)
    wait_for(lambda: own.filter(state=DeliveryState.SENT).count() == number, "every daily mail to be sent")
    assert not Delivery.objects.for_digest().exists()
    assert Digest.objects.count() == number
    assert set(sink.received) == {message_id(digest) for digest in Digest.objects.all()}
    assert sink.received.total() <= number + 1, "at most the one between send and mark went again, under its own id"
