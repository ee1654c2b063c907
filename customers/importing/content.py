"""What the examples of a column look like: whether they fit a field, and which fields only such a column can fill."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from django.db.models.functions import Lower

from accounts.models import User
from customers.importing import dates, numbers, values
from customers.importing.meanings import known_word
from customers.importing.problems import RowProblem
from customers.importing.shape import Field, Form
from customers.models import Customer

PHONE = re.compile(r"\+?[\d\s().\-/]{6,30}(?:(?:ext|x|转)\.?\s*\d+)?", re.I)
#: So many examples against a field are not a matter of chance.
ENOUGH = 3
YES_OR_NO = frozenset({"y", "n", "yes", "no", "true", "false", "是", "否", "да", "нет", "ja", "nein", "oui", "non"})
#: So many of a column's examples have to be of a form for the column to be of that form.
MOST = 0.8


@dataclass(frozen=True)
class Known:
    """Names among a file's examples that Baton knows, without case."""

    people: frozenset[str] = field(default_factory=frozenset)
    customers: frozenset[str] = field(default_factory=frozenset)


def known(texts: Iterable[str]) -> Known:
    """Which of these texts name people or customers. Two queries."""
    asked = sorted({text.strip().lower() for text in texts if 1 < len(text.strip()) <= 200})
    if not asked:
        return Known()
    people = User.objects.annotate(told=Lower("name")).filter(told__in=asked).values_list("told", flat=True)
    customers = Customer.objects.annotate(told=Lower("search__name")).filter(told__in=asked)
    return Known(frozenset(people), frozenset(customers.values_list("told", flat=True)))


def fits(wanted: Field, texts: Collection[str], names: Known) -> float | None:
    """The share of the examples that this field could hold; None when that can't be told from them."""
    told = [text for text in texts if not values.is_nothing(text)]
    if not told:
        return None
    if wanted.form is Form.PERSON:
        return _share(told, lambda text: text.lower() in names.people) or None
    if wanted.form is Form.CUSTOMER:
        return _share(told, lambda text: text.lower() in names.customers) or None
    if wanted.form is Form.CHOICE:
        return _share(told, lambda text: known_word(wanted, text))
    if wanted.name == "phone":
        return _share(told, is_phone)
    test = {
        Form.EMAIL: _is_email,
        Form.MONEY: is_amount,
        Form.PERCENT: is_amount,
        Form.DAY: is_day,
        Form.MOMENT: is_day,
    }.get(wanted.form)
    return _share(told, test) if test else None


def contradicts(wanted: Field, texts: Collection[str], names: Known) -> bool:
    """Whether the examples speak against this field: there are enough of them, and none fits."""
    if wanted.form in (Form.PERSON, Form.CUSTOMER) or wanted.name in ("phone", "stage"):
        return False
    different = {text for text in texts if not values.is_nothing(text)}
    yes_or_no = different and all(text.strip().lower() in YES_OR_NO for text in different)
    if yes_or_no and wanted.form in (Form.DAY, Form.MOMENT, Form.MONEY):
        return True
    return len(different) >= ENOUGH and fits(wanted, different, names) == 0


def _share(texts: Collection[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts)


def _is_email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) is not None


def is_phone(text: str) -> bool:
    """Whether this looks like a phone number and not like a day."""
    return bool(PHONE.fullmatch(text)) and 6 <= sum(map(str.isdigit, text)) <= 20 and not is_day(text)


def is_day(text: str) -> bool:
    """Whether this looks like a day, in whatever order."""
    for order in ("mdy", "dmy"):
        try:
            dates.day(text, order)
        except RowProblem:
            continue
        return True
    return False


def is_amount(text: str) -> bool:
    """Whether this is a number, whatever its separators and signs."""
    try:
        numbers.number(text.rstrip("%％ "))
    except RowProblem:
        return False
    return True
