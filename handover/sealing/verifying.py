"""Whether seals and records are as they were: the chain, each record against its seal, and against the database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handover.lifecycle import State
from handover.models import Departure, Seal
from handover.models.seal import FIRST
from handover.sealing import canonical
from handover.sealing.facts import facts

#: The part of a record to which more may come after the seal: documents are made of closed departures too.
GROWS = "documents"
#: The parts that records did not have from the beginning: an older one says nothing of them, and nothing was there.
LATER: dict[str, Any] = {"visits": {}}


class Flaw(StrEnum):
    """What can be wrong."""

    MISSING = "missing"  # a number of the chain is not there
    UNBOUND = "unbound"  # it does not follow the seal before
    BROKEN = "broken"  # the digest does not fit the record
    UNREADABLE = "unreadable"  # the record is no record
    MISLABELLED = "mislabelled"  # number, time, person or departure beside the record are not those in it
    CHANGED = "changed"  # the database says something else today
    GONE = "gone"  # the departure is no longer there
    UNSEALED = "unsealed"  # a departure was closed and has no seal


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: with which seal, whose departure, and for a change where, what was sealed, what is."""

    flaw: Flaw
    number: int
    departure: int
    path: tuple[str, ...] = ()
    sealed: Any = None
    now: Any = None


def everything() -> Iterator[Finding]:
    """What is wrong with any seal, in the order of the chain; then what is closed and not sealed."""
    before: Seal | None = None
    for seal in Seal.objects.order_by("number").iterator(chunk_size=20):
        yield from _link(seal, before)
        yield from itself(seal)
        before = seal
    yield from unsealed()


def one(departure: int) -> Iterator[Finding]:
    """What is wrong with the seal of one departure, and where it is bound to those before and after."""
    seal = Seal.objects.filter(departure=departure).first()
    if seal is None:
        yield from unsealed(departure)
        return
    before = Seal.objects.filter(number__lt=seal.number).order_by("-number").first()
    after = Seal.objects.filter(number__gt=seal.number).order_by("number").first()
    yield from _link(seal, before)
    if before is not None:
        yield from _fits(before)
    yield from itself(seal)
    if after is not None:
        yield from _link(after, seal)


def unsealed(departure: int | None = None) -> Iterator[Finding]:
    """Departures that are closed and have no seal."""
    closed = Departure.objects.filter(state=State.CLOSED).exclude(pk__in=Seal.objects.order_by().values("departure"))
    if departure is not None:
        closed = closed.filter(pk=departure)
    for pk in closed.order_by("ended_at", "pk").values_list("pk", flat=True):
        yield Finding(Flaw.UNSEALED, 0, pk)


def _link(seal: Seal, before: Seal | None) -> Iterator[Finding]:
    """Whether a seal follows the one before it."""
    number, digest = (before.number, before.digest) if before else (0, FIRST)
    if seal.number > number + 1:
        yield Finding(Flaw.MISSING, number + 1, seal.departure_id)
    if seal.previous != digest:
        yield Finding(Flaw.UNBOUND, seal.number, seal.departure_id)


def _fits(seal: Seal) -> Iterator[Finding]:
    if canonical.digest(seal.previous, seal.record) != seal.digest:
        yield Finding(Flaw.BROKEN, seal.number, seal.departure_id)


def itself(seal: Seal) -> Iterator[Finding]:
    """Whether a seal fits its record, and the record what the database says today."""
    yield from _fits(seal)
    try:
        record = json.loads(seal.record)
        sealed, said = record["facts"], record["seal"]
        if not isinstance(sealed, dict):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        yield Finding(Flaw.UNREADABLE, seal.number, seal.departure_id)
        return
    if said != label(seal):
        yield Finding(Flaw.MISLABELLED, seal.number, seal.departure_id, (), said, label(seal))
    if not Departure.objects.filter(pk=seal.departure_id).exists():
        yield Finding(Flaw.GONE, seal.number, seal.departure_id)
        return
    for path, was, now in _differences(LATER | sealed, facts(seal.departure_id, seal.sealed_at)):
        if path[0] == GROWS and was is None:
            continue
        yield Finding(Flaw.CHANGED, seal.number, seal.departure_id, path, was, now)


def label(seal: Seal) -> dict[str, Any]:
    """What a seal says of itself, as it stands in its record."""
    written: dict[str, Any] = canonical.plain(
        {"number": seal.number, "departure": seal.departure_id, "at": seal.sealed_at, "by": seal.sealed_by_id}
    )
    return written


def _differences(sealed: Any, now: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Where two readings part, from the top down."""
    if isinstance(sealed, dict) and isinstance(now, dict):
        for key in sorted(sealed.keys() | now.keys()):
            yield from _differences(sealed.get(key), now.get(key), (*path, key))
    elif sealed != now:
        yield path, sealed, now
