"""Small plots: their parts fill the field without gap or overlap, whatever the numbers."""

import datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from web import plots
from web.plots import HEIGHT, WIDTH, Part

DAY = datetime.date(2026, 11, 2)


@given(st.lists(st.integers(0, 10**6), max_size=8))
def test_the_parts_of_a_whole_fill_the_bar(counts: list[int]) -> None:
    slices = plots.stack(Part(f"look-{n}", f"part {n}", n) for n in counts)
    assert [one.part.count for one in slices] == [n for n in counts if n]
    edges = [(one.x, one.x + one.width) for one in slices]
    assert all(end == start for (_x, end), (start, _y) in pairwise(edges))
    if slices:
        assert (edges[0][0], edges[-1][1]) == (0, WIDTH)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=150))
def test_columns_stand_side_by_side_and_their_blocks_on_each_other(days: list[tuple[int, int]]) -> None:
    most = max(sum(day) for day in days)
    columns = plots.columns([[("bad", bad), ("done", done)] for bad, done in days], most)
    assert (columns[0].x, columns[-1].x + columns[-1].width) == (0, WIDTH)
    for column, day in zip(columns, days, strict=True):
        height = sum(block.height for block in column.blocks)
        assert height == (round(HEIGHT * sum(day) / most) if most else 0)
        assert not column.blocks or column.blocks[0].y + column.blocks[0].height == HEIGHT


def test_steps_climb_to_the_top_and_end_with_today() -> None:
    days = [DAY, DAY, DAY + 4 * plots.ONE_DAY]
    end = DAY + 9 * plots.ONE_DAY
    assert plots.steps(days, start=DAY, end=end, until=end, total=3) == "M0 100H0V33H400V0H1000"
    assert plots.steps(days, start=DAY, end=end, until=DAY + plots.ONE_DAY, total=3) == "M0 100H0V33H200"
