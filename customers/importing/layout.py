"""Where a table begins in a file, what its columns are called, and which rows are no records."""

import re
from collections.abc import Sequence

from customers.importing.headers import plain
from customers.importing.problems import RowProblem
from customers.importing.synonyms import BY_KIND, COMMON

#: So many lines that hold something are looked at for a header, and so many of them may lie above it.
LOOKED_AT, MOST_ABOVE = 60, 25
KNOWN = frozenset(
    plain(word)
    for table in (COMMON, *BY_KIND.values())
    for field, words in table.items()
    for word in (field, *words.split(","))
) - {""}
#: What no column is called: numbers, days, addresses.
VALUE = re.compile(r"[\W\d_]*\d[\W\d_]*|[^@]*@[^@]*|(?:https?://|www\.).*|(?i:true|false|yes|no)", re.S)
LONGEST_NAME = 120
TOTAL = re.compile(
    r"(?:(?:grand |sub[- ]?)?totals?|sum|summe|gesamt(?:summe)?|total g[ée]n[ée]ral|sous-total|suma|totales?|"
    r"[合总總小共][计計]|总和|汇总)\s*[:：]?\s*(?:[(（].*[)）])?\s*[:：]?",
    re.I,
)
#: A subtotal, named after its group.
SUBTOTAL = re.compile(r".{1,60}?(?:\s(?:sub)?total|\s?汇总|\s?[小合总][计計])\s*", re.I)
#: How such a word begins.
TOTAL_LETTERS = frozenset("gGsStT合总總小共汇")
FOOTER = re.compile(
    r"^(?:copyright\b|©|\(c\) ?\d{4}|confidential|generated (?:by|on|at)\b|exported (?:by|on|at|from)\b|filtered by\b|"
    r"as of \d|(?:制表|导出|打印|统计|生成)(?:人|时间|日期|于)|机密|版权)|"
    r"all rights reserved|do not distribute|^\D{0,20}\d[\d,]* (?:rows?|records?)\)?$|[(（]\d+ records?[)）]$|"
    r"^共\s*\d+\s*[条行家个户笔]|^(?:备注|注|说明|审核|审批|复核|制表|填表)\S{0,4}\s*[:：]|^total \w+\s*[:：]\s*\d",
    re.I,
)
AMOUNT = re.compile(
    r"[^\w]*(?:[a-z]{3}\s*)?[\d\s.,'()%+\-−]+\s*(?:[a-z]{3}|[万亿千百元]+|rows?|records?|[家个条行户笔])?[^\w]*|"
    r"sum|count|average|avg",
    re.I,
)

Lines = Sequence[tuple[int, list[str]]]


def is_known(cell: str) -> bool:
    """Whether some system calls a column like this."""
    return len(cell) <= LONGEST_NAME and plain(cell) in KNOWN


def find_header(lines: Lines) -> tuple[int, list[int]]:
    """The line of the file the header is on, and those right below that look like one; all `lines` hold something."""
    filled = [sum(map(bool, cells)) for _line, cells in lines]
    usual = sorted(filled)[len(filled) // 2]
    able = [
        place
        for place, (_line, cells) in enumerate(lines[:MOST_ABOVE])
        if 2 * filled[place] >= usual and _names_columns(cells)
    ]
    known = {place: sum(map(is_known, lines[place][1])) for place in able}
    first = able[0] if able else 0
    sure = [place for place in able if known[place] >= 2 and 2 * known[place] >= filled[place]]
    chosen = first if 5 * filled[first] >= 4 * usual else max(sure, key=lambda at: (known[at], -at), default=first)
    again = []
    for place in range(chosen + 1, len(lines)):
        if not (place in sure and (known[place] > 2 or known[place] == filled[place])):
            break
        again.append(place)
    if not again and _continues(lines, chosen):
        again.append(chosen + 1)
    return lines[chosen][0], [lines[place][0] for place in again]


def _names_columns(cells: list[str]) -> bool:
    words = [cell for cell in cells if cell]
    odd = sum(len(word) > LONGEST_NAME or VALUE.fullmatch(word) is not None for word in words)
    return odd * 5 <= len(words)


def _continues(lines: Lines, chosen: int) -> bool:
    """Whether the line below fills gaps of the header and leaves the first column to it: a header of two lines."""
    if chosen + 1 >= len(lines):
        return False
    header, below = lines[chosen][1], lines[chosen + 1][1]
    gaps = [at for at, cell in enumerate(header) if not cell and at < len(below)]
    return bool(below) and not below[0] and any(below[at] for at in gaps) and _names_columns(below)


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


def odd_row(cells: list[str], header: list[str]) -> RowProblem | None:
    """Why this row is no record although it may fit: the header again, a total, a footer."""
    if cells == header:
        return RowProblem("header_again", row=cells)
    first, *others = (cell[:LONGEST_NAME] for cell in cells if cell)
    numbers = all(map(AMOUNT.fullmatch, others))
    if len(header) > 1 and numbers and (TOTAL.fullmatch(first) or (others and SUBTOTAL.fullmatch(first))):
        return RowProblem("total_row", row=cells)
    if not others and len(header) > 2 and FOOTER.search(first):
        return RowProblem("footer_row", row=cells)
    return None
