"""Stray quotation marks: the row that has one is refused by name, and none of those below it is lost."""

from pathlib import Path

import pytest

from accounts.models import User
from customers.models import Customer
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db


def brought(tmp_path: Path, admin: User, text: str) -> tuple[list[tuple[int, str, str]], list[str]]:
    path = tmp_path / "customers.csv"
    path.write_text(text)
    run = bring(str(path), by=admin)
    assert run.rows_read == run.created["customers"] + run.refused == run.files.get().rows
    return refusals(run), list(Customer.objects.order_by("pk").values_list("name", flat=True))


@pytest.mark.parametrize(
    ("rows", "refused", "names"),
    [
        pytest.param(['"6 inch pipes,陈静,Kiel', "B,陈静,Bonn", "C,陈静,Ulm"], [2], ["B", "C"], id="never closed"),
        pytest.param(['"6 inch,陈静,Kiel', 'B,陈静,5" x', "C,陈静,Ulm"], [2], ["B", "C"], id="closed in a later cell"),
        pytest.param(
            ['A,"陈静,Kiel', "B,陈静,Bonn", "C,陈静,Ulm", 'D,陈静",Köln', "E,陈静,Jena"],
            [2],
            ["B", "C", "D", "E"],
            id="closed as if it were meant",
        ),
        pytest.param(['"A","陈静', '"B","陈静","Bonn"', '"C","陈静","Ulm"'], [2], ["B", "C"], id="cut off"),
        pytest.param(["A,陈静,Kiel", 'B,陈静,"Bonn'], [3], ["A"], id="in the last row"),
        pytest.param(['6" pipes,陈静,Kiel', '"B" Ltd,陈静,Bonn'], [], ['6" pipes', "B Ltd"], id="within a cell"),
        pytest.param(['A,陈静,"Kiel\nHafen, 2, x"', "B,陈静,Bonn"], [], ["A", "B"], id="a cell of two lines"),
        pytest.param(['"A, x","陈静","two', 'lines, of, text"'], [], ["A, x"], id="a cell of two lines with commas"),
    ],
)  # fmt: skip
def test_a_stray_mark_costs_its_own_row(
    tmp_path: Path, admin: User, leaver: User, rows: list[str], refused: list[int], names: list[str]
) -> None:
    found, taken = brought(tmp_path, admin, "\n".join(["name,owner,address", *rows, ""]))
    assert ([line for line, _column, _code in found], taken) == (refused, names)


def test_what_was_refused_is_taken_once_it_is_given_back(tmp_path: Path, admin: User, leaver: User) -> None:
    path = tmp_path / "customers.csv"
    path.write_text('name,owner,address\n"6 inch pipes,陈静,Kiel\nB,陈静,Bonn\n')
    run = bring(str(path), by=admin)
    assert run.refused_rows.get().row == ['"6 inch pipes', "陈静", "Kiel"]
    assert refusals(run) == [(2, "", "quote_open")]
