"""What a mail server's refusals mean: try again, give up, or wait for better settings."""

import datetime
import smtplib

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import User
from notices.actions import leave
from notices.actions.delivery import deliver
from notices.models import Delivery, DeliveryState, Failure, Notice, Pause
from tests.cast import NOW

MINUTE = datetime.timedelta(minutes=1)


class Server(BaseEmailBackend):
    """A mail server that answers as it is told."""

    error: Exception | None = None
    tried = 0

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        type(self).tried += 1
        if self.error:
            raise self.error
        return len(email_messages)


@pytest.fixture(autouse=True)
def server(settings: object, monkeypatch: pytest.MonkeyPatch) -> type[Server]:
    settings.EMAIL_BACKEND = f"{__name__}.Server"  # type: ignore[attr-defined]
    monkeypatch.setattr(Server, "tried", 0)
    monkeypatch.setattr(Server, "error", None)
    return Server


def run(at: datetime.datetime = NOW) -> int:
    return deliver(clock=lambda: at, until=at + MINUTE)


@pytest.mark.parametrize(
    ("error", "state", "failure", "problem"),
    [
        (smtplib.SMTPServerDisconnected("gone"), "waiting", "temporary", "SMTPServerDisconnected: gone"),
        (TimeoutError("slow"), "waiting", "temporary", "TimeoutError: slow"),
        (smtplib.SMTPResponseException(451, b"try later"), "waiting", "temporary", "SMTPResponseException"),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"full")}), "waiting", "temporary", "SMTPRecipientsRefused"),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"unknown")}), "failed", "permanent", "address_refused"),
        (smtplib.SMTPDataError(554, b"spam"), "failed", "permanent", "SMTPDataError"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "waiting", "settings", "sign_in_refused"),
        (smtplib.SMTPSenderRefused(553, b"no", "baton@x.y"), "waiting", "settings", "sender_refused"),
    ],
)
def test_each_refusal_has_its_consequence(
    supervisor: User, server: type[Server], error: Exception, state: str, failure: str, problem: str
) -> None:
    server.error = error
    leave(kind="departure_begin", to=supervisor, key="a", at=NOW)
    assert run() == 0
    delivery = Delivery.objects.get(notice__kind="departure_begin")
    assert (delivery.state, delivery.failure) == (state, failure)
    assert delivery.problem.startswith(problem)
    assert delivery.explanation


def test_mail_with_wrong_settings_waits_and_administrators_hear_once(
    supervisor: User, successor: User, admin: User, server: type[Server], settings: object
) -> None:
    server.error = smtplib.SMTPAuthenticationError(535, b"no")
    leave(kind="departure_begin", to=supervisor, key="a", at=NOW)
    leave(kind="departure_begin", to=successor, key="b", at=NOW)
    run()
    run(NOW + MINUTE)
    assert server.tried == 1
    assert Notice.objects.get(kind="channel_paused").recipient == admin
    later = NOW + settings.CHANNEL_PAUSE  # type: ignore[attr-defined]
    run(later)
    assert server.tried == 2
    assert Notice.objects.filter(kind="channel_paused").count() == 1
    server.error = None
    assert run(later + settings.CHANNEL_PAUSE) == 3, "both and what tells of the pause"  # type: ignore[attr-defined]
    assert not Pause.objects.exists()
    assert not Delivery.objects.exclude(state=DeliveryState.SENT, failure="").exists()


def test_waiting_for_settings_is_never_given_up(supervisor: User, server: type[Server], settings: object) -> None:
    server.error = smtplib.SMTPAuthenticationError(535, b"no")
    leave(kind="departure_begin", to=supervisor, key="a", at=NOW)
    for number in range(30):
        run(NOW + number * settings.CHANNEL_PAUSE)  # type: ignore[attr-defined]
    delivery = Delivery.objects.get(notice__kind="departure_begin")
    assert (delivery.state, delivery.failure) == (DeliveryState.WAITING, Failure.SETTINGS)
