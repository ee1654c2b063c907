"""The move: everything a plan gives away changes hands in one transaction, once, and can be taken back.

A move changes owners and nothing else of records: stages, amounts, dates and history stay as they are, and the
fingerprints before and after prove it. The leaver's seats in account teams go with it (`actions/seats.py`). An undo is
a move too: it takes the ledger's rows of another one back.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import CharField, Func, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.actions import ownership
from customers.actions.ownership import Moved
from customers.models import Why
from handover import moving
from handover.actions import cover_ends, events, move_messages, seats
from handover.actions.move_messages import Outcome
from handover.holdings import NAMES
from handover.models import Move, MoveState, PlanState
from handover.models.move import UNFINISHED, WAITING
from handover.moving import Source, fingerprints, progress
from handover.moving import rules as move_rules
from handover.moving.rules import Rules
from handover.planning import statements
from web.errors import Refused

#: How often a move is tried when somebody wrote into a customer's history at the same moment.
TRIES = 3
LOCK_TIMEOUT = "10s"
#: Below this cost the database reads with one process: some thousand records are read before a second has started.
ALONE = "3000"


class DriftError(Exception):
    """Something other than the owner differs after the move; `kinds` says of what."""

    def __init__(self, kinds: list[str]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = kinds


@transaction.atomic
def ask(*, move: Move, by: User, at: datetime.datetime) -> Move:
    """Ask for the move now: it is `running` from here on, and a task carries it out. Asking twice changes nothing.

    Raises `Refused`: `not_approved`, `not_yours` (403), `not_now`, `already_undone`.
    """
    rules, locked, _moves = lock(move)
    rules.check_asker(by)
    if locked.state == MoveState.UNDONE:
        raise Refused(_("This move was undone. Plan again to move the records."), code="already_undone")
    if locked.state in (MoveState.DUE, MoveState.PAUSED, MoveState.FAILED):
        _check_possible(rules, locked)
        _start(locked, by=by, at=at)
        audit.record(verb="move.asked", subject=rules.subject, by=by, at=at, details={"move": locked.pk})
    return locked


@transaction.atomic
def undo(*, move: Move, by: User, at: datetime.datetime, only: dict[str, Any] | None = None) -> Move:
    """Ask to take `move` back: answers with the reversal, which a task carries out; asking twice changes nothing.

    It gives back what the move changed where nobody has changed the owner since; the rest is listed as conflicts.
    `only` (see `Move`) narrows it to some lines. The plan of a whole undo is spent: the next move needs a new one,
    unless the undo is undone in its turn. Raises `Refused`: `not_moved`, `already_undone`, `too_late` after
    `undo_until`, `departure_over`, `not_yours` (403), `undo_running`, `only_whole` and `nothing_to_undo` (422).
    """
    rules, locked, moves = lock(move)
    rules.check_asker(by)
    waiting = [one for one in moves if one.reverses_id == locked.pk and one.state in UNFINISHED]
    if found := next((one for one in waiting if one.only == only), None):
        return found if found.state == MoveState.RUNNING else ask(move=found, by=by, at=at)
    _check_undoable(rules, locked, only, at)
    if any(one.state == MoveState.RUNNING for one in waiting):
        raise Refused(_("An undo of this move is on its way already."), code="undo_running")
    fields = {"state": MoveState.RUNNING, "only": only, "asked_by": by, "asked_at": at, "due_at": at}
    reversal = Move(plan=locked.plan, reverses=locked, **fields)
    if only is not None and not any(undoable(move=locked, moves=moves, at=at, only=only).values()):
        raise Refused(_("The move gave nobody anything like that."), code="nothing_to_undo", status=422)
    Move.objects.filter(reverses=locked, state=MoveState.FAILED).delete()
    reversal.save()
    details = {"move": reversal.pk, "reverses": locked.pk, "only": only}
    audit.record(verb="move.undo_asked", subject=rules.subject, by=by, at=at, details=details)
    return reversal


def undoable(*, move: Move, moves: Sequence[Move], at: datetime.datetime, only: dict[str, Any]) -> dict[str, int]:
    """How many records of each kind an undo of this part of `move` would be about; `moves` are all of its plan."""
    reversal = Move(plan=move.plan, reverses=move, only=only, asked_at=at)
    return statements.count(moving.source(reversal, moves).records())


def execute(*, move: Move, by: User, at: datetime.datetime) -> Move:
    """Carry a move out, if it waits to be; a second delivery finds it done and does nothing.

    When it can't be carried out nothing of it is, and the move says why (`failed`). Raises `Refused` (`not_approved`,
    `not_now`) and, for passing trouble such as a lock held elsewhere, `OperationalError`: the move still waits then.
    """
    try:
        return _tried(move, by=by, at=at)
    except OperationalError:
        raise
    except DriftError as drift:
        sentence = _("Something other than the owner would have changed (%(kinds)s), so nothing was moved.")
        return _stop(move, sentence % {"kinds": ", ".join(drift.kinds)}, by=by, at=at)
    except DatabaseError as error:
        return _stop(move, str(error), by=by, at=at)


def _tried(move: Move, *, by: User, at: datetime.datetime) -> Move:
    for _attempt in range(TRIES - 1):
        try:
            return _carry_out(move, by=by, at=at)
        except DriftError:
            continue
    return _carry_out(move, by=by, at=at)


@transaction.atomic
def _carry_out(asked: Move, *, by: User, at: datetime.datetime) -> Move:
    """The move itself: the same few statements for any plan, and at most `moving.sources.PORTIONS` that write."""
    rules, move, moves = lock(asked)
    if move.state not in WAITING:
        return move
    _check_possible(rules, move)
    added = statements.add_new(move.plan, until=move.held_until) if move.reverses is None else 0
    source = moving.source(move, moves)
    statements.lock_records(source.records())
    if added and (last := statements.last_change(move.plan)):
        at = max(at, last)  # what came in while this move waited for a lock came after it was asked for
    why, move.before = rules.why(move), source.look(at=at)
    given = _hand_over(move, source, why=why, by=by, at=at)
    move.after = fingerprints.take(source.chosen(), ceiling=move.before["ceiling"])
    move.moved = _by_kind(given)
    if drifted := fingerprints.drifted(move.before, move.after, statements.count(statements.given_by(move))):
        raise DriftError(drifted)
    move.moved |= seats.carry_out(move=move, moves=moves, by=by, at=at)
    move.state, move.finished_at, move.problem = MoveState.DONE, at, ""
    move.save(update_fields=["state", "finished_at", "problem", "moved", "before", "after"])
    _settle(move)
    cover_ends.end_moved(at=at)
    _tell(move, rules, Outcome(given, source.conflicts), why=why, by=by, at=at)
    return move


def _tell(move: Move, rules: Rules, outcome: Outcome, *, why: Why, by: User, at: datetime.datetime) -> None:
    """Leave the audit row and the notices; a return on the day agreed is told by its transfer."""
    details = {"move": move.pk, "reverses": move.reverses_id, "moved": move.moved, "only": move.only}
    verb = "move.undone" if move.gives_back else "move.done"
    audit.record(verb=verb, subject=rules.subject, by=by, at=at, details=details)
    if why != Why.RETURN:
        move_messages.done(move, rules, outcome, by=by, at=at)
    rules.follow(move, why=why, by=by, at=at)
    events.moved(move, at=at)


def _hand_over(move: Move, source: Source, *, why: Why, by: User, at: datetime.datetime) -> list[Moved]:
    """Change the owners, portion by portion, and tell beside the transaction how far it is: of few records nothing,
    because they have changed hands before anybody could look.
    """
    portions, total = source.portions(move.before), fingerprints.count(move.before)
    given: list[Moved] = []
    for targets, params in portions:
        if len(portions) > 1:
            progress.say(move.pk, sum(part.records for part in given), total)
        given += ownership.move(targets=targets, params=params, why=why, move_id=move.pk, by=by, at=at)
    if len(portions) > 1:
        progress.say(move.pk, sum(part.records for part in given), total)
    return given


def _by_kind(given: list[Moved]) -> dict[str, int]:
    """How many records of each kind changed hands, by name."""
    counts = dict.fromkeys(NAMES.values(), 0)
    for part in given:
        counts[NAMES[part.kind]] += part.records
    return counts


def _settle(reversal: Move) -> None:
    """Write down what a reversal made of the moves before it: the reversed one is undone, the one before stands."""
    given = reversal.reverses
    if given is None or reversal.only is not None:
        return
    Move.objects.filter(pk=given.pk).update(state=MoveState.UNDONE)
    if given.reverses is not None and given.only is None:
        Move.objects.filter(pk=given.reverses.pk).update(state=MoveState.DONE)


def lock(move: Move) -> tuple[Rules, Move, list[Move]]:
    """Take the locks of a move in their one order: what its plan is for, the plan, all moves of the plan. From here on
    a lock held elsewhere is waited for `LOCK_TIMEOUT` long. Returns the move as it is now, and all of the plan's.
    """
    move_rules.lock(move.plan)
    settings = {"lock_timeout": _set("lock_timeout", LOCK_TIMEOUT), "alone": _set("parallel_setup_cost", ALONE)}
    rows = Move.objects.select_for_update(of=("self", "plan")).select_related("plan", "asked_by")
    moves = rows.filter(plan=move.plan_id).annotate(**settings).linked()
    locked = next((one for one in moves if one.pk == move.pk), None)
    if locked is None:
        raise Refused(_("This plan is not approved yet."), code="not_approved")
    move.plan.state = locked.plan.state
    for one in moves:
        one.plan = move.plan
    return move_rules.of(move.plan), locked, moves


def _set(name: str, value: str) -> Cast:
    """A setting of the database that holds until the transaction ends."""
    return Cast(Func(Value(name), Value(value), Value(True), function="set_config"), CharField())


def _check_possible(rules: Rules, move: Move) -> None:
    if move.gives_back:
        rules.check_returnable()
        return
    if move.plan.state != PlanState.APPROVED:
        raise Refused(_("This plan is not approved."), code="not_approved")
    rules.check_movable()


def _check_undoable(rules: Rules, move: Move, only: dict[str, Any] | None, at: datetime.datetime) -> None:
    if move.state == MoveState.UNDONE or (move.state == MoveState.DONE and not move.can_be_undone):
        raise Refused(_("This move was undone already."), code="already_undone")
    if move.state != MoveState.DONE:
        raise Refused(_("Nothing has changed hands yet, so there is nothing to undo."), code="not_moved")
    if only is not None and move.reverses is not None:
        raise Refused(_("An undo is taken back as a whole."), code="only_whole", status=422)
    _check_possible(rules, Move(plan=move.plan, reverses=move))
    if move.undo_until and at > move.undo_until:
        raise Refused(_("A move can be undone for 30 days only."), code="too_late")


def _start(move: Move, *, by: User, at: datetime.datetime) -> None:
    move.state, move.asked_by, move.asked_at, move.due_at = MoveState.RUNNING, by, at, min(move.due_at, at)
    move.finished_at, move.problem = None, ""
    move.paused_by, move.paused_at, move.pause_reason = None, None, ""
    paused = ["paused_by", "paused_at", "pause_reason"]
    move.save(update_fields=["state", "asked_by", "asked_at", "due_at", "finished_at", "problem", *paused])


@transaction.atomic
def _stop(asked: Move, problem: str, *, by: User, at: datetime.datetime) -> Move:
    """Write down that the move could not be carried out, and why."""
    rules, move, _moves = lock(asked)
    if move.state in WAITING:
        move.state, move.finished_at, move.problem = MoveState.FAILED, at, problem
        move.save(update_fields=["state", "finished_at", "problem"])
        details = {"move": move.pk, "reverses": move.reverses_id, "problem": problem}
        audit.record(verb="move.failed", subject=rules.subject, by=by, at=at, details=details)
        move_messages.failed(move, rules, at=at)
    return move
