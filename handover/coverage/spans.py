"""Who answers for a group of customers, day by day, as the few spans it falls into."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handover.coverage.frames import ONE_DAY, Away, Frame
from handover.coverage.groups import Group


class By(StrEnum):
    """As what somebody answers for a customer."""

    OWNER = "owner"
    COVER = "cover"
    SUCCESSOR = "successor"
    NOBODY = "nobody"


class Cause(StrEnum):
    """Why nobody answers."""

    LEFT = "left"  # the leaver is gone, the successor is still to come
    NO_SUCCESSOR = "no_successor"  # and no successor is named
    NO_PLAN = "no_plan"
    HELD = "held"  # the move waits for a hand, so nobody knows when the successor comes
    LEAVER_AWAY = "leaver_away"
    SUCCESSOR_AWAY = "successor_away"
    COVER_AWAY = "cover_away"


@dataclass(frozen=True)
class Span:
    """From `first` to `last`, both included (None: from then on), `person` answers; nobody, for the reason `cause`."""

    first: datetime.date
    last: datetime.date | None
    by: By
    person: int | None = None
    cause: Cause | None = None

    @property
    def is_gap(self) -> bool:
        return self.by == By.NOBODY


Answer = tuple[By, int | None, Cause | None]
Aways = Mapping[int, Sequence[Away]]


def of(frame: Frame, group: Group, away: Aways, start: datetime.date) -> list[Span]:
    """The spans of a group from `start` on, each day in exactly one of them."""
    turns = sorted({start, *(day for day in _turns(frame, group, away) if day > start)})
    found: list[Span] = []
    for number, first in enumerate(turns):
        last = turns[number + 1] - ONE_DAY if number + 1 < len(turns) else None
        by, person, cause = _on(frame, group, away, first)
        if found and (found[-1].by, found[-1].person, found[-1].cause) == (by, person, cause):
            first = found.pop().first
        found.append(Span(first, last, by, person, cause))
    return found


def _turns(frame: Frame, group: Group, away: Aways) -> list[datetime.date]:
    """The days on which somebody else may begin to answer."""
    days = [frame.moves_on, frame.until and frame.until + ONE_DAY]
    for cover in group.covers:
        days += [cover.first, cover.end]
    for person in {frame.leaver, *group.people}:
        for one in away.get(person, ()):
            days += [one.first, one.last and one.last + ONE_DAY]
    return [day for day in days if day is not None]


def _on(frame: Frame, group: Group, away: Aways, day: datetime.date) -> Answer:
    def is_away(person: int) -> bool:
        return any(one.holds(day) for one in away.get(person, ()))

    for cover in group.covers:
        if cover.first <= day < cover.end:
            if is_away(cover.person):
                return By.NOBODY, None, Cause.COVER_AWAY
            return By.COVER, cover.person, None
    follows = group.successor is not None and (group.moved or (frame.moves_on is not None and day >= frame.moves_on))
    if follows and group.successor is not None:
        if is_away(group.successor):
            return By.NOBODY, None, Cause.SUCCESSOR_AWAY
        return By.SUCCESSOR, group.successor, None
    return _before(frame, group, is_away(frame.leaver), day)


def _before(frame: Frame, group: Group, leaver_away: bool, day: datetime.date) -> Answer:
    """Who answers on a day on which no successor does."""
    if group.stays:
        return By.OWNER, frame.leaver, None
    if frame.until is None or day <= frame.until:
        return (By.NOBODY, None, Cause.LEAVER_AWAY) if leaver_away else (By.OWNER, frame.leaver, None)
    if not frame.has_plan:
        return By.NOBODY, None, Cause.NO_PLAN
    if group.successor is None:
        return By.NOBODY, None, Cause.NO_SUCCESSOR
    return By.NOBODY, None, Cause.LEFT if frame.moves_on else Cause.HELD
