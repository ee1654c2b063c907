"""Who is told of promises, questions and answers. The words are in `templates/notices/`."""

import datetime
from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from customers.kinds import RecordKind
from handover.actions.messages import managers
from handover.briefings import rights
from handover.dates import zone
from handover.models import Assignment, PlanState, Promise, Question
from handover.relations import why_told
from notices.actions import leave


def promise_told(*, promise: Promise, by: User, at: datetime.datetime) -> None:
    """Tell the manager that something was promised beyond the contracts, once a day."""
    if promise.in_contract:
        return
    day = at.astimezone(zone(promise.departure.leaver)).date().isoformat()
    people = managers(promise.departure)
    _tell("promise_waiting", promise, people, key=f"promises:{day}", by=by, at=at, words={"what": promise.what})


def promise_decided(*, promise: Promise, by: User, at: datetime.datetime) -> None:
    """Tell who wrote the promise down, the leaver, and who takes the customer over."""
    told = [promise.told_by, rights.teller(promise.departure, at), *takers(promise)]
    words = {"what": promise.what, "verdict": promise.verdict, "reason": promise.verdict_reason}
    key = f"promise:{promise.pk}:{at.isoformat()}"
    _tell("promise_decided", promise, told, key=key, by=by, at=at, words=words)


def question_asked(*, question: Question, by: User, at: datetime.datetime) -> None:
    """Tell who hands the customer over."""
    people = [rights.teller(question.departure, at)]
    words = {"question": question.text}
    _tell("question_asked", question, people, key=f"question:{question.pk}", by=by, at=at, words=words)


def question_answered(*, question: Question, by: User, at: datetime.datetime) -> None:
    """Tell who asked, and who has the customer by the plan."""
    key = f"question:{question.pk}:answered:{at.isoformat()}"
    told = [question.asked_by, *takers(question)]
    words = {"question": question.text, "answer": question.answer}
    _tell("question_answered", question, told, key=key, by=by, at=at, words=words)


def takers(about: Promise | Question) -> list[User]:
    """Who takes the customer over by the approved plan."""
    lines = Assignment.objects.filter(
        plan__departure=about.departure,
        plan__state=PlanState.APPROVED,
        kind=RecordKind.CUSTOMER,
        record_id=about.customer_id,
        successor__isnull=False,
    )
    return [line.successor for line in lines.select_related("successor") if line.successor]


def _tell(
    kind: str,
    about: Promise | Question,
    people: Iterable[User | None],
    *,
    key: str,
    by: User,
    at: datetime.datetime,
    words: dict[str, str] | None = None,
) -> None:
    departure = about.departure
    for person in dict.fromkeys(people):
        if person is None or person == by or person.is_placeholder:
            continue
        leave(
            kind=kind,
            to=person,
            key=f"departure:{departure.pk}:{key}:{kind}:{person.pk}",
            at=at,
            subject=departure,
            url=_address(about, person, at),
            params={
                "name": departure.leaver.name,
                "by": by.name,
                "customer": about.customer.name,
                "relation": why_told(person, departure) or "successor",
                **(words or {}),
            },
        )


def _address(about: Promise | Question, person: User, at: datetime.datetime) -> str:
    """Where the person does something about it: the leaver on the customer's page, the others in the list."""
    if isinstance(about, Question) and rights.teller(about.departure, at) == person and about.departure.is_open:
        return reverse("tell", args=[about.departure_id, about.customer_id]) + f"#question-{about.pk}"
    name = "departure_promises" if isinstance(about, Promise) else "departure_questions"
    return reverse(name, args=[about.departure_id]) + "?show=all"
