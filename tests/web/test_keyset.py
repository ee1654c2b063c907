"""A keyset list shows every row once, in order, whatever the order and however the URL was mangled."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from customers.models import Customer, Deal
from web import keyset

SORTS: dict[str, str | keyset.Sort] = {
    "name": keyset.Sort("search__name", value="name", gap=None),
    "amount": "amount",
    "close": "expected_close_on",
    "customer": "customer__name",
    "firm": keyset.Sort("customer__search__name", value="customer__name", gap="customer"),
}


def _params(**given: object) -> QueryDict:
    return QueryDict(urlencode(given))


def _page(**given: object) -> keyset.Page[Deal]:
    return keyset.page(Deal.objects.select_related("customer"), _params(**given), sorts=SORTS, default="name", size=3)


@pytest.fixture
def deals(leaver: User, make_deal: Callable[..., Deal], make_customer: Callable[..., Customer]) -> list[Deal]:
    """Ten deals: some without amount, day or customer, and many ties."""
    firm = make_customer(leaver, name="Acme")
    other = make_customer(leaver, name="华东")
    return [
        make_deal(
            leaver,
            name=f"D{number % 4}",
            amount=None if number % 3 == 0 else Decimal(number % 2),
            expected_close_on=None if number % 5 == 0 else datetime.date(2026, 1, 1 + number % 3),
            customer=(firm, other, None)[number % 3],
        )
        for number in range(10)
    ]


@pytest.mark.parametrize("direction", ["", "-"])
@pytest.mark.parametrize("name", SORTS)
def test_walking_forth_and_back_shows_each_row_once(deals: list[Deal], name: str, direction: str) -> None:
    pages = [_page(sort=direction + name)]
    while pages[-1].after:
        pages.append(_page(sort=direction + name, after=pages[-1].after))
    seen = [deal.pk for page in pages for deal in page.rows]
    assert sorted(seen) == sorted(deal.pk for deal in deals)
    assert pages[0].before is None

    back = pages[-1]
    for expected in reversed(pages[:-1]):
        back = _page(sort=direction + name, before=back.before)
        assert [deal.pk for deal in back.rows] == [deal.pk for deal in expected.rows]
    assert back.before is None


@pytest.mark.parametrize("direction", ["", "-"])
def test_rows_without_a_value_come_last(deals: list[Deal], direction: str) -> None:
    rows = keyset.page(Deal.objects.all(), _params(sort=direction + "amount"), sorts=SORTS, default="name").rows
    assert [deal.amount is None for deal in rows] == [False] * 6 + [True] * 4


def test_a_cursor_of_another_order_shows_the_first_page(deals: list[Deal]) -> None:
    cursor = _page(sort="name").after
    assert _page(sort="-name", after=cursor).before is None


@given(garbage=st.text(max_size=60), size=st.text(max_size=8), sort=st.text(max_size=8))
def test_garbage_never_fails(garbage: str, size: str, sort: str) -> None:
    order = keyset.Order(Deal.objects.all(), "name", keyset.Sort("name"), descending=False)
    assert order.read(garbage) is None
    assert 1 <= keyset._size(size, 50) <= keyset.MAX_SIZE
    assert keyset._sort(sort, SORTS, "name")[0].removeprefix("-") in SORTS


def test_a_mangled_url_shows_the_first_page(deals: list[Deal]) -> None:
    first = _page()
    for mangled in ({"after": "x"}, {"before": "\x00"}, {"sort": "password"}, {"size": "-1"}, {"size": "999999"}):
        assert [deal.pk for deal in _page(**mangled).rows][:3] == [deal.pk for deal in first.rows]


def test_the_count_is_capped(deals: list[Deal], monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(_page().total) == "10"
    monkeypatch.setattr("web.shapes.COUNTED_TO", 4)
    assert str(_page().total) == "4+"


def test_one_row_comparison_and_two_queries(
    deals: list[Deal], django_assert_num_queries: Callable[..., object]
) -> None:
    order = keyset.Order(Deal.objects.all(), "newest", keyset.Sort("updated_at"), descending=True)
    sql = str(Deal.objects.filter(order.beyond(deals[3].updated_at, deals[3].pk, falls=True)).query)
    assert " < (ROW(" in sql or "< ROW(" in sql
    assert " OR " not in sql
    with django_assert_num_queries(2):
        _page(after=_page_cursor(deals))


def _page_cursor(deals: list[Deal]) -> str:
    return keyset.Order(Deal.objects.all(), "name", keyset.Sort("name"), descending=False).cursor(deals[0])
