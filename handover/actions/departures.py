"""Registering a departure, moving its dates, and taking it from one state to the next."""

import dataclasses
import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from handover import dates as departure_dates
from handover import guards
from handover.actions import access_end, checklist, effects, events, leaving_messages, messages, move_messages
from handover.dates import Dates
from handover.lifecycle import OPEN_STATES, TRANSITIONS, State, Transition, Verb
from handover.models import Departure, DepartureKind, Move, MoveState, Reason, Registration, TransitionRow
from handover.moving import rules as move_rules
from handover.planning import holdovers
from handover.relations import may_register, relations
from web.errors import Refused


@transaction.atomic
def register(
    *,
    leaver: User,
    kind: DepartureKind | str,
    reason: Reason | str,
    dates: Dates,
    by: User,
    at: datetime.datetime,
    already_gone: bool = False,
    source: str = "",
    source_id: str = "",
) -> Departure:
    """Register that `leaver` leaves; their access ends when the dates say so, and those concerned are told.

    What a system (`source`) has registered before under its own `source_id` is returned as it stands now.

    Raises `Refused` (`not_yourself`, `not_yours`, `already_leaving`, `leave_is_a_transfer`, `source_of_another`) and
    `ValidationError` by field for the dates.
    """
    _check_registrar(leaver, by)
    leaver = User.objects.select_for_update().get(pk=leaver.pk)  # nobody registers them at the same time
    if known := _registered_before(leaver, source, source_id):
        return known
    _check_kind(kind)
    _check_only_leaving_once(leaver)
    _check_dates(dates, leaver)
    departure = Departure(
        leaver=leaver, kind=kind, reason=reason, already_gone=already_gone, **dataclasses.asdict(dates)
    )
    departure.access_before = leaver.access_ends_at
    departure.source, departure.source_id = source, source_id
    departure.registered_by, departure.registered_at = by, at
    departure.save()
    _begin(departure, by=by, at=at)
    return departure


def _begin(departure: Departure, *, by: User, at: datetime.datetime) -> None:
    """What follows from a registration."""
    Registration.objects.filter(leaver=departure.leaver).delete()
    access_end.cut(departure=departure, by=by, at=at)
    row = TransitionRow.objects.create(departure=departure, verb=Verb.REGISTER, to_state=State.REGISTERED, by=by, at=at)
    events.transitioned(row)
    audit.record(verb="departure.registered", subject=departure, by=by, at=at, details={"kind": str(departure.kind)})
    checklist.generate(departure=departure, at=at)
    messages.registered(departure=departure, by=by, at=at)
    leaving_messages.successor_leaves(departure=departure, by=by, at=at)


def _check_kind(kind: DepartureKind | str) -> None:
    if kind == DepartureKind.LEAVE:
        sentence = _("Who is away for long and comes back does not leave: hand their customers over for that time.")
        raise Refused(sentence, code="leave_is_a_transfer", status=422)


@transaction.atomic
def change_dates(
    *, departure: Departure, dates: Dates, by: User, at: datetime.datetime, reason: Reason | str | None = None
) -> Departure:
    """Move the dates of an open departure, and what hangs on them. A move that waits for its time follows a new
    effective time, also one somebody brought forward or put off by hand: the last word counts. A paused one takes the
    new time and stays paused; one of lines the leaver keeps until a day stays at its day.

    Raises `Refused` (`not_now`, `not_yours`, `already_moved`) and `ValidationError` by field.
    """
    departure.refresh_from_db(from_queryset=Departure.objects.select_for_update())
    _check_changeable(departure, by)
    _check_dates(dates, departure.leaver)
    changes = _changes(departure, dates, reason)
    if not changes:
        return departure
    if "effective_at" in changes:
        _check_not_moved(departure)
    former_end = departure.access_ends_at
    for name, (_old, new) in changes.items():
        setattr(departure, name, new)
    departure.save(update_fields=list(changes))
    access_end.follow(departure=departure, former=former_end, by=by, at=at)
    checklist.redate(departure=departure, at=at)
    if "effective_at" in changes:
        _put_moves(departure, by=by, at=at)
    holdovers.follow(departure, by=by, at=at)
    details = {name: {"from": _plain(old), "to": _plain(new)} for name, (old, new) in changes.items()}
    audit.record(verb="departure.changed", subject=departure, by=by, at=at, details=details)
    messages.changed(departure=departure, changes=sorted(changes), by=by, at=at)
    return departure


@transaction.atomic
def transition(
    *, departure: Departure, verb: Verb | str, by: User, at: datetime.datetime, reason: str = ""
) -> TransitionRow:
    """Take a departure through `verb` and do what follows from it; returns the row that says so.

    Raises `Refused`: `not_now` from the wrong state, `not_yours` (403) by the wrong person, `reason_missing` (422),
    `guard_<name>` for the first condition that does not hold.
    """
    arrow = TRANSITIONS[Verb(verb)]
    departure.refresh_from_db(from_queryset=Departure.objects.select_for_update())
    source = State(departure.state)
    _check_arrow(arrow, departure, by=by, reason=reason)
    departure.state = arrow.target
    departure.ended_at = None if arrow.target in OPEN_STATES else at
    departure.save(update_fields=["state", "ended_at"])
    row = TransitionRow.objects.create(
        departure=departure,
        verb=arrow.verb,
        from_state=source,
        to_state=arrow.target,
        by=by,
        at=at,
        reason=reason.strip(),
    )
    details = {"from": source, "to": arrow.target, "reason": row.reason}
    audit.record(verb=f"departure.{arrow.verb}", subject=departure, by=by, at=at, details=details)
    messages.transitioned(row=row, by=by, at=at)
    events.transitioned(row)
    for effect in effects.EFFECTS.get(arrow.verb, ()):
        effect(departure=departure, by=by, at=at)
    return row


def _check_arrow(arrow: Transition, departure: Departure, *, by: User, reason: str) -> None:
    state = State(departure.state)
    if state not in arrow.sources:
        raise Refused(
            _("“%(verb)s” is not possible now: the departure is at “%(state)s”."),
            code="not_now",
            params={"verb": arrow.verb.label, "state": state.label},
        )
    if not relations(by, departure) & set(arrow.who):
        raise Refused(_("This is for somebody else to do."), code="not_yours", status=403)
    for guard, sentence in guards.all_missing(arrow, departure).items():
        raise Refused(sentence, code=f"guard_{guard}")
    if arrow.needs_reason and not reason.strip():
        raise Refused(_("Say why in a few words."), code="reason_missing", status=422)


def _check_registrar(leaver: User, by: User) -> None:
    if leaver.pk == by.pk:
        sentence = _("You can't register your own departure; ask your manager or HR.")
        raise Refused(sentence, code="not_yourself", status=403)
    if not may_register(by, leaver):
        sentence = _("You may not register the departure of %(name)s.")
        raise Refused(sentence, code="not_yours", params={"name": leaver.name}, status=403)


def _registered_before(leaver: User, source: str, source_id: str) -> Departure | None:
    """What `source` has registered under this id."""
    known = Departure.objects.filter(source=source, source_id=source_id).first() if source else None
    if known is not None and known.leaver_id != leaver.pk:
        sentence = _("This source has registered the departure of somebody else under this id.")
        raise Refused(sentence, code="source_of_another")
    return known


def _check_only_leaving_once(leaver: User) -> None:
    if Departure.objects.open().of(leaver).exists():
        sentence = _("%(name)s already has an open departure.")
        raise Refused(sentence, code="already_leaving", params={"name": leaver.name})


def _check_changeable(departure: Departure, by: User) -> None:
    if not departure.is_open:
        raise Refused(_("This departure is over."), code="not_now")
    if not relations(by, departure) & set(TRANSITIONS[Verb.REGISTER].who):
        raise Refused(_("Only those who may register this departure may change it."), code="not_yours", status=403)


def _check_dates(dates: Dates, leaver: User) -> None:
    if found := departure_dates.problems(dates, leaver):
        raise ValidationError(found)


def _put_moves(departure: Departure, *, by: User, at: datetime.datetime) -> None:
    """Give the move that waits the departure's time, and tell the successors; the others hear of the departure."""
    moves = Move.objects.main().filter(plan__departure=departure, held_until=None)
    for move in moves.filter(state__in=[MoveState.DUE, MoveState.PAUSED]).select_related("plan"):
        move.due_at, move.plan.departure = departure.effective_at, departure
        move.save(update_fields=["due_at"])
        move_messages.rescheduled(move, move_rules.of(move.plan), "put", by=by, at=at)


def _check_not_moved(departure: Departure) -> None:
    if Move.objects.binding().filter(plan__departure=departure).exists():
        raise Refused(_("The records have already changed hands. Undo the move first."), code="already_moved")


def _changes(departure: Departure, dates: Dates, reason: Reason | str | None) -> dict[str, tuple[object, object]]:
    wanted: dict[str, object] = dataclasses.asdict(dates)
    if reason is not None:
        wanted["reason"] = str(reason)
    return {name: (getattr(departure, name), new) for name, new in wanted.items() if getattr(departure, name) != new}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
