"""Numbers, amounts and percentages as people write them, and the one convention of a column."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.importing import numbers, styles
from customers.importing.problems import RowProblem

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("99999999999.99"), places=2)


def written(amount: Decimal, convention: str, group: str, places: int) -> str:
    """The amount as a system with that convention writes it."""
    text = f"{amount:,.{places}f}"
    if convention == "comma":
        text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("," if convention == "point" else ".", group) if group != "usual" else text


@given(st.lists(AMOUNTS, min_size=1, max_size=30), st.data())
def test_a_column_reads_back_the_same_or_is_asked(amounts: list[Decimal], data: st.DataObject) -> None:
    convention = data.draw(st.sampled_from(["point", "comma"]))
    group = data.draw(st.sampled_from(["usual", "", " ", "'"]))
    places = data.draw(st.sampled_from([0, 1, 2]))
    sign = data.draw(st.sampled_from(["{}", "€{}", "{} EUR", "$ {}", "¥{}"]))
    amounts = [round(amount, places) for amount in amounts]
    texts = [sign.format(written(amount, convention, group, places)) for amount in amounts]
    column = styles.Column()
    column.see(texts)
    told = column.told().get("numbers", "")
    for text, amount in zip(texts, amounts, strict=True):
        if told != "?":
            assert numbers.number(text, told) == amount
        assert numbers.number(text, convention) == amount


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20), st.booleans(), st.sampled_from([".", ","]))
def test_shares_read_back_the_same_or_are_asked(shares: list[int], fraction: bool, point: str) -> None:
    texts = [f"{Decimal(share) / 100}".replace(".", point) if fraction else str(share) for share in shares]
    column = styles.Column()
    column.see(texts)
    told = column.told()
    for text, share in zip(texts, shares, strict=True):
        if told.get("shares") == "?":
            continue
        assert numbers.percentage(text, told.get("numbers", ""), told.get("shares", "")) == share


@given(st.integers(0, 99_999_999))
def test_units_of_ten_thousand(amount: int) -> None:
    assert numbers.money(f"{amount}万") == amount * 10_000
    assert numbers.money(f"{amount}亿" if amount < 10_000 else f"{amount}万元") == amount * (
        10**8 if amount < 10_000 else 10**4
    )


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["1.234", "5.678"], "?"),
        (["1,234"], "?"),
        (["1.234", "12,50"], "comma"),
        (["1,234", "1,234,567"], "point"),
        (["1.234", "0.125"], "point"),
        (["1,234", "12.5", "12,5"], "?"),
        (["1,234", "1,200.00"], "point"),
        (["$1,234", "$5.00"], "point"),
        (["1,234万"], None),
        (["12.50", "7"], None),
        (["K-1,234"], None),
    ],
)
def test_what_a_column_tells(texts: list[str], told: str | None) -> None:
    column = styles.Column()
    column.see(texts)
    assert column.told().get("numbers") == told


@pytest.mark.parametrize(
    ("text", "convention", "value"),
    [
        ("1,234", "point", 1234),
        ("1.234", "comma", 1234),
        ("1.234", "point", Decimal("1.234")),
        ("12,5", "", Decimal("12.5")),
        ("1.234.567", "", 1234567),
        ("1.234,50", "", Decimal("1234.50")),
        ("12,34,567", "", 1234567),
        ("0,125", "", Decimal("0.125")),
        ("1234.567", "", Decimal("1234.567")),
        ("3.5万", "", 35000),
        ("1,234万", "", 12_340_000),
        ("1.2亿元", "", 120_000_000),
        ("１２３", "", 123),
        ("(12)", "", -12),
        ("12-", "", -12),
        ("-12", "", -12),
        ("1e5", "", 100000),
        ("$ 5", "", 5),
        ("RMB 8,000.00", "", 8000),
        ("€ 1,5 Mio.", "", 1_500_000),
        ("1'234.50", "", Decimal("1234.50")),
        (".5", "", Decimal("0.5")),
    ],
)
def test_numbers(text: str, convention: str, value: Decimal) -> None:
    assert numbers.number(text, convention) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "1,23,4", "1.2.3", "12-3", "0x1F", "inf", "NaN", "--5", "-5-", "1" * 5000, "1e99", ".", "(-5)"]
)
def test_no_numbers(text: str) -> None:
    for convention in ("", "point", "comma"):
        with pytest.raises(RowProblem):
            numbers.number(text, convention)


@pytest.mark.parametrize(
    ("text", "told"),
    [("¥5", "CNY"), ("￥5", "CNY"), ("$5", "USD"), ("HK$5", "HKD"), ("5 €", "EUR"), ("NT$5", "TWD"), ("CHF 5", "CHF")],
)
def test_signs(text: str, told: str) -> None:
    assert numbers.currencies(text)[0] == told
    assert numbers.number(text) == 5


def test_percentages() -> None:
    assert [numbers.percentage(text) for text in ("50", "50%", "0.5", "100 %", "0", "12.345%")] == [
        50,
        50,
        50,
        100,
        0,
        12,
    ]
    assert [numbers.percentage("1", "", scale) for scale in ("percent", "fraction")] == [1, 100]
    for text, code in (("101", "not_a_percentage"), ("1", "share_ambiguous")):
        with pytest.raises(RowProblem) as problem:
            numbers.percentage(text)
        assert problem.value.code == code


@given(st.text(max_size=70))
def test_any_text_is_a_number_or_a_problem(text: str) -> None:
    for body in (text, f"1{text}", f"{text}5"):
        for read in (numbers.number, numbers.money, numbers.percentage):
            try:
                read(body)
            except RowProblem:
                continue
        numbers.currencies(body)
