"""Where a table begins in a file, what its columns are called, and which rows are no records."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from customers.importing import abroad
from customers.importing.headers import plain
from customers.importing.problems import RowProblem
from customers.importing.synonyms import BY_KIND, COMMON

#: So many lines that hold something are looked at for a header, and so many of them may lie above it.
LOOKED_AT, MOST_ABOVE = 60, 25
KNOWN = frozenset(
    plain(word)
    for table in (COMMON, *BY_KIND.values(), abroad.COMMON, *abroad.BY_KIND.values())
    for field, words in table.items()
    for word in (field, *words.split(","))
) - {""}
#: What no column is called: numbers, days, addresses.
VALUE = re.compile(r"[\W\d_]*\d[\W\d_]*|[^@]*@[^@]*|(?:https?://|www\.).*|(?i:true|false|yes|no)", re.S)
LONGEST_NAME = 120
#: What stands above a table and names no columns: `导出人：陈静`.
STATEMENT = re.compile(r"\S\s*[:：]\s*\S")
TOTAL = re.compile(
    r"(?:(?:grand |sub[- ]?)?totals?|sum|summe|gesamt(?:summe)?|total g[ée]n[ée]ral|sous-total|suma|totales?|"
    r"[合总總小共][计計]|总和|汇总|(?:record )?count|anzahl|计数)\s*[:：]?\s*(?:[(（].*[)）])?\s*[:：]?",
    re.I,
)
COUNT = re.compile(r"(?:record )?count|anzahl|计数", re.I)
#: A subtotal, named after its group.
SUBTOTAL = re.compile(r".{1,60}?(?:\s(?:sub)?total|\s?汇总|\s?[小合总][计計])\s*", re.I)
#: How such a word begins.
TOTAL_LETTERS = frozenset("gGsStT合总總小共汇")
FOOTER = re.compile(
    r"^(?:copyright\b|©|\(c\) ?\d{4}|confidential|generated (?:by|on|at)\b|exported (?:by|on|at|from)\b|filtered by\b|"
    r"as of \d|(?:制表|导出|打印|统计|生成)(?:人|时间|日期|于)|机密|版权)|"
    r"all rights reserved|do not distribute|^\D{0,20}\d[\d,]* (?:rows?|records?)\)?$|[(（]\d+ records?[)）]$|"
    r"^共\s*\d+\s*[条行家个户笔]|^(?:备注|注|说明|审核|审批|复核|制表|填表)\S{0,4}\s*[:：]|"
    r"^(?:grand )?total(?: \w+)?\s*[:：]\s*\d",
    re.I,
)
#: By these a report marks the columns it is grouped or sorted by.
ARROWS = ("↑", "↓")
AMOUNT = re.compile(
    r"[^\w]*(?:[a-z]{3}\s*)?[\d\s.,'()%+\-−]+\s*(?:[a-z]{3}|[万亿千百元]+|rows?|records?|[家个条行户笔])?[^\w]*|"
    r"sum|count|average|avg",
    re.I,
)

Lines = Sequence[tuple[int, list[str]]]


def is_known(cell: str) -> bool:
    """Whether some system calls a column like this."""
    return len(cell) <= LONGEST_NAME and plain(cell) in KNOWN


@dataclass(frozen=True)
class Head:
    """Where the header is: its line, its `second` line (0: none), and the lines below that look like one as well."""

    line: int
    second: int = 0
    again: tuple[int, ...] = ()


def find_header(lines: Lines) -> Head:
    """Where the header of these lines is; all of them hold something."""
    filled = [sum(map(bool, cells)) for _line, cells in lines]
    usual = _usual(filled)
    able = [
        place
        for place, (_line, cells) in enumerate(lines[:MOST_ABOVE])
        if 2 * filled[place] >= usual and _names_columns(cells)
    ]
    known = {place: sum(map(is_known, lines[place][1])) for place in able}
    first = able[0] if able else 0
    sure = [place for place in able if known[place] >= 2 and 2 * known[place] >= filled[place]]
    chosen = first if 5 * filled[first] >= 4 * usual else max(sure, key=lambda at: (known[at], -at), default=first)
    for top in (chosen, chosen - 1):
        if 0 <= top < len(lines) - 1 and _are_groups(lines[top][1], lines[top + 1][1]):
            return Head(lines[top][0], second=lines[top + 1][0])
    again = []
    for place in range(chosen + 1, len(lines)):
        if not (place in sure and (known[place] > 2 or known[place] == filled[place])):
            break
        again.append(place)
    if not again and _continues(lines, chosen):
        again.append(chosen + 1)
    return Head(lines[chosen][0], again=tuple(lines[place][0] for place in again))


def _usual(filled: list[int]) -> int:
    """How many cells a row of the table has; lines of one cell count only where most are like that."""
    rows = [count for count in filled if count > 1]
    told = sorted(rows if 3 * len(rows) >= len(filled) else filled)
    return told[len(told) // 2]


def _names_columns(cells: list[str]) -> bool:
    words = [cell for cell in cells if cell]
    odd = sum(len(word) > LONGEST_NAME or VALUE.fullmatch(word) is not None for word in words)
    return odd * 5 <= len(words)


def _continues(lines: Lines, chosen: int) -> bool:
    """Whether the line below fills gaps of the header and leaves the first column to it, as a second header may."""
    if chosen + 1 >= len(lines):
        return False
    header, below = lines[chosen][1], lines[chosen + 1][1]
    gaps = [at for at, cell in enumerate(header) if not cell and at < len(below)]
    return bool(below) and not below[0] and any(below[at] for at in gaps) and _names_columns(below)


def _are_groups(top: list[str], below: list[str]) -> bool:
    """Whether the upper line tells which columns of the lower one belong together: `Contact` over `Name`, `Phone`."""
    labels = [cell for cell in top if cell and not STATEMENT.search(cell)]
    if len(labels) < 2 or not (_names_columns(top) and _names_columns(below)):
        return False
    told = list(zip_longest(_spread(top, below), top, below, fillvalue=""))
    inner = [(group, cell) for group, own, cell in told if cell and cell != own]
    fill = [group for group, own, cell in told if cell and not own and group]
    known = sum(is_known(cell) or is_known(f"{group} {cell}") for group, cell in inner)
    return bool(fill) and 2 * known > len(inner)


def _spread(top: list[str], below: list[str]) -> list[str]:
    """For each column the group it is in: the last one named to its left, where the lower line has a name."""
    groups, group = [], ""
    for at in range(max(len(top), len(below))):
        own = top[at] if at < len(top) else ""
        group = own or (group if at < len(below) and below[at] else "")
        groups.append(group)
    return groups


def joined(top: list[str], below: list[str]) -> list[str]:
    """A header of two lines as one; a column keeps its own name where that is known and no other column has it."""
    return [
        _joined(group, name, alone=below.count(name) == 1)
        for group, name in zip_longest(_spread(top, below), below, fillvalue="")
    ]


def _joined(group: str, name: str, *, alone: bool) -> str:
    if not (group and name) or group == name:
        return name or group
    both = f"{group} {name}"
    return name if alone and is_known(name) and not is_known(both) else both


def named(header: list[str]) -> list[str]:
    """A name of its own for each column: the second of a name is told apart, one without is called by its place."""
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(header, 1):
        base = name = cell or f"#{place}"
        again = 1
        while name.casefold() in taken:
            again += 1
            name = f"{base} ({again})"
        taken.add(name.casefold())
        names.append(name)
    return names


class Groups:
    """Columns a report is grouped by, which it marks by an arrow: what they say counts until they say another thing."""

    def __init__(self, header: Sequence[str]) -> None:
        self.places = [place for place, name in enumerate(header) if name.rstrip().endswith(ARROWS)]
        self.last: dict[int, str] = {}

    def filled(self, cells: list[str] | RowProblem) -> list[str] | RowProblem:
        """The row with what its group says; a group within another begins anew with it."""
        if isinstance(cells, RowProblem):
            return cells
        cells = list(cells)
        for at, place in enumerate(self.places):
            if cells[place]:
                self.last = {each: text for each, text in self.last.items() if each in self.places[:at]}
                self.last[place] = cells[place]
            else:
                cells[place] = self.last.get(place, "")
        return cells


def odd_row(cells: list[str], headers: Sequence[list[str]], *, is_header: bool = False) -> RowProblem | None:
    """Why this row is no record although it may fit: a total, a footer, a line of the header again (the first of
    `headers` is the header as a whole), or perhaps the title of a group, if a header follows.
    """
    if is_header or any(_repeats(cells, header) for header in headers):
        return RowProblem("header_again", row=cells)
    first, *others = (cell[:LONGEST_NAME] for cell in cells if cell)
    numbers, columns = all(map(AMOUNT.fullmatch, others)), len(headers[0])
    if (
        columns > 1
        and numbers
        and (
            (TOTAL.fullmatch(first) and (others or not COUNT.fullmatch(first)))
            or (others and SUBTOTAL.fullmatch(first))
        )
    ):
        return RowProblem("total_row", row=cells)
    if columns > 2 and not others and FOOTER.search(first):
        return RowProblem("footer_row", row=cells)
    if columns > 2 and not others and cells[0]:
        return RowProblem("title_row", row=cells)
    if len(others) > 1 and others[0] in headers[0] and 3 * sum(map(is_known, (first, *others))) > 2 * len(others):
        return RowProblem("header_again", row=cells)
    return None


def _repeats(cells: list[str], header: list[str]) -> bool:
    """Whether this row says what the header says, or the part of it that is filled."""
    told = [(cell, name) for cell, name in zip(cells, header, strict=False) if cell]
    return cells == header or (len(told) > 1 and not any(cells[len(header) :]) and all(a == b for a, b in told))
