"""The order of handing over, in words: the days left, what fits, what will not, and why a customer comes first."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handover.order.page import Order, Part
from handover.order.ranking import Row
from handover.wording.checklist import duration
from web import plots
from web.templatetags.web import short_amounts


def left(order: Order) -> str:
    """How many working days are left, and for how much they have time."""
    if not order.days:
        return _("No working day is left.")
    days = ngettext("%(count)s working day is left", "%(count)s working days are left", len(order.days))
    words = {"days": days % {"count": len(order.days)}, "time": duration(order.capacity)}
    return _("%(days)s, with %(time)s each for handing customers over.") % words


def needed(order: Order) -> str:
    """How long all of it takes."""
    words = {"count": order.count, "time": duration(order.minutes)}
    sentence = ngettext(
        "%(count)s customer takes about %(time)s.", "%(count)s customers take about %(time)s.", order.count
    )
    return sentence % words


def filled(order: Order) -> list[plots.Slice]:
    """The time there is and what fills it, as a bar."""
    fits, there = sum(part.minutes for part in order.fitting), order.capacity * len(order.days)
    over = order.unfit.minutes if order.unfit else 0
    spare = 0 if over else max(there - fits, 0)
    return plots.stack(
        [
            plots.Part("done", _("fits"), fits, duration(fits)),
            plots.Part("bad", _("will not fit"), over, duration(over)),
            plots.Part("rest", _("to spare"), spare, duration(spare)),
        ]
    )


def unfit(part: Part) -> str:
    """What will not fit, and what can be done about it."""
    words = {"count": part.count, "worth": short_amounts(part.worth)}
    if part.worth:
        sentence = ngettext(
            "This %(count)s customer, worth %(worth)s, will not fit: "
            "give them a written briefing only, or start earlier.",
            "These %(count)s customers, worth %(worth)s, will not fit: "
            "give them a written briefing only, or start earlier.",
            part.count,
        )
    else:
        sentence = ngettext(
            "This %(count)s customer will not fit: give them a written briefing only, or start earlier.",
            "These %(count)s customers will not fit: give them a written briefing only, or start earlier.",
            part.count,
        )
    return sentence % words


def why(row: Row) -> list[str]:
    """What makes a customer come first: what is at risk, then what the records lack."""
    promises = ngettext("%(count)s promise to keep", "%(count)s promises to keep", row.promises)
    said = {
        _("deal closes soon"): row.closing,
        _("contract to renew"): row.renewing,
        promises % {"count": row.promises}: row.promises,
        _("no contact for 60 days"): row.silent,
        _("no next step"): row.no_step,
        _("nobody known who decides"): row.no_decider,
    }
    return [words for words, is_so in said.items() if is_so]
