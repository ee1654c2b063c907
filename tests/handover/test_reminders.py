"""Reminders: who hears what, when, once, and how many statements that takes."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Team, User
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Task
from handover.actions.reminders import remind
from handover.lifecycle import State, Verb
from handover.models import (
    Assignment,
    ChecklistItem,
    Departure,
    Move,
    Plan,
    Reminder,
    TransitionRow,
    Verification,
)
from handover.reminders import RULES
from notices.models import Delivery, Notice
from notices.rendering import Words
from tests.cast import NOW

TODAY = NOW.date()  # a Monday, ten in the morning in Shanghai
DAY = datetime.timedelta(days=1)


@pytest.fixture
def quiet(departure: Departure) -> Departure:
    """陈静's departure with an approved plan and nothing on the checklist: no reason to remind anybody."""
    departure.items.all().delete()
    approve(departure)
    Notice.objects.all().delete()
    return departure


def approve(departure: Departure, *successors: User) -> Plan:
    boss = departure.leaver.team.manager  # type: ignore[union-attr]
    fields = {"approved_by": departure.supervisor, "approved_at": NOW, "made_by": boss, "made_at": NOW}
    plan = Plan.objects.create(departure=departure, state="approved", **fields)
    for successor in successors:
        plan.successors.create(user=successor)
    return plan


def items(departure: Departure, number: int = 1, responsible: str = "leaver", due_on: datetime.date = TODAY) -> None:
    start = departure.items.count()
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            departure=departure,
            key=f"item:{n}",
            section="documents",
            responsible=responsible,
            anchor="last_day_on",
            offset=0,
            due_on=due_on,
        )
        for n in range(start, start + number)
    )


def told(at: datetime.datetime = NOW) -> list[tuple[str, User]]:
    """What a sweep at `at` newly says, to whom."""
    before = set(Notice.objects.values_list("pk", flat=True))
    remind(at=at)
    return [(notice.kind, notice.recipient) for notice in Notice.objects.exclude(pk__in=before).order_by("id")]


def test_nothing_due_is_nothing_said(quiet: Departure) -> None:
    items(quiet, due_on=TODAY + 10 * DAY)
    assert told() == []


def test_many_items_of_a_day_are_one_notice(quiet: Departure, leaver: User) -> None:
    items(quiet, 40)
    assert told() == [("items_due", leaver)]
    notice = Notice.objects.get()
    assert Words(notice).subject == "40 items of your handover are due today"
    assert notice.url == f"/handovers/{quiet.pk}/checklist/"
    assert (notice.subject_kind, notice.subject_id) == ("handover.departure", quiet.pk)
    assert Delivery.objects.get().notice == notice


def test_a_second_sweep_says_nothing(quiet: Departure) -> None:
    items(quiet, 3)
    assert remind(at=NOW) == 1
    assert remind(at=NOW + datetime.timedelta(minutes=1)) == 0


def test_one_item_climbs_the_ladder_once_per_rung(
    quiet: Departure, leaver: User, supervisor: User, manager: User, hr: User
) -> None:
    items(quiet, due_on=datetime.date(2026, 11, 18))  # Wednesday
    heard = {}
    for day in range(12):
        if said := told(NOW + day * DAY):
            heard[TODAY + day * DAY] = said
    assert heard == {
        datetime.date(2026, 11, 17): [("items_due_soon", leaver)],
        datetime.date(2026, 11, 18): [("items_due", leaver)],
        datetime.date(2026, 11, 19): [("items_overdue", leaver)],
        datetime.date(2026, 11, 20): [("items_overdue_of_others", supervisor)],
        datetime.date(2026, 11, 23): [("items_overdue_of_others", manager)],
        datetime.date(2026, 11, 25): [("items_overdue_of_others", hr)],
    }


def test_what_is_done_is_not_spoken_of(quiet: Departure, leaver: User) -> None:
    items(quiet)
    quiet.items.update(state="done", settled_by=leaver, settled_at=NOW)
    assert told() == []


def test_a_date_that_moves_starts_the_ladder_again(quiet: Departure, leaver: User) -> None:
    items(quiet)
    assert told() == [("items_due", leaver)]
    quiet.items.update(due_on=TODAY + 7 * DAY)
    assert told(NOW + 7 * DAY) == [("items_due", leaver)]


def test_the_day_begins_in_the_morning_of_the_office(quiet: Departure, leaver: User) -> None:
    items(quiet, due_on=TODAY + DAY)
    before_eight = datetime.datetime(2026, 11, 16, 23, 59, tzinfo=datetime.UTC)  # 07:59 on the 17th in Shanghai
    assert [kind for kind, _person in told(before_eight)] == ["items_due_soon"]
    assert told(before_eight + datetime.timedelta(minutes=1)) == [("items_due", leaver)]


def test_a_weekend_adds_nothing(quiet: Departure, leaver: User) -> None:
    friday = NOW + 4 * DAY
    items(quiet, due_on=friday.date())
    assert told(friday) == [("items_due", leaver)]
    assert told(friday + DAY) == told(friday + 2 * DAY) == []
    assert told(friday + 3 * DAY) == [("items_overdue", leaver)]


def test_beat_that_was_away_for_days_says_the_latest_only(
    quiet: Departure, leaver: User, supervisor: User, manager: User, hr: User
) -> None:
    items(quiet)
    assert sorted(told(NOW + 14 * DAY), key=lambda row: row[1].pk) == sorted(
        [
            ("items_overdue", leaver),
            ("items_overdue_of_others", supervisor),
            ("items_overdue_of_others", manager),
            ("items_overdue_of_others", hr),
        ],
        key=lambda row: row[1].pk,
    )


def test_the_supervisor_stands_in_for_who_is_gone(quiet: Departure, supervisor: User) -> None:
    Departure.objects.update(already_gone=True)
    items(quiet)
    assert told() == [("items_due", supervisor)]
    assert "supervisor" in Words(Notice.objects.get()).reason


def test_all_successors_are_told_and_the_manager_while_there_is_none(
    quiet: Departure, successor: User, second_successor: User, manager: User
) -> None:
    items(quiet, responsible="successor")
    assert told() == [("items_due", manager)]
    Plan.objects.all().delete()
    approve(quiet, successor, second_successor)
    assert {person for _kind, person in told()} == {successor, second_successor}


def test_a_missing_supervisor_is_asked_for_after_a_working_day(quiet: Departure, manager: User, hr: User) -> None:
    Departure.objects.update(supervisor=None)
    assert told() == []
    assert told(NOW + DAY) == [("supervisor_missing", manager)]
    assert told(NOW + 2 * DAY) == []
    assert {person for _kind, person in told(NOW + 3 * DAY)} == {manager, hr}


def test_the_manager_of_a_manager_is_the_one_above(quiet: Departure, manager: User, hr: User, outsider: User) -> None:
    above = Team.objects.create(name="Country", manager=outsider)
    Team.objects.filter(name="East").update(parent=above)
    Departure.objects.update(supervisor=None, leaver=manager)
    assert told(NOW + DAY) == [("supervisor_missing", outsider)]


def test_a_plan_is_asked_for_before_the_day(quiet: Departure, manager: User, hr: User) -> None:
    Plan.objects.all().delete()
    effective = datetime.datetime(2026, 11, 27, 16, tzinfo=datetime.UTC)  # Saturday 28 November, 00:00 in Shanghai
    Departure.objects.update(effective_at=effective)
    heard = [(TODAY + day * DAY, told(NOW + day * DAY)) for day in range(15)]
    assert [row for row in heard if row[1]] == [
        (datetime.date(2026, 11, 23), [("plan_missing", manager)]),
        (datetime.date(2026, 11, 26), [("plan_missing", manager)]),
        (datetime.date(2026, 11, 27), [("plan_missing", hr)]),
        (datetime.date(2026, 11, 30), [("plan_missing", manager)]),
    ]
    Notice.objects.all().delete()
    Reminder.objects.all().delete()
    approve(quiet)
    assert told(NOW + 14 * DAY) == []


@pytest.fixture
def verifying(quiet: Departure, manager: User, make_customer: Callable[..., Customer]) -> Verification:
    """One customer to be verified since Monday."""
    Departure.objects.update(state=State.VERIFYING)
    TransitionRow.objects.create(
        departure=quiet, verb=Verb.VERIFY, from_state=State.HANDING_OVER, to_state=State.VERIFYING, by=manager, at=NOW
    )
    heir = User.objects.create_user("heir@baton.example", name="Heir", team=quiet.leaver.team, office=manager.office)
    return Verification.objects.create(departure=quiet, customer=make_customer(quiet.leaver), successor=heir)


def test_a_verification_waits_for_one_after_the_other(
    verifying: Verification, leaver: User, supervisor: User, manager: User
) -> None:
    assert told() == []
    assert told(NOW + DAY) == [("verifications_waiting", leaver)]
    stated = NOW + DAY
    Verification.objects.update(verdict="stated", statement="as is", stated_by=leaver, stated_at=stated)
    assert told(stated + DAY) == [("verifications_waiting", verifying.successor)]
    Verification.objects.update(verdict="disputed", answer="one deal is missing", answered_at=stated)
    assert told(stated + DAY) == [("verifications_waiting", supervisor)]
    assert [kind for kind, _person in told(NOW + 8 * DAY)] == ["verifications_waiting_for_others"] * 2
    Verification.objects.update(verdict="settled", settlement="so", settled_by=supervisor, settled_at=stated)
    assert told(NOW + 30 * DAY) == []


@pytest.fixture
def moved(quiet: Departure, successor: User, make_customer: Callable[..., Customer]) -> Plan:
    """A finished move: one task and one contract went to 李伟."""
    plan = Plan.objects.get()
    plan.successors.create(user=successor)
    customer = make_customer(successor)
    task = Task.objects.create(title="Send the quote", owner=successor, customer=customer, due_on=TODAY + 2 * DAY)
    contract = Contract.objects.create(
        number="HT-9",
        owner=successor,
        customer=customer,
        renewal_notice_on=TODAY + 11 * DAY,
        ends_on=TODAY + 60 * DAY,
    )
    for kind, record in ((RecordKind.TASK, task), (RecordKind.CONTRACT, contract)):
        Assignment.objects.create(
            plan=plan, kind=kind, record_id=record.pk, from_owner=quiet.leaver, successor=successor
        )
    boss = quiet.registered_by
    Move.objects.create(plan=plan, state="done", asked_by=boss, asked_at=NOW, due_at=NOW, finished_at=NOW)
    Departure.objects.update(state=State.CLOSED, ended_at=NOW)
    return plan


def test_what_was_inherited_is_watched_after_the_move(moved: Plan, successor: User, manager: User) -> None:
    assert sorted(told(), key=str) == [("contracts_inherited_due", successor), ("tasks_inherited_due", successor)]
    assert told(NOW + 3 * DAY) == [("tasks_inherited_due", successor)]
    assert told(NOW + 7 * DAY) == [("tasks_inherited_overdue", manager)]
    Task.objects.update(state="done", done_at=NOW)
    Contract.objects.update(state="expired")
    assert told(NOW + 20 * DAY) == []


def test_what_was_undone_is_not_watched(moved: Plan, manager: User) -> None:
    Move.objects.update(state="undone")
    assert told() == []


def test_what_was_handed_on_since_is_the_new_owners(moved: Plan, second_successor: User) -> None:
    from customers.actions import ownership

    ownership.change(record=Task.objects.get(), to=second_successor, by=second_successor, at=NOW)
    assert ("tasks_inherited_due", second_successor) in told()


@pytest.mark.parametrize("state", [State.CLOSED, State.WITHDRAWN])
def test_a_departure_that_is_over_is_silent(quiet: Departure, state: State) -> None:
    items(quiet)
    Plan.objects.all().delete()
    Departure.objects.update(state=state, ended_at=NOW, supervisor=None)
    assert told(NOW + 30 * DAY) == []


def test_the_sweep_takes_the_same_statements_for_any_number(
    quiet: Departure, make_departure: Callable[..., Departure], successor: User, manager: User
) -> None:
    items(quiet, 3)
    with CaptureQueriesContext(
        connection,
    ) as few:
        remind(at=NOW)
    other = make_departure(successor, manager)
    for departure in (quiet, other):
        items(departure, 400, due_on=TODAY + DAY)
        items(departure, 400)
    with CaptureQueriesContext(connection) as many:
        assert remind(at=NOW) > 1
    assert len(many) == len(few) <= len(RULES) + 12


def test_every_rung_has_words_and_every_ladder_climbs(quiet: Departure, leaver: User) -> None:
    for rule in RULES:
        assert [rung.after for rung in rule.ladder] == sorted(rung.after for rung in rule.ladder)
        for rung in rule.ladder:
            for count in (1, 5):
                params = {"name": "陈静", "count": count, "first_on": "2026-11-18", "last_on": "2026-11-20"}
                words = Words(Notice(kind=rung.kind, params=params, recipient=leaver))
                assert words.body
                assert words.subject != "Something new in Baton"
