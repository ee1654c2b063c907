"""A person's daily mail: what they have not read, by what it is about."""

from typing import Final

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices import kinds, switches
from notices.channels.email.message import as_read_by, mail_of
from notices.kinds import Group
from notices.models import Digest
from notices.rendering import Words

#: A daily mail says no more than this; the rest is on the page of notices.
LINES: Final = 100


def digest_message(digest: Digest) -> EmailMultiAlternatives:
    """The daily mail. What it says was settled when it was written, so that a repeat says the same."""
    notices = list(digest.notices()[: LINES + 1])
    total = len(notices) if len(notices) <= LINES else digest.notices().count()
    with as_read_by(digest.recipient):
        words = ngettext("%(n)s thing you have not read", "%(n)s things you have not read", total) % {"n": total}
        title = _("%(day)s: %(what)s") % {"day": date_format(digest.day, "DATE_FORMAT"), "what": words}
        context = {
            "groups": _grouped([Words(notice) for notice in notices[:LINES]]),
            "more": max(0, total - LINES),
            "all": switches.absolute(reverse("notices")),
        }
        return mail_of(digest, "digest", kind=switches.DAILY, title=title, context=context)


def _grouped(lines: list[Words]) -> list[tuple[Group, list[Words]]]:
    """The lines by the group of their kind, in the order of the preferences page; of one kind together."""
    order = {kind.name: number for number, kind in enumerate(kinds.every())}
    found: dict[Group, list[Words]] = {}
    for words in sorted(lines, key=lambda words: order.get(words.notice.kind, len(order))):
        found.setdefault(kinds.named(words.notice.kind).group, []).append(words)
    return list(found.items())
