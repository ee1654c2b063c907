"""A small form that is refused stands on its page again: said above all else, at its field, with what was typed."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from customers.models import Customer
from handover.actions import promises, questions, verifications
from handover.models import BoardView, Departure, Plan, Promise, Question, Verdict
from tests.cast import NOW
from tests.handover.conftest import Book
from tests.handover.inherited import of
from tests.house.test_forms import Page

SignIn = Callable[[User], Client]


def check(html: str, sentence: str, typed: str) -> None:
    """Say it once above all else and once at the field, which keeps what was typed."""
    page, html = Page(html), unescape(html)
    assert len(page.summaries) == 1
    assert page.summaries[0] | {"role": "alert", "tabindex": "-1", "autofocus": None} == page.summaries[0]
    assert page.links, "a link leads to the field"
    assert set(page.links) <= page.ids
    assert page.describing == [f"{page.links[0]}_error"]
    assert html.count(sentence) == 2
    assert re.search(rf'(?:value="{re.escape(typed)}"|>{re.escape(typed)}</textarea>)', html)


def test_at_the_page_of_a_person_each_form_says_what_is_wrong(
    sign_in: SignIn, admin: User, leaver: User, successor: User
) -> None:
    client = sign_in(admin)
    for address, data in (
        ("person_address", {"email": "nonsense"}),
        ("person_address", {"email": successor.email}),
        ("person_access_end", {"ends_at": "soon"}),
        ("person_change", {}),
    ):
        answer = client.post(reverse(address, args=[leaver.pk]), data)
        page = Page(answer.content.decode())
        assert answer.status_code == 422
        assert len(page.summaries) == 1
        assert set(page.links) <= page.ids
        assert page.links
        assert page.describing
        assert all(f'value="{typed}"' in answer.content.decode() for typed in data.values() if typed != "soon")
        assert client.get(reverse(address, args=[leaver.pk]), follow=True).status_code == 200


def test_a_departure_is_not_withdrawn_without_words(sign_in: SignIn, hr: User, departure: Departure) -> None:
    client = sign_in(hr)
    url = reverse("departure_transition", args=[departure.pk])
    html = client.post(url, {"verb": "withdraw", "reason": "  "}, follow=True).content.decode()
    assert len(Page(html).summaries) == 1
    assert set(Page(html).links) <= Page(html).ids
    again = client.get(reverse("departure", args=[departure.pk])).content.decode()
    assert not Page(again).summaries, "it is said once"


def test_a_verdict_needs_words_on_the_page_and_in_place(
    sign_in: SignIn, begun: Plan, book: Book, successor: User, leaver: User, supervisor: User
) -> None:
    of(book.hottechi, successor)
    row = begun.leaving.verifications.get(customer=book.hottechi)
    verifications.say(verification=row, verdict=Verdict.STATED, by=leaver, at=NOW)
    client, url = sign_in(successor), reverse("verification_say", args=[row.departure_id, row.pk])
    page, in_place = reverse("departure_verification", args=[row.departure_id]), {"HX-Request": "true"}
    html = client.post(url, {"verdict": "disputed", "note": ""}, follow=True).content.decode()
    assert Page(html).links[0] in Page(html).ids
    html = client.post(url, {"verdict": "disputed", "note": ""}, headers=in_place).content.decode()
    assert 'role="alert"' in html
    assert " autofocus" in html
    assert "data-problems" not in html
    assert not Page(client.get(page).content.decode()).summaries
    Departure.objects.update(signed_off_at=NOW, signed_off_by=supervisor)
    late = client.post(url, {"verdict": "disputed", "note": "Late"}, headers=in_place).content.decode()
    assert "data-problems" in late, "where the row has no field for it any more, the page says it"


def test_what_is_said_of_an_inherited_customer_is_kept(
    sign_in: SignIn, begun: Plan, book: Book, successor: User, manager: User, leaver: User
) -> None:
    heir, client = of(book.hottechi, successor), sign_in(successor)
    for address, name in (("inherited_ask", "text"), ("inherited_return", "text")):
        url = reverse(address, args=[heir.pk]) + "?from=customer"
        html = client.post(url, {name: "x" * 2001}, follow=True).content.decode()
        page = Page(html)
        assert len(page.summaries) == 1, address
        assert set(page.links) <= page.ids


def test_a_promise_is_not_refused_without_a_reason(
    sign_in: SignIn, begun: Plan, book: Book, leaver: User, manager: User
) -> None:
    about: dict[str, Any] = {"departure": begun.leaving, "customer": book.hottechi, "by": leaver, "at": NOW}
    told = promises.tell(what="5%", to_whom="Kim", **about)
    url = reverse("promise_decide", args=[begun.departure_id, told.pk])
    html = sign_in(manager).post(url, {"verdict": "refused", "reason": ""}, follow=True).content.decode()
    check(html, "Say why, so that the customer can be told.", "")
    assert Promise.objects.get().verdict == "waiting"


def test_an_answer_that_comes_too_late_is_not_lost(
    sign_in: SignIn, begun: Plan, book: Book, leaver: User, successor: User
) -> None:
    of(book.hottechi, successor)
    asked = questions.ask(departure=begun.leaving, customer=book.hottechi, text="Who signs?", by=successor, at=NOW)
    url, back = (
        reverse("question_answer", args=[begun.departure_id, asked.pk]),
        f"/handovers/{begun.departure_id}/questions/",
    )
    html = sign_in(leaver).post(url, {"text": "x" * 5001, "back": back}, follow=True).content.decode()
    check(html, "Ensure this value has at most 5000 characters (it has 5001).", "x" * 5001)
    assert not Question.objects.exclude(answer="").exists()


def test_a_view_is_not_named_like_another(sign_in: SignIn, manager: User) -> None:
    BoardView.objects.create(person=manager, name="Late", query="tab=closed")
    other = BoardView.objects.create(person=manager, name="Mine", query="tab=open")
    url = reverse("board_view", args=[other.pk])
    html = sign_in(manager).post(url, {"deed": "rename", "name": "Late"}, follow=True).content.decode()
    page = Page(html)
    assert len(page.summaries) == 1
    assert set(page.links) <= page.ids
    assert html.count('value="Late"') == 2


@pytest.mark.usefixtures("departure")
def test_any_other_refusal_has_the_focus_and_is_read_aloud(
    sign_in: SignIn, manager: User, make_customer: Callable[..., Customer]
) -> None:
    html = sign_in(manager).post(reverse("board_several"), {"deed": "remind"}, follow=True).content.decode()
    page = Page(html)
    assert "Tick a departure first." in html
    assert page.summaries[0] | {"role": "alert", "tabindex": "-1", "autofocus": None} == page.summaries[0]
