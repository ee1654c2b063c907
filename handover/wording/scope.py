"""What moves by a plan and what stays, in words."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handover.models import ContractScope, DealScope, Plan
from handover.planning import givers
from handover.planning.scope import Stay, may_keep


def moves(counts: Mapping[str, int], plan: Plan) -> str:
    """The lines of a plan by kind: “412 customers, 349 open deals, 118 contracts in force, 57 open tasks”."""
    parts = []
    for name, words in _MOVES.items():
        if n := counts.get(name):
            parts.append(words(n, plan) % {"n": n})
    return _(", ").join(parts) or _("no records")


def _deals(n: int, plan: Plan) -> str:
    if plan.moves_deals == DealScope.ALL:
        return ngettext("%(n)s deal, open or closed", "%(n)s deals, open or closed", n)
    return ngettext("%(n)s open deal", "%(n)s open deals", n)


def _contracts(n: int, plan: Plan) -> str:
    if plan.moves_contracts == ContractScope.ALL:
        return ngettext("%(n)s contract, in force or ended", "%(n)s contracts, in force or ended", n)
    return ngettext("%(n)s contract in force", "%(n)s contracts in force", n)


_MOVES: dict[str, Callable[[int, Plan], str]] = {
    "customers": lambda n, plan: ngettext("%(n)s customer", "%(n)s customers", n),
    "deals": _deals,
    "contracts": _contracts,
    "tasks": lambda n, plan: ngettext("%(n)s open task", "%(n)s open tasks", n),
}

_STAYS: dict[str, Callable[[int], str]] = {
    "closed_deals": lambda n: ngettext("%(n)s closed deal", "%(n)s closed deals", n),
    "ended_contracts": lambda n: ngettext("%(n)s ended contract", "%(n)s ended contracts", n),
    "customers": lambda n: ngettext("%(n)s customer", "%(n)s customers", n),
    "deals": lambda n: ngettext("%(n)s open deal", "%(n)s open deals", n),
    "contracts": lambda n: ngettext("%(n)s contract in force", "%(n)s contracts in force", n),
    "tasks": lambda n: ngettext("%(n)s open task", "%(n)s open tasks", n),
    "seats": lambda n: ngettext("%(n)s account-team seat", "%(n)s account-team seats", n),
}


def stays(stay: Stay) -> str:
    """How many of what stays: “1,204 closed deals”."""
    return _STAYS[stay.sort](stay.count) % {"n": stay.count}


def why(stay: Stay, plan: Plan) -> str:
    """Why that is all right, or what has to come of it."""
    name = givers.name(plan.occasion)
    if stay.sort in ("closed_deals", "ended_contracts"):
        return _("History: they stay on record under %(name)s.") % {"name": name}
    if stay.sort == "seats":
        return _("They are handed on or ended, all at once, before this is closed.")
    if stay.is_fine and may_keep(plan):
        return _("%(name)s goes on looking after them.") % {"name": name}
    return _("They have to be finished or handed over before this is closed.")
