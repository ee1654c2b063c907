"""What the leaver tells: briefings, promises, questions; who may, who is told, and what the data refuses."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, User
from customers.models import Contact, ContactRole
from handover.actions import briefings, promises, questions
from handover.actions.briefings import Answers
from handover.models import Briefing, Departure, Plan, Promise, Question
from notices.models import Notice
from tests.cast import NOW
from tests.handover.conftest import Book
from tests.handover.together import together
from web.errors import Refused

DAY = datetime.date(2026, 12, 1)


def _code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return str(refused.value.code)


def _told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def _promise(departure: Departure, book: Book, by: User, **more: object) -> Promise:
    said = {"what": "5% rebate in December", "to_whom": "Kim Min-ji"} | more
    return promises.tell(departure=departure, customer=book.hottechi, by=by, at=NOW, **said)  # type: ignore[arg-type]


def test_the_leaver_tells_and_the_record_becomes_right(departure: Departure, book: Book, leaver: User) -> None:
    said = Answers(never_do="Call before nine", next_step="Send the quote", next_step_on=DAY)
    told = briefings.save(departure=departure, customer=book.hottechi, answers=said, by=leaver, at=NOW, done=True)
    book.hottechi.refresh_from_db()
    assert (book.hottechi.next_step, book.hottechi.next_step_on) == ("Send the quote", DAY)
    assert (told.saved_by, told.done_at) == (leaver, NOW)
    again = briefings.save(departure=departure, customer=book.hottechi, answers=said, by=leaver, at=NOW)
    assert again.pk == told.pk
    assert Briefing.objects.count() == 1
    assert AuditEntry.objects.about(departure).filter(verb__startswith="briefing.").count() == 1


def test_who_decides_becomes_the_contacts_role(departure: Departure, book: Book, leaver: User) -> None:
    known = Contact.objects.create(customer=book.hottechi, name="Park Jae-won")
    of = {"departure": departure, "customer": book.hottechi, "by": leaver, "at": NOW}
    briefings.name_contact(role=ContactRole.USES, contact=known, **of)  # type: ignore[arg-type]
    briefings.name_contact(role=ContactRole.DECIDES, name="Kim Min-ji", title="CFO", **of)  # type: ignore[arg-type]
    roles = dict(Contact.objects.filter(customer=book.hottechi).values_list("name", "role"))
    assert roles == {"Park Jae-won": "uses", "Kim Min-ji": "decides"}
    assert AuditEntry.objects.filter(verb="contact.changed", by=leaver).count() == 1
    with pytest.raises(Refused) as refused:
        briefings.name_contact(role=ContactRole.DECIDES, name=" ", **of)  # type: ignore[arg-type]
    assert _code(refused) == "name_missing"


def test_only_who_answers_for_the_leavers_part_tells(
    departure: Departure, book: Book, successor: User, supervisor: User, hr: User
) -> None:
    of = {"departure": departure, "customer": book.hottechi, "answers": Answers(never_do="x"), "at": NOW}
    for stranger in (successor, hr):
        with pytest.raises(Refused) as refused:
            briefings.save(by=stranger, **of)  # type: ignore[arg-type]
        assert _code(refused) == "not_yours"
    briefings.save(by=supervisor, **of)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        briefings.save(**of | {"by": supervisor, "customer": book.foreign_deal.customer})  # type: ignore[arg-type]
    assert _code(refused) == "not_here"


def test_a_promise_goes_to_the_manager_who_decides_with_a_reason(
    approved: Plan, departure: Departure, book: Book, leaver: User, manager: User
) -> None:
    promise = _promise(departure, book, leaver, evidence=ContentFile(b"Dear Kim, as promised", name="mail.txt"))
    assert _told("promise_waiting") == {"王芳"}
    assert promise.evidence_name == "mail.txt"
    with pytest.raises(Refused) as refused:
        promises.decide(promise=promise, verdict="approved", by=leaver, at=NOW)
    assert _code(refused) == "not_yours"
    with pytest.raises(Refused) as refused:
        promises.decide(promise=promise, verdict="refused", by=manager, at=NOW)
    assert _code(refused) == "words_needed"
    decided = promises.decide(promise=promise, verdict="refused", reason="No budget", by=manager, at=NOW)
    assert (decided.verdict, decided.decided_by) == ("refused", manager)
    assert "陈静" in _told("promise_decided")
    assert len(_told("promise_decided")) == 2
    with pytest.raises(Refused) as refused:
        promises.take_out(promise=promise, by=leaver, at=NOW)
    assert _code(refused) == "already_decided"


def test_a_promise_is_told_once_and_taken_out_again(departure: Departure, book: Book, leaver: User) -> None:
    nothing = Answers(nothing_promised=True)
    briefings.save(departure=departure, customer=book.hottechi, answers=nothing, by=leaver, at=NOW)
    promise = _promise(departure, book, leaver, in_contract=True)
    assert not Briefing.objects.get().nothing_promised
    assert not _told("promise_waiting")
    with pytest.raises(Refused) as refused:
        briefings.save(departure=departure, customer=book.hottechi, answers=nothing, by=leaver, at=NOW)
    assert _code(refused) == "was_promised"
    promises.take_out(promise=promise, by=leaver, at=NOW)
    assert not Promise.objects.exists()


def test_nobody_decides_on_what_they_wrote_down(departure: Departure, book: Book, manager: User) -> None:
    with pytest.raises(Refused) as refused:
        promises.decide(promise=_promise(departure, book, manager), verdict="approved", by=manager, at=NOW)
    assert _code(refused) == "not_yourself"


def test_the_successor_says_what_became_of_a_promise(
    approved: Plan, departure: Departure, book: Book, leaver: User
) -> None:
    promise = _promise(departure, book, leaver)
    taker = approved.assignments.get(kind=1, record_id=book.hottechi.pk).successor
    assert taker is not None
    with pytest.raises(Refused) as refused:
        promises.settle(promise=promise, outcome="not_kept", by=taker, at=NOW)
    assert _code(refused) == "words_needed"
    assert promises.settle(promise=promise, outcome="kept", by=taker, at=NOW).outcome_by == taker


def test_a_question_is_asked_by_who_takes_over_and_answered_by_the_leaver(
    approved: Plan, departure: Departure, book: Book, leaver: User, outsider: User
) -> None:
    taker = approved.assignments.get(kind=1, record_id=book.hottechi.pk).successor
    assert taker is not None
    about = {"departure": departure, "customer": book.hottechi, "at": NOW}
    question = questions.ask(by=taker, text="Who signs? ", **about)  # type: ignore[arg-type]
    assert questions.ask(by=taker, text="Who signs?", **about).pk == question.pk  # type: ignore[arg-type]
    assert _told("question_asked") == {"陈静"}
    for person in (outsider, leaver):
        with pytest.raises(Refused) as refused:
            questions.ask(by=person, text="Hm?", **about)  # type: ignore[arg-type]
        assert _code(refused) == "not_yours"
    with pytest.raises(Refused) as refused:
        questions.answer(question=question, text="Me", by=taker, at=NOW)
    assert _code(refused) == "not_yours"
    questions.answer(question=question, text="The CFO.", by=leaver, at=NOW)
    assert Question.objects.get().answer == "The CFO."
    assert _told("question_answered") == {taker.name}


@pytest.mark.parametrize(
    ("constraint", "model", "values"),
    [
        ("briefing_step_before_its_day", Briefing, {"next_step_on": DAY}),
        ("promise_in_words", Promise, {"what": ""}),
        ("promise_verdict_known", Promise, {"verdict": "maybe"}),
        ("promise_verdict_whole", Promise, {"verdict": "approved"}),
        ("promise_outcome_known", Promise, {"outcome": "maybe"}),
        ("promise_outcome_whole", Promise, {"outcome": "kept"}),
        ("promise_evidence_named", Promise, {"evidence": "promises/x"}),
        ("question_in_words", Question, {"text": ""}),
        ("question_answer_whole", Question, {"answer": "Yes"}),
    ],
)
def test_the_data_itself_refuses_half_told_things(
    constraint: str, model: type[Briefing], values: dict[str, object], departure: Departure, book: Book, leaver: User
) -> None:
    answers = Answers(never_do="x")
    briefings.save(departure=departure, customer=book.hottechi, answers=answers, by=leaver, at=NOW)
    _promise(departure, book, leaver)
    Question.objects.create(departure=departure, customer=book.hottechi, text="?", asked_by=leaver, asked_at=NOW)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**values)


@pytest.mark.django_db(transaction=True)
def test_two_first_answers_at_once_make_one_briefing(departure: Departure, book: Book, leaver: User) -> None:
    def save(never_do: str) -> None:
        said = Answers(never_do=never_do)
        briefings.save(departure=departure, customer=book.hottechi, answers=said, by=leaver, at=NOW)

    assert together(lambda: save("one"), lambda: save("two")) == []
    assert Briefing.objects.get().never_do in ("one", "two")
