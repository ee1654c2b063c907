"""Who somebody at the vendor is here: as stored, else by address, else by a name only one has, else a new person.

Nobody who is here already is changed by it.
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Lower

from accounts.models import PLACEHOLDER_DOMAIN, User
from accounts.permissions import Role
from customers.connectors.interface import Person
from customers.models import Connection, LinkState, RecordLink, VendorPerson

LONGEST_NAME = 150


@transaction.atomic
def take(connection: Connection, people: Iterable[Person], *, at: datetime.datetime) -> dict[str, int]:
    """Take everybody there is at the vendor: how many are known, matched to somebody here, and new here."""
    told = {person.id: person for person in people}
    known = {each.vendor_id: each for each in connection.people.all()}
    counts = {"known": len(told.keys() & known.keys())}
    _refresh(known, told)
    return counts | _add(connection, [told[id_] for id_ in told if id_ not in known], at)


def ensure(connection: Connection, ids: Iterable[str], *, at: datetime.datetime) -> dict[str, str]:
    """The address here of each of these people there; one the vendor's list leaves out becomes a person without name
    or access.
    """
    asked = set(ids) - {""}
    found = _addresses(connection, asked)
    missing = [Person(id_, f"{connection.name} {id_}"[:LONGEST_NAME], active=False) for id_ in asked - found.keys()]
    if missing:
        with transaction.atomic():
            _add(connection, missing, at)
        found = _addresses(connection, asked)
    return found


def _addresses(connection: Connection, ids: set[str]) -> dict[str, str]:
    rows = connection.people.filter(vendor_id__any_of=ids).order_by()
    return dict(rows.values_list("vendor_id", "person__email"))


def _refresh(known: dict[str, VendorPerson], told: dict[str, Person]) -> None:
    """Keep up with names, addresses and who is active; who is no longer listed can be given nothing there."""
    changed = []
    for id_, stored in known.items():
        person = told.get(id_) or Person(id_, stored.name, stored.email, active=False)
        fresh = (person.name[:LONGEST_NAME] or stored.name, person.email, person.active)
        if fresh != (stored.name, stored.email, stored.is_active):
            stored.name, stored.email, stored.is_active = fresh
            changed.append(stored)
    VendorPerson.objects.bulk_update(changed, ["name", "email", "is_active"], batch_size=500)


def _add(connection: Connection, people: Sequence[Person], at: datetime.datetime) -> dict[str, int]:
    taken = set(connection.people.values_list("person_id", flat=True))
    matched = _by_address(connection, people, taken)
    matched |= _by_name([person for person in people if person.id not in matched], taken | set(matched.values()))
    fresh = _new(connection, [person for person in people if person.id not in matched])
    here = matched | fresh
    VendorPerson.objects.bulk_create(
        VendorPerson(
            connection=connection,
            vendor_id=person.id,
            name=_name(person),
            email=person.email,
            is_active=person.active,
            person_id=here[person.id],
        )
        for person in people
    )
    _try_again(connection, list(here.values()), at)
    return {"matched": len(matched), "new": len(fresh)}


def _by_address(connection: Connection, people: Sequence[Person], taken: set[int]) -> dict[str, int]:
    wanted = {address for person in people for address in (person.email.lower(), _placeholder(connection, person))}
    rows = User.objects.annotate(told=Lower("email")).filter(told__any_of=wanted).exclude(pk__in=taken)
    free = dict(rows.values_list("told", "pk"))
    found: dict[str, int] = {}
    for person in sorted(people, key=lambda person: not person.active):
        here = free.pop(person.email.lower(), None) or free.pop(_placeholder(connection, person), None)
        if here is not None:
            found[person.id] = here
    return found


def _by_name(people: Sequence[Person], taken: set[int]) -> dict[str, int]:
    """By a name that only one person has on either side."""
    there = Counter(person.name for person in people)
    rows = list(User.objects.filter(name__any_of=list(there)).values_list("name", "pk"))
    here = Counter(name for name, _pk in rows)
    single = {name: pk for name, pk in rows if here[name] == there[name] == 1 and pk not in taken}
    return {person.id: single[person.name] for person in people if person.name in single}


def _new(connection: Connection, people: Sequence[Person]) -> dict[str, int]:
    """People who own records, and sign in only after an administrator has invited them. Who is active there and has an
    address nobody else has keeps it.
    """
    given = {person.email.lower() for person in people}
    used = set(User.objects.annotate(told=Lower("email")).filter(told__any_of=given).values_list("told", flat=True))
    made: dict[str, User] = {}
    for person in people:
        address = person.email.lower()
        if not person.active or not address or address in used:
            address = _placeholder(connection, person)
        used.add(address)
        fields = {"name": _name(person), "is_active": person.active, "role": Role.REP}
        made[person.id] = User(email=address, password=make_password(None), **fields)
    User.objects.bulk_create(made.values())
    return {id_: user.pk for id_, user in made.items()}


def _placeholder(connection: Connection, person: Person) -> str:
    told = hashlib.sha256(f"{connection.source}\x1f{person.id}".encode()).hexdigest()
    return f"person-{told[:16]}@{PLACEHOLDER_DOMAIN}"


def _name(person: Person) -> str:
    return person.name[:LONGEST_NAME] or person.id


def _try_again(connection: Connection, people: Sequence[int], at: datetime.datetime) -> None:
    """What could not be written because its owner was nobody there can be now."""
    if people:
        failed = RecordLink.objects.filter(connection=connection, state=LinkState.FAILED, code="nobody_there")
        failed.update(state=LinkState.WAITING, due_at=at, attempts=0, code="")
