"""How each kind of reference is handed over or ended: through the action of its own room, never beside it."""

import datetime
from dataclasses import dataclass
from typing import Protocol

from django.db.models import QuerySet

from accounts import access as accounts_access
from accounts.actions import teams, tokens
from accounts.models import User
from accounts.permissions import Permission
from customers.actions import account_team, ownership
from handover.actions import successors, supervision
from handover.models import Departure, ReferenceKind
from handover.references.kinds import Rows
from handover.relations import leavers


class Give(Protocol):
    """Hand these rows of the leaver's to somebody; returns how many."""

    def __call__(self, *, rows: Rows, leaver: User, to: User, by: User, at: datetime.datetime) -> int: ...


class End(Protocol):
    """End these rows; returns how many."""

    def __call__(self, *, rows: Rows, leaver: User, by: User, at: datetime.datetime) -> int: ...


class Takers(Protocol):
    """Who could take a kind over from this departure's leaver, as far as `reader` may know."""

    def __call__(self, departure: Departure, reader: User) -> QuerySet[User]: ...


def _staying(people: QuerySet[User], reader: User) -> QuerySet[User]:
    return people.exclude(pk__in=leavers(reader))


def _no_takers(departure: Departure, reader: User) -> QuerySet[User]:
    return User.objects.none()


def _leaders(departure: Departure, reader: User) -> QuerySet[User]:
    return _staying(accounts_access.leaders(), reader)


def _supervisors(departure: Departure, reader: User) -> QuerySet[User]:
    return _staying(supervision.able(), reader)


def _successors(departure: Departure, reader: User) -> QuerySet[User]:
    return ownership.receivers(reader)


def _colleagues(departure: Departure, reader: User) -> QuerySet[User]:
    return _staying(User.objects.with_access().with_permission(Permission.SEE_BOOK), reader)


def _give_teams(*, rows: Rows, leaver: User, to: User, by: User, at: datetime.datetime) -> int:
    return len([teams.change(team=team, manager=to, by=by, at=at) for team in rows])


def _give_supervision(*, rows: Rows, leaver: User, to: User, by: User, at: datetime.datetime) -> int:
    found = rows.select_related("leaver__team__manager", "supervisor")
    return len([supervision.name(departure=other, supervisor=to, by=by, at=at) for other in found])


def _give_succession(*, rows: Rows, leaver: User, to: User, by: User, at: datetime.datetime) -> int:
    found = rows.select_related("plan")
    return len([successors.replace(plan=row.plan, former=leaver, to=to, by=by, at=at) for row in found])


def _give_seats(*, rows: Rows, leaver: User, to: User, by: User, at: datetime.datetime) -> int:
    return account_team.hand_seats(from_user=leaver, targets=account_team.all_to(rows, to), by=by, at=at)


def _end_seats(*, rows: Rows, leaver: User, by: User, at: datetime.datetime) -> int:
    return account_team.hand_seats(from_user=leaver, targets=account_team.all_to(rows, None), by=by, at=at)


def _end_tokens(*, rows: Rows, leaver: User, by: User, at: datetime.datetime) -> int:
    return len([tokens.revoke(token=token, by=by, at=at) for token in rows])


@dataclass(frozen=True)
class Deed:
    """What can be done about a kind. `departures` is the path from a row to the other departure it is in."""

    takers: Takers = _no_takers
    give: Give | None = None
    end: End | None = None
    departures: str = ""


DEEDS: dict[ReferenceKind, Deed] = {
    ReferenceKind.TEAM: Deed(_leaders, _give_teams),
    ReferenceKind.SUPERVISION: Deed(_supervisors, _give_supervision, departures="pk"),
    ReferenceKind.SUCCESSION: Deed(_successors, _give_succession, departures="plan__departure"),
    ReferenceKind.SEAT: Deed(_colleagues, _give_seats, _end_seats),
    ReferenceKind.TOKEN: Deed(end=_end_tokens),
    ReferenceKind.RETURN: Deed(),
    ReferenceKind.IMPORT: Deed(),
    ReferenceKind.ADMINISTRATOR: Deed(),
}
