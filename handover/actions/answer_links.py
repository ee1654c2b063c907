"""Links by which a leaver answers questions without signing in, after the last day."""

import datetime
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.models.token import key_hash
from handover.actions import questions
from handover.briefings import rights
from handover.lifecycle import State
from handover.models import AnswerLink, Departure, Question
from handover.models.question import QuestionQuerySet
from handover.relations import relations
from web.errors import Refused

LIFETIME = datetime.timedelta(days=14)
LONGEST = datetime.timedelta(days=60)
#: A page shows so many questions; the next ones come when these are answered.
SHOWN = 20
USE_NOTED_EVERY = datetime.timedelta(minutes=10)


def may_make(user: User, departure: Departure) -> bool:
    """Whether `user` may give the leaver a link: who supervises or plans."""
    return bool(relations(user, departure) & rights.HELPERS)


@transaction.atomic
def make(
    *, departure: Departure, by: User, at: datetime.datetime, expires_at: datetime.datetime
) -> tuple[AnswerLink, str]:
    """A new link and its key, which is shown this once and kept only as a digest; the former link ends.

    Raises `Refused`: `not_yours` (403), `not_now`, `too_long` (422).
    """
    _check_may(departure, by)
    rights.check_goes_on(departure)
    if not at < expires_at <= at + LONGEST:
        sentence = _("A link ends after today and within %(count)s days.")
        raise Refused(sentence, code="too_long", params={"count": LONGEST.days}, status=422)
    Departure.objects.select_for_update().get(pk=departure.pk)
    AnswerLink.objects.filter(departure=departure, revoked_at=None).update(revoked_at=at)
    key = secrets.token_urlsafe(32)
    link = AnswerLink.objects.create(
        departure=departure, key_hash=key_hash(key), made_by=by, made_at=at, expires_at=expires_at
    )
    details = {"link": link.pk, "expires_at": expires_at.isoformat()}
    audit.record(verb="answer_link.made", subject=departure, by=by, at=at, details=details)
    return link, key


@transaction.atomic
def revoke(*, link: AnswerLink, by: User, at: datetime.datetime) -> AnswerLink:
    """Make a link useless from now on; taking it back twice keeps the first time. Raises `Refused` (`not_yours`)."""
    _check_may(link.departure, by)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        audit.record(verb="answer_link.revoked", subject=link.departure, by=by, at=at, details={"link": link.pk})
    return link


def opened(key: str, at: datetime.datetime) -> AnswerLink | None:
    """The link of a key while it works; None for any other, so that nobody learns why."""
    found = AnswerLink.objects.select_related("departure__leaver", "departure__supervisor").filter(
        key_hash=key_hash(key)
    )
    link = found.first()
    if link is None or not link.works(at) or link.departure.state == State.WITHDRAWN:
        return None
    if link.last_used_at is None or at - link.last_used_at > USE_NOTED_EVERY:
        AnswerLink.objects.filter(pk=link.pk).update(last_used_at=at)
    return link


def open_questions(link: AnswerLink) -> QuestionQuerySet:
    """The questions a link shows: those of its departure that wait."""
    return Question.objects.open().filter(departure=link.departure).select_related("customer", "asked_by")


@transaction.atomic
def answer(*, link: AnswerLink, question: int, text: str, at: datetime.datetime) -> Question:
    """Keep what the leaver answers by `link` to an open question. It counts as said by the leaver.

    Raises `Refused`: `link_ended`, `answered_already`, `words_needed`, `too_long` (422).
    """
    now = AnswerLink.objects.select_for_update().get(pk=link.pk)
    if not now.works(at):
        raise Refused(_("This link no longer works."), code="link_ended")
    found = open_questions(link).select_for_update(of=("self",)).filter(pk=question).first()
    if found is None:
        raise Refused(_("This question has been answered already."), code="answered_already")
    found.departure = link.departure
    return questions.write(question=found, text=text, by=link.departure.leaver, at=at, by_link=True)


def _check_may(departure: Departure, by: User) -> None:
    if not may_make(by, departure):
        raise Refused(_("A link is for the supervisor or the manager to give."), code="not_yours", status=403)
