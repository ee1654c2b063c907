"""Text as it is meant: nothing, what Excel keeps, what no database may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.importing import values
from customers.importing.problems import RowProblem


@given(st.text(max_size=40))
def test_any_text_is_a_value_or_a_problem(text: str) -> None:
    for read in (values.email, values.clean):
        try:
            read(text)
        except RowProblem:
            continue


@pytest.mark.parametrize("text", ["", "-", "#N/A", "#DIV/0!", "#NV", "NULL", "\\N", "n/a", "无", "(blank)"])
def test_nothing(text: str) -> None:
    assert values.is_nothing(text)


def test_what_excel_is_told_to_keep() -> None:
    assert values.clean('="00123"') == "00123"
    assert values.plain_texts(['="1"', "x"], 0) is None
