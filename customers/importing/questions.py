"""What is asked about a file that does not tell: declared once, for the page, the REST API and the command alike."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from customers.importing.styles import ASKED, CHOICES, DATES, NUMBERS, SHARES, UNITS, Styles
from customers.models import Currency

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

#: What becomes of people without a company: each a customer of their own, or left out.
OWN, LEAVE = "own", "leave"
LABELS: dict[str, "str | StrPromise"] = {
    "dmy": _("day, month, year"),
    "mdy": _("month, day, year"),
    "ymd": _("year, month, day"),
    "point": _("a point before decimals: 1,234.5"),
    "comma": _("a comma before decimals: 1.234,5"),
    "percent": _("per cent: 1 is one of a hundred"),
    "fraction": _("shares: 1 is all"),
    "ones": _("as they stand"),
    "thousands": _("thousands"),
    "ten_thousands": _("ten thousands (万)"),
    "millions": _("millions"),
    "ten_millions": _("ten millions (千万)"),
    "hundred_millions": _("hundred millions (亿)"),
    "billions": _("billions"),
    OWN: _("each is a customer of their own"),
    LEAVE: _("left out, as refused rows"),
    **dict(Currency.choices),
}


@dataclass(frozen=True)
class Question:
    """One question: how the page asks it, what it is `about` for a program, and what may be answered (none: a text of
    `limit` letters, or the number of a line).
    """

    label: "str | StrPromise"
    about: str
    choices: tuple[str, ...] = ()
    limit: int = 0

    @property
    def labelled(self) -> list[tuple[str, Any]]:
        """The answers as the page shows them."""
        return [(each, LABELS[each]) for each in self.choices]


def _asked(label: "str | StrPromise", about: str, default: Any = "", **more: Any) -> Any:
    return dataclasses.field(default=default, metadata={"question": Question(label, about, **more)})


@dataclass(frozen=True)
class Answers:
    """What a person or a program says about a file where it does not tell; empty: as Baton finds."""

    encoding: str = _asked(_("Encoding"), "What the file is written in.", limit=40)
    delimiter: str = _asked(_("Between the columns"), "The letter between the columns.", limit=1)
    sheet: str = _asked(_("Sheet"), "The sheet of a workbook to take instead of the first.", limit=100)
    header: int = _asked(_("Header"), "The line the header is on; 0: Baton looks.", default=0)
    dates: str = _asked(
        _("Order of dates"), "The order of 3/4/2026 in columns whose rows do not tell.", choices=CHOICES[DATES]
    )
    numbers: str = _asked(
        _("Decimals"), "What is before the decimals in columns whose rows do not tell.", choices=CHOICES[NUMBERS]
    )
    shares: str = _asked(
        _("Probabilities"), "What 1 is in columns of probabilities whose rows do not tell.", choices=CHOICES[SHARES]
    )
    units: str = _asked(
        _("Amounts are in"), "The unit of amounts where it is not said clearly above the table.", choices=CHOICES[UNITS]
    )
    currency: str = _asked(
        _("Currency of the amounts"),
        "The currency of amounts where neither a column, its name nor a line above the table tells.",
        choices=tuple(Currency.values),
    )
    without_company: str = _asked(
        _("People without a company"),
        "Contacts of no company: each a customer of their own, or left out. Where nobody says, they are kept where "
        "the file names an owner for at least half of them.",
        choices=(OWN, LEAVE),
    )

    def styles(self, found: Styles) -> Styles:
        """The styles with what was asked answered."""
        return {
            place: {
                about: (getattr(self, about) or style) if style == ASKED else style for about, style in told.items()
            }
            for place, told in found.items()
        }

    @property
    def kept(self) -> dict[str, str]:
        """What is remembered with the source: the answers that hold for files to come."""
        return {name: answer for name in KEPT if (answer := getattr(self, name))}


UNSAID = Answers()
#: The answers that are about all of a source's files, not about how one of them was written.
KEPT = ("currency", "without_company")
#: Every question by its name.
QUESTIONS: Mapping[str, Question] = {each.name: each.metadata["question"] for each in dataclasses.fields(Answers)}


def answers(told: Mapping[str, Any]) -> Answers:
    """The answers among what a program says."""
    return Answers(**{name: told[name] for name in QUESTIONS})


def type_of(question: Question) -> Callable[[str], object]:
    """What a text on the command line becomes."""
    return str if question.choices or question.limit else int
