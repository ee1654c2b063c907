"""The words of a checklist item: its title from the rule that made it, and a hint from what its records say today."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from handover.facts import Facts
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


def title(params: Mapping[str, Any]) -> str:
    """What an item is about, in the reader's language."""
    rule = params.get("rule", "")
    if rule == "template":
        return _in_language(params, "title")
    if rule not in TITLES:
        return params.get("name", "")
    return str(TITLES[rule]) % {"range": _range(params)}


def hint(params: Mapping[str, Any], facts: Facts | None) -> str:
    """What to know before opening the item: "3 contacts · 2 open deals ¥860k", or the template's hint."""
    if params.get("rule") == "template":
        return _in_language(params, "hint")
    return " · ".join(_known(params, facts)) if facts else ""


def missing(facts: Facts | None) -> str:
    """What the successor would look for in vain, or nothing: "Missing: the person who decides, a next step"."""
    if facts is None:
        return ""
    gaps = []
    if facts.without_decider:
        gaps.append(_("the person who decides") if facts.customers == 1 else _counted_gap(facts.without_decider))
    if facts.without_next_step:
        gaps.append(
            _("a next step")
            if facts.customers == 1
            else ngettext(
                "a next step (%(count)s customer)", "a next step (%(count)s customers)", facts.without_next_step
            )
            % {"count": facts.without_next_step}
        )
    return _("Missing: %(what)s") % {"what": _(", ").join(gaps)} if gaps else ""


def _counted_gap(count: int) -> str:
    return ngettext(
        "the person who decides (%(count)s customer)", "the person who decides (%(count)s customers)", count
    ) % {"count": count}


def _known(params: Mapping[str, Any], facts: Facts) -> list[str]:
    words = []
    if facts.customers > 1:
        words.append(
            ngettext("%(count)s customer", "%(count)s customers", facts.customers) % {"count": facts.customers}
        )
    if facts.customers == 1 or facts.contacts:
        words.append(ngettext("%(count)s contact", "%(count)s contacts", facts.contacts) % {"count": facts.contacts})
    if facts.deals:
        deals = ngettext("%(count)s open deal", "%(count)s open deals", facts.deals) % {"count": facts.deals}
        money = " + ".join(short_money(amount, currency) for currency, amount in facts.amounts.items() if amount)
        words.append(f"{deals} {money}".strip())
    if facts.contracts:
        words += _contracts(facts)
    if facts.tasks:
        words.append(ngettext("%(count)s task", "%(count)s tasks", facts.tasks) % {"count": facts.tasks})
    if facts.first_due:
        words.append(_("earliest due %(day)s") % {"day": date_format(facts.first_due, "MONTH_DAY_FORMAT")})
    return words


def _contracts(facts: Facts) -> list[str]:
    words = []
    if facts.contracts > 1:
        words.append(
            ngettext("%(count)s contract", "%(count)s contracts", facts.contracts) % {"count": facts.contracts}
        )
    if facts.renewal_on:
        words.append(_("renewal notice by %(day)s") % {"day": date_format(facts.renewal_on, "MONTH_DAY_FORMAT")})
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


for _verb in ("done", "waived", "reopened", "noted", "evidence_added", "evidence_removed"):
    prepares(f"item.{_verb}")(_item)


@prepares("checklist.generated")
def _generated(details: dict[str, Any]) -> dict[str, Any]:
    return {"what": numbered("%(count)s item", "%(count)s items", details["items"])}
