"""Numbers, money, percentages and dates as people write them."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.importing import values
from customers.importing.problems import RowProblem

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("99999999999.99"), places=2)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))


@given(AMOUNTS)
def test_an_amount_survives_every_way_to_write_it(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    continental = english.translate(str.maketrans(",.", ".,"))
    for text in (str(amount), english, continental, f"¥{english}", f"{english} USD", english.replace(",", " ")):
        assert values.money(text) == amount


@given(st.integers(0, 99_999_999))
def test_units_of_ten_thousand(amount: int) -> None:
    assert values.money(f"{amount}万") == amount * 10_000
    assert values.money(f"{amount}亿" if amount < 10_000 else f"{amount}万元") == amount * (
        10**8 if amount < 10_000 else 10**4
    )


@given(DAYS)
def test_a_day_survives_every_way_to_write_it(day: datetime.date) -> None:
    for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d", "%d %b %Y", "%b %d, %Y", "%Y-%m-%d 00:00:00"):
        assert values.day(day.strftime(pattern)) == day
    assert values.day(day.strftime("%d/%m/%Y"), "dmy") == day
    assert values.day(day.strftime("%m/%d/%Y"), "mdy") == day


@given(st.lists(DAYS, min_size=1, max_size=30), st.sampled_from(["dmy", "mdy"]))
def test_the_column_decides_the_order_or_nobody(days: list[datetime.date], order: str) -> None:
    pattern = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    told = values.date_order(day.strftime(pattern) for day in days)
    assert told == (order if any(day.day > 12 for day in days) else "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234),
        ("12,5", Decimal("12.5")),
        ("1.234.567", 1234567),
        ("1.234,50", Decimal("1234.50")),
        ("12,34,567", 1234567),
        ("3.5万", 35000),
        ("1.2亿元", 120_000_000),
        ("１２３", 123),
        ("(12)", -12),
        ("1e5", 100000),
        ("$ 5", 5),
        ("RMB 8,000", 8000),
    ],
)
def test_numbers(text: str, value: Decimal) -> None:
    assert values.number(text) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "1,23,4", "1.2.3", "12-3", "0x1F", "inf", "NaN", "--5", "1" * 5000, "1e99"]
)
def test_no_numbers(text: str) -> None:
    with pytest.raises(RowProblem):
        values.number(text)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "31/31/2026", "tomorrow", "2026", "0001-01-01", "9999-12-31", "1/2/3/4"]
)
def test_no_days(text: str) -> None:
    with pytest.raises(RowProblem) as problem:
        values.day(text, "dmy")
    assert problem.value.code == "not_a_date"


@given(st.text(max_size=40))
def test_any_text_is_a_value_or_a_problem(text: str) -> None:
    for read in (values.number, values.money, values.percentage, values.day, values.email, values.clean):
        try:
            read(text)
        except RowProblem:
            continue


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_a_problem(text: str) -> None:
    for prefix in ("", "2026-01-02 "):
        try:
            values.moment(prefix + text, "dmy", datetime.UTC)
        except RowProblem:
            continue


def test_moments() -> None:
    shanghai = values.zone_of("Asia/Shanghai")
    noon = datetime.datetime(2026, 1, 2, 4, 30, tzinfo=datetime.UTC)
    for text in ("2026-01-02 12:30", "2026/1/2 12:30:00 PM", "2026-01-02T04:30:00Z", "2026-01-02T05:30+01:00"):
        assert values.moment(text, "", shanghai) == noon


def test_percentages() -> None:
    assert [values.percentage(text) for text in ("50", "50%", "0.5", "100 %", "0")] == [50, 50, 50, 100, 0]
    with pytest.raises(RowProblem):
        values.percentage("101")
