"""The daily mail: one a day, at the person's hour, of what they have not read, and only if there is something."""

import datetime
import zoneinfo

import pytest
from django.core import mail
from django.db import transaction

from accounts.models import User
from notices.actions import leave
from notices.actions.delivery import deliver
from notices.actions.digests import write, write_due
from notices.channels.email.digest import digest_message
from notices.channels.email.message import message_id
from notices.models import Delivery, DeliveryState, Digest, NoticeChoice, NoticeHours, Skip
from tests.cast import NOW

MINUTE = datetime.timedelta(minutes=1)
SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")
MONDAY = datetime.datetime(2026, 11, 16, 8, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def in_memory(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


@pytest.fixture
def reader(supervisor: User) -> User:
    supervisor.time_zone = "Asia/Shanghai"
    supervisor.save()
    return supervisor


def tell(user: User, key: str, kind: str = "departure_close", at: datetime.datetime = NOW) -> None:
    leave(kind=kind, to=user, key=key, at=at, url=f"/handovers/{key}/", params={"name": f"陈静 {key}", "by": "王芳"})


def run(at: datetime.datetime) -> int:
    return deliver(clock=lambda: at, until=at + MINUTE)


def test_it_leaves_once_at_the_persons_hour_and_is_grouped(reader: User) -> None:
    for number in range(3):
        tell(reader, str(number))
    tell(reader, "9", "verification_settled")
    assert run(MONDAY) == 0
    assert write_due(at=MONDAY - MINUTE) == 0, "it is before eight by her clock"
    assert write_due(at=MONDAY) == 1
    assert write_due(at=MONDAY + MINUTE) == 0
    assert run(MONDAY) == 1
    (found,) = mail.outbox
    assert found.subject == "Nov 16, 2026: 4 things you have not read"
    text, html = str(found.body), str(found.alternatives[0][0])
    assert text.index("A departure and its dates") < text.index("陈静 0") < text.index("The verification")
    assert 'href="http://testserver/handovers/9/"' in html
    assert "List-Unsubscribe" in found.extra_headers
    assert set(Delivery.objects.exclude(notice=None).values_list("state", flat=True)) == {DeliveryState.DAILY}


def test_it_speaks_the_readers_language(reader: User) -> None:
    tell(reader, "1")
    write_due(at=MONDAY)
    reader.language = "zh-hans"
    reader.save()
    assert digest_message(Digest.objects.get()).subject.startswith("2026年11月16日")


def test_nothing_to_say_is_no_mail(reader: User) -> None:
    tell(reader, "1")
    reader.notices.update(read_at=NOW)
    assert write_due(at=MONDAY) == 0
    assert not Digest.objects.exists()
    assert Delivery.objects.get().problem == Skip.READ


def test_what_comes_after_it_waits_for_tomorrow(reader: User) -> None:
    tell(reader, "1")
    write_due(at=MONDAY)
    tell(reader, "2")
    assert write_due(at=MONDAY + 6 * 60 * MINUTE) == 0
    assert write_due(at=MONDAY + datetime.timedelta(days=1)) == 1
    assert [digest.notices().count() for digest in Digest.objects.order_by("day")] == [1, 1]


def test_who_wants_working_days_gets_it_on_monday(reader: User) -> None:
    NoticeHours.objects.create(person=reader, holds_back=True, daily_at=datetime.time(9))
    saturday = datetime.datetime(2026, 11, 14, 12, tzinfo=SHANGHAI)
    tell(reader, "1", at=saturday)
    assert write_due(at=saturday) == 0
    assert write_due(at=MONDAY) == 0
    assert write_due(at=MONDAY + 60 * MINUTE) == 1


def test_a_repeat_after_a_crash_is_the_same_mail(reader: User, settings: object) -> None:
    tell(reader, "1")
    write_due(at=MONDAY)
    assert run(MONDAY) == 1
    Delivery.objects.filter(notice=None).update(state="waiting", sent_at=None, not_before=MONDAY)
    tell(reader, "2")
    assert run(MONDAY) == 1
    first, second = mail.outbox[0], mail.outbox[-1]
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"] == message_id(Digest.objects.get())
    assert (first.subject, first.body) == (second.subject, second.body), "what came since is not slipped in"


def test_two_workers_write_one(reader: User) -> None:
    tell(reader, "1")
    assert write(person=reader, at=MONDAY)
    Delivery.objects.filter(digest__isnull=False, notice__isnull=False).update(digest=None)
    assert not write(person=reader, at=MONDAY), "the day is taken"
    with pytest.raises(Exception, match="digest_once_a_day"), transaction.atomic():
        Digest.objects.create(recipient=reader, day=MONDAY.date(), created_at=NOW)


def test_a_long_one_names_the_rest(reader: User) -> None:
    NoticeChoice.objects.create(person=reader, kind="departure_begin", channel="email", mode="daily")
    for number in range(103):
        tell(reader, str(number), "departure_begin")
    write_due(at=MONDAY)
    body = str(digest_message(Digest.objects.get()).body)
    assert body.count("http://testserver/handovers/") == 100
    assert "3 more are on the page of your notices." in body


@pytest.mark.parametrize("number", [1, 5])
def test_looking_for_what_is_due_asks_as_often_for_many_as_for_few(
    number: int, reader: User, django_assert_num_queries: object
) -> None:
    for n in range(number):
        person = User.objects.create(email=f"p{n}@baton.example", name=f"P{n}", time_zone="Asia/Shanghai")
        tell(person, str(n))
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert write_due(at=MONDAY - MINUTE) == 0
