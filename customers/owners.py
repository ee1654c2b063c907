"""How the owners of a record followed one another, in words.

What a handover's move was is known above: apps register with `tells_of_moves`, and this app stays ignorant of them.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Customer, OwnershipChange, Why

#: Given ids of moves, what each was, in the reader's language.
Teller = Callable[[Collection[int]], Mapping[int, str]]

_tellers: list[Teller] = []
#: How many changes of owner the page of a customer tells of.
SHOWN = 6


@dataclass(frozen=True)
class Period:
    """Somebody looked after a customer, from one day (None: from the beginning) to another (None: still)."""

    owner: User
    since: datetime.datetime | None
    until: datetime.datetime | None
    how: str


def tells_of_moves(teller: Teller) -> Teller:
    """Register who says what a move was. Called from `AppConfig.ready`."""
    _tellers.append(teller)
    return teller


@dataclass(frozen=True)
class StandIn:
    """Somebody answers for a customer instead of its owner, to the end of the day `until`."""

    person: User
    until: datetime.date


#: Given a customer and a day, who stands in for its owner.
StandInFinder = Callable[[Customer, datetime.date], StandIn | None]
_finders: list[StandInFinder] = []


def tells_of_stand_ins(finder: StandInFinder) -> StandInFinder:
    """Register who knows of somebody standing in. Called from `AppConfig.ready`."""
    _finders.append(finder)
    return finder


def stand_in(customer: Customer, day: datetime.date) -> StandIn | None:
    """Who answers for `customer` on `day` instead of its owner; one query of each finder."""
    return next((found for finder in _finders if (found := finder(customer, day))), None)


def how(changes: Iterable[OwnershipChange]) -> dict[int, str]:
    """How each of these changes came about, by the change's id; one query of each teller."""
    rows = list(changes)
    moves = {row.move_id for row in rows if row.move_id is not None}
    known: dict[int, str] = {}
    for teller in _tellers if moves else ():
        known |= teller(moves)
    return {row.pk: _how(row, known) for row in rows}


def _how(change: OwnershipChange, known: Mapping[int, str]) -> str:
    if change.move_id is not None and change.move_id in known:
        return known[change.move_id]
    if change.why == Why.BY_HAND and change.by:
        return _("changed by hand by %(name)s") % {"name": change.by.name}
    return str(change.get_why_display())


def periods(customer: Customer) -> list[Period]:
    """Who looked after a customer lately, the present owner first; empty while it never changed hands."""
    rows = OwnershipChange.objects.filter(kind=RecordKind.CUSTOMER, record_id=customer.pk).order_by("-pk")
    changes = list(rows.select_related("from_owner", "to_owner", "by")[:SHOWN])
    told = how(changes)
    found = []
    until: datetime.datetime | None = None
    for change in changes:
        found.append(Period(change.to_owner, change.at, until, told[change.pk]))
        until = change.at
    if changes and len(changes) < SHOWN:
        found.append(Period(changes[-1].from_owner, None, until, ""))
    return found
