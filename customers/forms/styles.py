"""What the cells of a column mean: each with an example as read, and the question where no row tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from customers.importing import dates, numbers, receiving, units
from customers.importing.fields import KINDS
from customers.importing.problems import RowProblem
from customers.importing.questions import QUESTIONS
from customers.importing.shape import Form
from customers.importing.styles import ASKED, DATES, NUMBERS, SHARES, UNITS
from customers.importing.values import is_nothing
from customers.models import Currency, ImportFile

#: What is asked of a column, by the form its field has.
ABOUT = {Form.DAY: (DATES,), Form.MOMENT: (DATES,), Form.MONEY: (NUMBERS, UNITS), Form.PERCENT: (SHARES, NUMBERS)}
EXAMPLES = 3


@dataclass(frozen=True)
class Meaning:
    """One column: its header, examples with what they are taken for (empty: not clear), and the questions."""

    header: str
    read: list[tuple[str, str]]
    questions: list[tuple[forms.BoundField, bool]]


class StylesForm(forms.Form):
    """How the columns of one file write dates, numbers and shares."""

    def __init__(self, file: ImportFile, data: Any = None) -> None:
        super().__init__(data, prefix=f"file{file.pk}")
        self.file = file
        kind = KINDS[file.kind] if file.kind and not file.preset else None
        self.styles: dict[str, dict[str, str]] = file.reading.get("styles", {})
        self.taken = [
            (place, kind.field(name).form)
            for place, name in enumerate(file.mapping)
            if kind and name and kind.field(name).form in ABOUT
        ]
        for place, form in self.taken:
            for about in ABOUT[form]:
                if style := self.styles.get(str(place), {}).get(about):
                    self._ask(place, about, style)
        if self._names_no_currency():
            default = _("as written, else %(currency)s") % {"currency": Currency.CNY.label}
            self.fields["currency"] = forms.ChoiceField(
                label=QUESTIONS["currency"].label,
                choices=[("", default), *QUESTIONS["currency"].labelled],
                initial=file.reading.get("currency", ""),
                required=False,
            )

    def _names_no_currency(self) -> bool:
        """Whether amounts are taken, and neither a column nor the name of theirs says in which currency."""
        amounts = [self.file.headers[place] for place, form in self.taken if form is Form.MONEY]
        return bool(amounts) and "currency" not in self.file.mapping and not any(map(units.currency, amounts))

    def _ask(self, place: int, about: str, style: str) -> None:
        question = QUESTIONS[about]
        choices: list[tuple[str, Any]] = [each for each in question.labelled if self._may_be(place, each[0])]
        if style == ASKED:
            choices.insert(0, ("", _("not clear: choose")))
        self.fields[f"{about}{place}"] = forms.ChoiceField(
            label=question.label, choices=choices, initial="" if style == ASKED else style, required=False
        )

    def _may_be(self, place: int, style: str) -> bool:
        """A year of two digits may come first; none of four digits in a column that is not written so does."""
        examples = [cells[place] for cells in self.file.sample if place < len(cells)]
        return style != "ymd" or self.styles[str(place)][DATES] == "ymd" or any(map(_may_begin_with_year, examples))

    @property
    def currency(self) -> forms.BoundField | None:
        """The question for the currency of all amounts; None where the file says it."""
        return self["currency"] if "currency" in self.fields else None

    @property
    def unanswered(self) -> bool:
        """Whether a question is open."""
        return any(field.initial == "" for name, field in self.fields.items() if name != "currency")

    def columns(self) -> Iterator[Meaning]:
        """Each column taken as a date, an amount or a share."""
        for place, form in self.taken:
            cells = [row[place] for row in self.file.sample if place < len(row) and not is_nothing(row[place])]
            asked = [self[name] for about in ABOUT[form] if (name := f"{about}{place}") in self.fields]
            style = self.styles.get(str(place), {})
            header = self.file.headers[place]
            factor = units.factor(header, style)
            read = [(cell, _meaning(form, cell, style, factor)) for cell in dict.fromkeys(cells)][:EXAMPLES]
            yield Meaning(header, read, [(field, field.initial == "") for field in asked])

    def save(self) -> None:
        """Keep the answers. Raises `Refused` when the import no longer waits."""
        said = {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}
        currency = self.cleaned_data.get("currency", self.file.reading.get("currency", ""))
        if currency != self.file.reading.get("currency", "") or any(
            self.fields[name].initial != style for name, style in said.items() if name != "currency"
        ):
            told = {
                place: {about: said.get(f"{about}{place}", style) for about, style in styles.items()}
                for place, styles in self.styles.items()
            }
            receiving.restyle(file=self.file, styles=told, currency=currency)


def _may_begin_with_year(text: str) -> bool:
    return "ymd" in dates.orders_of(text)


def _meaning(form: Form, text: str, style: dict[str, str], factor: int | None) -> str:
    """What a cell is taken for, in the reader's way to write it; empty when it is not clear or nothing Baton takes."""
    told = {about: answer for about, answer in style.items() if answer != ASKED}
    try:
        if form is Form.MONEY:
            amount = numbers.money(text, told.get(NUMBERS, ""), factor)
            return number_format(amount, decimal_pos=2, force_grouping=True)
        if form is Form.PERCENT:
            return f"{numbers.percentage(text, told.get(NUMBERS, ''), told.get(SHARES, ''))} %"
        if form is Form.DAY:
            return date_format(dates.day(text, told.get(DATES, "")), "DATE_FORMAT")
        return date_format(dates.moment(text, told.get(DATES, ""), dates.zone_of("UTC")), "DATETIME_FORMAT")
    except RowProblem:
        return ""
