"""The inbox: rows follow plans and moves; a successor accepts, asks, sends back; the manager decides."""

import datetime
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from customers.actions import activities, ownership
from customers.models import Activity, Deal
from handover.actions import (
    departures,
    inheritance_messages,
    inheritances,
    plans,
    promises,
    reminders,
    transfers,
    verifications,
)
from handover.inheriting import following
from handover.models import Inheritance, Plan, Verdict, Verification
from handover.wording.timeline import sentence
from notices.models import Notice
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out, take_back
from tests.handover.inherited import names, of
from web.errors import Refused

TODAY = NOW.date()
LATER = NOW + datetime.timedelta(hours=2)


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


def test_who_looks_after_a_colleagues_customers_is_reminded_too(
    book: Book, leaver: User, manager: User, successor: User
) -> None:
    back = NOW + datetime.timedelta(days=60)
    transfer = transfers.make_leave(person=leaver, returns_at=back, reason="Leave", by=manager, at=NOW)
    plans.propose_again(plan=transfer.plan, successors=[successor], strategy="even", by=manager, at=NOW)
    plans.approve(plan=transfer.plan, by=manager, at=NOW)
    carry_out(transfer.plan, manager)
    following.follow_all()

    def told(days: int) -> list[tuple[str, int]]:
        Notice.objects.filter(kind__startswith="contacts").delete()
        inheritance_messages.remind_of_contacts(at=NOW + datetime.timedelta(days=days, hours=1))
        found = Notice.objects.filter(kind__startswith="contacts", recipient=successor)
        return [(one.kind, one.params["count"]) for one in found.order_by("pk")]

    assert told(0) == []
    assert told(1) == [("contacts_due", 1)]
    assert told(2) == [("contacts_overdue", 1)]
    assert told(8) == [("contacts_overdue", 1), ("contacts_overdue", 1)]
