"""The typed cells of a spreadsheet as the text a CSV would hold. Knows nothing of ours: any process may use it."""

import datetime
import re
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineSheet

#: A number of which nobody could say whether its point groups thousands; one more digit says so.
THREE_PLACES = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)

#: How a cell begins that holds a formula and no value.
UNSAVED = "#FORMULA!"


def as_text(cell: Any) -> str:
    """ISO dates, numbers without a trailing .0, TRUE and FALSE."""
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        told = repr(cell)
        return told + "0" if THREE_PLACES.fullmatch(told) else told
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return ("FALSE", "TRUE")[cell] if isinstance(cell, bool) else str(cell).strip()


def column(letters: bytes) -> int:
    """The place of a column by its letters, 0 first: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number - 1


def rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """The rows of a sheet from its first line on. What stands in cells merged over several rows counts for each of them
    that says anything else.
    """
    begins: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        if bottom > top:
            begins.setdefault(top, []).append((left - (sheet.start or (0, 0))[1], bottom))
    if not begins:
        yield from ([as_text(cell) for cell in cells] for cells in sheet.iter_rows())
        return
    over: dict[int, tuple[int, str]] = {}
    for place, cells in enumerate(sheet.iter_rows()):
        texts = [as_text(cell) for cell in cells]
        if over and any(texts):
            over = {column: told for column, told in over.items() if told[0] >= place}
            for column, (_bottom, text) in over.items():
                texts[column] = texts[column] or text
        if place in begins:
            over |= {at: (bottom, texts[at]) for at, bottom in begins[place] if 0 <= at < len(texts)}
        yield texts
