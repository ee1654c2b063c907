"""A move's fingerprints as rows of a table: what was counted and summed, before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from handover.models import Move


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
        yield label, str(found["count"])
        for group, figures in sorted(found["groups"].items()):
            amount = f" · {figures['amount']}" if figures.get("amount") else ""
            yield f"{label} · {group}", f"{figures['count']}{amount}"
    history = {"activities": _("Timeline entries"), "contacts": _("Contacts"), "orders": _("Orders")}
    for name, label in history.items():
        yield label, str(fingerprint["history"][name])
