"""Letters to customers: drafted in the customer's language, sent or copied, counted, never a way to inject anything."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from customers.models import Activity, Contact
from handover.actions import letters as actions
from handover.inheriting import following, letters
from handover.models import Inheritance, LetterTemplate, Plan, SentLetter
from tests.cast import NOW
from tests.handover.conftest import Book
from tests.handover.inherited import of
from web.errors import Refused


@pytest.fixture
def mine(approved: Plan, book: Book, successor: User) -> Inheritance:
    """Hottechi, on its way to 李伟."""
    following.follow_all()
    return of(book.hottechi, successor)


@pytest.fixture
def kim(mine: Inheritance) -> Contact:
    return Contact.objects.create(
        customer=mine.customer, name="Kim Min-ji", title="CFO", role="decides", email="kim@hottechi.example"
    )


def write(mine: Inheritance, by: User, contact: Contact | None, **fields: Any) -> SentLetter:
    usual: dict[str, Any] = {
        "kind": "first",
        "language": "en",
        "subject": "Hello",
        "body": "I look after you now.",
        "at": NOW,
    }
    return actions.write(inheritance=mine, by=by, contact=contact, **usual | fields)


def deliver() -> int:
    return actions.deliver(clock=timezone.now, until=timezone.now() + datetime.timedelta(seconds=30))


def test_a_letter_is_drafted_in_the_customers_language(mine: Inheritance, kim: Contact) -> None:
    assert letters.language_of(mine, kim) == "en"
    draft = letters.draft(mine, "first", "en", kim)
    assert draft.subject == "Looking after Hottechi from now on"
    assert draft.body.startswith("Dear Kim Min-ji,\n\nI have taken over Hottechi from 陈静")
    kim.name = "金敏智"
    assert letters.language_of(mine, kim) == "zh-hans"
    assert letters.draft(mine, "first", "zh-hans", kim).body.startswith("金敏智，您好：")


def test_it_is_sent_logged_counted_and_is_the_first_contact(
    mine: Inheritance, kim: Contact, successor: User, leaver: User
) -> None:
    letter = write(mine, successor, kim, copies=True)
    assert deliver() == 1
    assert deliver() == 0
    sent = mail.outbox[0]
    assert (sent.to, sent.cc) == (["Kim Min-ji <kim@hottechi.example>"], [leaver.email])
    assert successor.email in sent.reply_to[0]
    letter.refresh_from_db()
    mine.refresh_from_db()
    assert (letter.state, mine.first_contact_at) == ("sent", NOW)
    assert Activity.objects.get().subject == "Hello"
    assert AuditEntry.objects.get(verb="letter.written").details["to"] == "Kim Min-ji"


def test_pressed_twice_it_is_one_letter(mine: Inheritance, kim: Contact, successor: User) -> None:
    assert write(mine, successor, kim) == write(mine, successor, kim)
    assert Activity.objects.count() == 1


def test_nothing_gets_into_the_headers_or_the_markup(mine: Inheritance, kim: Contact, successor: User) -> None:
    kim.name = "Kim\r\nBcc: all@hottechi.example"
    kim.save()
    write(mine, successor, kim, subject="Hi\r\nBcc: thief@evil.example", body="<script>alert(1)</script>")
    assert deliver() == 1
    sent: Any = mail.outbox[0]
    assert sent.message()["Bcc"] is None
    assert sent.message()["Subject"] == "Hi Bcc: thief@evil.example"
    assert len(sent.recipients()) == 1
    assert "&lt;script&gt;" in sent.alternatives[0].content


def test_no_mail_without_an_address_but_a_copy_counts(mine: Inheritance, kim: Contact, successor: User) -> None:
    kim.email = ""
    kim.save()
    with pytest.raises(Refused) as refused:
        write(mine, successor, kim)
    assert refused.value.code == "no_address"
    assert write(mine, successor, kim, by_hand=True).state == "copied"
    assert deliver() == 0
    mine.refresh_from_db()
    assert mine.first_contact_at == NOW


def test_the_leaver_introduces_and_that_is_no_contact_of_the_successor(
    mine: Inheritance, kim: Contact, leaver: User, successor: User, manager: User
) -> None:
    assert write(mine, leaver, kim, kind="introduction", copies=True).cc == successor.email
    mine.refresh_from_db()
    assert mine.first_contact_at is None
    for by, kind in ((leaver, "first"), (successor, "introduction"), (manager, "visit")):
        with pytest.raises(Refused) as refused:
            write(mine, by, kim, kind=kind)
        assert refused.value.code == "not_yours"


def test_a_mail_server_that_refuses_is_tried_again_and_given_up(
    mine: Inheritance, kim: Contact, successor: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.no.such.backend"
    letter = write(mine, successor, kim)
    assert deliver() == 0
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("waiting", 1)
    SentLetter.objects.update(attempts=len(settings.DELIVERY_RETRIES), not_before=NOW)
    deliver()
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_the_page_drafts_and_sends(
    mine: Inheritance, kim: Contact, successor: User, sign_in: Callable[[User], Client]
) -> None:
    client, address = sign_in(successor), reverse("inherited_letter", args=[mine.pk])
    page = client.get(address).content.decode()
    assert "Dear Kim Min-ji," in page
    assert "kim@hottechi.example" in page
    chinese = client.get(address + f"?language=zh-hans&contact={kim.pk}&kind=visit").content.decode()
    assert "我们想一起拜访您" in chinese
    assert client.post(address, {"subject": "", "body": ""}).status_code == 422
    client.post(address, {"subject": "Hello", "body": "Text", "copies": "on"})
    assert SentLetter.objects.get().state == "waiting"
    assert "Kim Min-ji" in client.get(mine.get_absolute_url()).content.decode()


def test_who_writes(
    mine: Inheritance, leaver: User, manager: User, outsider: User, sign_in: Callable[[User], Client]
) -> None:
    address = reverse("inherited_letter", args=[mine.pk])
    statuses = [sign_in(who).get(address).status_code for who in (leaver, manager, outsider)]
    assert statuses == [200, 404, 404]


def test_the_administrator_changes_a_template_and_looks_at_it_first(
    admin: User, manager: User, sign_in: Callable[[User], Client], db: None
) -> None:
    template = LetterTemplate.objects.get(kind="first", language="en")
    client, address = sign_in(admin), reverse("letter_template", args=[template.pk])
    typed = {"subject": "Hello {customer}", "body": "<b>{contact}</b>"}
    preview = client.post(address, typed | {"preview": "on"}).content.decode()
    assert "Hello Hottechi" in preview
    assert "&lt;b&gt;Kim Min-ji&lt;/b&gt;" in preview
    template.refresh_from_db()
    assert template.changed_at is None
    assert client.post(address, typed | {"body": "{password}"}).status_code == 422
    assert client.post(address, typed).status_code == 302
    template.refresh_from_db()
    assert (template.subject, template.changed_by) == ("Hello {customer}", admin)
    assert client.get(reverse("letter_templates")).status_code == 200
    assert sign_in(manager).get(address).status_code == 403
