"""Interim covers: named for a set of customers, ended by themselves, early or by hand."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, User
from customers.actions import ownership
from customers.models import Customer, OwnershipChange, Why
from handover import tasks
from handover.actions import cover_ends, covers, departures
from handover.actions.covers import Chosen, Days
from handover.models import Cover, CoverEnd, CoverOutcome, Departure, Plan
from notices.models import Notice
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out
from tests.handover.promises import broken
from web.errors import Refused

FIRST = datetime.date(2026, 12, 16)
LAST = datetime.date(2026, 12, 20)
DAYS = Days(FIRST, LAST)
AFTER = datetime.datetime(2026, 12, 21, 2, 0, tzinfo=datetime.UTC)
Name = Callable[..., covers.Named]


@pytest.fixture
def name(departure: Departure, book: Book, manager: User, supervisor: User) -> Name:
    """Let 孙丽 cover 陈静's customers for five days, or as said."""

    def do(**fields: Any) -> covers.Named:
        chosen = Chosen(customers=[book.hottechi.pk, book.kancode.pk])
        usual: dict[str, Any] = {"departure": departure, "chosen": chosen, "person": supervisor, "days": DAYS}
        return covers.name(**usual | {"at_end": CoverEnd.REVERT, "by": manager, "at": NOW} | fields)

    return do


def test_naming_covers_every_chosen_customer_once_and_tells(name: Name, book: Book, supervisor: User) -> None:
    assert name() == covers.Named(2, 0)
    assert name() == covers.Named(0, 2)
    cover = Cover.objects.get(customer=book.hottechi)
    assert (cover.person, cover.owner, cover.instead_of) == (supervisor, book.hottechi.owner, book.hottechi.owner)
    told = Notice.objects.get(kind="cover_named")
    assert (told.recipient, told.params["customers"]) == (supervisor, 2)
    assert AuditEntry.objects.filter(verb="cover.named").count() == 1
    assert broken() == {}


def test_of_overlapping_days_only_the_free_customers_are_taken(name: Name, book: Book, successor: User) -> None:
    name(chosen=Chosen(customers=[book.hottechi.pk]))
    later = Days(LAST, LAST + datetime.timedelta(days=3))
    assert name(person=successor, days=later) == covers.Named(1, 1)


def test_customers_of_others_are_not_covered_here(
    name: Name, outsider: User, make_customer: Callable[..., Customer]
) -> None:
    with pytest.raises(Refused) as refusal:
        name(chosen=Chosen(customers=[make_customer(outsider).pk]))
    assert refusal.value.code == "nothing_chosen"


def test_who_can_not_cover_is_refused_with_a_sentence(
    name: Name, departure: Departure, supervisor: User, successor: User, second_successor: User, hr: User,
    manager: User, make_departure: Callable[..., Departure],
) -> None:  # fmt: skip
    make_departure(successor, manager, last_day_on=LAST - datetime.timedelta(days=1))
    User.objects.filter(pk=second_successor.pk).update(access_ends_at=NOW + datetime.timedelta(days=31))
    second_successor.refresh_from_db()
    for person, words in (
        (departure.leaver, "is the one who leaves"),
        (hr, "has no access, or does not look after customers"),
        (successor, "leaves on Dec 19, 2026, before the cover ends"),
        (second_successor, "can't cover until Dec 20, 2026"),
    ):
        with pytest.raises(Refused) as refusal:
            name(person=person)
        assert refusal.value.code == "cover_person"
        assert words in refusal.value.messages[0], person


def test_a_dismissal_nobody_has_spoken_of_is_not_told(
    name: Name, successor: User, supervisor: User, admin: User, make_departure: Callable[..., Departure]
) -> None:
    make_departure(successor, admin, kind="dismissal", last_day_on=NOW.date())
    with pytest.raises(Refused, match="李伟 leaves on"):
        name(person=successor)
    assert name(person=successor, by=supervisor)


@pytest.mark.parametrize(
    "days",
    [Days(NOW.date() - datetime.timedelta(days=1), LAST), Days(LAST, FIRST), Days(FIRST, datetime.date(2028, 1, 1))],
)
def test_days_that_make_no_sense_are_refused(name: Name, days: Days) -> None:
    with pytest.raises(Refused) as refusal:
        name(days=days)
    assert refusal.value.code == "cover_days"


def test_only_who_plans_or_supervises_names(name: Name, hr: User, successor: User, leaver: User) -> None:
    for person in (hr, successor, leaver):
        with pytest.raises(Refused) as refusal:
            name(by=person)
        assert refusal.value.code == "not_yours"


def test_a_cover_goes_back_by_itself_and_once(name: Name, book: Book, supervisor: User) -> None:
    name()
    assert cover_ends.end_due(at=datetime.datetime(2026, 12, 20, 14, 0, tzinfo=datetime.UTC)) == 0
    assert [cover_ends.end_due(at=AFTER) for _time in range(2)] == [2, 0]
    assert set(Cover.objects.values_list("outcome", "ended_on")) == {(CoverOutcome.REVERTED, None)}
    assert Notice.objects.filter(kind="cover_ended", recipient=supervisor).count() == 1
    assert AuditEntry.objects.filter(verb="cover.ended", by=None).count() == 1
    book.hottechi.refresh_from_db()
    assert book.hottechi.owner != supervisor


def test_a_cover_becomes_permanent_with_what_is_open_there(
    name: Name, book: Book, supervisor: User, manager: User, leaver: User
) -> None:
    name(at_end=CoverEnd.STAY)
    assert cover_ends.end_due(at=AFTER) == 2
    for record in (book.hottechi, book.kancode, book.deal, book.contract, book.task):
        record.refresh_from_db()
        assert record.owner == supervisor
    book.closed_deal.refresh_from_db()
    assert book.closed_deal.owner == leaver
    rows = OwnershipChange.objects.filter(why=Why.COVER)
    assert set(rows.values_list("by", "move_id")) == {(manager.pk, None)}
    assert rows.count() == 5
    assert set(Cover.objects.values_list("outcome", flat=True)) == {CoverOutcome.STAYED}
    assert set(Notice.objects.filter(kind="cover_ended").values_list("recipient", flat=True)) == {
        supervisor.pk,
        manager.pk,
    }
    assert broken() == {}


def test_what_somebody_else_owns_by_then_does_not_become_permanent(
    name: Name, book: Book, successor: User, supervisor: User, admin: User
) -> None:
    name(at_end=CoverEnd.STAY)
    ownership.change(record=book.hottechi, to=successor, by=admin, at=NOW)
    assert cover_ends.end_due(at=NOW) == 1
    User.objects.filter(pk=supervisor.pk).update(is_active=False)
    assert cover_ends.end_due(at=AFTER) == 1
    found = dict(Cover.objects.values_list("customer__name", "outcome"))
    assert found == {"Hottechi": CoverOutcome.MOVED, "Kan-code": CoverOutcome.KEPT}


def test_the_move_ends_covers_early(name: Name, approved: Plan, book: Book, manager: User) -> None:
    name()
    at = datetime.datetime(2026, 12, 18, 2, 0, tzinfo=datetime.UTC)
    assert carry_out(approved, manager, at).state == "done"
    assert set(Cover.objects.values_list("outcome", "ended_on")) == {(CoverOutcome.MOVED, at.date())}
    assert not Cover.objects.on(at.date()).exists()
    assert broken() == {}


def test_covers_end_by_hand_and_with_a_withdrawn_departure(
    name: Name, departure: Departure, supervisor: User, manager: User, hr: User
) -> None:
    name()
    with pytest.raises(Refused):
        covers.lift(departure=departure, person=supervisor, days=DAYS, by=hr, at=NOW)
    assert covers.lift(departure=departure, person=supervisor, days=DAYS, by=manager, at=NOW) == 2
    assert name() == covers.Named(2, 0)
    departures.transition(departure=departure, verb="withdraw", by=manager, at=NOW, reason="Stays")
    assert not Cover.objects.filter(ended_at=None).exists()


def test_who_covers_reads_and_logs_and_nothing_more(
    name: Name, book: Book, second_successor: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(second_successor)
    page = f"/customers/{book.hottechi.pk}/"
    assert client.get(page).status_code == 404
    name(person=second_successor)
    assert client.get(page).status_code == 200
    assert client.get("/deals/" + str(book.deal.pk) + "/").status_code == 200
    call = {"kind": "call", "at": "2026-11-16T10:00", "subject": "They asked for us"}
    assert client.post(page + "activities/new/", call).status_code == 302
    assert client.get(page + "edit/").status_code == 403
    cover_ends.end_due(at=AFTER)
    assert client.get(page).status_code == 404


def test_the_task_ends_what_is_over(name: Name) -> None:
    name()
    Cover.objects.update(first_on=NOW.date(), last_on=NOW.date())
    assert tasks.end_covers() == 2
    assert tasks.end_covers() == 0


def test_who_asks_is_told_of_the_cover_on_its_days(
    departure: Departure, book: Book, approved: Plan, supervisor: User, manager: User, leaver: User,
    api: Callable[..., Any], sign_in: Callable[[User], Client], django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    today = timezone.localdate()
    last = today + datetime.timedelta(days=2)
    Cover.objects.create(
        customer=book.hottechi, person=supervisor, owner=leaver, instead_of=leaver, why="departure",
        departure=departure, named_by=manager, named_at=NOW, first_on=today, last_on=last,
    )  # fmt: skip
    client = api(manager)

    def ask(**asked: Any) -> Any:
        return client.get("/api/v1/responsible/", {"customer": book.hottechi.pk, **asked}).json()

    found = ask()
    assert (found["responsible"]["id"], found["instead_of"]["id"]) == (supervisor.pk, leaver.pk)
    assert found["covers_until"] == last.isoformat()
    assert ask(on=last)["responsible"]["id"] == supervisor.pk
    later = ask(on=last + datetime.timedelta(days=1))
    assert (later["responsible"]["id"], later["instead_of"]) == (leaver.pk, None)
    moved = ask(on=datetime.date(2026, 12, 20))
    assert moved["responsible"]["id"] == approved.assignments.get(kind=1, record_id=book.hottechi.pk).successor_id
    assert client.get("/api/v1/responsible/", {"customer": 1, "on": "2020-01-01"}).status_code == 422
    page = sign_in(manager).get(f"/customers/{book.hottechi.pk}/").content.decode()
    assert "Covered by 孙丽 until" in page
    assert "Covered by" not in sign_in(manager).get(f"/customers/{book.kancode.pk}/").content.decode()
    with django_assert_max_num_queries(3):
        ask()


def test_home_says_whom_a_person_covers(name: Name, supervisor: User, sign_in: Callable[[User], Client]) -> None:
    name(days=Days(timezone.localdate(), timezone.localdate()), at=timezone.now())
    assert "You cover 2 customers of 陈静." in sign_in(supervisor).get("/").content.decode()


def test_covers_by_rest(
    name: Name, departure: Departure, book: Book, manager: User, supervisor: User, successor: User, api: Callable
) -> None:
    name()
    url = f"/api/v1/departures/{departure.pk}/covers/"
    rows = api(manager).get(url, {"customer": book.kancode.pk}).json()["results"]
    assert [(row["person"], row["first_on"], row["last_on"], row["outcome"]) for row in rows] == [
        (supervisor.pk, "2026-12-16", "2026-12-20", "")
    ]
    assert len(api(manager).get(url).json()["results"]) == 2
    assert api(successor).get(url).status_code == 404
    assert api(departure.leaver).get(url).json()["results"] == []
