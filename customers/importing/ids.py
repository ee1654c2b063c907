"""Ids of other systems as they are kept, so that a file that writes them another way still finds its records."""

import re

from customers.importing import values
from customers.importing.joining import first_id
from customers.importing.problems import RowProblem

#: Salesforce writes ids with 15 letters in its reports and with 18 in its exports; the last three check the rest.
SHORT = re.compile(r"(?:001|003|005|006|00Q|00T|00U|500|701|800|801|00G)[A-Za-z0-9]{12}")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
#: A long number after a spreadsheet has shortened it: its last digits are gone.
ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d{2}", re.I)
#: What may need a look of its own, anywhere in a column.
SUSPECT = re.compile(rf"zcrm_|\dE\+\d|^{SHORT.pattern}$", re.I | re.M)


def plain_ids(texts: list[str], limit: int) -> list[str | None] | None:
    """A column of ids at one look, empty cells as None; None when a cell needs a look of its own."""
    return None if SUSPECT.search("\n".join(texts)) else values.plain_texts(texts, limit)


def identity(text: str, limit: int = 0) -> str | None:
    """An id without what is only its writing; None for an empty cell. Raises `RowProblem` for one that lost digits."""
    told = first_id(text) if text.startswith("zcrm_") else text
    if not told or told[0] == "#":
        return None
    if ROUNDED.fullmatch(told):
        raise RowProblem("id_rounded", value=told[:80])
    if limit and len(told) > limit:
        raise RowProblem("too_long", limit=limit)
    return long_form(told)


def long_form(told: str) -> str:
    """Salesforce's 18 letters for its 15; any other id as it is."""
    if len(told) != 15 or not SHORT.fullmatch(told):
        return told
    fives = (told[at : at + 5] for at in (0, 5, 10))
    checks = (sum(1 << place for place, letter in enumerate(five) if letter.isupper()) for five in fives)
    return told + "".join(ALPHABET[check] for check in checks)


def known_id(text: str) -> str:
    """An id by which another record is told; one that lost digits finds nothing."""
    try:
        return identity(text) or ""
    except RowProblem:
        return ""
