"""The move: everything a plan gives away changes hands in one transaction, once, and can be taken back.

A move changes owners and nothing else: account-team seats, stages, amounts, dates and history stay as they are, and
the fingerprints before and after prove it.
"""

import datetime

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import CharField, Func, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.actions import ownership
from customers.kinds import RecordKind
from customers.models import Why
from handover import fingerprints, planning
from handover.actions import conflicts, move_messages
from handover.holdings import NAMES
from handover.lifecycle import State, Who
from handover.models import Conflict, Departure, Move, MoveState, Plan, PlanState
from handover.relations import relations
from web.errors import Refused

#: States of the departure in which a move may happen.
MOVING_STATES = (State.PLANNED, State.HANDING_OVER, State.VERIFYING)
WAITING = (MoveState.DUE, MoveState.RUNNING)
#: How often a move is tried when somebody wrote into a customer's history at the same moment.
TRIES = 3
LOCK_TIMEOUT = "10s"


class DriftError(Exception):
    """Something other than the owner differs after the move; `kinds` says of what."""

    def __init__(self, kinds: list[str]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = kinds


@transaction.atomic
def ask(*, plan: Plan, by: User, at: datetime.datetime) -> Move:
    """Ask for the move now: it is `running` from here on, and a task carries it out. Asking twice changes nothing.

    Raises `Refused`: `not_approved`, `not_yours` (403), `not_now`, `already_undone`.
    """
    departure, move = _lock(plan)
    if Who.PLANNER not in relations(by, departure):
        raise Refused(_("This is for the planner to do."), code="not_yours", status=403)
    if move.state == MoveState.UNDONE:
        raise Refused(_("This move was undone. Plan again to move the records."), code="already_undone")
    if move.state in (MoveState.DUE, MoveState.FAILED):
        _check_movable(departure, plan)
        _start(move, by=by, at=at)
        audit.record(verb="move.asked", subject=departure, by=by, at=at, details={"move": move.pk})
    return move


def execute(*, plan: Plan, by: User, at: datetime.datetime) -> Move:
    """Carry the move of `plan` out, if it waits to be; a second delivery finds it done and does nothing.

    When it can't be carried out nothing of it is, and the move says why (`failed`). Raises `Refused` (`not_approved`,
    `not_now`) and, for passing trouble such as a lock held elsewhere, `OperationalError`: the move still waits then.
    """
    try:
        return _tried(plan, by=by, at=at)
    except OperationalError:
        raise
    except DriftError as drift:
        sentence = _("Something other than the owner would have changed (%(kinds)s), so nothing was moved.")
        return _stop(plan, sentence % {"kinds": ", ".join(drift.kinds)}, by=by, at=at)
    except DatabaseError as error:
        return _stop(plan, str(error), by=by, at=at)


def _tried(plan: Plan, *, by: User, at: datetime.datetime) -> Move:
    for _attempt in range(TRIES - 1):
        try:
            return _carry_out(plan, by=by, at=at)
        except DriftError:
            continue
    return _carry_out(plan, by=by, at=at)


@transaction.atomic
def _carry_out(plan: Plan, *, by: User, at: datetime.datetime) -> Move:
    """The move itself: a fixed number of statements, however many records and successors."""
    departure, move = _lock(plan)
    if move.state not in WAITING:
        return move
    _check_movable(departure, plan)
    planning.add_new(plan)
    planning.lock_records(planning.planned(plan))
    conflicts.find(move, at=at)
    moving = conflicts.movable(move)
    move.before = fingerprints.take(moving)
    move.moved = _named(_hand_over(move, by=by, at=at))
    move.after = fingerprints.take(conflicts.moved(move), ceiling=move.before["ceiling"])
    if drifted := [name for name, found in move.before.items() if move.after[name] != found]:
        raise DriftError(drifted)
    move.state, move.finished_at, move.problem = MoveState.DONE, at, ""
    move.save(update_fields=["state", "finished_at", "problem", "moved", "before", "after"])
    details = {"move": move.pk, "moved": move.moved}
    audit.record(verb="move.done", subject=departure, by=by, at=at, details=details)
    move_messages.done(move, departure, at=at)
    return move


@transaction.atomic
def undo(*, move: Move, by: User, at: datetime.datetime) -> Move:
    """Give back what this move changed, where nobody has changed the owner since; the rest is listed as conflicts.

    Its plan is spent then: the next move needs a new one (the lifecycle's `replan`). Raises `Refused`: `not_moved`,
    `already_undone`, `too_late` after `undo_until`, `departure_over`, `not_yours` (403).
    """
    departure, locked = _lock(move.plan)
    if Who.PLANNER not in relations(by, departure):
        raise Refused(_("This is for the planner to do."), code="not_yours", status=403)
    if locked.state == MoveState.UNDONE:
        raise Refused(_("This move was undone already."), code="already_undone")
    if locked.state != MoveState.DONE:
        raise Refused(_("Nothing has changed hands yet, so there is nothing to undo."), code="not_moved")
    if not departure.is_open:
        raise Refused(_("This departure is over; hand records over one by one instead."), code="departure_over")
    if locked.undo_until and at > locked.undo_until:
        raise Refused(_("A move can be undone for 30 days only."), code="too_late")
    planning.lock_records(conflicts.moved(locked))
    conflicts.find_on_undo(locked)
    targets, params = conflicts.returnable(locked)
    returned = ownership.move(targets=targets, params=params, why=Why.UNDO, move_id=locked.pk, by=by, at=at)
    locked.returned = _named(returned)
    locked.state, locked.undone_by, locked.undone_at = MoveState.UNDONE, by, at
    locked.save(update_fields=["state", "undone_by", "undone_at", "returned"])
    left = Conflict.objects.filter(move=locked, on_undo=True).count()
    details = {"move": locked.pk, "returned": locked.returned, "left": left}
    audit.record(verb="move.undone", subject=departure, by=by, at=at, details=details)
    move_messages.undone(locked, departure, by=by, at=at)
    move.refresh_from_db()
    return locked


def _lock(plan: Plan) -> tuple[Departure, Move]:
    """Take the locks of a move in their one order: the departure (one is open per leaver, so it stands for the leaver),
    the plan and its move. From here on a lock held elsewhere is waited for `LOCK_TIMEOUT` long.
    """
    locked = Departure.objects.select_for_update(of=("self",), no_key=True).select_related("leaver")
    departure = locked.get(plans=plan)
    patience = Func(Value("lock_timeout"), Value(LOCK_TIMEOUT), Value(True), function="set_config")
    moves = Move.objects.select_for_update(of=("self", "plan")).select_related("plan").filter(plan=plan)
    move = moves.annotate(patience=Cast(patience, CharField())).first()
    if move is None:
        raise Refused(_("This plan is not approved yet."), code="not_approved")
    plan.state = move.plan.state
    move.plan.departure = plan.departure = departure
    return departure, move


def _check_movable(departure: Departure, plan: Plan) -> None:
    if plan.state != PlanState.APPROVED:
        raise Refused(_("This plan is not approved."), code="not_approved")
    if departure.state not in MOVING_STATES:
        sentence = _("Records can't change hands now: the departure is at “%(state)s”.")
        raise Refused(sentence, code="not_now", params={"state": State(departure.state).label})


def _start(move: Move, *, by: User, at: datetime.datetime) -> None:
    move.state, move.asked_by, move.asked_at = MoveState.RUNNING, by, at
    move.finished_at, move.problem = None, ""
    move.save(update_fields=["state", "asked_by", "asked_at", "finished_at", "problem"])


def _hand_over(move: Move, *, by: User, at: datetime.datetime) -> dict[RecordKind, int]:
    rows, params = conflicts.movable(move, columns="kind, record_id, from_owner_id, successor_id")
    return ownership.move(targets=rows, params=params, why=Why.HANDOVER, move_id=move.pk, by=by, at=at)


def _named(counts: dict[RecordKind, int]) -> dict[str, int]:
    return {NAMES[kind]: count for kind, count in counts.items()}


@transaction.atomic
def _stop(plan: Plan, problem: str, *, by: User, at: datetime.datetime) -> Move:
    """Write down that the move could not be carried out, and why."""
    departure, move = _lock(plan)
    if move.state in WAITING:
        move.state, move.finished_at, move.problem = MoveState.FAILED, at, problem
        move.save(update_fields=["state", "finished_at", "problem"])
        audit.record(verb="move.failed", subject=departure, by=by, at=at, details={"move": move.pk, "problem": problem})
        move_messages.failed(move, departure, at=at)
    return move
