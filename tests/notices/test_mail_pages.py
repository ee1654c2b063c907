"""The administrator's pages of outgoing mail."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from notices.actions import Letter, leave, leave_many
from notices.actions.delivery import deliver
from notices.models import Delivery
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


def test_an_administrator_sees_what_left_and_reads_it(admin: User, sign_in: SignIn, sent: Path) -> None:
    client = sign_in(admin)
    page = client.get("/settings/mail/").content.decode()
    assert "You supervise the handover of 陈静" in page
    assert f"/settings/mail/files/{sent.name}" in page
    assert sent.name in client.get("/settings/mail/files/").content.decode()
    text = client.get(f"/settings/mail/files/{sent.name}").content.decode()
    assert 'href="http://testserver/handovers/7/"' in text


@pytest.mark.parametrize("name", ["..%2Fsecret.eml", "..", "nothing.eml", "%2Fetc%2Fpasswd", ".eml"])
def test_no_other_file_can_be_read(admin: User, sign_in: SignIn, name: str) -> None:
    assert sign_in(admin).get(f"/settings/mail/files/{name}").status_code == 404


def test_with_a_mail_server_there_are_no_files(admin: User, sign_in: SignIn, sent: Path, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    client = sign_in(admin)
    assert client.get("/settings/mail/files/").status_code == 404
    assert client.get(f"/settings/mail/files/{sent.name}").status_code == 404
    assert "/settings/mail/files/" not in client.get("/settings/mail/").content.decode()


def test_what_was_given_up_is_sent_again(admin: User, sign_in: SignIn) -> None:
    Delivery.objects.update(state="failed", sent_at=None, problem="SMTPServerDisconnected: gone", attempts=8)
    client = sign_in(admin)
    assert "SMTPServerDisconnected: gone" in client.get("/settings/mail/?state=failed").content.decode()
    pk = Delivery.objects.get().pk
    client.post(f"/settings/mail/{pk}/again/")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.problem) == ("waiting", 0, "")
    assert AuditEntry.objects.get(verb="mail.sent_again").by == admin
    client.post(f"/settings/mail/{pk}/again/")
    assert AuditEntry.objects.filter(verb="mail.sent_again").count() == 1


def test_nobody_else_reads_mail(
    manager: User, hr: User, supervisor: User, auditor: User, sign_in: SignIn, sent: Path
) -> None:
    for person in (manager, hr, supervisor, auditor):
        for path in ("", "files/", f"files/{sent.name}"):
            assert sign_in(person).get(f"/settings/mail/{path}").status_code == 403
        assert sign_in(person).post(f"/settings/mail/{Delivery.objects.get().pk}/again/").status_code == 403


@pytest.mark.parametrize("number", [5, 120])
def test_the_list_asks_as_often_for_many_as_for_few(
    admin: User, sign_in: SignIn, number: int, django_assert_max_num_queries: Callable[..., object]
) -> None:
    leave_many(
        letters=[Letter(kind="supervisor_named", recipient_id=admin.pk, key=f"k{n}") for n in range(number)], at=NOW
    )
    client = sign_in(admin)
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        client.get("/settings/mail/")
