"""The inbox: rows follow plans and moves; a successor accepts, asks, sends back; the manager decides."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, User
from customers.actions import activities, ownership
from customers.models import Activity, Customer, Deal
from handover.actions import departures, inheritances, plans, promises, reminders, transfers, verifications
from handover.inheriting import following
from handover.models import Assignment, Departure, Inheritance, Plan, Question, Verdict, Verification
from handover.wording.timeline import sentence
from notices.models import Notice
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, take_back
from web.errors import Refused

TODAY = NOW.date()
LATER = NOW + datetime.timedelta(hours=2)


@pytest.fixture
def begun(approved: Plan, manager: User) -> Plan:
    """The plan is approved, the handover has begun, and the inheritances have followed."""
    approved.leaving.refresh_from_db()
    departures.transition(departure=approved.leaving, verb="begin", by=manager, at=NOW)
    following.follow_all()
    return approved


@pytest.fixture
def mine(begun: Plan, book: Book, successor: User) -> Inheritance:
    """Hottechi, on its way to 李伟."""
    assert begun.state == "approved"
    return of(book.hottechi, successor)


def of(customer: Customer, successor: User) -> Inheritance:
    """The row of a customer, which is `successor`'s from now on."""
    for rows in (Inheritance.objects, Assignment.objects):
        rows.filter(customer=customer).update(successor=successor)
    Verification.objects.filter(customer=customer).update(successor=successor)
    return Inheritance.objects.get(customer=customer)


def names(successor: User) -> set[str]:
    return set(Inheritance.objects.of(successor).values_list("customer__name", flat=True))


def everybody(plan: Plan) -> set[str]:
    return {name for row in plan.successors.all() for name in names(row.user)}


def test_rows_come_with_the_approval_and_arrive_with_the_move(approved: Plan, manager: User, book: Book) -> None:
    assert following.follow_all() == 1
    assert following.follow_all() == 0
    assert everybody(approved) == {"Hottechi", "Kan-code"}
    assert not Inheritance.objects.filter(arrived_at__isnull=False).exists()
    carry_out(approved, manager, LATER)
    following.follow_all()
    due = dict(Inheritance.objects.values_list("customer__grade", "contact_due_on"))
    assert due == {"A": datetime.date(2026, 11, 17), "B": datetime.date(2026, 11, 23)}
    assert set(Inheritance.objects.values_list("arrived_at", flat=True)) == {LATER}


def test_what_was_undone_is_gone_and_comes_again_when_done_again(approved: Plan, manager: User) -> None:
    move = carry_out(approved, manager)
    following.follow_all()
    undo = take_back(move, manager)
    following.follow_all()
    assert not Inheritance.objects.exists()
    take_back(undo, manager)
    following.follow_all()
    assert everybody(approved) == {"Hottechi", "Kan-code"}


def test_a_plan_that_is_opened_again_hides_them_and_keeps_what_was_said(mine: Inheritance, manager: User) -> None:
    successor, departure = mine.successor, mine.departure
    assert departure is not None
    inheritances.accept(inheritance=mine, by=successor, at=NOW)
    departures.transition(departure=departure, verb="replan", by=manager, at=NOW, reason="holiday")
    assert not Inheritance.objects.standing().exists()
    mine.refresh_from_db()
    assert mine.accepted_at == NOW


def test_a_customer_given_away_since_is_no_longer_in_the_inbox(approved: Plan, manager: User, admin: User) -> None:
    carry_out(approved, manager)
    following.follow_all()
    row = Inheritance.objects.select_related("customer", "successor").first()
    assert row is not None
    other = next(one.user for one in approved.successors.all() if one.user != row.successor)
    ownership.change(record=row.customer, to=other, by=admin, at=LATER)
    assert row.customer.name not in names(row.successor)


def test_accepting_confirms_what_the_leaver_has_stated(mine: Inheritance, leaver: User, successor: User) -> None:
    check = Verification.objects.get(customer=mine.customer)
    verifications.say(verification=check, verdict=Verdict.STATED, by=leaver, at=NOW)
    found = inheritances.accept(inheritance=mine, by=successor, at=NOW)
    check.refresh_from_db()
    assert (found.accepted_at, check.verdict) == (NOW, Verdict.CONFIRMED)
    said = [sentence(entry) for entry in AuditEntry.objects.about(check.departure)]
    assert "李伟 took on Hottechi." in said
    inheritances.accept(inheritance=mine, by=successor, at=LATER)
    assert AuditEntry.objects.filter(verb="inheritance.accepted").count() == 1


def test_accepting_before_the_leaver_stated_leaves_the_verification_alone(mine: Inheritance, successor: User) -> None:
    inheritances.accept(inheritance=mine, by=successor, at=NOW)
    assert Verification.objects.get(customer=mine.customer).verdict == Verdict.WAITING


def test_sending_back_wants_words_disputes_and_tells_manager_and_supervisor(
    mine: Inheritance, leaver: User, successor: User, manager: User, supervisor: User
) -> None:
    check = Verification.objects.get(customer=mine.customer)
    verifications.say(verification=check, verdict=Verdict.STATED, by=leaver, at=NOW)
    with pytest.raises(Refused) as refused:
        inheritances.send_back(inheritance=mine, reason=" ", by=successor, at=NOW)
    assert refused.value.code == "words_needed"
    inheritances.send_back(inheritance=mine, reason="Their plant is in Chengdu", by=successor, at=NOW)
    told = Notice.objects.filter(kind="inheritance_returned")
    assert set(told.values_list("recipient", flat=True)) == {manager.pk, supervisor.pk}
    check.refresh_from_db()
    assert (check.verdict, check.answer) == (Verdict.DISPUTED, "Their plant is in Chengdu")


def test_only_the_successor_accepts_and_only_who_decides_keeps(
    mine: Inheritance, successor: User, second_successor: User, manager: User
) -> None:
    with pytest.raises(Refused) as refused:
        inheritances.accept(inheritance=mine, by=second_successor, at=NOW)
    assert refused.value.code == "not_yours"
    inheritances.send_back(inheritance=mine, reason="Too far", by=successor, at=NOW)
    with pytest.raises(Refused):
        inheritances.keep(inheritance=mine, note="No", by=successor, at=NOW)
    found = inheritances.keep(inheritance=mine, note="Calls will do", by=manager, at=NOW)
    assert (found.returned_at, found.kept_note) == (None, "Calls will do")
    assert Notice.objects.get(kind="inheritance_kept").recipient == successor


def test_any_call_of_the_successor_is_the_first_contact(mine: Inheritance, successor: User, leaver: User) -> None:
    def log(by: User, kind: str, at: datetime.datetime) -> None:
        record = Activity(customer=mine.customer, kind=kind, at=at, by=by, subject="Hello")
        activities.log(record=record, by=by, at=at)
        mine.refresh_from_db()

    log(leaver, "call", NOW)
    log(successor, "note", NOW)
    assert mine.first_contact_at is None
    log(successor, "call", LATER)
    log(successor, "visit", LATER + datetime.timedelta(days=1))
    assert mine.first_contact_at == LATER


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


def test_what_closes_soon_or_was_promised_is_not_small(begun: Plan, book: Book, successor: User, leaver: User) -> None:
    row = of(book.kancode, successor)
    today = NOW.date()
    assert list(Inheritance.objects.of(successor).small(today)) == [row]
    deal = Deal.objects.create(owner=leaver, customer=book.kancode, name="Soon", expected_close_on=today)
    assert not Inheritance.objects.of(successor).small(today)
    deal.delete()
    told: dict[str, Any] = {"departure": begun.leaving, "customer": book.kancode, "by": leaver, "at": NOW}
    promises.tell(what="5% in December", to_whom="Mr Zhou", **told)
    assert not Inheritance.objects.of(successor).small(today)


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


def test_who_has_not_heard_from_the_successor_is_reminded_of(
    approved: Plan, manager: User, successor: User, second_successor: User
) -> None:
    carry_out(approved, manager)
    following.follow_all()
    Inheritance.objects.update(contact_due_on=TODAY)
    heirs = {row.successor for row in Inheritance.objects.select_related("successor")}

    def told(days: int) -> set[tuple[str, User]]:
        Notice.objects.all().delete()
        reminders.remind(at=NOW + datetime.timedelta(days=days))
        return {(one.kind, one.recipient) for one in Notice.objects.filter(kind__startswith="contacts_")}

    assert told(0) == {("contacts_due", heir) for heir in heirs}
    assert told(1) == {("contacts_overdue", heir) for heir in heirs}
    assert told(3) == {("contacts_overdue_of_others", manager)}
    Inheritance.objects.update(first_contact_at=NOW)
    assert told(9) == set()


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
