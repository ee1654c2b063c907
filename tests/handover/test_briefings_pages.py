"""The leaver's pages: one customer at a time, promises, questions, and the link that opens nothing else."""

import datetime
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from customers.models import Contact, ContactRole, Customer
from handover.actions import answer_links, briefings, checklist, evidence, promises, questions
from handover.actions.briefings import Answers
from handover.briefings.told import Gap, told
from handover.checklist import item_rows
from handover.checklist.facts import facts
from handover.checklist.responsible import Duties
from handover.models import Briefing, ChecklistItem, Departure, Evidence, ItemState, Plan, Promise, Question
from notices.models import Notice
from notices.rendering import Words
from tests.cast import NOW
from tests.handover.conftest import Book

SignIn = Callable[[User], Client]
TELL_ALL = {
    "decides_name": "Kim Min-ji",
    "decides_title": "CFO",
    "uses_name": "Park Jae-won",
    "nothing_promised": "on",
    "next_step": "Send the quote",
    "next_step_on": "2026-12-01",
    "never_do": "Call before nine",
    "go": "next",
}


@pytest.fixture
def listed(departure: Departure, book: Book) -> Departure:
    """The departure with both customers of the book on its checklist."""
    checklist.generate(departure=departure, at=NOW)
    return departure


@pytest.fixture
def taker(approved: Plan, book: Book) -> User:
    """Who takes Hottechi over."""
    line = approved.assignments.select_related("successor").get(kind=1, record_id=book.hottechi.pk)
    assert line.successor is not None
    return line.successor


def at_tell(departure: Departure, customer: Customer) -> str:
    return reverse("tell", args=[departure.pk, customer.pk])


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def item_of(departure: Departure, customer: Customer) -> ChecklistItem:
    return departure.items.get(records__kind=1, records__record_id=customer.pk)


def test_the_checklist_leads_to_what_is_next_and_says_how_long_it_takes(
    listed: Departure, book: Book, leaver: User, sign_in: SignIn
) -> None:
    client = sign_in(leaver)
    shown = text(client.get(reverse("departure_checklist", args=[listed.pk])))
    assert "of yours left, about" in shown
    assert at_tell(listed, book.hottechi) in shown
    first = client.get(reverse("checklist_next", args=[listed.pk]))
    assert first.status_code == 302
    assert client.get(first["Location"]).status_code == 200


def test_the_form_asks_only_what_the_records_lack(listed: Departure, book: Book, leaver: User, sign_in: SignIn) -> None:
    shown = text(sign_in(leaver).get(at_tell(listed, book.hottechi)))
    assert "Who decides?" in shown
    assert "Missing: the person who decides, who uses it, what was promised, a next step" in shown
    Contact.objects.create(customer=book.hottechi, name="Kim Min-ji", title="CFO", role=ContactRole.DECIDES)
    shown = text(sign_in(leaver).get(at_tell(listed, book.hottechi)))
    assert "Who decides?" not in shown
    assert "Kim Min-ji (CFO) decides." in shown


def test_a_customer_told_to_the_end_is_ticked_and_the_next_one_opens(
    listed: Departure, book: Book, leaver: User, sign_in: SignIn
) -> None:
    answer = sign_in(leaver).post(at_tell(listed, book.hottechi), TELL_ALL)
    assert answer.status_code == 302
    assert answer["Location"] != at_tell(listed, book.hottechi)
    assert item_of(listed, book.hottechi).state == ItemState.DONE
    assert item_of(listed, book.kancode).state == ItemState.OPEN
    roles = dict(Contact.objects.filter(customer=book.hottechi).values_list("name", "role"))
    assert roles == {"Kim Min-ji": "decides", "Park Jae-won": "uses"}
    book.hottechi.refresh_from_db()
    assert book.hottechi.next_step == "Send the quote"


def test_nothing_more_to_say_ends_it_though_something_is_missing(
    listed: Departure, book: Book, leaver: User, sign_in: SignIn
) -> None:
    client = sign_in(leaver)
    client.post(at_tell(listed, book.hottechi), {"never_do": "Be late", "go": "next"})
    assert item_of(listed, book.hottechi).state == ItemState.OPEN
    shown = text(client.get(reverse("departure_checklist", args=[listed.pk])))
    assert "Missing: the person who decides, who uses it, what was promised, a next step" in shown
    client.post(at_tell(listed, book.hottechi), {"never_do": "Be late", "go": "all"})
    assert item_of(listed, book.hottechi).state == ItemState.DONE
    assert Briefing.objects.get().done_at


def test_the_list_says_at_once_what_was_told_and_asked(
    listed: Departure, book: Book, leaver: User, taker: User, sign_in: SignIn
) -> None:
    client, url = sign_in(leaver), reverse("departure_checklist", args=[listed.pk])
    of = {"departure": listed, "customer": book.hottechi, "at": NOW}
    full = "Missing: the person who decides, who uses it, what was promised, a next step"

    def row() -> str:
        pk = item_of(listed, book.hottechi).pk
        return text(client.get(url)).split(f'id="item-{pk}"')[1].split("</li>")[0]

    assert full not in row()
    briefings.save(answers=Answers(never_do="x"), by=leaver, **of)  # type: ignore[arg-type]
    assert full in row()
    promise = promises.tell(what="5%", to_whom="Kim", by=leaver, **of)  # type: ignore[arg-type]
    assert "what was promised" not in row()
    promises.take_out(promise=promise, by=leaver, at=NOW)
    assert full in row()
    question = questions.ask(text="Who signs?", by=taker, **of)  # type: ignore[arg-type]
    assert "1 question waits" in row()
    questions.answer(question=question, text="The CFO", by=leaver, at=NOW)
    assert "1 question waits" not in row()


def test_a_promise_is_told_with_its_file_and_taken_out(
    listed: Departure, book: Book, leaver: User, outsider: User, sign_in: SignIn
) -> None:
    file = SimpleUploadedFile("mail.txt", b"As promised, 5%")
    told_now = {"promise_what": "5% rebate", "promise_to": "Kim", "promise_file": file, "go": "stay"}
    client = sign_in(leaver)
    client.post(at_tell(listed, book.hottechi), told_now)
    promise = Promise.objects.get()
    assert (promise.what, promise.to_whom, promise.evidence_name) == ("5% rebate", "Kim", "mail.txt")
    shown = text(client.get(at_tell(listed, book.hottechi)))
    assert "waiting for the manager" in shown
    at_file = reverse("promise_evidence", args=[listed.pk, promise.pk])
    assert client.get(at_file)["Content-Disposition"].startswith("attachment")
    assert sign_in(outsider).get(at_file).status_code == 404
    client.post(reverse("promise_take_out", args=[listed.pk, promise.pk]))
    assert not Promise.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"promise_what": "5%"}, "Say to whom."),
        ({"promise_to": "Kim"}, "Say what was promised."),
        ({"next_step_on": "2026-12-01"}, "Say what the next step is"),
        ({"decides_title": "CFO"}, "Write the name, too."),
    ],
)
def test_half_an_answer_is_refused_at_its_field_and_nothing_is_kept(
    listed: Departure, book: Book, leaver: User, sign_in: SignIn, sent: dict[str, str], sentence: str
) -> None:
    answer = sign_in(leaver).post(at_tell(listed, book.hottechi), sent | {"background": "Old friends"})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Old friends" in text(answer)
    assert not Briefing.objects.exists()


def test_others_do_not_tell(
    listed: Departure, book: Book, taker: User, outsider: User, hr: User, auditor: User, sign_in: SignIn
) -> None:
    for person in (taker, outsider, hr, auditor):
        assert sign_in(person).get(at_tell(listed, book.hottechi)).status_code == 404
        assert sign_in(person).post(at_tell(listed, book.hottechi), {"never_do": "x"}).status_code == 404


def test_the_supervisor_tells_for_a_leaver_who_is_gone(
    listed: Departure, book: Book, supervisor: User, sign_in: SignIn
) -> None:
    Departure.objects.update(already_gone=True)
    client = sign_in(supervisor)
    assert client.get(reverse("checklist_next", args=[listed.pk]))["Location"].startswith(f"/handovers/{listed.pk}/")
    client.post(at_tell(listed, book.hottechi), TELL_ALL)
    assert Briefing.objects.get().saved_by == supervisor
    assert item_of(listed, book.hottechi).settled_by == supervisor


def test_what_is_missing_of_many_is_what_is_missing_of_each(listed: Departure, book: Book, leaver: User) -> None:
    of = {"departure": listed, "by": leaver, "at": NOW}
    some = {"never_do": "x", "next_step": "Call"}
    briefings.save(customer=book.hottechi, answers=Answers(**some), **of)  # type: ignore[arg-type]
    for customer in (book.hottechi, book.kancode):
        item = item_of(listed, customer)
        counted = facts(listed, [item.pk])[item.pk]
        gaps = told(listed, [customer])[customer.pk].gaps
        without = {
            Gap.DECIDES: counted.without_decider,
            Gap.USES: counted.without_user,
            Gap.PROMISES: counted.without_promises,
            Gap.NEXT_STEP: counted.without_next_step,
        }
        assert [gap for gap in Gap if without[gap]] == gaps


def test_an_item_takes_less_time_the_more_is_told(listed: Departure, book: Book, leaver: User) -> None:
    def left() -> int:
        duties = Duties(leaver, listed, NOW)
        return item_rows.minutes(item_rows.rows(listed.items.all(), listed, duties, NOW.date()))

    before = left()
    of = {"departure": listed, "customer": book.hottechi, "by": leaver, "at": NOW}
    briefings.tell(answers=Answers(never_do="x"), is_all=True, **of)  # type: ignore[arg-type]
    assert left() == before - 4


def test_the_manager_decides_on_the_promises(
    listed: Departure, book: Book, leaver: User, manager: User, hr: User, sign_in: SignIn
) -> None:
    promise = promises.tell(
        departure=listed, customer=book.hottechi, what="5% rebate", to_whom="Kim", by=leaver, at=NOW
    )
    url, at_decide = (
        reverse("departure_promises", args=[listed.pk]),
        reverse("promise_decide", args=[listed.pk, promise.pk]),
    )
    assert "5% rebate" in text(sign_in(manager).get(url))
    assert "5% rebate" not in text(sign_in(hr).get(url))
    assert "Say why" in text(sign_in(manager).post(at_decide, {"verdict": "refused"}, follow=True))
    not_theirs = text(sign_in(leaver).post(at_decide, {"verdict": "approved"}, follow=True))
    assert "Whether the firm stands by it is for the manager to say." in not_theirs
    sign_in(manager).post(at_decide, {"verdict": "approved"})
    promise.refresh_from_db()
    assert (promise.verdict, promise.decided_by) == ("approved", manager)
    assert sign_in(hr).post(at_decide, {"verdict": "refused", "reason": "x"}).status_code == 404


def test_the_successor_says_on_the_page_what_became_of_a_promise(
    listed: Departure, book: Book, leaver: User, manager: User, taker: User, sign_in: SignIn
) -> None:
    about = {"departure": listed, "customer": book.hottechi, "by": leaver, "at": NOW}
    promise = promises.tell(what="5% rebate", to_whom="Kim", **about)  # type: ignore[arg-type]
    promises.decide(promise=promise, verdict="approved", by=manager, at=NOW)
    client, at_outcome = sign_in(taker), reverse("promise_settle", args=[listed.pk, promise.pk])
    page = reverse("departure_promises", args=[listed.pk])
    assert "What became of it?" in text(client.get(page))
    assert "What became of it?" not in text(sign_in(leaver).get(page))
    refused = client.post(at_outcome, {"outcome": "not_kept", "note": ""}, follow=True)
    assert "Say why it was not kept." in text(refused)
    client.post(at_outcome, {"outcome": "kept", "note": "given in December"})
    promise.refresh_from_db()
    assert (promise.outcome, promise.outcome_by) == ("kept", taker)


def test_an_item_of_several_customers_leads_to_each(
    listed: Departure, book: Book, leaver: User, make_customer: Callable[..., Customer], sign_in: SignIn
) -> None:
    second = make_customer(leaver, name="Zotech", grade="B", next_step="Call")
    checklist.generate(departure=listed, at=NOW)
    item = item_of(listed, second)
    client, at_item = sign_in(leaver), reverse("checklist_item", args=[listed.pk, item.pk])
    shown = text(client.get(at_item))
    assert at_tell(listed, second) in shown
    assert "Missing: the person who decides, what was promised" in shown
    onwards = client.post(at_tell(listed, book.kancode), {"never_do": "x", "go": "all"})
    assert onwards["Location"] == at_tell(listed, second)
    client.post(at_tell(listed, second), {"go": "all"})
    item.refresh_from_db()
    assert item.state == ItemState.DONE


def test_a_question_arrives_and_is_answered_where_the_customer_is(
    listed: Departure, book: Book, leaver: User, taker: User, sign_in: SignIn
) -> None:
    question = questions.ask(departure=listed, customer=book.hottechi, text="Who signs?", by=taker, at=NOW)
    client = sign_in(leaver)
    assert "1 question waits" in text(client.get(reverse("departure_checklist", args=[listed.pk])))
    assert "Who signs?" in text(client.get(at_tell(listed, book.hottechi)))
    at_answer = reverse("question_answer", args=[listed.pk, question.pk])
    sent = {"text": "The CFO", "back": at_tell(listed, book.hottechi)}
    assert client.post(at_answer, sent)["Location"] == at_tell(listed, book.hottechi)
    shown = text(sign_in(taker).get(reverse("departure_questions", args=[listed.pk])))
    assert "The CFO" in shown
    away = client.post(at_answer, sent | {"back": "https://elsewhere.example/"})
    assert away["Location"] == reverse("departure_questions", args=[listed.pk])


def test_a_file_is_removed_and_the_timeline_remembers(
    listed: Departure, book: Book, leaver: User, hr: User, sign_in: SignIn
) -> None:
    item = item_of(listed, book.hottechi)
    kept = evidence.add(item=item, file=SimpleUploadedFile("a.txt", b"signed"), name="a.txt", by=leaver, at=NOW)
    at_removal = reverse("checklist_evidence_remove", args=[listed.pk, item.pk, kept.pk])
    assert sign_in(hr).post(at_removal).status_code == 404
    assert sign_in(leaver).post(at_removal).status_code == 302
    assert not Evidence.objects.exists()
    entry = AuditEntry.objects.get(verb="item.evidence_removed")
    assert (entry.details["name"], entry.details["size"]) == ("a.txt", 6)


@pytest.fixture
def asked(listed: Departure, book: Book, taker: User) -> Question:
    return questions.ask(departure=listed, customer=book.hottechi, text="Who signs?", by=taker, at=timezone.now())


def make_link(asked: Question, by: User, days: int = 14) -> str:
    now = timezone.now()
    end = now + datetime.timedelta(days=days)
    _link, key = answer_links.make(departure=asked.departure, by=by, at=now, expires_at=end)
    return reverse("answer_by_link", args=[key])


def test_a_link_opens_the_questions_and_nothing_else(
    asked: Question, book: Book, supervisor: User, leaver: User, client: Client
) -> None:
    url = make_link(asked, supervisor)
    shown = client.get(url)
    assert "Who signs?" in text(shown)
    assert book.kancode.name not in text(shown)
    assert (shown["Referrer-Policy"], shown["X-Robots-Tag"]) == ("strict-origin", "noindex, nofollow")
    assert "no-store" in shown["Cache-Control"]
    assert client.get(reverse("departure_questions", args=[asked.departure_id])).status_code == 302
    assert client.post(url, {"question": asked.pk, "text": " "}).status_code == 422
    client.post(url, {"question": asked.pk, "text": "The CFO"})
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.by_link) == ("The CFO", leaver, True)
    assert "Nothing waits for you" in text(client.get(url))
    assert client.post(url, {"question": asked.pk, "text": "Changed"}).status_code == 422


def test_a_link_is_made_once_shown_and_taken_back(
    asked: Question, supervisor: User, leaver: User, sign_in: SignIn, client: Client
) -> None:
    at_new = reverse("answer_link_new", args=[asked.departure_id])
    until = (timezone.localdate() + datetime.timedelta(days=7)).isoformat()
    assert sign_in(leaver).post(at_new, {"until": until}).status_code == 422
    shown = text(sign_in(supervisor).post(at_new, {"until": until}))
    address = shown.split('readonly value="')[1].split('"')[0]
    key = address.rstrip("/").rsplit("/", 1)[1]
    assert client.get(f"/answer/{key}/").status_code == 200
    assert key not in text(sign_in(supervisor).get(reverse("departure_questions", args=[asked.departure_id])))
    link = asked.departure.answer_links.get()
    assert link.key_hash != key
    sign_in(supervisor).post(reverse("answer_link_revoke", args=[asked.departure_id, link.pk]))
    gone = client.get(f"/answer/{key}/")
    assert gone.status_code == 404
    assert "This link no longer works" in text(gone)


def test_an_ended_link_says_no_more_than_a_made_up_one(asked: Question, supervisor: User, client: Client) -> None:
    url = make_link(asked, supervisor)
    asked.departure.answer_links.update(
        made_at=timezone.now() - datetime.timedelta(days=2), expires_at=timezone.now() - datetime.timedelta(days=1)
    )
    ended, unknown = client.get(url), client.get(reverse("answer_by_link", args=["x" * 43]))
    assert (ended.status_code, unknown.status_code) == (404, 404)
    assert "Who signs?" not in text(ended)
    assert client.post(url, {"question": asked.pk, "text": "x"}).status_code == 404


def test_a_new_link_ends_the_old_one_and_none_lasts_too_long(
    asked: Question, supervisor: User, sign_in: SignIn, client: Client
) -> None:
    first, second = make_link(asked, supervisor), make_link(asked, supervisor)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    far = (timezone.localdate() + datetime.timedelta(days=90)).isoformat()
    at_new = reverse("answer_link_new", args=[asked.departure_id])
    assert sign_in(supervisor).post(at_new, {"until": far}).status_code == 422


def test_a_link_is_not_asked_too_often(asked: Question, supervisor: User, client: Client) -> None:
    url = make_link(asked, supervisor)
    answers = [client.get(url).status_code for _number in range(35)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_what_was_saved_on_another_device_meanwhile_is_not_overwritten_unseen(
    listed: Departure, book: Book, leaver: User, sign_in: SignIn
) -> None:
    client, page = sign_in(leaver), at_tell(listed, book.hottechi)
    seen = {"seen-never_do": "", "seen-background": "", "seen-next_step": "", "seen-next_step_on": ""}
    client.post(page, seen | {"never_do": "Call before nine", "background": "Old friends", "go": "stay"})
    untouched = client.post(page, seen | {"next_step": "Send the quote", "go": "stay"})
    assert untouched.status_code == 302
    briefing = Briefing.objects.get(customer=book.hottechi)
    assert (briefing.never_do, briefing.next_step) == ("Call before nine", "Send the quote")
    stale = seen | {"never_do": "Bring gifts", "go": "stay"}
    refused = client.post(page, stale)
    assert refused.status_code == 422
    assert "Saved elsewhere meanwhile: “Call before nine”" in text(refused)
    assert 'name="seen-never_do" value="Call before nine"' in text(refused)
    both = {"seen-never_do": "Call before nine", "never_do": "Bring gifts\r\nCall before nine", "go": "stay"}
    assert client.post(page, seen | both).status_code == 302
    briefing.refresh_from_db()
    assert briefing.never_do.startswith("Bring gifts")
    assert briefing.background == "Old friends"


def test_the_leaver_is_spoken_to_not_about(listed: Departure, book: Book, taker: User) -> None:
    questions.ask(by=taker, departure=listed, customer=book.hottechi, text="Who signs the renewal?", at=NOW)
    asked = Words(Notice.objects.get(kind="question_asked"))
    assert "“Who signs the renewal?”" in asked.body
    answered = questions.answer(question=Question.objects.get(), text="The CFO does", by=listed.leaver, at=NOW)
    told_back = Words(Notice.objects.filter(kind="question_answered", recipient=answered.asked_by).get())
    assert "“The CFO does”" in told_back.body
    begun = Notice(kind="departure_begin", params={"name": "陈静", "by": "Lee", "relation": "leaver"})
    assert Words(begun).subject == "Your handover has started"
    assert "陈静" not in Words(begun).body


def test_a_day_without_a_step_in_the_records_does_not_stop_the_leaver(
    listed: Departure, book: Book, leaver: User, sign_in: SignIn
) -> None:
    Customer.objects.filter(pk=book.hottechi.pk).update(next_step="", next_step_on=datetime.date(2027, 1, 2))
    client, page = sign_in(leaver), at_tell(listed, book.hottechi)
    assert "2027-01-02" not in text(client.get(page))
    assert client.post(page, {"never_do": "Call before nine", "go": "stay"}).status_code == 302
