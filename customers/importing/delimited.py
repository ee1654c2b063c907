"""Text with a delimiter: CSV and its relatives. What stands between the columns, and the rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

from customers.importing import encoding, layout, quoting
from customers.importing.problems import Row, RowProblem, refuse_file

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = ",;\t|"
#: A line of more bytes (at least so many, at most a mebibyte more) is none a table has.
LONGEST_LINE = 1 << 20
#: Lines are read so many bytes at once.
BLOCK = 1 << 13
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
    """The rows from the first line on, blank ones too. A row whose quotation mark is stray is a problem, and the lines
    below it, which that mark would swallow, are rows of their own.
    """
    text = text_of(file, name_of_encoding)
    last = width = 0
    few = quoting.ENOUGH_LINES if delimiter in quoting.IN_SENTENCES else 2
    lines = _Lines(text, delimiter, lambda: last + 1)
    try:
        while True:
            reader, before = lines.below(last), last
            try:
                for cells in reader:
                    line, last = last + 1, before + reader.line_num
                    if line == last:
                        width = len(cells)
                    elif last - line + 1 >= few and not quoting.is_meant(lines.kept(line, last), delimiter, width):
                        break
                    yield line, list(map(str.strip, cells))
                else:
                    return
            except csv.Error:
                line, last = last + 1, before + reader.line_num
                if found := quoting.loosely(lines.kept(line, last), delimiter, width):
                    yield line, list(map(str.strip, found))
                    continue
            yield line, RowProblem("quote_open", row=list(map(str.strip, lines.kept(line, line)[0].split(delimiter))))
            last = line
    finally:
        with suppress(ValueError):  # the caller may have closed the file by now
            text.detach()


class _Lines:
    """The lines of a text; those from the one that `needed` tells can be had again."""

    def __init__(self, text: io.TextIOWrapper, delimiter: str, needed: Callable[[], int]) -> None:
        self.delimiter, self.needed = delimiter, needed
        self.first, self.lines = 1, list[str]()
        self.coming = self._blocks(text)

    def _blocks(self, text: io.TextIOWrapper) -> Iterator[list[str]]:
        while block := text.readlines(BLOCK):
            needed = self.needed()
            self.lines = self.lines[needed - self.first :] + block
            self.first = needed
            yield block

    def below(self, line: int) -> "Reader":
        """The records below this line."""
        again = islice(self.lines, line + 1 - self.first, None)
        lines = chain(again, chain.from_iterable(self.coming))
        return csv.reader(lines, delimiter=self.delimiter, skipinitialspace=True, strict=True)

    def kept(self, first: int, last: int) -> list[str]:
        """The lines from this one to that."""
        return self.lines[first - self.first : last + 1 - self.first]


def names_delimiter(cells: list[str], delimiter: str) -> bool:
    """Whether this first line only names the delimiter."""
    return SEPARATOR.fullmatch(delimiter.join(cells)) is not None
