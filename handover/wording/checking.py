"""The words of the supervisor's queue: how long something waits, and what is missing."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handover.briefings.told import Gap
from handover.checking.queue import Left
from web import plots

GAPS: dict[Gap, str | Promise] = {
    Gap.DECIDES: gettext_lazy("who decides there"),
    Gap.USES: gettext_lazy("who uses it"),
    Gap.PROMISES: gettext_lazy("what was promised, or that nothing was"),
    Gap.NEXT_STEP: gettext_lazy("the best next step"),
}


def waits(days: int) -> str:
    """How long something has been waiting."""
    if not days:
        return _("since today")
    return ngettext("for %(count)s day", "for %(count)s days", days) % {"count": days}


def missing(gaps: list[Gap]) -> str:
    """What a successor would look for in vain; empty when nothing is missing."""
    if not gaps:
        return ""
    return _("Still missing: %(what)s.") % {"what": _(", ").join(str(GAPS[gap]) for gap in gaps)}


def progress(left: Left) -> list[plots.Slice]:
    """How far the checking is, as a bar; nothing once nothing is left."""
    if not left.total:
        return []
    return plots.stack(
        [
            plots.Part("done", _("checked"), left.checked),
            plots.Part("bad", _("disputed"), left.disputes),
            plots.Part("rest", _("still to check"), left.sampled),
        ]
    )
