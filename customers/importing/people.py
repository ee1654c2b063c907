"""People out of a file: they own records from now on, and can't sign in before an administrator invites them.

A person who is here already is not changed by an import: who somebody is, is decided in Baton. Only somebody known so
far as a mere owner (`strangers`) gets the name, the address and the access that a list of people gives.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import PLACEHOLDER_DOMAIN, Office, Team, User
from accounts.permissions import Role
from customers.importing import joining, lookups
from customers.importing.headers import plain
from customers.models import PersonAtSource

Record = dict[str, Any]
#: The regional offices of the public sales set.
TIME_ZONES = {"east": "America/New_York", "central": "America/Chicago", "west": "America/Los_Angeles"}

#: What lists of people write, plain, of those who are gone.
GONE = frozenset(
    [
        "inactive",
        "false",
        "no",
        "0",
        "disabled",
        "deactivated",
        "deleted",
        "suspended",
        "closed",
        "terminated",
        "left",
        "resigned",
        "停用",
        "已停用",
        "离职",
        "已离职",
        "禁用",
        "已禁用",
        "否",
        "无效",
        "冻结",
    ]
)


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


def take(records: list[Record], *, country: str) -> tuple[list[bool], int, int]:
    """Make the people of a batch, their managers, teams and offices: for each row whether it made somebody, how many
    managers were made beside them, and how many mere owners are known better now. An office nobody knows is taken to
    be in `country`.
    """
    managers, made_managers = ensure((r["manager"] for r in records if r.get("manager")), role=Role.MANAGER)
    _place(records, managers, country)
    before = _known(records)
    completed = sum(_complete(pk, records[place]) for place, pk in before.items())
    fresh = [record for place, record in enumerate(records) if place not in before]
    _make(fresh, Role.REP)
    _remember(records, before)
    made = {id(record) for record in fresh}
    return [id(record) in made for record in records], made_managers, completed


def _place(records: list[Record], managers: lookups.Found, country: str) -> None:
    """Let each record have its office and its team."""
    offices = {name: _office(name, country) for name in dict.fromkeys(r["office"] for r in records if r.get("office"))}
    teams: dict[str, Team] = {}
    for record in records:
        office = offices.get(record.get("office") or "")
        name = _team_name(record)
        if name and name not in teams:
            manager = managers.get((record.get("manager") or "").lower())
            teams[name] = _team(name, office, manager)
        record.update(office=office, team=teams.get(name))


def _told(record: Record) -> str:
    return str(record.get("email") or record["name"]).lower()


def _reference(record: Record) -> str:
    """The record as another would refer to it."""
    told = [text for text in (record.get("email"), record["name"]) if text]
    return joining.PART.join([record.get("source_id") or "", *told])


def _known(records: list[Record]) -> dict[int, int]:
    """Place → id of those who are here already. A name alone does not make somebody with an address the same."""
    found: dict[int, int] = {}
    for source in {record.get("source") or "" for record in records}:
        mine = {place: record for place, record in enumerate(records) if (record.get("source") or "") == source}
        by_all = lookups.people((_reference(record) for record in mine.values()), source)
        by_told = lookups.people(_told(record) for record in mine.values())
        owners = set(strangers(by_all.values()))
        for place, record in mine.items():
            pk = by_told.get(_told(record)) or 0
            either = by_all.get(_reference(record).lower(), 0)
            if pk := pk if pk > 0 else either if either in owners else pk:
                found[place] = pk
    return found


def strangers(pks: Iterable[int]) -> list[int]:
    """Those of these people who are only owners of records: without an address, and without access."""
    rows = User.objects.filter(pk__in=list(pks), is_active=False, email__endswith="@" + PLACEHOLDER_DOMAIN)
    return list(rows.values_list("pk", flat=True))


def _complete(pk: int, record: Record) -> int:
    """Give a mere owner what the list says of them; whether there was anything to give."""
    if not strangers([pk]):
        return 0
    given: Record = {"is_active": is_here(record), "name": record["name"]}
    if record.get("email") and not User.objects.filter(email__iexact=record["email"]).exists():
        given["email"] = record["email"]
    given |= {name: record[name] for name in ("title", "office", "team") if record.get(name)}
    return User.objects.filter(pk=pk).exclude(**given).update(**given)


def _remember(records: list[Record], before: dict[int, int]) -> None:
    """Keep the ids the source has for these people."""
    made = lookups.people(_told(record) for record in records)
    PersonAtSource.objects.bulk_create(
        (
            PersonAtSource(person_id=pk, source=record["source"], source_id=record["source_id"])
            for place, record in enumerate(records)
            if record.get("source_id") and (pk := before.get(place) or made.get(_told(record), 0)) > 0
        ),
        ignore_conflicts=True,
    )


def is_here(record: Record) -> bool:
    """Whether the list says that this person still works here; it does unless it says the opposite."""
    return plain(record.get("active") or "") not in GONE


def _team_name(record: Record) -> str:
    if record.get("team"):
        return str(record["team"])
    return " · ".join(str(record[part]) for part in ("office", "manager") if record.get(part))[:100]


def _office(name: str, country: str) -> Office:
    zone = TIME_ZONES.get(name.lower())
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
    free = iter(free_addresses([record["name"] for record in fresh.values() if not record.get("email")]))
    made = User.objects.bulk_create(
        _person(record, role, record.get("email") or next(free)) for record in fresh.values()
    )
    known.update({user.name.lower(): user.pk for user in made})
    return known, len(made)


def free_addresses(names: list[str]) -> list[str]:
    """A placeholder for each of these names, which nobody has yet."""
    starts = [placeholder(name).partition("@")[0] for name in names]
    if not starts:
        return []
    here = User.objects.filter(email__endswith="@" + PLACEHOLDER_DOMAIN, email__regex=_any_of(starts))
    taken, free = set(here.values_list("email", flat=True)), []
    for start in starts:
        address, number = f"{start}@{PLACEHOLDER_DOMAIN}", 1
        while address in taken:
            number += 1
            address = f"{start}-{number}@{PLACEHOLDER_DOMAIN}"
        taken.add(address)
        free.append(address)
    return free


def _any_of(starts: list[str]) -> str:
    return "^(" + "|".join(re.escape(start) for start in starts) + ")(-[0-9]+)?@"


def _person(record: Record, role: Role, address: str) -> User:
    office = record.get("office")
    return User(
        email=address,
        name=record["name"],
        role=role,
        title=record.get("title") or "",
        office=office,
        team=record.get("team"),
        time_zone=office.time_zone if office else "UTC",
        password=make_password(None),
        is_active=is_here(record),
    )
