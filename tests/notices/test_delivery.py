"""The outbox: told once, delivered once, never lost."""

import datetime
import email
import email.policy
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.template import TemplateDoesNotExist

from accounts.models import User
from notices.actions import Letter, leave, leave_many
from notices.actions.delivery import claim, deliver
from notices.actions.resending import again
from notices.channels.email.message import message_id
from notices.models import Delivery, DeliveryState, Notice
from tests.cast import NOW

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def mail_dir(settings: object, tmp_path: Path) -> Path:
    settings.MAIL_DIR = tmp_path  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "notices.channels.email.files.MailFiles"  # type: ignore[attr-defined]
    return tmp_path


class BrokenServer(BaseEmailBackend):
    """A mail server that refuses everything, in the manner of one that is down."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        raise ConnectionRefusedError("nobody listens")


def tell(user: User, key: str = "k", **params: object) -> Notice:
    notice = leave(kind="supervisor_named", to=user, key=key, at=NOW, url="/somewhere/", params=params)
    assert notice
    return notice


def run(at: datetime.datetime = NOW) -> int:
    return deliver(clock=lambda: at, until=at + MINUTE)


def test_the_same_key_is_told_once(successor: User) -> None:
    tell(successor)
    assert leave(kind="supervisor_named", to=successor, key="k", at=NOW) is None
    assert Delivery.objects.count() == 1


def test_a_sweep_leaves_any_number_with_the_same_statements(successor: User, django_assert_num_queries: object) -> None:
    letters = [Letter(kind="supervisor_named", recipient_id=successor.pk, key=f"k{number}") for number in range(300)]
    with transaction.atomic(), django_assert_num_queries(6):  # type: ignore[operator]
        assert len(leave_many(letters=letters, at=NOW)) == 300
    assert leave_many(letters=letters, at=NOW) == []


def test_what_can_not_be_said_is_not_left(successor: User) -> None:
    with pytest.raises(TemplateDoesNotExist):
        leave(kind="without_words", to=successor, key="k", at=NOW)


def test_one_transaction_nudges_the_worker_once(successor: User, django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks() as hooks:  # type: ignore[operator]
        tell(successor, "a")
        tell(successor, "b")
    assert len(hooks) == 1


def test_a_mail_becomes_a_file_in_the_language_of_its_reader(successor: User, mail_dir: Path) -> None:
    successor.language = "zh-hans"
    successor.save()
    notice = tell(successor, relation="supervisor", name="陈静")
    assert run() == 1
    (path,) = mail_dir.iterdir()
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert mail["Message-ID"] == message_id(notice)
    assert mail["To"] == "李伟 <successor@baton.example>"
    assert mail.get_content_type() == "multipart/alternative"
    text = mail.get_body(("plain",)).get_content()
    assert "http://testserver/somewhere/" in text
    assert "陈静" in text
    assert 'href="http://testserver/somewhere/"' in mail.get_body(("html",)).get_content()
    assert not [leftover for leftover in mail_dir.iterdir() if leftover.suffix != ".eml"]


def test_a_second_run_sends_nothing(successor: User, mail_dir: Path) -> None:
    tell(successor)
    assert (run(), run()) == (1, 0)
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_a_worker_killed_before_the_mark_loses_nothing_and_repeats_itself_under_the_same_id(
    successor: User, mail_dir: Path, settings: object
) -> None:
    tell(successor)
    run()
    Delivery.objects.update(state="waiting", sent_at=None, not_before=NOW)  # as if killed between send and mark
    assert claim(at=NOW)
    assert run() == 0, "the lease holds"
    assert run(NOW + settings.DELIVERY_LEASE) == 1  # type: ignore[attr-defined]
    assert len(list(mail_dir.iterdir())) == 1


def test_two_workers_never_claim_the_same(successor: User) -> None:
    for number in range(5):
        tell(successor, str(number))
    with connection.cursor() as cursor:  # the plan that looks at each row and asks for the batch anew
        cursor.execute(
            "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_hashagg = off"
        )
    first, second = claim(at=NOW, size=3), claim(at=NOW, size=3)
    assert (len(first), len(second)) == (3, 2)
    assert not {row.pk for row in first} & {row.pk for row in second}


def test_a_server_that_is_down_is_tried_for_more_than_a_day_and_then_shown(
    successor: User, admin: User, settings: object
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"  # type: ignore[attr-defined]
    tell(successor)
    at, tries = NOW, 0
    while (delivery := Delivery.objects.get()).state == DeliveryState.WAITING:
        at = delivery.not_before
        run(at)
        tries += 1
    assert (tries, delivery.state) == (8, DeliveryState.FAILED)
    assert at - NOW > datetime.timedelta(hours=24)
    assert "nobody listens" in delivery.problem
    settings.EMAIL_BACKEND = "notices.channels.email.files.MailFiles"  # type: ignore[attr-defined]
    assert again(delivery=delivery, by=admin, at=at)
    assert run(at) == 1
    assert not again(delivery=delivery, by=admin, at=at)


def test_one_bad_mail_does_not_stop_the_others(successor: User, supervisor: User) -> None:
    User.objects.filter(pk=successor.pk).update(time_zone="Nowhere/Nothing")
    tell(successor, "a")
    tell(supervisor, "b")
    assert run() == 1
    assert Delivery.objects.get(notice__recipient=successor).problem.startswith("ZoneInfoNotFoundError")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"email": "li.wei@import.invalid"}, "no_address"),
        ({"access_ends_at": NOW - MINUTE}, "access_ended"),
        ({"is_active": False}, "access_ended"),
    ],
)
def test_who_can_not_read_it_gets_no_mail(
    successor: User, mail_dir: Path, change: dict[str, object], problem: str
) -> None:
    User.objects.filter(pk=successor.pk).update(**change)
    tell(successor)
    assert run() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.problem) == (DeliveryState.SKIPPED, problem)
    assert not list(mail_dir.iterdir())


def test_a_mail_that_ends_each_worker_is_given_up_too(successor: User, settings: object) -> None:
    tell(successor)
    Delivery.objects.update(attempts=len(settings.DELIVERY_RETRIES) + 1)  # type: ignore[attr-defined]
    assert run() == 0
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_the_database_refuses_a_sent_mail_without_its_time(successor: User) -> None:
    tell(successor)
    with pytest.raises(Exception, match="delivery_sent_with_time"), transaction.atomic():
        Delivery.objects.update(state="sent")
    with pytest.raises(Exception, match="delivery_state_known"), transaction.atomic():
        Delivery.objects.update(state="lost")
    with pytest.raises(Exception, match="notice_once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_notice (key, recipient_id, kind, params, url, subject_kind, created_at) "
            "SELECT key, recipient_id, kind, params, url, subject_kind, created_at FROM notices_notice"
        )
