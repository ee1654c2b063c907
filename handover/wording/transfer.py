"""How far a transfer has come: a code for programs, a few words for people."""

from collections.abc import Sequence

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handover.models import Move, MoveState, Plan, PlanState, Transfer


class Standing(models.TextChoices):
    """How far a transfer has come. `away`: the records have gone and will come back; `returned`: they have."""

    PLANNING = "planning", gettext_lazy("being planned")
    DISCARDED = "discarded", gettext_lazy("put aside")
    DUE = "due", gettext_lazy("waiting for its time")
    RUNNING = "running", gettext_lazy("changing hands now")
    PAUSED = "paused", gettext_lazy("paused")
    STOPPED = "stopped", gettext_lazy("stopped")
    DONE = "done", gettext_lazy("done")
    AWAY = "away", gettext_lazy("done, and will come back")
    RETURNED = "returned", gettext_lazy("came back as agreed")
    UNDONE = "undone", gettext_lazy("undone")


def standing(transfer: Transfer, plan: Plan, moves: Sequence[Move]) -> Standing:
    """Where a transfer stands; `moves` are those of its plan, oldest first."""
    if plan.state != PlanState.APPROVED:
        return Standing.PLANNING if plan.state == PlanState.DRAFT else Standing.DISCARDED
    states = {move.state for move in moves}
    if MoveState.FAILED in states:
        return Standing.STOPPED
    if MoveState.RUNNING in states:
        return Standing.RUNNING
    if MoveState.PAUSED in states:
        return Standing.PAUSED
    main, due = moves[0], next((move for move in moves if move.state == MoveState.DUE), None)
    if due is not None:
        return Standing.DUE if due is main else Standing.AWAY
    if main.state != MoveState.UNDONE:
        return Standing.DONE
    return Standing.RETURNED if any(map(transfer.is_return, moves)) else Standing.UNDONE


def words(transfer: Transfer, plan: Plan, moves: Sequence[Move]) -> str:
    """The same in words, with the day that comes next."""
    found = standing(transfer, plan, moves)
    due = next((move for move in moves if move.state == MoveState.DUE), None)
    if due is None:
        return str(found.label)
    day = date_format(localtime(due.due_at), "DATE_FORMAT")
    return (_("on %(day)s") if found == Standing.DUE else _("done; comes back on %(day)s")) % {"day": day}
