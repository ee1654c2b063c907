"""The steps of a draft in words, to whoever made them."""

import datetime
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handover.models import PlanDeed, PlanStep

#: What was done, as it follows a colon.
PHRASES = {
    PlanDeed.GIVE: gettext_lazy("giving %(what)s to %(name)s"),
    PlanDeed.OPEN: gettext_lazy("leaving %(what)s without a successor"),
    PlanDeed.KEEP: gettext_lazy("keeping %(what)s in a new proposal"),
    PlanDeed.RELEASE: gettext_lazy("letting %(what)s be proposed again"),
    PlanDeed.HOLD: gettext_lazy("leaving %(what)s with the leaver until %(day)s"),
    PlanDeed.UNHOLD: gettext_lazy("handing %(what)s over with the rest"),
}
#: How many names a sentence holds.
NAMED = 3


def phrase(step: PlanStep) -> str:
    """The edit itself, also where `step` is its undo: “giving Hottechi to Li Wei”."""
    said = step.details
    what = said.get("record") or ngettext("%(n)s record", "%(n)s records", step.count) % {"n": step.count}
    day = date_format(datetime.date.fromisoformat(said["day"]), "MONTH_DAY_FORMAT") if "day" in said else ""
    return str(PHRASES[PlanDeed(step.deed)]) % {"what": what, "name": said.get("successor", ""), "day": day}


def told(undone: PlanStep) -> str:
    """What was undone, or done again where an undo was taken back."""
    words = _("Done again: %(step)s.") if undone.takes_back else _("Undone: %(step)s.")
    return words % {"step": phrase(undone)}


def left(names: Sequence[str]) -> str:
    """Which records stayed as somebody else left them."""
    shown, more = _(", ").join(names[:NAMED]), len(names) - NAMED
    if more > 0:
        words = ngettext(
            "Somebody changed %(names)s and %(n)s more since; they stay as they are.",
            "Somebody changed %(names)s and %(n)s more since; they stay as they are.",
            more,
        )
        return words % {"names": shown, "n": more}
    return _("Somebody changed this since, so it stays as it is: %(names)s.") % {"names": shown}
