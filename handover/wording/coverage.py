"""Who answers for customers on which days, in words."""

import datetime
from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handover.coverage.calendar import Gap
from handover.coverage.chart import Money
from handover.coverage.frames import Frame
from handover.coverage.spans import By, Cause, Span
from web.templatetags.web import short_amounts, short_money

ROLES = {
    By.OWNER: gettext_lazy("%(name)s, the owner"),
    By.COVER: gettext_lazy("%(name)s, as interim cover"),
    By.SUCCESSOR: gettext_lazy("%(name)s, the successor"),
    By.NOBODY: gettext_lazy("nobody"),
}
CAUSES = {
    Cause.LEFT: gettext_lazy("The leaver is gone, and the customers change hands later."),
    Cause.NO_SUCCESSOR: gettext_lazy("The plan names no successor for them."),
    Cause.NO_PLAN: gettext_lazy("There is no plan yet."),
    Cause.HELD: gettext_lazy("The customers have not changed hands, and no day is set for it."),
    Cause.LEAVER_AWAY: gettext_lazy("The leaver is away."),
    Cause.SUCCESSOR_AWAY: gettext_lazy("The successor is away, or leaving too."),
    Cause.COVER_AWAY: gettext_lazy("Who covers them is away, or leaving."),
}


def days(first: datetime.date, last: datetime.date | None) -> str:
    """A span of days as a reader writes it."""
    words = {"first": day(first), "last": day(last) if last else ""}
    if last is None:
        return _("from %(first)s on") % words
    return _("on %(first)s") % words if first == last else _("from %(first)s to %(last)s") % words


def day(found: datetime.date) -> str:
    """A day without its year."""
    return date_format(found, "MONTH_DAY_FORMAT")


def who(span: Span, names: Mapping[int, str]) -> str:
    """Who answers in a span."""
    return str(ROLES[span.by]) % {"name": names.get(span.person or 0, "")}


def gap(found: Gap, *, with_worth: bool = True) -> str:
    """How many customers have nobody when, and what they are worth."""
    words = {"count": found.count, "days": days(found.first, found.last), "worth": short_amounts(found.worth.amounts)}
    if with_worth and found.worth.amounts:
        sentence = ngettext(
            "%(count)s customer worth %(worth)s has nobody %(days)s.",
            "%(count)s customers worth %(worth)s have nobody %(days)s.",
            found.count,
        )
    else:
        sentence = ngettext(
            "%(count)s customer has nobody %(days)s.", "%(count)s customers have nobody %(days)s.", found.count
        )
    return sentence % words


def renewals(found: Gap) -> str:
    """The contracts that are to be renewed soon; empty without any."""
    if not found.worth.renewals:
        return ""
    sentence = ngettext(
        "%(count)s contract is to be renewed within 60 days.",
        "%(count)s contracts are to be renewed within 60 days.",
        found.worth.renewals,
    )
    return sentence % {"count": found.worth.renewals}


def closing(money: Money) -> str:
    """What is to close on the days shown, and how much of it while nobody answers."""
    words = {"total": short_money(money.total, money.currency), "exposed": short_money(money.exposed, money.currency)}
    if money.exposed:
        return _("Deals worth %(total)s are to close on these days, %(exposed)s of it while nobody answers.") % words
    return _("Deals worth %(total)s are to close on these days; somebody answers for each of them.") % words


def lead(frame: Frame) -> str:
    """What the calendar goes by, as far as it is not settled."""
    if not frame.has_plan:
        return _("There is no plan yet, so nobody follows.")
    if frame.is_draft:
        return _("The plan is not approved yet; the calendar shows what it would bring.")
    return _("The move waits for a hand, so no day is known.") if frame.is_held else ""
