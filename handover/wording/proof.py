"""A move's fingerprints as rows of a table: what was counted and summed, before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from customers.models import ContractState, CustomerStatus, Stage, TaskState
from handover.models import Move
from web.templatetags.web import money

#: What the stored code in a group's name says, by kind.
_CODES: dict[str, Any] = {"customers": CustomerStatus, "deals": Stage, "contracts": ContractState, "tasks": TaskState}


@dataclass(frozen=True)
class Line:
    """One figure: what it is of, and what it was before and after."""

    of: str
    before: str
    after: str


def lines(move: Move) -> list[Line]:
    """All figures of a move that is done; none for one without fingerprints."""
    if not move.before or not move.after:
        return []
    before, after = list(_figures(move.before)), dict(_figures(move.after))
    return [Line(of, figure, after.get(of, "")) for of, figure in before]


def _figures(fingerprint: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kinds = {"customers": _("Customers"), "deals": _("Deals"), "contracts": _("Contracts"), "tasks": _("Tasks")}
    for name, label in kinds.items():
        found = fingerprint[name]
        yield label, _number(found["count"])
        codes = list(_CODES[name].values)
        for group, figures in sorted(found["groups"].items(), key=lambda entry: _place(entry[0], codes)):
            code, _space, currency = group.partition(" ")
            amount = figures.get("amount")
            worth = f" · {money(Decimal(amount), currency)}" if amount is not None else ""
            parts = [label, _word(_CODES[name], code), *([currency] if currency else [])]
            yield " · ".join(parts), f"{_number(figures['count'])}{worth}"
    history = {"activities": _("Timeline entries"), "contacts": _("Contacts"), "orders": _("Orders")}
    for name, label in history.items():
        yield label, _number(fingerprint["history"][name])


def _place(group: str, codes: list[str]) -> tuple[int, str]:
    """Where a group stands: by stage or state in their own order, then by currency."""
    code = group.partition(" ")[0]
    return (codes.index(code) if code in codes else len(codes)), group


def _word(choices: Any, code: str) -> str:
    """A stored code in the reader's language; one of an older version as it was stored."""
    return str(choices(code).label) if code in choices.values else code


def _number(count: int) -> str:
    return number_format(count, force_grouping=True)
