"""The demo firm that everything is tried on, and who tries it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from accounts.actions import tokens
from accounts.models import User
from accounts.models.token import Scope
from demo.cast import DOMAIN
from tests.demo_firm import fill_demo_firm
from tests.fuzz import ids

PEOPLE = ("admin", "manager", "rep", "chen.jing", "successor", "supervisor", "hr", "auditor")
NOBODY = ""


def person(name: str) -> User:
    """One of the cast."""
    return User.objects.get(email=f"{name}@{DOMAIN}")


def opened() -> dict[str, str]:
    """The demo firm in the database: a token of each caller, nobody's empty."""
    fill_demo_firm()
    ids.there.cache_clear()
    now = datetime.datetime.now(datetime.UTC)
    keys = {NOBODY: ""}
    for name in PEOPLE:
        caller = person(name)
        keys[name] = tokens.issue(user=caller, name="fuzz", scope=Scope.WRITE, by=caller, at=now)[1]
    return keys


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done within never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
