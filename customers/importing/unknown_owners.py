"""Owners nobody here knows: they become people without access, so that what they own is never lost.

No address is made up for them, so none of them can be written to or invited by mistake; one in the file is kept.
"""

from collections.abc import Iterable, Iterator

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import User
from accounts.permissions import Role
from customers.importing import lookups
from customers.importing.lookups import Found, Named, named
from customers.importing.people import free_addresses
from customers.models import PersonAtSource


def settle(texts: Iterable[str], found: Found, source: str, *, makes: bool) -> set[int]:
    """Add to `found` the people behind texts nobody is known by; those `makes` allows are made. Their ids."""
    if not makes:
        return set()
    asked = {text: named(text) for text in texts}
    unknown = [who for text, who in asked.items() if text.lower() not in found]
    made = _made(list(_people(unknown))) if unknown else {}
    for text, who in asked.items():
        if text.lower() not in found:
            found[text.lower()] = next(made[told] for told in _told(who) if told in made)
    _remember(asked, found, source)
    return set(made.values())


def _told(who: Named) -> list[str]:
    """What tells somebody, the surest first."""
    told = (("id", who.key), ("at", who.email), ("name", who.name.lower()))
    return [f"{what} {text}" for what, text in told if text]


def _people(unknown: list[Named]) -> Iterator[tuple[Named, list[str]]]:
    """Each different person once, with everything that tells them."""
    groups: list[tuple[Named, list[str]]] = []
    by_told: dict[str, int] = {}
    for who in sorted(unknown, key=lambda each: (not each.key, not each.email, each.name)):
        told = _told(who)
        place = by_told.get(told[0]) if told else None
        if place is None:
            place = len(groups)
            groups.append((who, []))
        for each in told:
            if by_told.setdefault(each, place) == place:
                groups[place][1].append(each)
    yield from groups


def _made(people: list[tuple[Named, list[str]]]) -> dict[str, int]:
    names = [(who.name or who.email.partition("@")[0] or who.key)[:150] for who, _told in people]
    addresses = [_address(who.email) for who, _told in people]
    lacking = [name for name, address in zip(names, addresses, strict=True) if not address]
    free = iter(free_addresses(lacking))
    made = User.objects.bulk_create(
        User(name=name, email=address or next(free), role=Role.REP, is_active=False, password=make_password(None))
        for name, address in zip(names, addresses, strict=True)
    )
    return {each: user.pk for user, (_who, told) in zip(made, people, strict=True) for each in told}


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text


def _remember(asked: dict[str, Named], found: Found, source: str) -> None:
    """Keep the ids the source has for these people: other files of it may tell no more."""
    keyed = {who.key: found[text.lower()] for text, who in asked.items() if who.key}
    PersonAtSource.objects.bulk_create(
        (
            PersonAtSource(person_id=pk, source=source, source_id=key[:120])
            for key, pk in keyed.items()
            if pk != lookups.AMBIGUOUS
        ),
        ignore_conflicts=True,
    )
