"""Files of customers of any size, one row in fifty with something wrong, and a second edition with a tenth changed."""

import csv
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

HEADER = ("Code", "Name", "Owner", "Grade", "Status", "Industry", "Region", "Address", "Annual value", "Currency")
WRONG_EVERY, CHANGED_EVERY = 50, 10
FAMILY = "阿百成大东方高光海恒华嘉金康利隆明南宁欧鹏强荣胜泰万新兴亚永源正中"


def rows(n: int, owners: list[str], *, edition: int = 1) -> Iterator[tuple[str, ...]]:
    """n customers in the order of their numbers. From the second edition on every tenth has another value."""
    for number in range(1, n + 1):
        value = f"{number % 10_000}.50"
        if edition > 1 and number % CHANGED_EVERY == 0:
            value = f"{number % 10_000 + edition}.75"
        if number % WRONG_EVERY == 7:
            value = "a lot"
        yield (
            f"F-{number}",
            f"{FAMILY[number % 32]}{FAMILY[number // 32 % 32]} Trading {number}",
            owners[number % len(owners)],
            "ABC"[number % 3],
            "active" if number % 4 else "prospect",
            f"industry {number % 12}",
            f"region {number % 9}",
            f"{number} Long Road, Block {number % 70}",
            value,
            "CNY" if number % 2 else "USD",
        )


def write_csv(path: Path, n: int, owners: list[str], *, edition: int = 1) -> Path:
    """Write the customers as CSV in UTF-8."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(n, owners, edition=edition))
    return path


def write_xlsx(path: Path, n: int, owners: list[str]) -> Path:
    """Write the customers as the first sheet of a workbook."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for place, row in enumerate(rows(n, owners), 1):
            sheet.write_row(place, 0, row)
    return path
