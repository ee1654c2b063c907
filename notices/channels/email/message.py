"""A notice as a mail: text and HTML, in the language of its reader, with a Message-ID that is always the same."""

import hashlib
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from notices import kinds, switches
from notices.models import Digest, Notice
from notices.rendering import Words


def message_id(told: Notice | Digest) -> str:
    """The Message-ID of a mail: made from the key of what it tells, so that a mail sent twice is known as one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "baton.invalid"
    return f"<{hashlib.sha256(told.key.encode()).hexdigest()[:40]}@{domain}>"


def message(notice: Notice) -> EmailMultiAlternatives:
    """The mail that tells `notice` to its recipient."""
    with as_read_by(notice.recipient):
        words = Words(notice)
        mail = mail_of(notice, "notice", kind=notice.kind, title=words.subject, context={"words": words})
        make = kinds.named(notice.kind).calendar
        if make is not None and (entry := make(notice)) is not None:
            mail.attach_alternative(entry.text, f"text/calendar; method={entry.method}")
        return mail


@contextmanager
def as_read_by(person: User) -> Iterator[None]:
    """The language and the clock of `person`."""
    with translation.override(person.language), timezone.override(zoneinfo.ZoneInfo(person.time_zone)):
        yield


def mail_of(
    told: Notice | Digest, template: str, *, kind: str, title: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    """A mail of `templates/notices/mail/<template>`, with the off switch of its kind at the end and in its head."""
    person = told.recipient
    switch = switches.of(person, kind)
    off = switch.address if switch else ""
    choose = switches.absolute(reverse("notice_preferences"))
    context = context | {"person": person, "title": title, "off": off, "choose": choose}
    headers = {"Message-ID": message_id(told), "Auto-Submitted": "auto-generated"}
    if off:
        headers |= {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(
        subject=title,
        body=render_to_string(f"notices/mail/{template}.txt", context),
        to=[formataddr((person.name, person.email))],
        headers=headers,
    )
    mail.attach_alternative(render_to_string(f"notices/mail/{template}.html", context), "text/html")
    return mail
