"""Text with a delimiter: CSV and its relatives. What stands between the columns, and the rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import IO

from customers.importing import encoding, layout
from customers.importing.problems import Row, RowProblem, refuse_file

DELIMITERS = ",;\t|"
#: A line of more bytes (at least so many, at most a mebibyte more) is none a table has.
LONGEST_LINE = 1 << 20
#: The first line of a CSV by which Excel is told the delimiter.
SEPARATOR = re.compile(r"""\s*"?sep=([!#-&(-/:-@\[-`{-~\t])"?\s*""", re.I)


def refuse_endless(file: IO[bytes], name: str) -> None:
    """A line without end would have to be held in memory as a whole."""
    without = 0
    for chunk in encoding.chunks(file):
        ends = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        without = without + len(chunk) if ends < 0 else len(chunk) - ends
        if without > LONGEST_LINE:
            raise refuse_file("endless_line", file=name)


def text_of(file: IO[bytes], name_of_encoding: str) -> io.TextIOWrapper:
    """The file as text from its beginning; detach it, or the file closes with it."""
    file.seek(0)
    return io.TextIOWrapper(file, encoding=name_of_encoding, newline="")


def delimiter(file: IO[bytes], found: str) -> str:
    """The delimiter the file names, else the one that cuts its first lines alike, into known and many columns."""
    text = text_of(file, found)
    sample = text.read(64 * 1024)
    text.detach()
    line, _end, _rest = sample.partition("\n")
    if told := SEPARATOR.fullmatch(line):
        return told[1]
    best, best_score = ",", (0.0, 0, 0)
    for each in DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(sample), delimiter=each, skipinitialspace=True)
            cut = [row for row in islice(reader, 40) if any(row)]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in cut if len(row) > 1)
        if widths:
            width, often = max(widths.items(), key=lambda each: (each[1], each[0]))
            known = max(sum(map(layout.is_known, row)) for row in cut[: layout.MOST_ABOVE])
            best, best_score = max((best, best_score), (each, (often / len(cut), known, width)), key=lambda e: e[1])
    return best


def rows(file: IO[bytes], name_of_encoding: str, delimiter: str) -> Iterator[Row]:
    """The rows from the first line on, blank ones too; one in which a quotation mark stays open is a problem."""
    text = text_of(file, name_of_encoding)
    reader = csv.reader(text, delimiter=delimiter, skipinitialspace=True)
    try:
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield line, RowProblem("quote_open", last=reader.line_num)
            else:
                yield line, list(map(str.strip, cells))
    finally:
        with suppress(ValueError):  # the caller may have closed the file by now
            text.detach()


def names_delimiter(cells: list[str], delimiter: str) -> bool:
    """Whether this first line only names the delimiter."""
    return SEPARATOR.fullmatch(delimiter.join(cells)) is not None
