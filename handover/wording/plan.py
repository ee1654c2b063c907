"""Why somebody was proposed, in words: from the codes and values kept with an assignment."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handover.models import ConflictCause

Params = dict[str, Any]


def _won_here(params: Params) -> str:
    if params.get("industry"):
        return ngettext(
            "Closed %(count)s %(industry)s deal here", "Closed %(count)s %(industry)s deals here", params["count"]
        )
    return ngettext("Closed %(count)s deal here", "Closed %(count)s deals here", params["count"])


def _met(params: Params) -> str:
    if params.get("title"):
        return ngettext(
            "%(count)s meeting with the %(title)s", "%(count)s meetings with the %(title)s", params["count"]
        )
    return ngettext(
        "%(count)s meeting with who decides there", "%(count)s meetings with who decides there", params["count"]
    )


SENTENCES: dict[str, Callable[[Params], str]] = {
    "owns_customer": lambda p: _("Looks after %(customer)s already"),
    "won_here": _won_here,
    "open_here": lambda p: ngettext(
        "Works on %(count)s open deal here", "Works on %(count)s open deals here", p["count"]
    ),
    "met": _met,
    "in_touch": lambda p: ngettext("In touch here %(count)s time", "In touch here %(count)s times", p["count"]),
    "account_team": lambda p: _("On the account team"),
    "industry_won": lambda p: ngettext(
        "Closed %(count)s %(industry)s deal elsewhere", "Closed %(count)s %(industry)s deals elsewhere", p["count"]
    ),
    "industry_customers": lambda p: ngettext(
        "Looks after %(count)s %(industry)s customer", "Looks after %(count)s %(industry)s customers", p["count"]
    ),
    "same_group": lambda p: ngettext(
        "Looks after %(count)s customer of the same group",
        "Looks after %(count)s customers of the same group",
        p["count"],
    ),
    "territory": lambda p: _("Same territory"),
    "deal_size": lambda p: _("Used to deals of this size"),
    "stage": lambda p: _("Has deals as far as this one"),
    "office": lambda p: _("Same office"),
    "language": lambda p: _("Speaks the customer's language"),
    "load": lambda p: _("Carries %(percent)s%% of capacity"),
    "over": lambda p: _("Over capacity by %(percent)s%%"),
    "in_turn": lambda p: _("Next in turn"),
    "least_load": lambda p: _("Carries the least"),
    "no_customer": lambda p: ngettext(
        "No customer yet, so spread by load: %(deals)s open deal before this one",
        "No customer yet, so spread by load: %(deals)s open deals before this one",
        p["deals"],
    ),
    "together": lambda p: _("Stays together with its group"),
    "group_by_hand": lambda p: _("Goes where its group was given by hand"),
    "same_deal": lambda p: _("Goes with its deal"),
    "by_hand": lambda p: _("Chosen by %(name)s"),
    "left_open": lambda p: _("Left open by %(name)s"),
}


def fragment(reason: Params) -> str:
    """One reason in words; a code from a later version reads as nothing."""
    sentence = SENTENCES.get(reason.get("code", ""))
    return sentence(reason) % reason if sentence else ""


def reasons(found: Iterable[Params], *, within: bool = False) -> str:
    """All reasons of an assignment as one line: “Same territory; carries 71% of capacity”. `within` a sentence it
    begins small.
    """
    parts = [part for reason in found if (part := fragment(reason))]
    start = 0 if within else 1
    return _("; ").join(parts[:start] + [_small(part) for part in parts[start:]])


def _small(part: str) -> str:
    return part[0].lower() + part[1:] if part[1:2].islower() else part


def conflict(cause: str, name: str) -> str:
    """Why a record stayed where it was; `name` is the present owner's, empty when there is none."""
    sentences = {
        ConflictCause.OWNER_CHANGED: _("%(name)s owns it now; somebody changed that after the plan."),
        ConflictCause.GONE: _("It no longer exists."),
        ConflictCause.NO_SUCCESSOR: _("It was added after the plan, and nobody was named. It is still with %(name)s."),
        ConflictCause.SUCCESSOR_GONE: _("Its successor's access has ended. It is still with %(name)s."),
        ConflictCause.CLOSED: _("It was closed after the plan and stays with %(name)s as part of the history."),
    }
    return sentences[ConflictCause(cause)] % {"name": name}


def counted(counts: Mapping[str, int]) -> str:
    """Counts by kind in words, without what is none: “2 customers, 12 deals”."""
    kinds = {
        "customers": lambda n: ngettext("%(n)s customer", "%(n)s customers", n),
        "deals": lambda n: ngettext("%(n)s deal", "%(n)s deals", n),
        "contracts": lambda n: ngettext("%(n)s contract", "%(n)s contracts", n),
        "tasks": lambda n: ngettext("%(n)s task", "%(n)s tasks", n),
        "seats": lambda n: ngettext("%(n)s account-team seat", "%(n)s account-team seats", n),
    }
    parts = [words(counts[name]) % {"n": counts[name]} for name, words in kinds.items() if counts.get(name)]
    return _(", ").join(parts) or _("no records")
