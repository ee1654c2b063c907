"""Quiet hours: by the person's clock and the calendar of their office; what is urgent passes."""

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Office, User
from notices.actions import leave
from notices.actions.delivery import deliver
from notices.actions.preferences import keep_hours
from notices.hours import Hours
from notices.models import Delivery, DeliveryState
from tests.cast import NOW

SHANGHAI = Office(name="Shanghai", country="CN", time_zone="Asia/Shanghai")
DAY_HOURS = (datetime.time(9), datetime.time(18))
CHINA = Hours(zoneinfo.ZoneInfo("Asia/Shanghai"), SHANGHAI, DAY_HOURS)


def china(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2026-11-16 10:00", "2026-11-16 10:00"),  # Monday, within
        ("2026-11-16 08:59", "2026-11-16 09:00"),
        ("2026-11-16 18:00", "2026-11-17 09:00"),
        ("2026-11-20 20:00", "2026-11-23 09:00"),  # Friday evening
        ("2026-09-30 19:00", "2026-10-08 09:00"),  # the National Day holidays
        ("2026-10-09 19:00", "2026-10-10 09:00"),  # a Saturday that is worked to make up for them
    ],
)
def test_it_waits_for_the_next_working_moment(at: str, moment: str) -> None:
    assert CHINA.next_moment(china(at)) == china(moment)


def test_every_day_counts_for_who_wants_it_so() -> None:
    hours = Hours(CHINA.zone, SHANGHAI, DAY_HOURS, working_days_only=False)
    assert hours.next_moment(china("2026-11-20 20:00")) == china("2026-11-21 09:00")


def test_without_hours_nothing_waits() -> None:
    assert Hours(CHINA.zone, SHANGHAI).next_moment(china("2026-11-21 03:00")) == china("2026-11-21 03:00")


@given(
    st.datetimes(datetime.datetime(2024, 1, 1), datetime.datetime(2027, 12, 1)),
    st.sampled_from(["UTC", "Asia/Shanghai", "America/Chicago", "Europe/Berlin", "Asia/Kathmandu"]),
)
def test_a_moment_is_never_before_and_needs_no_second_wait(naive: datetime.datetime, zone: str) -> None:
    hours = Hours(zoneinfo.ZoneInfo(zone), None, DAY_HOURS)
    at = naive.replace(tzinfo=datetime.UTC)
    moment = hours.next_moment(at)
    assert moment >= at
    assert hours.next_moment(moment) == moment


def keep(person: User, **hours: object) -> None:
    usual = {"starts_at": DAY_HOURS[0], "ends_at": DAY_HOURS[1], "working_days_only": True}
    keep_hours(person=person, at=NOW, **{"holds_back": True, "daily_at": datetime.time(8), **usual, **hours})


def run(at: datetime.datetime) -> int:
    return deliver(clock=lambda: at, until=at + datetime.timedelta(minutes=1))


@pytest.fixture
def rests(supervisor: User, settings: object, tmp_path: object) -> User:
    """孙丽, who wants nothing after six, by her clock in Shanghai."""
    settings.MAIL_DIR = tmp_path  # type: ignore[attr-defined]
    User.objects.filter(pk=supervisor.pk).update(time_zone="Asia/Shanghai")
    keep(supervisor)
    return supervisor


EVENING = china("2026-11-20 20:00")


def test_a_mail_waits_for_monday_and_no_attempt_is_counted(rests: User) -> None:
    leave(kind="departure_begin", to=rests, key="a", at=EVENING)
    assert run(EVENING) == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.failure) == (DeliveryState.WAITING, 0, "")
    assert delivery.not_before == china("2026-11-23 09:00")
    assert run(delivery.not_before) == 1


def test_what_is_urgent_passes(rests: User) -> None:
    leave(kind="move_failed", to=rests, key="a", at=EVENING)
    assert run(EVENING) == 1


def test_other_hours_are_looked_at_at_once(rests: User) -> None:
    leave(kind="departure_begin", to=rests, key="a", at=EVENING)
    run(EVENING)
    keep_hours(
        person=rests,
        at=EVENING,
        holds_back=False,
        starts_at=DAY_HOURS[0],
        ends_at=DAY_HOURS[1],
        working_days_only=True,
        daily_at=datetime.time(8),
    )
    assert run(EVENING) == 1


def test_the_firms_hours_count_for_who_chose_none(successor: User, settings: object, tmp_path: object) -> None:
    settings.MAIL_DIR = tmp_path  # type: ignore[attr-defined]
    settings.QUIET_HOURS = DAY_HOURS  # type: ignore[attr-defined]
    User.objects.filter(pk=successor.pk).update(time_zone="Asia/Shanghai")
    leave(kind="departure_begin", to=successor, key="a", at=EVENING)
    assert run(EVENING) == 0
    keep(successor, holds_back=False)
    assert run(EVENING) == 1
