"""A notice as a mail: text and HTML, in the language of its reader, with a Message-ID that is always the same."""

import hashlib
import zoneinfo
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from notices.models import Notice
from notices.rendering import Words


def message_id(notice: Notice) -> str:
    """The Message-ID of a notice's mail: made from its key, so that a mail sent twice is known as one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "baton.invalid"
    return f"<{hashlib.sha256(notice.key.encode()).hexdigest()[:40]}@{domain}>"


def message(notice: Notice) -> EmailMultiAlternatives:
    """The mail that tells `notice` to its recipient."""
    person = notice.recipient
    with translation.override(person.language), timezone.override(zoneinfo.ZoneInfo(person.time_zone)):
        words = Words(notice)
        context = {"words": words, "person": person}
        mail = EmailMultiAlternatives(
            subject=words.subject,
            body=render_to_string("notices/mail_body.txt", context),
            to=[formataddr((person.name, person.email))],
            headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("notices/mail_body.html", context), "text/html")
    return mail
