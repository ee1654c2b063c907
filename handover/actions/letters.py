"""Letters to customers: written by who hands over or takes over, counted, logged as contact, and sent by mail."""

import datetime
import logging
from collections.abc import Callable
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.actions import activities
from customers.models import Activity, ActivityKind, Contact
from handover.inheriting import letters
from handover.models import Inheritance, LetterTemplate, SentLetter, SentState
from web.errors import Refused

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime.datetime]

#: The same letter to the same person within this time is the same letter.
SAME = datetime.timedelta(minutes=10)


@transaction.atomic
def save_template(*, template: LetterTemplate, by: User, at: datetime.datetime) -> LetterTemplate:
    """Keep a changed template; letters written before stay as they are. Raises `Refused` with
    `unknown_placeholder` (422).
    """
    if strange := letters.unknown(template.subject + template.body):
        sentence = _("Nothing can be filled in for %(names)s.")
        names = _(", ").join(f"{{{name}}}" for name in strange)
        raise Refused(sentence, code="unknown_placeholder", params={"names": names}, status=422)
    template.subject = " ".join(template.subject.split())
    template.changed_by, template.changed_at = by, at
    template.save()
    details = {"kind": template.kind, "language": template.language}
    audit.record(verb="letter.template_changed", subject=template, by=by, at=at, details=details)
    return template


@transaction.atomic
def write(
    *,
    inheritance: Inheritance,
    kind: str,
    language: str,
    contact: Contact | None,
    subject: str,
    body: str,
    copies: bool = False,
    by_hand: bool = False,
    by: User,
    at: datetime.datetime,
) -> SentLetter:
    """Send a letter to a contact by mail, or (`by_hand`) note that it was copied and sent otherwise. It stands on the
    customer's timeline; the successor's own is the first contact. `copies` puts the other side into copy.

    Raises `Refused`: `not_yours` (403), and 422 with `words_needed`, `contact_elsewhere`, `no_address`.
    """
    if kind not in letters.kinds(inheritance, by):
        raise Refused(_("This letter is for somebody else to write."), code="not_yours", status=403)
    subject, body = " ".join(subject.split()), body.strip()
    _check(inheritance, contact, subject=subject, body=body, by_hand=by_hand)
    name = " ".join((contact.name if contact else inheritance.customer.name).split())[:120]
    Inheritance.objects.select_for_update().get(pk=inheritance.pk)  # pressed twice at once, one waits for the other
    letter = SentLetter(inheritance=inheritance, customer=inheritance.customer, contact=contact, kind=kind)
    letter.language, letter.subject, letter.body, letter.by, letter.at = language, subject, body, by, at
    if found := _same_before(letter):
        return found
    letter.to_name, letter.to_email = name, letters.address(contact)
    letter.cc = _other_side(inheritance, by) if copies and not by_hand else ""
    letter.state, letter.not_before = SentState.COPIED if by_hand else SentState.WAITING, at
    letter.save()
    _log(letter, inheritance)
    return letter


def _same_before(letter: SentLetter) -> SentLetter | None:
    """The same letter, written by the same person a moment ago."""
    about = {name: getattr(letter, name) for name in ("inheritance", "contact", "kind", "by", "subject", "body")}
    return SentLetter.objects.filter(**about, at__gt=letter.at - SAME).first()


def _log(letter: SentLetter, inheritance: Inheritance) -> None:
    """Put the letter on the customer's timeline and that of the departure or transfer."""
    mail = Activity(customer=letter.customer, contact=letter.contact, kind=ActivityKind.MAIL, by=letter.by)
    mail.at, mail.subject, mail.body = letter.at, letter.subject, letter.body
    activities.log(record=mail, by=letter.by, at=letter.at)
    details = {"customer": letter.customer.name, "to": letter.to_name, "kind": str(letter.kind)}
    details["state"] = str(letter.state)
    audit.record(verb="letter.written", subject=inheritance.occasion, by=letter.by, at=letter.at, details=details)


def _check(inheritance: Inheritance, contact: Contact | None, *, subject: str, body: str, by_hand: bool) -> None:
    if not subject or not body:
        raise Refused(_("A letter has a subject and a text."), code="words_needed", status=422)
    if contact is not None and contact.customer_id != inheritance.customer_id:
        raise Refused(_("This person belongs to another customer."), code="contact_elsewhere", status=422)
    if not by_hand and not letters.address(contact):
        sentence = _("No e-mail address is known there. Copy the text and send it otherwise, or add the address.")
        raise Refused(sentence, code="no_address", status=422)


def _other_side(inheritance: Inheritance, by: User) -> str:
    """The address of the leaver, or of the successor when the leaver writes; empty without one that is read."""
    other = inheritance.successor if by.pk == inheritance.from_owner_id else inheritance.from_owner
    return "" if other.is_placeholder or not other.has_access() else other.email


def deliver(*, clock: Clock, until: datetime.datetime) -> int:
    """Send what waits, one after the other, until nothing does or the time is `until`; returns how many went out."""
    sent = 0
    while clock() < until and (letter := _claim(clock())) is not None:
        try:
            message(letter).send()
        except Exception as error:  # noqa: BLE001 - whatever stopped one letter must not stop the others
            _failed(letter, error, clock())
        else:
            _mark(letter, state=SentState.SENT, sent_at=clock(), problem="")
            sent += 1
    return sent


@transaction.atomic
def _claim(at: datetime.datetime) -> SentLetter | None:
    """Take the next letter until the lease ends; nobody else gets it before."""
    waiting = SentLetter.objects.due(at).select_related("by").select_for_update(of=("self",), skip_locked=True)
    letter = waiting.order_by("not_before", "pk").first()
    if letter is not None:
        letter.attempts, letter.not_before = letter.attempts + 1, at + settings.DELIVERY_LEASE
        letter.save(update_fields=["attempts", "not_before"])
    return letter


def message(letter: SentLetter) -> EmailMultiAlternatives:
    """The letter as a mail from its writer, in text and HTML; sent twice it is known as one by its Message-ID."""
    firm = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    writer = letter.by
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.body,
        from_email=formataddr((writer.name, firm)),
        to=[formataddr((letter.to_name, letter.to_email))],
        cc=[letter.cc] if letter.cc else [],
        reply_to=[] if writer.is_placeholder else [formataddr((writer.name, writer.email))],
        headers={"Message-ID": f"<letter.{letter.pk}.{letter.at:%Y%m%d%H%M%S}@{firm.rpartition('@')[2]}>"},
    )
    mail.attach_alternative(render_to_string("handover/letter_mail.html", {"letter": letter}), "text/html")
    if letter.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in letter.calendar else "REQUEST"
        mail.attach_alternative(letter.calendar, f"text/calendar; method={method}")
    return mail


def _failed(letter: SentLetter, error: Exception, at: datetime.datetime) -> None:
    """Wait for the next attempt, or give up after the last."""
    problem = f"{type(error).__name__}: {error}"[:500]
    logger.warning("Letter %s did not leave (attempt %s): %s", letter.pk, letter.attempts, problem)
    waits = settings.DELIVERY_RETRIES
    if letter.attempts > len(waits):
        _mark(letter, state=SentState.FAILED, problem=problem)
    else:
        _mark(letter, state=SentState.WAITING, problem=problem, not_before=at + waits[letter.attempts - 1])


def _mark(letter: SentLetter, **values: object) -> None:
    """Write the outcome, unless the lease ran out meanwhile and somebody else has the letter."""
    mine = SentLetter.objects.filter(pk=letter.pk, state=SentState.WAITING, attempts=letter.attempts)
    mine.update(**values)
