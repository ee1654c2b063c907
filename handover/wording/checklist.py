"""The words of a checklist item: its title from the rule that made it, and a hint from what its records say today."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from handover.briefings.told import Gap
from handover.checklist.facts import Facts
from handover.models import Section
from handover.wording.timeline import numbered, prepares
from web.templatetags.web import short_money

#: Titles of items about one record need no words; these are about several, named as in a dictionary: first to last.
TITLES: dict[str, str | Promise] = {
    "customers_a": gettext_lazy("Grade A customers: %(range)s"),
    "customers_b": gettext_lazy("Grade B customers: %(range)s"),
    "customers_c": gettext_lazy("Grade C customers: %(range)s"),
    "deals_without_customer": gettext_lazy("Deals without a customer: %(range)s"),
    "deals_closing": gettext_lazy("Deals about to close: %(range)s"),
    "deals_later": gettext_lazy("Deals for later: %(range)s"),
    "contracts": gettext_lazy("Contracts that run on: %(range)s"),
    "tasks_overdue": gettext_lazy("Overdue tasks: %(range)s"),
    "tasks": gettext_lazy("Other unfinished tasks: %(range)s"),
}


#: Why the successor needs it, in a sentence the leaver can agree with.
WHY: dict[Section, str | Promise] = {
    Section.CUSTOMERS: gettext_lazy("What only you know spares them the question, and whoever comes next a mistake."),
    Section.DEALS: gettext_lazy("A deal that changes hands without a word is a deal that slips a month."),
    Section.CONTRACTS: gettext_lazy("A renewal nobody expects is the first one a customer does not sign."),
    Section.TASKS: gettext_lazy("What is finished now need not be explained to anybody."),
    Section.MEETINGS: gettext_lazy("Customers trust a name they have met together with yours."),
    Section.EQUIPMENT: gettext_lazy("Once it is handed in, nobody will ask you for it."),
    Section.ACCESS: gettext_lazy("What stays open in your name stays your responsibility."),
    Section.DOCUMENTS: gettext_lazy("A file only you can find is lost when you leave."),
}


def title(params: Mapping[str, Any]) -> str:
    """What an item is about, in the reader's language."""
    rule = params.get("rule", "")
    if rule == "template":
        return _in_language(params, "title")
    if rule not in TITLES:
        return params.get("name", "")
    return str(TITLES[rule]) % {"range": _range(params)}


def hint(params: Mapping[str, Any], facts: Facts | None, today: datetime.date) -> str:
    """What to know before opening the item: "3 contacts · 2 open deals ¥860k", or the template's hint."""
    if params.get("rule") == "template":
        return _in_language(params, "hint")
    return " · ".join(_known(facts, today)) if facts else ""


def untold(facts: Facts | None) -> str:
    """What nobody can know from the records of a customer nothing was told of."""
    silent = facts is not None and facts.customers == 1 and facts.without_promises and not facts.begun
    return _("promises still to tell") if silent else ""


def missing(facts: Facts | None) -> str:
    """What the successor would look for in vain, or nothing: "Missing: the person who decides, a next step".

    Of a single customer of which something was told already, also what nobody asks of a book: uses and promises.
    """
    if facts is None:
        return ""
    if facts.customers == 1:
        begun = bool(facts.begun)
        without = {
            Gap.DECIDES: facts.without_decider,
            Gap.USES: facts.without_user and begun,
            Gap.PROMISES: facts.without_promises and begun,
            Gap.NEXT_STEP: facts.without_next_step,
        }
        return in_words([gap for gap in Gap if without[gap]])
    counted = {
        ngettext(
            "the person who decides (%(count)s customer)",
            "the person who decides (%(count)s customers)",
            facts.without_decider,
        ): facts.without_decider,
        ngettext(
            "a next step (%(count)s customer)", "a next step (%(count)s customers)", facts.without_next_step
        ): facts.without_next_step,
    }
    return _missing([words % {"count": count} for words, count in counted.items() if count])


GAPS: dict[Gap, str | Promise] = {
    Gap.DECIDES: gettext_lazy("the person who decides"),
    Gap.USES: gettext_lazy("who uses it"),
    Gap.PROMISES: gettext_lazy("what was promised"),
    Gap.NEXT_STEP: gettext_lazy("a next step"),
}


def in_words(gaps: Iterable[Gap]) -> str:
    """What is missing of one customer, or nothing."""
    return _missing([str(GAPS[gap]) for gap in gaps])


def _missing(gaps: list[str]) -> str:
    return _("Missing: %(what)s") % {"what": _(", ").join(gaps)} if gaps else ""


def why(section: str) -> str:
    """Why an item of a section matters to whoever comes after."""
    return str(WHY[Section(section)])


def duration(minutes: int) -> str:
    """A rough time: "25 min", "2 h 10 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    rest -= rest % 10
    return (
        _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
        if rest
        else _("%(hours)s h") % {"hours": hours}
    )


def _known(facts: Facts, today: datetime.date) -> list[str]:
    words = []
    if facts.customers > 1:
        words.append(
            ngettext("%(count)s customer", "%(count)s customers", facts.customers) % {"count": facts.customers}
        )
    if facts.customers > 1 and facts.told:
        words.append(
            ngettext("%(count)s told to the end", "%(count)s told to the end", facts.told) % {"count": facts.told}
        )
    if facts.customers == 1 or facts.contacts:
        words.append(ngettext("%(count)s contact", "%(count)s contacts", facts.contacts) % {"count": facts.contacts})
    if facts.deals:
        deals = ngettext("%(count)s open deal", "%(count)s open deals", facts.deals) % {"count": facts.deals}
        money = " + ".join(short_money(amount, currency) for currency, amount in facts.amounts.items() if amount)
        words.append(f"{deals} {money}".strip())
    if facts.contracts:
        words += _contracts(facts, today)
    if facts.tasks:
        words.append(ngettext("%(count)s task", "%(count)s tasks", facts.tasks) % {"count": facts.tasks})
    if facts.first_due:
        words.append(_("earliest due %(day)s") % {"day": date_format(facts.first_due, "MONTH_DAY_FORMAT")})
    return words


def _contracts(facts: Facts, today: datetime.date) -> list[str]:
    words = []
    if facts.contracts > 1:
        words.append(
            ngettext("%(count)s contract", "%(count)s contracts", facts.contracts) % {"count": facts.contracts}
        )
    if facts.renewal_on:
        is_late = facts.renewal_on < today
        notice = _("renewal notice was due %(day)s") if is_late else _("renewal notice by %(day)s")
        words.append(notice % {"day": date_format(facts.renewal_on, "MONTH_DAY_FORMAT")})
    elif facts.ends_on:
        words.append(_("ends %(day)s") % {"day": date_format(facts.ends_on, "MONTH_DAY_FORMAT")})
    if facts.paid_percent is not None:
        words.append(_("%(percent)s%% paid") % {"percent": facts.paid_percent})
    return words


def _range(params: Mapping[str, Any]) -> str:
    first, last = params.get("first", ""), params.get("last", "")
    found = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    if territory := params.get("territory"):
        return _("%(territory)s, %(range)s") % {"territory": territory, "range": found}
    return found


def _in_language(params: Mapping[str, Any], name: str) -> str:
    chinese = (get_language() or "").startswith("zh")
    return params.get(f"{name}_zh" if chinese else f"{name}_en", "")


def _item(details: dict[str, Any]) -> dict[str, Any]:
    return {"title": title(details.get("params", {}))}


for _verb in ("done", "waived", "reopened", "noted", "evidence_added", "evidence_removed", "evidence_put_back"):
    prepares(f"item.{_verb}")(_item)


@prepares("checklist.generated")
def _generated(details: dict[str, Any]) -> dict[str, Any]:
    return {"what": numbered("%(count)s item", "%(count)s items", details["items"])}
