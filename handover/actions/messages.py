"""Who is told what about a departure. The words are in `templates/notices/`."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from handover.lifecycle import Verb
from handover.models import Departure, DepartureKind, PlanState, PlanSuccessor, TransitionRow
from handover.relations import why_told
from notices.actions import leave


def registered(*, departure: Departure, by: User, at: datetime.datetime) -> None:
    """Tell the leaver (see `speaks_to_leaver`), their manager and HR."""
    if speaks_to_leaver(departure):
        _tell("departure_registered_leaver", departure, [departure.leaver], key="registered", by=by, at=at)
    _tell("departure_registered", departure, [*managers(departure), *hr()], key="registered", by=by, at=at)


def changed(*, departure: Departure, changes: list[str], by: User, at: datetime.datetime) -> None:
    """Tell everybody who works by these dates."""
    key = f"changed:{at.isoformat()}"
    _tell("departure_changed", departure, _concerned(departure), key=key, by=by, at=at, changes=changes)


def transitioned(*, row: TransitionRow, by: User, at: datetime.datetime) -> None:
    """Tell those whom the new state concerns."""
    departure, verb = row.departure, Verb(row.verb)
    people = _concerned(departure)
    if verb in (Verb.CLOSE, Verb.WITHDRAW):
        people += hr()
    if verb in (Verb.BEGIN, Verb.VERIFY, Verb.REPLAN, Verb.WITHDRAW):
        people += successors(departure)
    _tell(f"departure_{verb}", departure, people, key=f"transition:{row.pk}", by=by, at=at, reason=row.reason)


def supervisor_changed(*, departure: Departure, former: User | None, by: User, at: datetime.datetime) -> None:
    """Tell the new supervisor, and the former one that the task is off their hands."""
    key = f"supervisor:{at.isoformat()}"
    if departure.supervisor:
        _tell("supervisor_named", departure, [departure.supervisor], key=key, by=by, at=at)
    if former:
        _tell("supervisor_replaced", departure, [former], key=key, by=by, at=at)


def speaks_to_leaver(departure: Departure) -> bool:
    """Whether Baton may write to the leaver: not when they are gone, and a dismissal is first said in person."""
    if departure.already_gone or departure.leaver.is_placeholder:
        return False
    begun = departure.transitions.filter(verb=Verb.BEGIN).exists()
    return departure.kind != DepartureKind.DISMISSAL or begun


def managers(departure: Departure) -> list[User]:
    """The manager of the leaver's team, or of the team above when the leaver leads it."""
    team = departure.leaver.team
    while team is not None:
        if team.manager and team.manager_id != departure.leaver_id:
            return [team.manager]
        team = team.parent
    return []


def hr() -> list[User]:
    """Everybody in HR who can sign in."""
    return list(User.objects.with_access().filter(role=Role.HR))


def successors(departure: Departure) -> list[User]:
    """Those who take over by the approved plan."""
    named = {"plan__departure": departure, "plan__state": PlanState.APPROVED}
    return [row.user for row in PlanSuccessor.objects.filter(**named).select_related("user")]


def _concerned(departure: Departure) -> list[User]:
    people = [*managers(departure), departure.registered_by]
    if departure.supervisor:
        people.append(departure.supervisor)
    if speaks_to_leaver(departure):
        people.append(departure.leaver)
    return people


def _tell(
    kind: str,
    departure: Departure,
    people: Iterable[User],
    *,
    key: str,
    by: User,
    at: datetime.datetime,
    **params: Any,
) -> None:
    words = {
        "name": departure.leaver.name,
        "by": by.name,
        "last_day_on": departure.last_day_on.isoformat(),
        **params,
    }
    reachable = (person for person in people if person.pk != by.pk and not person.is_placeholder)
    for person in {person.pk: person for person in reachable}.values():
        leave(
            kind=kind,
            to=person,
            key=f"departure:{departure.pk}:{key}:{kind}:{person.pk}",
            at=at,
            subject=departure,
            url=reverse("departure", args=[departure.pk]),
            params=words | {"relation": why_told(person, departure)},
        )
