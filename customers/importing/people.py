"""People out of a file: they own records from now on, and can't sign in before an administrator invites them.

A person who is here already is never changed by an import: who somebody is, is decided in Baton.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import PLACEHOLDER_DOMAIN, Office, Team, User
from accounts.permissions import Role
from customers.importing import lookups

Record = dict[str, Any]
#: The regional offices of the public sales set.
TIME_ZONES = {"east": "America/New_York", "central": "America/Chicago", "west": "America/Los_Angeles"}


def placeholder(name: str) -> str:
    """The address of somebody who has none: `Mei-Mei Johns` → mei-mei.johns@import.invalid."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    local = re.sub(r"[^a-z0-9\-]+", ".", ascii_name.lower()).strip(".-")
    if not local or (not name.isascii() and len(local) < len(name) // 2):
        local = "person-" + hashlib.sha256(name.encode()).hexdigest()[:10]
    return f"{local[:60]}@{PLACEHOLDER_DOMAIN}"


def ensure(names: Iterable[str], *, role: Role = Role.REP) -> tuple[lookups.Found, int]:
    """People of these names; those nobody knows are made. Name (lower case) → id, and how many were made."""
    return _make([{"name": name} for name in dict.fromkeys(names)], role)


def take(records: list[Record], *, country: str) -> tuple[list[bool], int]:
    """Make the people of a batch, their managers, teams and offices: for each row whether it made somebody, and how
    many managers were made beside them. An office nobody knows is taken to be in `country`.
    """
    managers, made_managers = ensure((r["manager"] for r in records if r.get("manager")), role=Role.MANAGER)
    offices = {name: _office(name, country) for name in dict.fromkeys(r["office"] for r in records if r.get("office"))}
    teams: dict[str, Team] = {}
    before = _known(records)
    for record in records:
        office = offices.get(record.get("office") or "")
        name = _team_name(record)
        if name and name not in teams:
            manager = managers.get((record.get("manager") or "").casefold())
            teams[name] = _team(name, office, manager)
        record.update(office=office, team=teams.get(name))
    fresh = [record for record in records if _told(record) not in before]
    _make(fresh, Role.REP)
    made = {_told(record) for record in fresh}
    return [_told(record) in made for record in records], made_managers


def _told(record: Record) -> str:
    return str(record.get("email") or record["name"]).casefold()


def _known(records: list[Record]) -> set[str]:
    return set(lookups.people(_told(record) for record in records))


def _team_name(record: Record) -> str:
    if record.get("team"):
        return str(record["team"])
    return " · ".join(str(record[part]) for part in ("office", "manager") if record.get(part))[:100]


def _office(name: str, country: str) -> Office:
    zone = TIME_ZONES.get(name.casefold())
    return Office.objects.get_or_create(
        name=name, defaults={"country": "US" if zone else country, "time_zone": zone or "UTC"}
    )[0]


def _team(name: str, office: Office | None, manager_id: int | None) -> Team:
    """The team of that name; a manager who had no team and office gets this one."""
    if manager_id == lookups.AMBIGUOUS:
        manager_id = None
    team = Team.objects.get_or_create(name=name, defaults={"office": office, "manager_id": manager_id})[0]
    if manager_id:
        User.objects.filter(pk=manager_id, team=None).update(
            team=team, office=office, time_zone=office.time_zone if office else "UTC"
        )
    return team


def _make(records: list[Record], role: Role) -> tuple[lookups.Found, int]:
    known = lookups.people(_told(record) for record in records)
    fresh = {_told(record): record for record in records if _told(record) not in known}
    made = User.objects.bulk_create(_person(record, role) for record in fresh.values())
    known.update({user.name.casefold(): user.pk for user in made})
    return known, len(made)


def _person(record: Record, role: Role) -> User:
    office = record.get("office")
    return User(
        email=record.get("email") or placeholder(record["name"]),
        name=record["name"],
        role=role,
        title=record.get("title") or "",
        office=office,
        team=record.get("team"),
        time_zone=office.time_zone if office else "UTC",
        password=make_password(None),
    )
