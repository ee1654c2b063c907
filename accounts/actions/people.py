"""Inviting people, changing what they are, and ending their access."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import audit
from accounts.models import PLACEHOLDER_DOMAIN, User
from accounts.permissions import Permission, Role
from web.errors import Refused

#: What `change` changes; the address and the access have their own actions.
CHANGEABLE = (
    *("name", "title", "role", "team", "office", "is_senior"),
    *("capacity", "capacity_value", "capacity_currency", "weekly_visits"),
)


def _guard_administrators(*, person: User, by: User | None, role: str | None = None) -> None:
    """Only administrators touch administrators or make them; otherwise HR could make itself one."""
    touched = Role.ADMINISTRATOR in (person.role, role)
    if touched and by is not None and not by.may(Permission.ADMINISTER):
        raise Refused(_("Only an administrator may do this to an administrator."), code="administrators_only")


def _guard_last_administrator(person: User) -> None:
    """Lock the administrators and refuse to lose the last one who can sign in."""
    left = User.objects.select_for_update().may_sign_in().filter(role=Role.ADMINISTRATOR).exclude(pk=person.pk)
    if person.role == Role.ADMINISTRATOR and not list(left):
        raise Refused(
            _("%(name)s is the last administrator. Name another one first."),
            code="last_administrator",
            params={"name": person.name},
        )


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else getattr(value, "pk", value)


@transaction.atomic
def create(*, email: str, by: User | None, at: datetime.datetime, **fields: Any) -> User:
    """A new person without a password; `invite` sends them the link to choose one."""
    person = User(
        email=email, **{name: fields[name] for name in (*CHANGEABLE, "language", "time_zone") if name in fields}
    )
    _guard_administrators(person=person, by=by, role=person.role)
    person.set_unusable_password()
    person.email = email.strip().lower()
    _refuse_taken(person)
    person.save()
    audit.record(
        verb="person.created", subject=person, by=by, at=at, details={"email": person.email, "role": person.role}
    )
    return person


@transaction.atomic
def change(*, person: User, by: User, at: datetime.datetime, **fields: Any) -> User:
    """Change name, title, role, team, office, senior or what they can carry; says in the audit what was and what is."""
    before = _locked(person)
    changed = {name: value for name, value in fields.items() if name in CHANGEABLE and getattr(before, name) != value}
    if not changed:
        return before
    if "role" in changed:
        _guard_administrators(person=before, by=by, role=changed["role"])
        if by.pk == before.pk and not by.may(Permission.ADMINISTER):
            raise Refused(_("You can't change your own role."), code="own_role")
        _guard_last_administrator(before)
    details = {name: [_told(getattr(before, name)), _told(value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(before, name, value)
    before.save(update_fields=list(changed))
    audit.record(verb="person.changed", subject=before, by=by, at=at, details=details)
    return before


@transaction.atomic
def set_address(*, person: User, email: str, by: User, at: datetime.datetime) -> User:
    """Give `person` another address to sign in with; refused when somebody has it.

    Only administrators do: whoever sets an address can have a new password sent to it.
    """
    if not by.may(Permission.ADMINISTER):
        raise Refused(_("Only an administrator sets the address somebody signs in with."), code="administrators_only")
    person = _locked(person)
    old, person.email = person.email, email.strip().lower()
    if person.email == old:
        return person
    _refuse_taken(person)
    person.save(update_fields=["email"])
    audit.record(verb="person.address_set", subject=person, by=by, at=at, details={"email": [old, person.email]})
    return person


def _refuse_taken(person: User) -> None:
    if person.email.endswith("@" + PLACEHOLDER_DOMAIN):
        raise Refused(_("This address can't receive mail."), code="placeholder_address", status=422)
    if User.objects.filter(email__iexact=person.email).exclude(pk=person.pk).exists():
        raise Refused(_("This address is taken."), code="address_taken")


@transaction.atomic
def invite(*, person: User, by: User, at: datetime.datetime) -> User:
    """Check that `person` can be invited and note that it was done; the caller sends the mail after the commit."""
    if person.is_placeholder:
        raise Refused(_("Set an address first: this one can't receive mail."), code="placeholder_address")
    if not person.has_access():
        raise Refused(_("The access of %(name)s has ended."), code="access_ended", params={"name": person.name})
    if person.last_login is not None:
        raise Refused(_("%(name)s has signed in already."), code="signed_in_already", params={"name": person.name})
    _guard_administrators(person=person, by=by)
    audit.record(verb="person.invited", subject=person, by=by, at=at, details={"email": person.email})
    return person


@transaction.atomic
def end_access(*, person: User, ends_at: datetime.datetime, by: User | None, at: datetime.datetime) -> User:
    """Close pages and API to `person` from `ends_at` on. `by` is None when a departure's date did it."""
    person = _locked(person)
    if by is not None and by.pk == person.pk:
        raise Refused(_("You can't end your own access."), code="own_access")
    _guard_administrators(person=person, by=by)
    _guard_last_administrator(person)
    before, person.access_ends_at = person.access_ends_at, ends_at
    person.save(update_fields=["access_ends_at"])
    details = {"was": before and before.isoformat(), "ends_at": ends_at.isoformat()}
    audit.record(verb="person.access_ended", subject=person, by=by, at=at, details=details)
    return person


@transaction.atomic
def give_access_back(*, person: User, by: User | None, at: datetime.datetime) -> User:
    """Open pages and API to `person` again."""
    person = _locked(person)
    if by is not None and by.pk == person.pk:
        raise Refused(_("You can't give your own access back."), code="own_access")
    _guard_administrators(person=person, by=by)
    before = person.access_ends_at
    person.access_ends_at, person.is_active = None, True
    person.save(update_fields=["access_ends_at", "is_active"])
    details = {"was": before and before.isoformat()}
    audit.record(verb="person.access_given_back", subject=person, by=by, at=at, details=details)
    return person
