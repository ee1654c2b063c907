"""What production checks before it serves anybody."""

import sys
from typing import NoReturn

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import DatabaseError, connection

from accounts.models import User

DEMO_DOMAIN = "baton.example"


def demo_people() -> list[str]:
    """The addresses of the demo firm that exist here; everybody knows their password."""
    people = User.objects.filter(email__iendswith="@" + DEMO_DOMAIN).exclude(
        password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    return list(people.order_by("email").values_list("email", flat=True)[:3])


def refuse_demo_people(exit_code: int = 1) -> None:
    """End the process with one sentence when this is production and the demo's sign-ins exist."""
    if not settings.PRODUCTION:
        return
    try:
        found = demo_people()
    except DatabaseError as error:
        _end(f"the database can't be asked for the demo's people: {str(error).splitlines()[0]}", exit_code)
    finally:
        connection.close()  # what forks from here opens its own
    if found:
        sentence = "this is production and the demo's sign-ins exist ({}), whose password is public. {}"
        _end(sentence.format(", ".join(found), "Start with an empty database, or remove them."), exit_code)


def _end(reason: str, exit_code: int) -> NoReturn:
    sys.stderr.write(f"Baton does not start: {reason}\n")
    sys.exit(exit_code)
