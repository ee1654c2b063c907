"""Questions about a customer: asked by who takes it over, answered by who hands it over."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.models import Customer
from handover.actions import promise_messages as messages
from handover.briefings import rights
from handover.models import Departure, Question
from web.errors import Refused

LONGEST = 5000
MOST_OPEN = 50


@transaction.atomic
def ask(*, by: User, departure: Departure, customer: Customer, text: str, at: datetime.datetime) -> Question:
    """Ask who hands `customer` over; they are told. The same open question of the same person is not asked twice.

    Raises `Refused`: `not_yours` (403), `not_now`, `too_many`, and 422 with `words_needed`, `too_long`, `not_here`.
    """
    departure = _locked(departure)
    rights.check_goes_on(departure)
    rights.check_is_here(departure, customer)
    if not rights.may_ask(by, departure, customer):
        raise Refused(_("Only who takes this customer over asks about it."), code="not_yours", status=403)
    text = _worded(text)
    asked = Question.objects.open().filter(departure=departure, customer=customer)
    if same := asked.filter(asked_by=by, text=text).first():
        return same
    if asked.count() >= MOST_OPEN:
        raise Refused(
            _("%(count)s questions already wait for an answer."), code="too_many", params={"count": MOST_OPEN}
        )
    question = Question.objects.create(departure=departure, customer=customer, text=text, asked_by=by, asked_at=at)
    audit.record(verb="question.asked", subject=departure, by=by, at=at, details=details(question))
    messages.question_asked(question=question, by=by, at=at)
    return question


@transaction.atomic
def answer(*, question: Question, text: str, by: User, at: datetime.datetime) -> Question:
    """Answer a question, or answer it anew; whoever asked is told. The same answer twice changes nothing.

    Raises `Refused`: `not_yours` (403), `not_now`, `words_needed`, `too_long` (422).
    """
    _locked(question.departure)
    found = Question.objects.select_related("departure__leaver", "departure__supervisor", "customer", "asked_by").get(
        pk=question.pk
    )
    rights.check_goes_on(found.departure)
    if not rights.may_tell(by, found.departure, at):
        raise Refused(_("This question is for somebody else to answer."), code="not_yours", status=403)
    return write(question=found, text=text, by=by, at=at)


def write(*, question: Question, text: str, by: User, at: datetime.datetime, by_link: bool = False) -> Question:
    """Keep an answer whose giver has been checked; inside the caller's transaction."""
    text = _worded(text)
    if (question.answer, question.answered_by_id) == (text, by.pk):
        return question
    question.answer, question.answered_by, question.answered_at, question.by_link = text, by, at, by_link
    question.save(update_fields=["answer", "answered_by", "answered_at", "by_link"])
    said = details(question) | {"by_link": by_link}
    audit.record(verb="question.answered", subject=question.departure, by=by, at=at, details=said)
    messages.question_answered(question=question, by=by, at=at)
    return question


def details(question: Question) -> dict[str, object]:
    """What the timeline needs to know of a question: what was said stays with the question."""
    return {"question": question.pk, "customer": question.customer.name, "customer_id": question.customer_id}


def _worded(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("Say it in words."), code="words_needed", status=422)
    if len(text) > LONGEST:
        sentence = _("At most %(count)s characters.")
        raise Refused(sentence, code="too_long", params={"count": LONGEST}, status=422)
    return text


def _locked(departure: Departure) -> Departure:
    people = ("leaver__team__manager", "leaver__office", "supervisor")
    return Departure.objects.select_related(*people).select_for_update(of=("self",)).get(pk=departure.pk)
