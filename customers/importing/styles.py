"""How a column writes its dates, numbers and shares: one way each, decided from all its rows, or asked. The unit of its
amounts is said outside of them (`units`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from customers.importing import dates, numbers
from customers.importing.problems import RowProblem

#: The answer nobody has given yet.
ASKED = "?"
DATES, NUMBERS, SHARES, UNITS = "dates", "numbers", "shares", "units"
CHOICES = {
    DATES: ("dmy", "mdy", "ymd"),
    NUMBERS: ("point", "comma"),
    SHARES: ("percent", "fraction"),
    UNITS: ("ones", "thousands", "ten_thousands", "millions", "ten_millions", "hundred_millions", "billions"),
}
DATE_LIKE = re.compile(r"^[^\w\n]*(?:[^\W\d_]{2,3}\.?,? )?\d{1,2} ?([/.\-]) ?\d{1,2} ?\1 ?\d{2,4}(?!\d)", re.M)
NUMBER_LIKE = re.compile(r"^[^\d\n]{0,6}\d[\d.,' \u00a0\u202f]{0,30}[.,]\d", re.M)
#: A column in which there is nothing to think about: whole numbers, or decimals with a point and two places.
PLAIN = re.compile(r"(?:(?:\d+(?:\.\d{1,2})?)?\n)*", re.ASCII)
MANY = re.compile(r"^ *0*(?:[2-9]|[1-9]\d|1[.,]0*[1-9])", re.M)
PART = re.compile(r"^ *0?[.,]\d*[1-9]\d* *$", re.M)
ONE = re.compile(r"^ *1(?:[.,]0+)? *$", re.M)
#: So many cells, none of which looks like a date or a number, and the column is text.
ENOUGH = 500
DAY_OR_MONTH = {"dmy", "mdy"}
#: Two-digit years: so many different days that lie in few years one way round and in many the other.
ENOUGH_DAYS, FEW_YEARS, MANY_YEARS = 12, 4, 8


#: By the place of a column (as JSON has it, a text), its style by what it is about.
Styles = Mapping[str, Mapping[str, str]]


def answered(styles: Styles, place: int) -> dict[str, str]:
    """What is known of a column's style."""
    return {about: style for about, style in styles.get(str(place), {}).items() if style in CHOICES.get(about, ())}


def by_program(columns: int) -> Styles:
    """How a program writes so many columns that a connector reads: there is nothing to find out."""
    return {str(place): {DATES: "dmy", NUMBERS: "point", SHARES: "percent"} for place in range(columns)}


@dataclass
class Column:
    """What the cells of one column have shown so far."""

    orders: set[str] = field(default_factory=lambda: set(CHOICES[DATES]))
    conventions: set[str] = field(default_factory=set)
    shares: set[str] = field(default_factory=set)
    days: set[tuple[str, str]] = field(default_factory=set)
    separators: set[str] = field(default_factory=set)
    examples: dict[str, str] = field(default_factory=dict)
    seen: int = 0
    is_text: bool = False

    def see(self, texts: Sequence[str]) -> None:
        """More cells of the column."""
        if self.is_text:
            return
        whole = "\n".join(texts)
        if PLAIN.fullmatch(whole + "\n"):
            self._see_plain(whole)
            return
        dated, numeric = DATE_LIKE.search(whole), NUMBER_LIKE.search(whole)
        for text in set(texts) if dated or numeric else ():
            if numbers.PLAIN_NUMBER.fullmatch(text):
                if "." in text:
                    self.conventions.add("point")
            elif not (dated and DATE_LIKE.match(text) and self._see_date(text)):
                self._see_number(text)
        if self.shares != {"many"}:
            self._see_shares(whole)
        self.seen += sum(map(bool, texts))
        self.is_text = self.seen >= ENOUGH and not (dated or numeric or self.examples or self.conventions)

    def _see_plain(self, whole: str) -> None:
        if "." in whole:
            self.conventions.add("point")
        if self.shares != {"many"}:
            self._see_shares(whole)

    def _see_shares(self, whole: str) -> None:
        if MANY.search(whole):
            self.shares = {"many"}
            return
        for name, pattern in (("part", PART), ("one", ONE)):
            if name not in self.shares and pattern.search(whole):
                self.shares.add(name)

    def _see_date(self, text: str) -> bool:
        found = dates.orders_of(text)
        if not found:
            return False
        self.orders &= found
        self.separators.update(re.findall(r"\d ?([/.\-]) ?\d", text)[:1])
        if len(self.days) < 5_000:
            parts = re.findall(r"\d+", text)
            self.days.add((parts[0], parts[2]))
        try:
            dates.day(text)
        except RowProblem:
            self.examples.setdefault(DATES, text[:80])
        return True

    def _see_number(self, text: str) -> None:
        shown = numbers.convention_of(text)
        if shown == ASKED:
            self.examples.setdefault(NUMBERS, text[:80])
        elif shown:
            self.conventions.add(shown)

    def told(self) -> dict[str, str]:
        """What is decided, what is `ASKED`; nothing where nothing has to be."""
        found: dict[str, str] = {}
        if DATES in self.examples:
            orders = self._likely_orders()
            if orders == DAY_OR_MONTH and self.separators == {"."}:  # nobody writes the month first between points
                orders = {"dmy"}
            found[DATES] = orders.pop() if len(orders) == 1 else ASKED
        if NUMBERS in self.examples:
            found[NUMBERS] = next(iter(self.conventions)) if len(self.conventions) == 1 else ASKED
        if self.shares == {"one"}:
            found[SHARES] = ASKED
        elif "part" in self.shares or self.shares == {"many"}:
            found[SHARES] = "fraction" if "part" in self.shares else "percent"
        return found

    def _likely_orders(self) -> set[str]:
        """The orders left; of two-digit years the one that puts all days into few years, if the other scatters them."""
        first, last = ({parts[place] for parts in self.days} for place in (0, 1))
        if "ymd" in self.orders and len(self.days) >= ENOUGH_DAYS and all(len(year) == 2 for year in last):
            if len(last) <= FEW_YEARS and len(first) >= MANY_YEARS:
                return self.orders - {"ymd"}
            if len(first) <= FEW_YEARS and len(last) >= MANY_YEARS:
                return {"ymd"}
        return set(self.orders)


class Evidence:
    """All columns of a table."""

    def __init__(self, width: int) -> None:
        self.columns = [Column() for _place in range(width)]

    def see(self, rows: Sequence[Sequence[str]]) -> None:
        """More rows, each as long as the header."""
        for column, texts in zip(self.columns, zip(*rows, strict=True), strict=False):
            column.see(texts)

    def told(self) -> dict[str, dict[str, str]]:
        """By the place of a column, what its rows tell."""
        return {str(place): told for place, column in enumerate(self.columns) if (told := column.told())}
