"""Quotation marks in delimited text that are not what they seem: `6" pipe` at the beginning of a cell would swallow the
rows below it up to the next such mark.
"""

import csv
from collections.abc import Sequence

#: Delimiters that stand in sentences too: so many lines of one cell have to look like rows, with so many delimiters.
IN_SENTENCES, ENOUGH_LINES, ENOUGH_DELIMITERS = ",;", 3, 6


def is_meant(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether the marks of a record on several lines are to be taken at their word; rows usually have `width` cells."""
    if delimiter in IN_SENTENCES and (len(lines) - 1) * (width - 1) < ENOUGH_DELIMITERS:
        return True
    return not _are_rows(lines, delimiter, width)


def loosely(lines: Sequence[str], delimiter: str, width: int) -> list[str] | None:
    """The cells of a record whose marks are not in order: `"B" Ltd` is a cell. None when the first of them is stray."""
    reader = csv.reader([*lines, ""], delimiter=delimiter, skipinitialspace=True)
    try:
        cells = next(reader)
    except csv.Error:
        return None
    if reader.line_num != len(lines):  # still open behind the last line
        return None
    fits = len(lines) == 1 or (len(cells) == width and not _are_rows(lines, delimiter, width))
    return cells if fits else None


def _are_rows(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether each of the lines, taken alone, has as many cells as a row."""
    if width < 2 or lines[0].count(delimiter) != width - 1:
        return False
    return all(len(next(csv.reader([line], delimiter=delimiter), ())) == width for line in lines[1:])
