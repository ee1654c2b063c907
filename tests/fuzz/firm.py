"""The demo firm that everything is tried on, and who tries it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.actions import tokens
from accounts.models import User
from accounts.models.token import Scope
from demo.cast import DOMAIN
from handover.actions import evidence
from handover.document import delivering
from handover.document.scope import whole
from handover.models import Departure
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
    now = datetime.datetime.now(datetime.UTC)
    _add_files(now)
    for kept in (ids.there, ids.below, ids.known):
        kept.cache_clear()
    keys = {NOBODY: ""}
    for name in PEOPLE:
        caller = person(name)
        keys[name] = tokens.issue(user=caller, name="fuzz", scope=Scope.WRITE, by=caller, at=now)[1]
    return keys


def _add_files(at: datetime.datetime) -> None:
    """What the demo firm has not: a document, and evidence of something done."""
    departure = Departure.objects.get(leaver=person("chen.jing"))
    delivering.ask(scope=whole(person("manager"), departure.pk), kind="xlsx", language="en", at=at)
    item = departure.items.filter(state="open", responsible="leaver")[0]
    note = SimpleUploadedFile("note.txt", b"The keys are with the reception.")
    evidence.add(item=item, file=note, name="note.txt", by=departure.leaver, at=at)


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done within never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
