"""Who is responsible for each customer on each day: the spans, the gaps, and how many customers have one."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from customers.models import Customer
from handover.coverage import frames, groups, spans, uncovered
from handover.coverage.spans import By, Cause, Span
from handover.models import Cover, Departure, Move, MoveState, Plan, Transfer
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out

TODAY = NOW.date()
LAST_DAY = datetime.date(2026, 12, 15)
MOVE_DAY = datetime.date(2026, 12, 16)
A_DAY = datetime.timedelta(days=1)
MakeCover = Callable[..., Cover]


@pytest.fixture
def make_cover(manager: User) -> MakeCover:
    def make(customer: Customer, person: User, first: datetime.date, last: datetime.date, **fields: Any) -> Cover:
        usual = {"owner": customer.owner, "instead_of": customer.owner, "why": "departure", "named_by": manager}
        days = {"first_on": first, "last_on": last, "named_at": NOW}
        return Cover.objects.create(**usual | days | {"customer": customer, "person": person} | fields)

    return make


def _spans(departure: Departure, customer: Customer) -> list[Span]:
    """The spans of one customer of a departure, from `TODAY` on."""
    with connection.cursor() as cursor:
        params: dict[str, Any] = {"departures": [departure.pk], "since": TODAY}
        cursor.execute(f"SELECT customer_id, {groups.KEY} FROM ({groups.CUSTOMERS}) found", params)
        key = dict(cursor.fetchall())[customer.pk]
    group = next(group for group in groups.of([departure.pk], TODAY) if group.key == key)
    frame = frames.of([departure.pk], TODAY)[departure.pk]
    return spans.of(frame, group, frames.away(group.people, [departure.leaver_id], TODAY), TODAY)


def _count(departure: Departure) -> int:
    departure.refresh_from_db()
    return uncovered.counts([departure], TODAY)[departure.pk]


def _move_at(plan: Plan, day: datetime.date, **fields: Any) -> None:
    due = datetime.datetime.combine(day, datetime.time(0, 0), datetime.timezone(datetime.timedelta(hours=8)))
    Move.objects.filter(plan=plan).update(due_at=due, **fields)


def test_without_a_plan_nobody_answers_after_the_last_day(departure: Departure, book: Book) -> None:
    leaver = departure.leaver_id
    assert _spans(departure, book.hottechi) == [
        Span(TODAY, LAST_DAY, By.OWNER, leaver),
        Span(LAST_DAY + A_DAY, None, By.NOBODY, None, Cause.NO_PLAN),
    ]
    assert _count(departure) == 2


def test_an_approved_plan_leaves_no_gap_when_the_move_follows_the_last_day(
    approved: Plan, departure: Departure, book: Book
) -> None:
    successor = approved.assignments.get(kind=1, record_id=book.hottechi.pk).successor_id
    assert _spans(departure, book.hottechi) == [
        Span(TODAY, LAST_DAY, By.OWNER, departure.leaver_id),
        Span(MOVE_DAY, None, By.SUCCESSOR, successor),
    ]
    assert _count(departure) == 0


def test_between_the_last_day_and_a_later_move_nobody_answers_until_somebody_covers(
    approved: Plan, departure: Departure, book: Book, supervisor: User, make_cover: MakeCover
) -> None:
    _move_at(approved, MOVE_DAY + 5 * A_DAY)
    gap = Span(MOVE_DAY, MOVE_DAY + 4 * A_DAY, By.NOBODY, None, Cause.LEFT)
    assert _spans(departure, book.hottechi)[1] == gap
    assert _count(departure) == 2
    make_cover(book.hottechi, supervisor, MOVE_DAY, MOVE_DAY + 4 * A_DAY)
    assert _spans(departure, book.hottechi)[1] == Span(MOVE_DAY, MOVE_DAY + 4 * A_DAY, By.COVER, supervisor.pk)
    assert _count(departure) == 1


def test_a_paused_move_leaves_everybody_without_a_day(approved: Plan, departure: Departure, book: Book) -> None:
    paused = {"state": MoveState.PAUSED, "paused_at": NOW, "paused_by": departure.registered_by}
    _move_at(approved, MOVE_DAY, **paused)
    assert _spans(departure, book.hottechi)[-1] == Span(MOVE_DAY, None, By.NOBODY, None, Cause.HELD)


def test_a_customer_added_after_the_plan_has_no_successor(
    approved: Plan, departure: Departure, book: Book, make_customer: Callable[..., Customer]
) -> None:
    late = make_customer(departure.leaver)
    assert _spans(departure, late)[-1].cause == Cause.NO_SUCCESSOR
    assert _count(departure) == 1


def test_a_successor_who_is_away_leaves_a_gap_also_after_the_move(
    approved: Plan, departure: Departure, book: Book, manager: User
) -> None:
    line = approved.assignments.get(kind=1, record_id=book.hottechi.pk)
    leave = {"effective_at": NOW + 40 * A_DAY, "returns_at": NOW + 45 * A_DAY, "made_by": manager, "made_at": NOW}
    Plan.objects.create(
        transfer=Transfer.objects.create(kind="leave", person=line.successor, **leave), made_by=manager, made_at=NOW
    )
    away = Span(TODAY + 40 * A_DAY, TODAY + 44 * A_DAY, By.NOBODY, None, Cause.SUCCESSOR_AWAY)
    assert away in _spans(departure, book.hottechi)
    carry_out(approved, manager)
    assert away in _spans(departure, book.hottechi)


def test_access_that_ends_before_the_last_day_begins_the_gap(departure: Departure, book: Book) -> None:
    end = datetime.datetime(2026, 12, 1, 2, 0, tzinfo=datetime.UTC)
    User.objects.filter(pk=departure.leaver_id).update(access_ends_at=end)
    assert _spans(departure, book.hottechi)[0].last == datetime.date(2026, 11, 30)


def test_a_cover_ends_with_its_day_and_two_never_share_one(
    departure: Departure, book: Book, supervisor: User, successor: User, make_cover: MakeCover
) -> None:
    first = make_cover(book.hottechi, supervisor, MOVE_DAY, MOVE_DAY + A_DAY)
    with pytest.raises(IntegrityError, match="one_cover_per_customer_and_day"), transaction.atomic():
        make_cover(book.hottechi, successor, MOVE_DAY + A_DAY, MOVE_DAY + 2 * A_DAY)
    make_cover(book.hottechi, successor, MOVE_DAY + 2 * A_DAY, MOVE_DAY + 3 * A_DAY)
    make_cover(book.kancode, successor, MOVE_DAY, MOVE_DAY + A_DAY)
    Cover.objects.filter(pk=first.pk).update(ended_on=MOVE_DAY + A_DAY, ended_at=NOW, outcome="lifted")
    make_cover(book.hottechi, successor, MOVE_DAY + A_DAY, MOVE_DAY + A_DAY)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("cover_days_in_order", {"last_on": TODAY - A_DAY}),
        ("cover_why_known", {"why": "mood"}),
        ("cover_end_known", {"at_end": "never"}),
        ("cover_ended_whole", {"ended_at": NOW}),
        ("cover_by_another", {"person": None}),
    ],
)
def test_the_database_refuses_a_cover_that_makes_no_sense(
    name: str, wrong: dict[str, Any], departure: Departure, book: Book, supervisor: User, make_cover: MakeCover
) -> None:
    cover = make_cover(book.hottechi, supervisor, TODAY, TODAY)
    fields = {field: departure.leaver if value is None else value for field, value in wrong.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Cover.objects.filter(pk=cover.pk).update(**fields)


def test_many_departures_are_counted_in_the_same_queries(
    departure: Departure, book: Book, outsider: User, supervisor: User, manager: User,
    make_departure: Callable[..., Departure], make_customer: Callable[..., Customer],
) -> None:  # fmt: skip
    with CaptureQueriesContext(connection) as one:
        assert _count(departure) == 2
    other = make_departure(outsider, manager)
    for _each in range(9):
        make_customer(outsider)
    with CaptureQueriesContext(connection) as two:
        found = uncovered.counts([departure, other], TODAY)
    assert found == {departure.pk: 2, other.pk: 9}
    assert len(two) == len(one) - 1
