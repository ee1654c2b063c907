"""A file six times as long takes no more memory to read."""

import csv
import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from customers.importing.reading import inspect, rows

#: Bytes that may differ by chance between two files of different length.
SLACK = 1_500_000


def delimited(path: Path, count: int) -> None:
    with path.open("w", newline="", encoding="gb18030") as file:
        writer = csv.writer(file)
        writer.writerow(["客户编号", "客户名称", "年成交额", "下次跟进时间", "备注"])
        for number in range(count):
            writer.writerow(
                [f"K-{number}", f"华东钢铁{number}", f"{number}.50", f"{number % 28 + 1}/4/2026", "老客户" * 20]
            )


def page(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("<html><table><tr><th>客户编号</th><th>客户名称</th></tr>")
        for number in range(count):
            file.write(f"<tr><td>K-{number}</td><td>{'华东钢铁' * 30}</td></tr>")
        file.write("</table></html>")


def peak(path: Path) -> int:
    tracemalloc.start()
    with path.open("rb") as file:
        table = inspect(file, path.name)
        counted = sum(1 for _row in rows(file, path.name, table.reading, len(table.headers)))
    assert counted == table.rows
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


@pytest.mark.parametrize("write", [delimited, page])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, write: Callable[[Path, int], None]) -> None:
    write(tmp_path / "warm.csv", 100)
    peak(tmp_path / "warm.csv")
    few, many = 8_000, 48_000
    write(tmp_path / "few.csv", few)
    write(tmp_path / "many.csv", many)
    assert peak(tmp_path / "many.csv") < peak(tmp_path / "few.csv") + SLACK


def test_a_quotation_mark_never_closed_holds_on_to_little(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text('name,note\nA,x\nB,"' + "y\n" * 200_000)
    with path.open("rb") as file:
        tracemalloc.start()
        problems = sum(1 for _row in rows(file, path.name, inspect(io.BytesIO(b"name,note\nA,x\n"), "a").reading, 2))
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
        tracemalloc.stop()
    assert problems > 1
