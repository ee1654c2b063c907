"""Days and moments as people write them, and the one order of a column."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.importing import dates, styles
from customers.importing.problems import RowProblem

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))
THIS_AGE = st.dates(datetime.date(1970, 1, 1), datetime.date(2069, 12, 31))
SHANGHAI = dates.zone_of("Asia/Shanghai")
ORDERS = {
    "dmy": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y"),
    "mdy": ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"),
    "ymd": ("%y-%m-%d", "%y/%m/%d"),
}


@given(DAYS)
def test_a_day_survives_every_way_to_write_it(day: datetime.date) -> None:
    for pattern in (
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y年%m月%d日",
        "%d %b %Y",
        "%b %d, %Y",
        "%Y-%m-%d 00:00:00",
        "%A, %d %B %Y",
    ):
        assert dates.day(day.strftime(pattern)) == day
    for order, patterns in ORDERS.items():
        for pattern in patterns:
            if "%Y" in pattern:
                assert dates.day(day.strftime(pattern), order) == day


@given(st.lists(THIS_AGE, min_size=1, max_size=40), st.data())
def test_a_column_reads_back_the_same_or_is_asked(days: list[datetime.date], data: st.DataObject) -> None:
    order = data.draw(st.sampled_from(sorted(ORDERS)))
    pattern = data.draw(st.sampled_from(ORDERS[order]))
    texts = [day.strftime(pattern) for day in days]
    column = styles.Column()
    column.see(texts)
    told = column.told().get("dates", "")
    for text, day in zip(texts, days, strict=True):
        if told != "?":
            assert dates.day(text, told) == day
        assert dates.day(text, order) == day


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["03/04/2026", "25/12/2026"], "dmy"),
        (["03/04/2026", "12/25/2026 3:05 PM"], "mdy"),
        (["03/04/2026"], "?"),
        (["25/12/2026", "12/25/2026"], "?"),
        (["04/04/2026", "2026-01-02"], None),
        (["25.12.26", "03.04.26"], "dmy"),
        (["25/12/26"], "?"),
        ([f"{day:02}/11/{year}" for day in range(1, 28) for year in (24, 25, 26)], "dmy"),
        ([f"{year}-11-{day:02}" for day in range(1, 28) for year in (24, 25, 26)], "ymd"),
    ],
)
def test_what_a_column_tells(texts: list[str], told: str | None) -> None:
    column = styles.Column()
    column.see(texts)
    assert column.told().get("dates") == told


@pytest.mark.parametrize(
    "text",
    [
        *(
            "3. März 2026",
            "3 mars 2026",
            "3 de marzo de 2026",
            "3 March, 2026",
            "Di., 3. Mrz. 2026",
            "mar. 3 mars 2026",
        ),
        *("Tuesday, March 3rd, 2026", "3-Mar-26", "2026-Mar-03", "三月 3, 2026", "2026年3月3日 星期二", "2026. 3. 3."),
        *("20260303", "46084", "1772496000000", "1772496000", "2026-03-03T00:00:00.000Z", "2026-03-02T16:00:00Z"),
        *("2026/3/3 下午3:05", "3 Mar 2026 at 11:59 PM", "2026-03-03 23:59:59+08:00"),
    ],
)
def test_one_day_in_many_languages(text: str) -> None:
    assert dates.day(text, "", SHANGHAI) == datetime.date(2026, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-01-02 12:30",
            "2026/1/2 12:30:00 PM",
            "2026-01-02T04:30:00Z",
            "2026-01-02T05:30+01:00",
            "46024.5208333",
        ),
        *(
            "2026年1月2日 下午12:30",
            "2026-1-2 中午12:30",
            "2 janv. 2026 à 12:30",
            "2026-01-02 12:30 GMT+8",
            "1767328200000",
        ),
        *("Fri Jan 02 2026 12:30:00 GMT+0800", "20260102123000", "2026年1月2日12时30分", "02.01.2026 12:30 Uhr"),
    ],
)
def test_one_moment_in_many_forms(text: str) -> None:
    assert dates.moment(text, "dmy", SHANGHAI) == datetime.datetime(2026, 1, 2, 4, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-02-30",
            "31/31/2026",
            "tomorrow",
            "2026",
            "0001-01-01",
            "9999-12-31",
            "1/2/3/4",
            "May 2026",
            "3 jui 2026",
        ),
        *("2026-01-02 12:30 CST", "2026-01-02 上午15:30", "2026-01-02 25:00", "1" * 5000, "138000000001"),
    ],
)
def test_no_days(text: str) -> None:
    with pytest.raises(RowProblem) as problem:
        dates.moment(text, "dmy", SHANGHAI)
    assert problem.value.code == "not_a_date"


@given(st.text(max_size=70))
def test_any_text_is_a_moment_or_a_problem(text: str) -> None:
    for prefix in ("", "2026-01-02 ", "3/4/"):
        for order in ("", "dmy", "ymd"):
            try:
                dates.moment(prefix + text, order, SHANGHAI)
                dates.day(prefix + text, order, SHANGHAI)
            except RowProblem:
                continue
    styles.Column().see([text, "3/4/" + text, "1," + text])
