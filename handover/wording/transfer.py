"""How far a transfer has come, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from handover.models import Move, MoveState, Plan, PlanState, Transfer


@dataclass(frozen=True)
class Standing:
    """A few words, and whether somebody has to look."""

    text: str
    needs_hand: bool = False


def standing(transfer: Transfer, plan: Plan, moves: Sequence[Move]) -> Standing:
    """Where a transfer stands; `moves` are those of its plan, oldest first."""
    if plan.state == PlanState.DRAFT:
        return Standing(_("being planned"))
    if plan.state == PlanState.DISCARDED:
        return Standing(_("put aside"))
    states = {move.state for move in moves}
    if MoveState.FAILED in states:
        return Standing(_("stopped"), needs_hand=True)
    if MoveState.RUNNING in states:
        return Standing(_("changing hands now"))
    if MoveState.PAUSED in states:
        return Standing(_("paused"), needs_hand=True)
    return Standing(_quiet(moves))


def _quiet(moves: Sequence[Move]) -> str:
    """When nothing runs and nothing stopped."""
    main, back = moves[0], moves[1:]
    due = next((move for move in moves if move.state == MoveState.DUE), None)
    if due is main:
        return _("on %(day)s") % {"day": _day(main)}
    if due is not None:
        return _("done; comes back on %(day)s") % {"day": _day(due)}
    if main.state == MoveState.UNDONE:
        return _("came back") if back else _("undone")
    return _("done")


def _day(move: Move) -> str:
    return date_format(localtime(move.due_at), "DATE_FORMAT")
