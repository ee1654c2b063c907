"""A customer in one minute: the figures of `summary.py` as sentences, what matters set in bold."""

import datetime
from collections.abc import Iterable, Iterator

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Contact
from customers.summary import Facts
from web.templatetags.web import short_amounts, short_day

DAYS_A_YEAR = 365.25


def sentences(facts: Facts, today: datetime.date) -> list[SafeString]:
    """What they buy, who decides, what is open and what ends, one sentence each; none where nothing is known."""
    return [*_buys(facts, today), *_people(facts), *_open(facts, today)]


def bold(words: str, **values: object) -> SafeString:
    """A sentence with its values escaped and in bold."""
    filled = {name: format_html("<b>{}</b>", value) for name, value in values.items()}
    return mark_safe(escape(words) % filled)  # noqa: S308 - both parts are escaped


def _buys(facts: Facts, today: datetime.date) -> Iterator[SafeString]:
    if not facts.orders or facts.buys_since is None:
        return
    # Translators: stands where else the products stand: Buys %(what)s about twice a year.
    what = _(" and ").join(facts.products) or _("from us")
    words: dict[str, object] = {"what": what, "amount": short_amounts(facts.bought), "year": facts.buys_since.year}
    if facts.orders == 1:
        yield bold(_("Bought %(what)s once, in %(year)s, for %(amount)s."), **words)
        return
    yield bold(_often(facts.orders / max((today - facts.buys_since).days / DAYS_A_YEAR, 1)), **words)


def _often(a_year: float) -> str:
    """The sentence for so many orders a year."""
    if a_year >= 9:
        return _("Buys %(what)s about every month, since %(year)s, for %(amount)s in all.")
    if a_year >= 2.5:
        return _("Buys %(what)s several times a year, since %(year)s, for %(amount)s in all.")
    if a_year >= 1.5:
        return _("Buys %(what)s about twice a year, since %(year)s, for %(amount)s in all.")
    if a_year >= 0.7:
        return _("Buys %(what)s about once a year, since %(year)s, for %(amount)s in all.")
    return _("Buys %(what)s now and then, since %(year)s, for %(amount)s in all.")


def _people(facts: Facts) -> Iterator[SafeString]:
    if people := facts.deciders:
        words = ngettext("%(people)s decides.", "%(people)s decide.", len(people))
        yield bold(words, people=_named(people))
    if people := facts.users:
        words = ngettext("%(people)s uses it.", "%(people)s use it.", len(people))
        yield bold(words, people=_named(people))


def _named(people: Iterable[Contact]) -> str:
    whole = _("%(name)s (%(title)s)")
    return _(", ").join(whole % {"name": one.name, "title": one.title} if one.title else one.name for one in people)


def _open(facts: Facts, today: datetime.date) -> Iterator[SafeString]:
    if facts.renewal and (by := facts.renewal.renewal_notice_on):
        words = _("The renewal of contract %(number)s is to be settled by %(day)s.")
        if by < today:
            words = _("The renewal of contract %(number)s was to be settled by %(day)s: ask whether it was.")
        yield bold(words, number=facts.renewal.number, day=short_day(by, today))
    if not facts.deals:
        return
    value = short_amounts(facts.deal_value)
    if facts.next_close is None:
        words = ngettext(
            "%(count)s deal is open, worth %(value)s.", "%(count)s deals are open, worth %(value)s.", facts.deals
        )
        yield bold(words, count=facts.deals, value=value)
        return
    words = _closing(facts.deals, is_late=facts.next_close < today)
    yield bold(words, count=facts.deals, value=value, day=short_day(facts.next_close, today))


def _closing(deals: int, *, is_late: bool) -> str:
    """The sentence for so many open deals with a day: to come, or past and still open."""
    if is_late:
        return ngettext(
            "%(count)s deal for %(value)s should have closed on %(day)s and is still open.",
            "%(count)s deals for %(value)s are open; the first should have closed on %(day)s.",
            deals,
        )
    return ngettext(
        "%(count)s deal for %(value)s should close on %(day)s.",
        "%(count)s deals for %(value)s are open; the next should close on %(day)s.",
        deals,
    )
