"""What is wrong with a seal or a record, in sentences; and how much a record holds."""

import json
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handover.models import Seal
from handover.sealing.verifying import Finding, Flaw

#: So many sentences of one kind are enough to see what happened.
SHOWN = 20
#: So many are looked at before that: without values many say the same.
LOOKED_AT = 1_000

SENTENCES: dict[Flaw, str | Promise] = {
    Flaw.MISSING: gettext_lazy("Seal %(number)s is not there: a row was taken out of the chain."),
    Flaw.UNBOUND: gettext_lazy("Seal %(number)s does not follow the seal before it."),
    Flaw.BROKEN: gettext_lazy("Seal %(number)s does not fit its record: one of the two was changed."),
    Flaw.UNREADABLE: gettext_lazy("The record under seal %(number)s can’t be read."),
    Flaw.MISLABELLED: gettext_lazy("Number, time or person beside the record are not those in seal %(number)s."),
    Flaw.GONE: gettext_lazy("The departure under seal %(number)s is no longer there."),
    Flaw.UNSEALED: gettext_lazy("Departure %(departure)s was closed and its record is not sealed."),
}
#: The parts of a record, in the order a reader looks for them.
PARTS: dict[str, str | Promise] = {
    "departure": gettext_lazy("the dates and people of the departure"),
    "sign_off": gettext_lazy("the sign-off"),
    "steps": gettext_lazy("the steps of the departure"),
    "plans": gettext_lazy("the plan"),
    "moves": gettext_lazy("the move"),
    "changes": gettext_lazy("what changed hands"),
    "verifications": gettext_lazy("what was verified"),
    "samples": gettext_lazy("the draw of the sample"),
    "sampled": gettext_lazy("the sample"),
    "visits": gettext_lazy("the customers without a joint visit"),
    "promises": gettext_lazy("the promises"),
    "documents": gettext_lazy("the documents made"),
}
COUNTS: dict[str, Callable[[int], str]] = {
    "changes": lambda n: ngettext("%(n)s change of an owner", "%(n)s changes of owners", n),
    "verifications": lambda n: ngettext("%(n)s verified customer", "%(n)s verified customers", n),
    "sampled": lambda n: ngettext("%(n)s customer of the sample", "%(n)s customers of the sample", n),
    "visits": lambda n: ngettext("%(n)s customer without a joint visit", "%(n)s customers without a joint visit", n),
    "promises": lambda n: ngettext("%(n)s promise", "%(n)s promises", n),
    "documents": lambda n: ngettext("%(n)s document", "%(n)s documents", n),
}


def told(findings: Iterable[Finding], *, with_values: bool) -> list[str]:
    """The first findings, a sentence each; without values, which part differs is said once."""
    said: dict[str, None] = {}
    for finding in islice(findings, LOOKED_AT):
        said[sentence(finding, with_values=with_values)] = None
        if len(said) == SHOWN:
            break
    return list(said)


def sentence(finding: Finding, *, with_values: bool = True) -> str:
    """What is wrong, in the language that is active."""
    if finding.flaw != Flaw.CHANGED:
        return str(SENTENCES[finding.flaw]) % {"number": finding.number, "departure": finding.departure}
    part, *place = finding.path or ("",)
    words = {"part": PARTS.get(part, part), "number": finding.number}
    if not with_values:
        return _("Not as it was sealed: %(part)s.") % words
    words |= {"place": ".".join(place) or "–", "sealed": _shown(finding.sealed), "now": _shown(finding.now)}
    if finding.sealed is None and isinstance(finding.now, (dict, list)):
        return _("Came in after seal %(number)s: %(part)s, %(place)s: %(now)s.") % words
    if finding.now is None and isinstance(finding.sealed, (dict, list)):
        return _("Gone since seal %(number)s: %(part)s, %(place)s: %(sealed)s.") % words
    return _("Not as in seal %(number)s: %(part)s, %(place)s: sealed as %(sealed)s, now %(now)s.") % words


def _shown(value: Any) -> str:
    """A value of a record, short enough for a sentence."""
    if isinstance(value, str):
        return _("“%(text)s”") % {"text": value[:120]}
    return _("nothing") if value is None else json.dumps(value, ensure_ascii=False)[:120]


def parts(seal: Seal) -> list[str]:
    """How much a record holds; nothing when it can't be read, which verifying says."""
    try:
        facts = json.loads(seal.record)["facts"]
        held = {part: len(facts[part]) for part in COUNTS if facts.get(part)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
    return [COUNTS[part](number) % {"n": number} for part, number in held.items()]
