"""Briefings, promises and questions by REST: the same as on the pages."""

from collections.abc import Callable

from rest_framework.test import APIClient

from accounts.models import User
from handover.actions import checklist
from handover.models import Briefing, Departure, Plan
from tests.cast import NOW
from tests.handover.conftest import Book

Connect = Callable[..., APIClient]


def at(departure: Departure, rest: str) -> str:
    return f"/api/v1/departures/{departure.pk}/{rest}"


def taker_of(plan: Plan, book: Book) -> User:
    line = plan.assignments.select_related("successor").get(kind=1, record_id=book.hottechi.pk)
    assert line.successor is not None
    return line.successor


def test_a_briefing_is_told_in_parts_and_read_by_who_may(
    approved: Plan, departure: Departure, book: Book, leaver: User, outsider: User, hr: User, api: Connect
) -> None:
    checklist.generate(departure=departure, at=NOW)
    url = at(departure, f"briefings/{book.hottechi.pk}/")
    empty = api(leaver).get(url).json()
    assert empty["missing"] == ["decides", "uses", "promises", "next_step"]
    assert not Briefing.objects.exists()
    api(leaver).patch(url, {"never_do": "Be late"}, format="json")
    told = api(leaver).patch(url, {"next_step": "Call", "is_all": True}, format="json").json()
    assert (told["never_do"], told["next_step"]) == ("Be late", "Call")
    assert told["done_at"]
    assert told["missing"] == ["decides", "uses", "promises"]
    listed = api(taker_of(approved, book)).get(at(departure, "briefings/")).json()
    assert [row["customer"] for row in listed["results"]] == [book.hottechi.pk]
    assert api(hr).get(at(departure, "briefings/")).json()["results"] == []
    assert api(outsider).get(url).status_code == 404
    refused = api(taker_of(approved, book)).patch(url, {"never_do": "x"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")


def test_a_promise_goes_from_told_to_kept(
    approved: Plan, departure: Departure, book: Book, leaver: User, manager: User, api: Connect
) -> None:
    words = {"customer": book.hottechi.pk, "what": "5% rebate", "to_whom": "Kim", "until": "2026-12-31"}
    told = api(leaver).post(at(departure, "promises/"), words, format="json")
    assert told.status_code == 201
    one = at(departure, f"promises/{told.json()['id']}/")
    refused = api(manager).post(f"{one}verdict/", {"verdict": "refused"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "words_needed")
    assert api(manager).post(f"{one}verdict/", {"verdict": "approved"}, format="json").json()["verdict"] == "approved"
    kept = api(taker_of(approved, book)).post(f"{one}outcome/", {"outcome": "kept"}, format="json")
    assert kept.json()["outcome"] == "kept"
    assert api(leaver).delete(one).json()["code"] == "already_decided"
    narrowed = api(manager).get(at(departure, "promises/"), {"verdict": "waiting"}).json()
    assert narrowed["results"] == []


def test_a_question_is_asked_and_answered(
    approved: Plan, departure: Departure, book: Book, leaver: User, outsider: User, api: Connect
) -> None:
    url, taker = at(departure, "questions/"), taker_of(approved, book)
    asked = api(taker).post(url, {"customer": book.hottechi.pk, "text": "Who signs?"}, format="json")
    assert asked.status_code == 201
    assert len(api(leaver).get(url, {"open": "true"}).json()["results"]) == 1
    one = f"{url}{asked.json()['id']}/answer/"
    assert api(leaver).post(one, {"text": "The CFO"}, format="json").json()["answered_by"] == leaver.pk
    assert api(taker).post(one, {"text": "Me"}, format="json").json()["code"] == "not_yours"
    assert api(outsider).post(one, {"text": "Me"}, format="json").status_code == 404
    assert api(leaver).get(url, {"open": "true"}).json()["results"] == []
