"""Who may say what about a customer that is handed over, and when: the verdicts as a table, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from handover.lifecycle import State
from handover.models import Departure, Verdict
from web import plots
from web.errors import Refused

#: While a departure stands here its records are verified. Rows open as the handover begins, so that the leaver can
#: state while working through the checklist; nothing has to wait for the last days.
VERIFIED_IN = (State.HANDING_OVER, State.VERIFYING)


class Part(StrEnum):
    """Whose turn it is in verifying a customer."""

    LEAVER = "leaver"  # or the supervisor who stands in
    SUCCESSOR = "successor"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Saying:
    """One thing that can be said: by whom, after which verdicts, whether in words, and what a button calls it."""

    verdict: Verdict
    part: Part
    after: tuple[Verdict, ...]
    in_words: bool
    label: str | Promise


SAYINGS: dict[Verdict, Saying] = {
    saying.verdict: saying
    for saying in (
        Saying(Verdict.STATED, Part.LEAVER, (Verdict.WAITING, Verdict.STATED), False, _("All correct")),
        Saying(Verdict.CONFIRMED, Part.SUCCESSOR, (Verdict.STATED, Verdict.DISPUTED), False, _("I confirm")),
        Saying(Verdict.DISPUTED, Part.SUCCESSOR, (Verdict.STATED, Verdict.CONFIRMED), True, _("Something is wrong")),
        Saying(Verdict.SETTLED, Part.SUPERVISOR, (Verdict.DISPUTED,), True, _("Settle")),
        Saying(
            Verdict.WAITING,
            Part.SUPERVISOR,
            (Verdict.STATED, Verdict.DISPUTED, Verdict.CONFIRMED),
            True,
            _("Send back"),
        ),
    )
}

#: How a verdict is drawn where many are counted, what is over first.
LOOKS = {
    Verdict.CONFIRMED: "done",
    Verdict.SETTLED: "done",
    Verdict.DISPUTED: "bad",
    Verdict.STATED: "part",
    Verdict.WAITING: "rest",
}


def progress(counts: Mapping[str, int], narrowed: str = "") -> list[plots.Slice]:
    """How far customers have come, as a bar of how many stand at each verdict; `narrowed` leads to those of one."""
    return plots.stack(
        plots.Part(look, str(verdict.label), counts.get(verdict, 0), url=narrowed and f"{narrowed}{verdict}")
        for verdict, look in LOOKS.items()
    )


def about(total: int, rest: int) -> str:
    """What `total` verifications are of where `rest` of them are of no customer, in a sentence; else nothing."""
    if not rest:
        return ""
    customers = ngettext("%(n)s is of a customer", "%(n)s are of customers", total - rest) % {"n": total - rest}
    others = ngettext(
        "%(n)s is of the records without a customer that go to one successor",
        "%(n)s are of records without a customer, one for each successor who gets some",
        rest,
    )
    return gettext("%(customers)s; %(others)s.") % {"customers": customers, "others": others % {"n": rest}}


def check_open(departure: Departure) -> None:
    """Raise `Refused` (`not_now`, `signed_off`) unless something may be said about the customers of a departure now."""
    if departure.state not in VERIFIED_IN:
        raise Refused(gettext("Records are verified while they are handed over, not now."), code="not_now")
    if departure.signed_off_at:
        raise Refused(gettext("The supervisor has signed off; nothing changes any more."), code="signed_off")
