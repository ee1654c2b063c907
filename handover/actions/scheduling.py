"""When a move happens: brought forward, put off, paused, resumed."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from handover.actions import move_messages, reassignment
from handover.models import Move, MoveState
from handover.moving.rules import Rules
from web.errors import Refused


@transaction.atomic
def schedule(
    *,
    move: Move,
    by: User,
    at: datetime.datetime,
    due_at: datetime.datetime | None = None,
    paused: bool | None = None,
    reason: str = "",
) -> Move:
    """Give a move that waits another time, pause it for a `reason`, or resume it; None leaves a thing as it is.

    A paused move never starts by itself, even past its time; resumed past its time, it starts at once. Raises
    `Refused`: `not_yours` (403), `not_waiting`; `ValidationError` at `due_at` and at `reason`.
    """
    rules, locked, _moves = reassignment.lock(move)
    rules.check_asker(by)
    if locked.state not in (MoveState.DUE, MoveState.PAUSED):
        raise Refused(_("Only a move that waits for its time can be given another one."), code="not_waiting")
    change = ""
    if due_at is not None and due_at != locked.due_at:
        _put(locked, rules, due_at, by=by, at=at)
        change = "put"
    if paused is True and locked.state == MoveState.DUE:
        _pause(locked, rules, reason.strip(), by=by, at=at)
        change = "paused"
    if paused is False and locked.state == MoveState.PAUSED:
        _resume(locked, rules, by=by, at=at)
        change = "resumed"
    locked.save(update_fields=["state", "due_at", "paused_by", "paused_at", "pause_reason"])
    if change:
        move_messages.rescheduled(locked, rules, change, also=rules.watchers(), by=by, at=at)
    return locked


def _put(move: Move, rules: Rules, due_at: datetime.datetime, *, by: User, at: datetime.datetime) -> None:
    latest = rules.latest(move)
    if due_at <= at:
        raise ValidationError({"due_at": _("Choose a time that is still to come, or move now.")})
    if due_at > latest:
        day = date_format(localtime(latest), "DATETIME_FORMAT")
        raise ValidationError({"due_at": _("It can be put off until %(day)s at the latest.") % {"day": day}})
    details = {"move": move.pk, "from": move.due_at.isoformat(), "to": due_at.isoformat()}
    move.due_at = due_at
    rules.put(move)
    audit.record(verb="move.put", subject=rules.subject, by=by, at=at, details=details)


def _pause(move: Move, rules: Rules, reason: str, *, by: User, at: datetime.datetime) -> None:
    if not reason:
        raise ValidationError({"reason": _("Say why in a few words.")})
    move.state, move.paused_by, move.paused_at, move.pause_reason = MoveState.PAUSED, by, at, reason
    audit.record(verb="move.paused", subject=rules.subject, by=by, at=at, details={"move": move.pk, "reason": reason})


def _resume(move: Move, rules: Rules, *, by: User, at: datetime.datetime) -> None:
    move.state, move.paused_by, move.paused_at, move.pause_reason = MoveState.DUE, None, None, ""
    audit.record(verb="move.resumed", subject=rules.subject, by=by, at=at, details={"move": move.pk})
