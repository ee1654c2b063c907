"""What a reader should know about a file beside its refused rows: stable codes and their sentences."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from customers.importing.finishing import TEAMED
from customers.importing.shape import Kind

NOTES: dict[str, Any] = {
    "dictionary": _("This file describes the columns of the others; it is recognised and not taken."),
    "placeholders": _(
        "The file has no addresses: people get a placeholder (first.last@import.invalid) and can't sign in until an "
        "administrator sets their address and invites them. Teams are formed by manager."
    ),
    "owner_rule": _(
        "The file has no owners: a customer goes to the rep with the most won value there (equal: more won deals, "
        "then the name). The other reps with deals there become its account team. The annual value is what was won "
        "in the last twelve months of the data; the customer's own revenue is not taken."
    ),
    "owner_importer": _(
        "The file has no owners and came without the sales pipeline: new customers go to whoever imports it."
    ),
    "products_matched": _("Product names were matched ignoring spaces and case in %(rows)s rows: %(pairs)s."),
    "parents_unknown": _("Taken without the firm they belong to, which is not known here: %(names)s."),
    "part_firms": ngettext_lazy(
        "%(rows)s row is a company by its column “%(column)s”: it becomes a customer. The people in the other rows "
        "become contacts of the companies they name.",
        "%(rows)s rows are companies by their column “%(column)s”: they become customers. The people in the other rows "
        "become contacts of the companies they name.",
        "rows",
    ),
    "part_customers": _(
        "These rows name customers that are not known here. They are made from them; customers that are known "
        "stay as they are. Choose “nothing to take” to refuse the rows of unknown customers instead."
    ),
    "part_contacts": _("These rows name people: they become contacts where they are not known yet."),
    "part_deals": _("These rows name deals: they are taken where they are not known yet."),
    "without_company": ngettext_lazy(
        "%(rows)s person here names no company (with an owner: %(owned)s). They can be a customer of their own, or be "
        "left out with the refused rows.",
        "%(rows)s people here name no company; %(owned)s of them have an owner. Each can be a customer of their own, "
        "or be left out with the refused rows.",
        "rows",
    ),
    "given_back": _("These are rows that were refused from %(name)s; they are taken as that file was."),
    "stages_unknown": _(
        "Stages Baton does not know: %(words)s. A new deal with one of them begins at Prospecting, unless its state "
        "says that it was won or lost; a deal that is here already keeps its stage."
    ),
    "several_owners": _(
        "Several people own one record in %(rows)s rows: the first is its owner, the others join the account "
        "team of a "
        "new record: %(cells)s."
    ),
    "several_people": _("Several people stand in one cell in %(rows)s rows, and only the first is taken: %(cells)s."),
    "several_customers": _(
        "Several customers stand in one cell in %(rows)s rows, and only the first is taken: %(cells)s."
    ),
    "currency_assumed": _("The amounts of %(rows)s rows name no currency: those of new records are in %(currency)s."),
    "words_unknown": _("Taken without “%(field)s” where it says what Baton does not know: %(words)s."),
}
#: The notes that are found while the rows are taken.
FOUND_ON_THE_WAY = (
    "products_matched", "parents_unknown", "stages_unknown", "words_unknown", "several_owners", "several_people",
    "currency_assumed", "several_customers",
)  # fmt: skip
#: So many words are named.
MOST = 20


def words_unknown(kind: Kind, unknown: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    """The notes that name the words of choices nobody knows, each with the number of its rows."""
    by_field: dict[str, list[str]] = {}
    for (name, word), number in unknown.most_common():
        by_field.setdefault(name, []).append(f"{word[:60]} ({number})")
    return [
        {
            "code": "stages_unknown" if name == "stage" else "words_unknown",
            "params": {"field": str(kind.field(name).label), "words": ", ".join(words[:MOST])},
        }
        for name, words in by_field.items()
    ]


def several_people(kind: Kind, cells: Counter[str]) -> dict[str, Any]:
    """The note that names the cells with several people."""
    return _several("several_owners" if kind.name in TEAMED else "several_people", cells)


def several_customers(cells: Counter[str]) -> dict[str, Any]:
    """The note that names the cells with several customers."""
    return _several("several_customers", cells)


def _several(code: str, cells: Counter[str]) -> dict[str, Any]:
    named = ", ".join(f"“{text[:60]}”" for text, _number in cells.most_common(MOST))
    return {"code": code, "params": {"rows": cells.total(), "cells": named}}


def note_sentence(note: Mapping[str, Any]) -> str:
    """A file's note in the reader's language; nothing for a code of another version."""
    return str(NOTES[note["code"]] % note["params"]) if note["code"] in NOTES else ""


def note_sentences(notes: Iterable[Mapping[str, Any]]) -> list[str]:
    """What there is to know about a file, a sentence each."""
    return [sentence for note in notes if (sentence := note_sentence(note))]
