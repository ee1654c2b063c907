"""Registering a departure, and what it does to the leaver's access."""

import dataclasses
import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, User
from handover import access
from handover.actions import departures
from handover.dates import Dates
from handover.lifecycle import State, Verb
from handover.models import Departure, Move, MoveState, Plan
from notices.models import Notice
from tests.cast import NOW
from web.errors import Refused

DATES = Dates(
    notice_on=datetime.date(2026, 11, 16),
    last_day_on=datetime.date(2026, 12, 15),
    access_ends_at=datetime.datetime(2026, 12, 15, 15, 59, tzinfo=datetime.UTC),
    effective_at=datetime.datetime(2026, 12, 15, 16, 0, tzinfo=datetime.UTC),
)


def register(leaver: User, by: User, **fields: object) -> Departure:
    given = {"kind": "resignation", "reason": "career", "dates": DATES} | fields
    return departures.register(leaver=leaver, by=by, at=NOW, **given)


def test_registering_cuts_the_access_and_tells_those_concerned(leaver: User, manager: User, hr: User) -> None:
    departure = register(leaver, manager)
    leaver.refresh_from_db()
    assert leaver.access_ends_at == DATES.access_ends_at
    assert departure.state == State.REGISTERED
    assert [row.verb for row in departure.transitions.all()] == [Verb.REGISTER]
    verbs = {entry.verb for entry in AuditEntry.objects.about(departure)}
    assert verbs == {"departure.registered", "checklist.generated"}
    assert set(Notice.objects.about(departure).values_list("recipient", "kind")) == {
        (leaver.pk, "departure_registered_leaver"),
        (hr.pk, "departure_registered"),
    }


@pytest.mark.parametrize(("kind", "already_gone"), [("dismissal", False), ("resignation", True)])
def test_some_leavers_are_not_told(leaver: User, manager: User, hr: User, kind: str, already_gone: bool) -> None:
    departure = register(leaver, manager, kind=kind, already_gone=already_gone)
    assert not Notice.objects.about(departure).filter(recipient=leaver).exists()
    assert access.departures(leaver).exists() is (kind != "dismissal")


def test_a_dismissed_leaver_is_told_and_sees_it_from_the_beginning_on_whatever_follows(
    make_departure: Callable[..., Departure], leaver: User, manager: User, supervisor: User
) -> None:
    departure = make_departure(leaver, manager, State.PLANNED, kind="dismissal", supervisor=supervisor)
    assert not access.departures(leaver).exists()
    for verb in (Verb.BEGIN, Verb.REPLAN, Verb.WITHDRAW):
        departures.transition(departure=departure, verb=verb, by=manager, at=NOW, reason="So it is.")
        assert Notice.objects.about(departure).filter(recipient=leaver, kind=f"departure_{verb}").exists()
        assert access.departures(leaver).exists()


def test_nobody_registers_themselves_twice_or_outside_their_scope(
    leaver: User, manager: User, hr: User, outsider: User
) -> None:
    for person, by, code in (
        (hr, hr, "not_yourself"),
        (outsider, manager, "not_yours"),
        (manager, leaver, "not_yours"),
    ):
        with pytest.raises(Refused) as refusal:
            register(person, by)
        assert refusal.value.code == code
    register(leaver, manager)
    with pytest.raises(Refused) as refusal:
        register(leaver, hr)
    assert refusal.value.code == "already_leaving"


def test_withdrawing_gives_the_access_back(leaver: User, manager: User) -> None:
    departure = register(leaver, manager)
    departures.transition(departure=departure, verb=Verb.WITHDRAW, by=manager, at=NOW, reason="Stays after all.")
    leaver.refresh_from_db()
    assert leaver.access_ends_at is None
    assert departure.state == State.WITHDRAWN
    assert departure.ended_at == NOW


def test_dates_in_disorder_are_refused_at_their_field(leaver: User, manager: User) -> None:
    early = Dates(DATES.notice_on, datetime.date(2026, 11, 1), DATES.access_ends_at, DATES.effective_at)
    with pytest.raises(ValidationError) as refusal:
        register(leaver, manager, dates=early)
    assert set(refusal.value.message_dict) == {"last_day_on"}


def test_the_pages_open_to_those_concerned_only(
    leaver: User, manager: User, hr: User, outsider: User, sign_in: Callable
) -> None:
    departure = register(leaver, manager)
    for person, status in ((manager, 200), (hr, 200), (leaver, 200), (outsider, 404)):
        assert sign_in(person).get(f"/handovers/{departure.pk}/").status_code == status


def test_an_access_that_ended_before_is_not_opened_again(leaver: User, manager: User) -> None:
    leaver.access_ends_at = NOW
    leaver.save()
    departure = register(leaver, manager)
    later = dataclasses.replace(DATES, access_ends_at=DATES.access_ends_at + datetime.timedelta(days=1))
    departures.change_dates(departure=departure, dates=later, by=manager, at=NOW)
    departures.transition(departure=departure, verb=Verb.WITHDRAW, by=manager, at=NOW, reason="Stays.")
    leaver.refresh_from_db()
    assert leaver.access_ends_at == NOW


def test_who_moves_inside_the_firm_keeps_the_access(leaver: User, manager: User) -> None:
    register(leaver, manager, kind="transfer")
    leaver.refresh_from_db()
    assert leaver.access_ends_at is None


def test_a_move_that_waits_follows_the_date(leaver: User, manager: User, hr: User) -> None:
    departure = register(leaver, manager)
    plan = Plan.objects.create(
        departure=departure, state="approved", made_by=hr, made_at=NOW, approved_by=manager, approved_at=NOW
    )
    move = Move.objects.create(plan=plan, asked_by=manager, asked_at=NOW, due_at=DATES.effective_at)
    later = dataclasses.replace(DATES, effective_at=DATES.effective_at + datetime.timedelta(days=3))
    departures.change_dates(departure=departure, dates=later, by=manager, at=NOW)
    move.refresh_from_db()
    assert move.due_at == later.effective_at
    move.state, move.finished_at = MoveState.DONE, NOW
    move.save()
    with pytest.raises(Refused) as refusal:
        departures.change_dates(departure=departure, dates=DATES, by=manager, at=NOW)
    assert refusal.value.code == "already_moved"


def test_a_departure_that_is_over_is_not_changed(leaver: User, manager: User, make_departure: Callable) -> None:
    departure = make_departure(leaver, manager, State.CLOSED)
    with pytest.raises(Refused) as refusal:
        departures.change_dates(departure=departure, dates=DATES, by=manager, at=NOW)
    assert refusal.value.code == "not_now"
