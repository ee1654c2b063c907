"""What is done on pages of a handover and can be taken back: the message about it does, and all is as before."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from customers.models import AccountTeamMember, Customer
from handover import tasks
from handover.actions import inheritances, promises, taken_out
from handover.lifecycle import State
from handover.meetings import visits
from handover.models import Cover, CoverOutcome, Departure, Evidence, Inheritance, Plan, Promise, Verdict, Waiver
from handover.wording.timeline import sentence
from tests.cast import NOW
from tests.handover.conftest import Book
from tests.handover.inherited import of
from tests.handover.test_coverage_pages import leaving, today
from tests.handover.verifying import say
from tests.web.test_undo import after, pressed

__all__ = ["leaving", "today"]

SignIn = Callable[[User], Client]
A_DAY = datetime.timedelta(days=1)


def told(verb: str) -> str:
    return sentence(AuditEntry.objects.filter(verb=verb).latest("pk"))


def test_who_covered_covers_again(
    leaving: Departure, manager: User, supervisor: User, today: datetime.date, sign_in: SignIn
) -> None:
    client, days = sign_in(manager), {"first_on": today + 4 * A_DAY, "last_on": today + 9 * A_DAY}
    gap = reverse("coverage_gap", args=[leaving.pk]) + f"?from={today + 4 * A_DAY}&until=&why=no_plan"
    client.post(gap, {"person": supervisor.pk, "at_end": "stay", "everything": "1", **days})
    lifting = {"person": str(supervisor.pk), "first": str(days["first_on"]), "last": str(days["last_on"])}
    html = after(client, reverse("coverage_lift", args=[leaving.pk]), **lifting)
    assert not Cover.objects.filter(ended_at=None).exists()
    pressed(client, html)
    found = Cover.objects.filter(ended_at=None)
    assert set(found.values_list("person", "first_on", "last_on", "at_end")) == {
        (supervisor.pk, days["first_on"], days["last_on"], "stay")
    }
    assert found.count() == Cover.objects.filter(outcome=CoverOutcome.LIFTED).count() == 2
    pressed(client, html)
    assert found.count() == 2
    assert "somebody has gone on with it" in client.get("/handovers/").content.decode()


def test_a_customer_taken_on_waits_again_and_is_no_longer_confirmed(
    begun: Plan, book: Book, successor: User, leaver: User, sign_in: SignIn
) -> None:
    row, client = of(book.hottechi, successor), sign_in(successor)
    check = begun.leaving.verifications.get(customer=book.hottechi)
    say(check, Verdict.STATED, leaver)
    answer = client.post(reverse("inherited_accept", args=[row.pk]), headers={"HX-Request": "true"}).content.decode()
    check.refresh_from_db()
    assert check.verdict == Verdict.CONFIRMED
    assert "tick ok" in answer
    pressed(client, answer)
    for one in (row, check):
        one.refresh_from_db()
    assert (row.accepted_at, check.verdict) == (None, Verdict.STATED)
    assert told("inheritance.taken_back") == f"{successor.name} has not taken on Hottechi yet after all."


def test_one_sent_back_and_taken_on_after_all_is_sent_back_again(
    begun: Plan, book: Book, successor: User, sign_in: SignIn
) -> None:
    row, client = of(book.hottechi, successor), sign_in(successor)
    inheritances.send_back(inheritance=row, reason="Not my region", by=successor, at=NOW)
    pressed(client, after(client, reverse("inherited_accept", args=[row.pk]) + "?from=customer"))
    row.refresh_from_db()
    assert (row.accepted_at, row.returned_at, row.return_reason) == (None, NOW, "Not my region")


def test_several_taken_on_wait_again_but_those_sent_back_since(
    begun: Plan, book: Book, successor: User, sign_in: SignIn
) -> None:
    rows, client = [of(book.hottechi, successor), of(book.kancode, successor)], sign_in(successor)
    html = client.post(
        reverse("inherited_accept_many"), {"which": "ticked", "row": [row.pk for row in rows]}, follow=True
    ).content.decode()
    assert "2 customers are accepted." in html
    inheritances.send_back(inheritance=rows[0], reason="No", by=successor, at=timezone.now())
    pressed(client, html)
    assert set(Inheritance.objects.of(successor).waiting()) >= {rows[1]}
    rows[0].refresh_from_db()
    assert rows[0].return_reason == "No"


def test_a_promise_comes_back_with_its_file_for_a_day(
    begun: Plan, book: Book, leaver: User, outsider: User, sign_in: SignIn
) -> None:
    departure, client = begun.leaving, sign_in(leaver)
    kept = promises.tell(
        departure=departure, customer=book.hottechi, what="5%", to_whom="Kim",
        evidence=SimpleUploadedFile("mail.txt", b"As promised"), by=leaver, at=NOW,
    )  # fmt: skip
    html = after(client, reverse("promise_take_out", args=[departure.pk, kept.pk]))
    assert not Promise.objects.exists()
    back = reverse("promise_put_back", args=[departure.pk, kept.pk])
    assert sign_in(outsider).post(back).status_code == 404
    pressed(client, html)
    again = Promise.objects.get()
    assert (again.pk, again.evidence.read()) == (kept.pk, b"As promised")
    assert told("promise.put_back") == "陈静 put a promise to Hottechi back into the list: 5%"


def test_what_is_not_put_back_goes_with_its_file(
    begun: Plan, book: Book, leaver: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    kept = promises.tell(
        departure=begun.leaving, customer=book.hottechi, what="5%", to_whom="Kim",
        evidence=SimpleUploadedFile("mail.txt", b"As promised"), by=leaver, at=NOW,
    )  # fmt: skip
    promises.take_out(promise=kept, by=leaver, at=NOW)
    assert taken_out.sweep(at=NOW + A_DAY / 2) == 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert tasks.sweep_taken_out() == 1
    assert not Promise.rows.exists()
    assert not default_storage.exists(str(kept.evidence.name))


def test_a_file_of_an_item_comes_back(begun: Plan, leaver: User, sign_in: SignIn) -> None:
    item = begun.leaving.items.filter(responsible="leaver")[0]
    of_item, client = [begun.departure_id, item.pk], sign_in(leaver)
    client.post(reverse("checklist_evidence_new", args=of_item), {"file": SimpleUploadedFile("a.txt", b"Signed")})
    file = Evidence.objects.get()
    html = after(client, reverse("checklist_evidence_remove", args=[*of_item, file.pk]))
    assert "a.txt was removed." in html
    assert client.get(reverse("checklist_evidence", args=[*of_item, file.pk])).status_code == 404
    pressed(client, html)
    assert Evidence.objects.get() == file
    assert "put a.txt back to" in told("item.evidence_put_back")


@pytest.mark.parametrize("number", [1, 2])
def test_customers_are_to_be_visited_after_all(
    departure: Departure, leaver: User, supervisor: User, number: int, make_customer: Callable[..., Customer],
    sign_in: SignIn,
) -> None:  # fmt: skip
    best = [make_customer(leaver, name=f"Best {place}", grade="A") for place in range(3)]
    Departure.objects.update(state=State.VERIFYING)
    client, page = sign_in(supervisor), reverse("departure_visits", args=[departure.pk])
    chosen = {"ids": [one.pk for one in best[:number]], "reason": "Met at the fair."}
    html = client.post(page, chosen, follow=True).content.decode()
    assert visits.missing(departure).count() == 3 - number
    pressed(client, html)
    assert visits.missing(departure).count() == 3


def test_a_reference_left_as_it_is_waits_again(
    departure: Departure, leaver: User, manager: User, make_customer: Callable[..., Customer], sign_in: SignIn
) -> None:
    customers = [make_customer(manager, name=f"Plant {number}") for number in range(2)]
    seats = [AccountTeamMember.objects.create(user=leaver, customer=one).pk for one in customers]
    client, page = sign_in(manager), reverse("departure_references_kind", args=[departure.pk, "seat"])
    left = {"deed": "waive", "reason": "They know each other.", "row": seats, "here": "list"}
    html = client.post(page, left, follow=True).content.decode()
    assert Waiver.objects.count() == 2
    pressed(client, html)
    assert not Waiver.objects.exists()


def test_what_became_of_a_promise_is_open_again(
    begun: Plan, book: Book, leaver: User, manager: User, sign_in: SignIn
) -> None:
    about: dict[str, Any] = {"departure": begun.leaving, "customer": book.hottechi, "at": NOW}
    kept = promises.tell(what="5%", to_whom="Kim", by=leaver, **about)
    promises.decide(promise=kept, verdict="approved", by=manager, at=NOW)
    client, settle = sign_in(manager), reverse("promise_settle", args=[begun.departure_id, kept.pk])
    html = after(client, settle, outcome="kept", note="Sent")
    assert "Noted: 5%" in html
    pressed(client, html)
    kept.refresh_from_db()
    assert kept.outcome == "open"


def test_access_that_was_ended_is_open_again(admin: User, leaver: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    html = after(client, reverse("person_access_end", args=[leaver.pk]), ends_at="2099-01-01T10:00")
    leaver.refresh_from_db()
    assert leaver.access_ends_at
    pressed(client, html)
    leaver.refresh_from_db()
    assert leaver.access_ends_at is None
