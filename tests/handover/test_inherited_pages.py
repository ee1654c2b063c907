"""The pages of inherited customers: the inbox, the briefing, and who opens and changes what there."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import User
from customers.actions import ownership
from customers.models import Activity, Contact, Customer
from handover.actions import (
    inheritances,
    plans,
    promises,
    transfers,
    verifications,
)
from handover.inheriting import following
from handover.models import Departure, Inheritance, LetterTemplate, Move, Plan, Question, Verdict, Verification
from notices.models import Notice
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, take_back
from tests.handover.inherited import names, of

TODAY = NOW.date()
LATER = NOW + datetime.timedelta(hours=2)


def test_small_ones_are_accepted_in_bulk_and_large_ones_are_not(
    begun: Plan, book: Book, successor: User, leaver: User, sign_in: Callable[[User], Client]
) -> None:
    large, small = of(book.hottechi, successor), of(book.kancode, successor)
    check = Verification.objects.get(customer=book.kancode)
    verifications.say(verification=check, verdict=Verdict.STATED, by=leaver, at=NOW)
    sign_in(successor).post(reverse("inherited_accept_many"), {"which": "small"})
    for row in (large, small, check):
        row.refresh_from_db()
    assert (large.accepted_at, check.verdict) == (None, Verdict.CONFIRMED)
    assert small.accepted_at is not None


def test_the_inbox_reads_like_mail(mine: Inheritance, successor: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(successor)
    page = client.get(reverse("inherited")).content.decode()
    assert "Hottechi" in page
    assert "is-unread" in page
    client.get(mine.get_absolute_url())
    assert "is-unread" not in client.get(reverse("inherited")).content.decode().split("Hottechi")[0]
    answer = client.post(reverse("inherited_accept", args=[mine.pk]), headers={"HX-Request": "true"})
    assert "tick ok" in answer.content.decode()
    assert "Hottechi" in client.get(reverse("inherited") + "?tab=accepted").content.decode()


def test_the_number_to_call_stands_with_the_first_sentences(
    mine: Inheritance, successor: User, sign_in: Callable[[User], Client]
) -> None:
    Contact.objects.create(customer=mine.customer, name="Lin", role="uses", phone="13800000001")
    Contact.objects.create(customer=mine.customer, name="Kim Min-ji", role="decides", phone="13800000002")
    page = sign_in(successor).get(mine.get_absolute_url()).content.decode()
    first = page.split("In one minute")[1].split("</section>")[0]
    assert first.index('href="tel:13800000002"') < first.index('href="tel:13800000001"')


def test_a_move_put_to_another_day_is_told_by_that_day_to_the_customer_too(
    mine: Inheritance, successor: User, manager: User, sign_in: Callable[[User], Client]
) -> None:
    plan = Plan.objects.get(departure=mine.departure)
    day = NOW + datetime.timedelta(days=50)
    Move.objects.update_or_create(plan=plan, defaults={"asked_by": manager, "asked_at": NOW, "due_at": day})
    assert day.date() != mine.occasion.effective_at.date()
    client = sign_in(successor)
    assert f"from 陈静, yours on {date_format(day, 'DATE_FORMAT')}" in client.get(reverse("inherited")).content.decode()
    page = client.get(mine.get_absolute_url()).content.decode()
    assert f"It changes hands on {date_format(day, 'MONTH_DAY_FORMAT')}." in page
    LetterTemplate.objects.filter(kind="first", language="en").update(body="From {day} on I am yours.")
    letter = client.get(reverse("inherited_letter", args=[mine.pk]) + "?language=en").content.decode()
    assert f"From {date_format(day, 'DATE_FORMAT')} on I am yours." in letter


def test_sent_back_by_page_and_settled_by_page(
    mine: Inheritance, successor: User, manager: User, sign_in: Callable[[User], Client]
) -> None:
    sign_in(successor).post(reverse("inherited_return", args=[mine.pk]), {"text": "Not mine <b>"})
    page = sign_in(manager).get(reverse("inherited") + "?tab=settle").content.decode()
    assert "Not mine &lt;b&gt;" in page
    sign_in(manager).post(reverse("inherited_keep", args=[mine.pk]), {"text": "It is"})
    mine.refresh_from_db()
    assert (mine.returned_at, mine.kept_by) == (None, manager)


def test_the_briefing_tells_what_is_known(
    mine: Inheritance, leaver: User, successor: User, sign_in: Callable[[User], Client]
) -> None:
    told: dict[str, Any] = {"departure": mine.departure, "customer": mine.customer, "by": leaver, "at": NOW}
    promises.tell(what="A training day", to_whom="Mr Park", **told)
    page = sign_in(successor).get(mine.get_absolute_url()).content.decode()
    for words in ("Inherited from 陈静", "1 of ", "A training day", "Introduce yourself", "Checked together"):
        assert words in page, words


def test_a_promise_is_kept_by_the_successor(
    mine: Inheritance, leaver: User, successor: User, second_successor: User, sign_in: Callable[[User], Client]
) -> None:
    told: dict[str, Any] = {"departure": mine.departure, "customer": mine.customer, "by": leaver, "at": NOW}
    promise = promises.tell(what="A training day", to_whom="Mr Park", **told)
    address = reverse("inherited_promise", args=[mine.pk, promise.pk])
    assert sign_in(second_successor).post(address, {"outcome": "kept"}).status_code == 404
    sign_in(successor).post(address, {"outcome": "kept"})
    promise.refresh_from_db()
    assert promise.outcome == "kept"
    assert "A training day" not in sign_in(successor).get(mine.get_absolute_url()).content.decode()


def test_a_question_goes_to_the_leaver(mine: Inheritance, successor: User, sign_in: Callable[[User], Client]) -> None:
    sign_in(successor).post(reverse("inherited_ask", args=[mine.pk]), {"text": "Who signs?"})
    assert Question.objects.get().text == "Who signs?"
    assert "Who signs?" in sign_in(successor).get(mine.get_absolute_url()).content.decode()
    said = sign_in(successor).post(reverse("inherited_ask", args=[mine.pk]), {"text": "Who signs?"}, follow=True)
    assert "Nobody was told again: 陈静 has had this question since" in said.content.decode()
    assert Question.objects.count() == 1


def test_the_first_contact_by_one_form(mine: Inheritance, successor: User, sign_in: Callable[[User], Client]) -> None:
    client, address = sign_in(successor), reverse("inherited_contact", args=[mine.pk])
    assert client.post(address, {"kind": "call"}).status_code == 422
    client.post(address, {"kind": "call", "subject": "Introduced myself"})
    mine.refresh_from_db()
    assert mine.first_contact_at is not None
    assert Activity.objects.get().subject == "Introduced myself"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("successor", 200),
        ("leaver", 200),
        ("supervisor", 200),
        ("manager", 200),
        ("admin", 200),
        ("auditor", 200),
        ("second_successor", 404),
        ("outsider", 404),
        ("hr", 403),
    ],
)
def test_who_opens_a_briefing(
    who: str, status: int, mine: Inheritance, sign_in: Callable[[User], Client], request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(who))
    assert client.get(mine.get_absolute_url()).status_code == status
    mine.refresh_from_db()
    assert (mine.seen_at is not None) == (who == "successor")


def test_others_can_not_write(mine: Inheritance, outsider: User, sign_in: Callable[[User], Client]) -> None:
    for name in ("accept", "return", "keep", "ask", "contact"):
        assert sign_in(outsider).post(reverse(f"inherited_{name}", args=[mine.pk])).status_code == 404


@pytest.mark.parametrize("tab", ["open", "accepted"])
def test_as_many_queries_for_many_as_for_few(
    tab: str,
    departure: Departure,
    successor: User,
    make_customer: Callable[..., Customer],
    begun: Plan,
    leaver: User,
    sign_in: Callable[[User], Client],
) -> None:
    client, address = sign_in(successor), reverse("inherited") + f"?tab={tab}"

    def asked(count: int) -> int:
        rows = [make_customer(leaver) for _ in range(count)]
        accepted = {"accepted_at": NOW} if tab == "accepted" else {}
        Inheritance.objects.bulk_create(
            Inheritance(departure=departure, customer=row, from_owner=leaver, successor=successor, **accepted)
            for row in rows
        )
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    assert asked(5) == asked(60)


def test_home_says_what_waits(
    mine: Inheritance, successor: User, manager: User, sign_in: Callable[[User], Client]
) -> None:
    home = reverse("home")
    assert "wait for your yes" in sign_in(successor).get(home).content.decode().replace("waits", "wait")
    inheritances.send_back(inheritance=mine, reason="Too far", by=successor, at=NOW)
    assert "李伟 has sent 1 customer back." in sign_in(manager).get(home).content.decode()
    inheritances.accept(inheritance=mine, by=successor, at=NOW)
    Inheritance.objects.update(arrived_at=NOW, contact_due_on=TODAY)
    ownership.change(record=mine.customer, to=successor, by=manager, at=NOW)
    assert "waits for your first contact" in sign_in(successor).get(home).content.decode()


def test_a_transfer_fills_the_inbox_and_its_return_empties_it(
    book: Book, leaver: User, manager: User, successor: User, sign_in: Callable[[User], Client]
) -> None:
    back = NOW + datetime.timedelta(days=60)
    transfer = transfers.make_leave(person=leaver, returns_at=back, reason="Leave", by=manager, at=NOW)
    plans.propose_again(plan=transfer.plan, successors=[successor], strategy="even", by=manager, at=NOW)
    plans.approve(plan=transfer.plan, by=manager, at=NOW)
    following.follow_all()
    assert names(successor) == {"Hottechi", "Kan-code"}
    move = carry_out(transfer.plan, manager)
    following.follow_all()
    row = Inheritance.objects.get(customer=book.hottechi)
    assert (row.transfer, row.from_owner, row.arrived_at) == (transfer, leaver, NOW)
    for who in (successor, leaver, manager):
        assert "Hottechi" in sign_in(who).get(row.get_absolute_url()).content.decode()
    inheritances.accept_all(rows=Inheritance.objects.all(), by=successor, at=NOW)
    inheritances.send_back(inheritance=row, reason="Too much", by=successor, at=NOW)
    assert Notice.objects.get(kind="inheritance_returned").recipient == manager
    take_back(move, manager)
    following.follow_all()
    assert names(successor) == set()
