"""Settling what still names a leaver: handed to somebody else, ended, or left as it is with a reason."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from handover.actions import reference_deeds as deeds
from handover.actions import reference_messages as messages
from handover.lifecycle import Who
from handover.models import Departure, ReferenceKind, Waiver
from handover.references import keepers, sweep
from handover.references.kinds import Kind, Rows
from handover.relations import relations
from web.errors import Refused

#: Who settles references at all; what they may settle is for the room of the reference to say.
SETTLERS = frozenset({Who.REGISTRAR, Who.PLANNER})


class Settlement(StrEnum):
    """What can be done about a reference."""

    GIVE = "give"
    END = "end"
    WAIVE = "waive"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Choice:
    """Which references of a kind are meant: these rows, or (None) all that match what is typed."""

    kind: ReferenceKind
    ids: Collection[int] | None = None
    typed: str = ""


@transaction.atomic
def give(*, departure: Departure, choice: Choice, to: User, by: User, at: datetime.datetime) -> int:
    """Hand references over to `to` by the action of their room, all or none; returns how many.

    Raises `Refused`: `not_now`, `not_yours` (403), `not_open`, `cannot_be_given` and `taker_not_fit` (422), and what
    the action of the room refuses.
    """
    rows = _begin(departure, choice, by, settles=True)
    deed = deeds.DEEDS[choice.kind]
    if deed.give is None:
        raise Refused(_("This can't be handed to somebody else."), code="cannot_be_given", status=422)
    if not deed.takers(departure, by).filter(pk=to.pk).exists():
        sentence = _("%(name)s can't take this over: leaving too, without access, or in another role.")
        raise Refused(sentence, code="taker_not_fit", params={"name": to.name}, status=422)
    count = deed.give(rows=rows, leaver=departure.leaver, to=to, by=by, at=at)
    if count:
        details = {"kind": str(choice.kind), "count": count, "to": to.name}
        audit.record(verb="reference.given", subject=departure, by=by, at=at, details=details)
        messages.given(departure=departure, kind=choice.kind, count=count, to=to, by=by, at=at)
    return count


@transaction.atomic
def end(*, departure: Departure, choice: Choice, by: User, at: datetime.datetime) -> int:
    """End references without anybody taking them over, all or none; returns how many.

    Raises `Refused`: `not_now`, `not_yours` (403), `not_open`, `cannot_be_ended` (422).
    """
    rows = _begin(departure, choice, by, settles=True)
    deed = deeds.DEEDS[choice.kind]
    if deed.end is None:
        raise Refused(_("This can't just end; somebody takes it over."), code="cannot_be_ended", status=422)
    count = deed.end(rows=rows, leaver=departure.leaver, by=by, at=at)
    if count:
        details = {"kind": str(choice.kind), "count": count}
        audit.record(verb="reference.ended", subject=departure, by=by, at=at, details=details)
    return count


@transaction.atomic
def waive(*, departure: Departure, choice: Choice, reason: str, by: User, at: datetime.datetime) -> int:
    """Leave references as they are, with the reason; closing no longer waits for them. Returns how many.

    Raises `Refused`: `not_now`, `not_yours` (403), `not_open`, `cannot_be_left` and `reason_missing` (422).
    """
    rows = _begin(departure, choice, by, settles=False)
    if not sweep.KINDS[choice.kind].can_be_waived:
        raise Refused(_("This can't stay as it is."), code="cannot_be_left", status=422)
    if not reason.strip():
        raise Refused(_("Say why in a few words."), code="reason_missing", status=422)
    count = _insert_waivers(departure, choice.kind, rows, reason.strip(), by, at)
    if count:
        details = {"kind": str(choice.kind), "count": count, "reason": reason.strip()}
        audit.record(verb="reference.waived", subject=departure, by=by, at=at, details=details)
    return count


@transaction.atomic
def reopen(*, departure: Departure, choice: Choice, by: User, at: datetime.datetime) -> int:
    """Take back that references stay as they are; returns how many wait again. Raises `Refused` as `waive` does."""
    kind = _lock(departure, choice, by)
    rows = _narrow(kind.seen(by, departure, sweep.left(kind, departure)), kind, choice)
    waivers = Waiver.objects.filter(departure=departure, kind=choice.kind)
    count = waivers.filter(object_id__in=rows.order_by().values("pk")).delete()[0]
    if count:
        details = {"kind": str(choice.kind), "count": count}
        audit.record(verb="reference.reopened", subject=departure, by=by, at=at, details=details)
    return count


@transaction.atomic
def settle(
    *, departure: Departure, choice: Choice, deed: Settlement | str, by: User, at: datetime.datetime, **said: Any
) -> int:
    """Do one of the deeds: `said` has `to` for giving, `reason` for waiving. Raises `Refused` as they do, and
    `nobody_named` (422) when nobody is to take over.
    """
    to, reason = said.get("to"), said.get("reason", "")
    given: dict[str, Any] = {"departure": departure, "choice": choice, "by": by, "at": at}
    if deed == Settlement.WAIVE:
        return waive(reason=reason, **given)
    if deed != Settlement.GIVE:
        return (end if deed == Settlement.END else reopen)(**given)
    if to is None:
        raise Refused(_("Say who takes it over."), code="nobody_named", status=422)
    return give(to=to, **given)


def may_settle(user: User, departure: Departure, kind: ReferenceKind | None = None) -> bool:
    """Whether `user` settles references of this departure now; those of one kind also who keeps them."""
    if not departure.is_open:
        return False
    if relations(user, departure) & SETTLERS:
        return True
    return kind == ReferenceKind.SEAT and keepers.waits_for(user, departure)


def _begin(departure: Departure, choice: Choice, by: User, *, settles: bool) -> Rows:
    """Lock, check the person, and find the open rows that are meant: those seen, or those theirs to settle."""
    kind = _lock(departure, choice, by, settles=settles)
    rows = kind.seen(by, departure, sweep.still_open(kind, departure))
    if settles:
        rows = kind.settled_by(by, departure, rows)
    return _narrow(rows, kind, choice)


def _lock(departure: Departure, choice: Choice, by: User, *, settles: bool = False) -> Kind:
    """Lock the departure and those its references are in, in one order, so that two can't wait for one another."""
    kind = sweep.kind_of(departure, choice.kind)
    if kind is None:
        raise Refused(_("A departure of this kind does not wait for that."), code="not_waited_for", status=422)
    wanted = {departure.pk}
    if path := deeds.DEEDS[choice.kind].departures:
        wanted |= {pk for pk in sweep.still_open(kind, departure).values_list(path, flat=True) if pk}
    list(Departure.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    departure.refresh_from_db()
    if not departure.is_open:
        raise Refused(_("This departure is over."), code="not_now")
    if not may_settle(by, departure, choice.kind if settles else None):
        raise Refused(_("This is for somebody else to settle."), code="not_yours", status=403)
    return kind


def _narrow(rows: Rows, kind: Kind, choice: Choice) -> Rows:
    rows = sweep.searched(kind, rows, choice.typed)
    if choice.ids is None:
        return rows
    rows = rows.filter(pk__in=choice.ids)
    if rows.count() < len(set(choice.ids)):
        sentence = _("Something you chose is settled by now, or not yours to settle. Nothing was changed; look again.")
        raise Refused(sentence, code="not_open")
    return rows


def _insert_waivers(
    departure: Departure, kind: ReferenceKind, rows: Rows, reason: str, by: User, at: datetime.datetime
) -> int:
    try:
        found, params = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    sql = f"""
        INSERT INTO handover_waiver (departure_id, kind, object_id, reason, by_id, at)
        SELECT %s, %s, found.id, %s, %s, %s::timestamptz FROM ({found}) found (id) ON CONFLICT DO NOTHING
    """  # noqa: S608 - our own queryset
    with connection.cursor() as cursor:
        cursor.execute(sql, [departure.pk, str(kind), reason, by.pk, at, *params])
        return int(cursor.rowcount)
