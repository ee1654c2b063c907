"""Working days by office: China's make-up days, America's holidays, and everywhere else Monday to Friday."""

import datetime

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Office
from accounts.workdays import is_working_day
from handover.workdays import shift

SHANGHAI = Office(name="Shanghai", country="CN")
CHICAGO = Office(name="Chicago", country="US")
NOWHERE = Office(name="Atlantis", country="ZZ")
day = datetime.date


def test_china_equals_the_notices_of_the_state_council() -> None:
    days = [day(2018, 1, 1) + datetime.timedelta(n) for n in range(9 * 365)]
    assert [d for d in days if is_working_day(d, SHANGHAI) != chinese_calendar.is_workday(d)] == []


def test_a_weekend_worked_for_a_holiday_counts() -> None:
    assert is_working_day(day(2026, 2, 14), SHANGHAI)  # the Saturday worked for Spring Festival
    assert not is_working_day(day(2026, 2, 18), SHANGHAI)
    assert shift(day(2026, 2, 24), -1, SHANGHAI) == day(2026, 2, 14)


def test_chicago_rests_on_thanksgiving() -> None:
    assert not is_working_day(day(2026, 11, 26), CHICAGO)
    assert shift(day(2026, 11, 25), 1, CHICAGO) == day(2026, 11, 27)


@pytest.mark.parametrize("office", [None, NOWHERE])
def test_without_a_calendar_monday_to_friday(office: Office | None) -> None:
    assert is_working_day(day(2026, 10, 1), office)
    assert not is_working_day(day(2026, 10, 3), office)
    assert shift(day(2026, 10, 2), 1, office) == day(2026, 10, 5)


def test_offset_zero_falls_back_to_the_last_working_day() -> None:
    assert shift(day(2026, 11, 28), 0, SHANGHAI) == day(2026, 11, 27)
    assert shift(day(2026, 11, 27), 0, SHANGHAI) == day(2026, 11, 27)


@pytest.mark.parametrize("year", [1, 1900, 2031, 2150, 9999])
@pytest.mark.parametrize("office", [SHANGHAI, CHICAGO, None])
def test_years_beyond_the_calendar_do_not_matter(year: int, office: Office | None) -> None:
    for offset in (-400, 0, 400):
        assert isinstance(shift(day(year, 6, 15), offset, office), datetime.date)
    assert shift(day.max, 1, office) == day.max
    assert shift(day.min, -1, office) == day.min


@given(
    start=st.dates(day(2015, 1, 1), day(2035, 12, 31)),
    offset=st.integers(-60, 60),
    office=st.sampled_from([SHANGHAI, CHICAGO, NOWHERE, None]),
)
def test_a_shift_ends_on_a_working_day_that_many_away(start: datetime.date, offset: int, office: Office | None) -> None:
    end = shift(start, offset, office)
    assert is_working_day(end, office)
    low, high = min(start, end), max(start, end)
    between = [low + datetime.timedelta(n) for n in range((high - low).days + 1)]
    worked = [d for d in between if d != start and is_working_day(d, office)]
    assert len(worked) == abs(offset) or (offset == 0 and end <= start)
