"""The administrator's page of outgoing messages."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from notices.actions import leave
from notices.actions.delivery import deliver
from notices.models import Delivery, Pause
from tests.cast import NOW

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def sent(settings: object, tmp_path: Path, supervisor: User) -> Path:
    """One mail to 孙丽, written to a file."""
    settings.MAIL_DIR = tmp_path / "mail"  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "notices.channels.email.files.MailFiles"  # type: ignore[attr-defined]
    (tmp_path / "secret.eml").write_text("Subject: not yours")
    leave(kind="supervisor_named", to=supervisor, key="a", at=NOW, url="/handovers/7/", params={"name": "陈静"})
    deliver(clock=lambda: NOW, until=NOW + datetime.timedelta(minutes=1))
    (path,) = (tmp_path / "mail").iterdir()
    return path


def test_an_administrator_sees_kind_reader_and_state_but_no_words(admin: User, sign_in: SignIn) -> None:
    page = sign_in(admin).get("/settings/deliveries/").content.decode()
    assert "You supervise a handover" in page
    assert "孙丽" in page
    assert "陈静" not in page


def test_in_a_demo_the_mail_files_can_be_read(admin: User, sign_in: SignIn, sent: Path) -> None:
    client = sign_in(admin)
    assert sent.name in client.get("/settings/mail/files/").content.decode()
    text = client.get(f"/settings/mail/files/{sent.name}").content.decode()
    assert 'href="http://testserver/handovers/7/"' in text


def test_in_a_firm_nobody_reads_the_mail_files(admin: User, sign_in: SignIn, sent: Path, settings: object) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    assert sign_in(admin).get("/settings/mail/files/").status_code == 404
    assert sign_in(admin).get(f"/settings/mail/files/{sent.name}").status_code == 404


@pytest.mark.parametrize("name", ["..%2Fsecret.eml", "..", "nothing.eml", "%2Fetc%2Fpasswd", ".eml"])
def test_no_other_file_can_be_read(admin: User, sign_in: SignIn, name: str) -> None:
    assert sign_in(admin).get(f"/settings/mail/files/{name}").status_code == 404


def test_with_a_mail_server_there_are_no_files(admin: User, sign_in: SignIn, sent: Path, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    client = sign_in(admin)
    assert client.get("/settings/mail/files/").status_code == 404
    assert client.get(f"/settings/mail/files/{sent.name}").status_code == 404
    assert "/settings/mail/files/" not in client.get("/settings/deliveries/").content.decode()


def give_up(**values: object) -> Delivery:
    fields = {"state": "failed", "sent_at": None, "failure": "temporary", "problem": "gone", "attempts": 8} | values
    Delivery.objects.update(**fields)
    return Delivery.objects.order_by("pk")[0]


def test_what_was_given_up_is_sent_again(admin: User, sign_in: SignIn) -> None:
    pk = give_up(problem="SMTPServerDisconnected: gone").pk
    client = sign_in(admin)
    assert "SMTPServerDisconnected: gone" in client.get("/settings/deliveries/?state=failed").content.decode()
    answer = client.post(f"/settings/deliveries/{pk}/again/", {"state": "failed"})
    assert answer["Location"] == "/settings/deliveries/?state=failed"
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.failure, delivery.problem) == ("waiting", 0, "", "")
    assert AuditEntry.objects.get(verb="mail.sent_again").by == admin
    client.post(f"/settings/deliveries/{pk}/again/")
    assert AuditEntry.objects.filter(verb="mail.sent_again").count() == 1


def test_all_of_a_filter_are_sent_again_and_no_others(admin: User, successor: User, sign_in: SignIn) -> None:
    leave(kind="move_done", to=successor, key="b", at=NOW)
    give_up(failure="permanent", problem="address_refused")
    client = sign_in(admin)
    page = client.get("/settings/deliveries/?state=failed&kind=move_done").content.decode()
    assert "1 message was given up" in page
    assert "Refused for good: the mail server does not know this address" in page
    client.post("/settings/deliveries/again/", {"state": "failed", "kind": "move_done"})
    assert Delivery.objects.get(state="waiting").notice.kind == "move_done"
    assert Delivery.objects.filter(state="failed").count() == 1
    assert AuditEntry.objects.get(verb="mail.all_sent_again").details == {"count": 1}


def test_a_paused_channel_is_said_and_tried_by_hand(admin: User, sign_in: SignIn) -> None:
    later = NOW + datetime.timedelta(days=3650)
    pause = Pause.objects.create(channel="email", since=NOW, next_try_at=later, problem="sign_in_refused")
    Delivery.objects.update(state="waiting", sent_at=None, failure="settings", not_before=later)
    client = sign_in(admin)
    assert (
        "the mail server does not accept our name and password" in client.get("/settings/deliveries/").content.decode()
    )
    client.post(f"/settings/deliveries/pauses/{pause.pk}/")
    assert Delivery.objects.get().not_before < later
    assert AuditEntry.objects.get(verb="pause.ended").by == admin


def test_nobody_else_reads_or_sends(
    manager: User, hr: User, supervisor: User, auditor: User, sign_in: SignIn, sent: Path
) -> None:
    pk = Delivery.objects.get().pk
    for person in (manager, hr, supervisor, auditor):
        for path in ("deliveries/", "mail/files/", f"mail/files/{sent.name}"):
            assert sign_in(person).get(f"/settings/{path}").status_code == 403
        for path in (f"{pk}/again/", "again/", "pauses/1/"):
            assert sign_in(person).post(f"/settings/deliveries/{path}").status_code == 403
