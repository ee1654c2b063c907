"""What a person settles about themselves."""

import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.models import User

OWN = ("name", "language", "time_zone", "theme", "uses_shortcuts")


@transaction.atomic
def change(*, person: User, at: datetime.datetime, **fields: str | bool) -> User:
    """Change `person`'s own name, language, time zone or keys; the values come cleaned from a form or serializer."""
    changed = {name: value for name, value in fields.items() if name in OWN and getattr(person, name) != value}
    if not changed:
        return person
    details = {name: [getattr(person, name), value] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(person, name, value)
    person.save(update_fields=list(changed))
    audit.record(verb="person.changed", subject=person, by=person, at=at, details=details)
    return person
