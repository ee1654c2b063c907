"""What a reader should know about a file beside its refused rows: stable codes and their sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTES: dict[str, str | Promise] = {
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
}


def note_sentence(note: Mapping[str, Any]) -> str:
    """A file's note in the reader's language; nothing for a code of another version."""
    return str(NOTES[note["code"]]) % note["params"] if note["code"] in NOTES else ""
