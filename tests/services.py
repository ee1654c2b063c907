"""The tests' own PostgreSQL and Valkey, one pair per test process, started when there is a test to run.

Importing this module names them in the environment, which has to happen before Django reads its settings; that is
why `tests/conftest.py` imports it first. A second session in the same clone takes the next free place, and so does
each worker of pytest-xdist.
"""

import fcntl
import os
from pathlib import Path
from typing import IO

import pytest

from launch.valkey import Valkey
from tests import environment
from tests.migrated import Migrated

PLACES = Path(__file__).resolve().parent.parent / "var" / "test"


def _own_place() -> tuple[Path, IO[str]]:
    """The first place no other session uses; it is ours as long as the lock file stays open."""
    for number in range(32):
        place = PLACES / str(number)
        place.mkdir(parents=True, exist_ok=True)
        lock = (place / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
        else:
            return place, lock
    raise pytest.UsageError(f"All places under {PLACES} are taken by other test sessions.")


PLACE, _LOCK = _own_place()
POSTGRES = Migrated(PLACE / "postgres", log=PLACE / "postgres.log", kept=PLACES / "migrated")
VALKEY = Valkey(PLACE / "valkey", log=PLACE / "valkey.log", durable=False)

environment.settle(PLACE, POSTGRES, VALKEY)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let no worker inherit the name of the settings: pytest-django would read them before the worker has its place."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start both servers once it is known that there is a test to run."""
    if session.items and not session.config.option.collectonly:
        POSTGRES.log.unlink(missing_ok=True)
        POSTGRES.start()
        VALKEY.start()


def pytest_unconfigure() -> None:
    """Stop both servers, however the session went."""
    VALKEY.stop()
    POSTGRES.stop()


def child_environment() -> dict[str, str]:
    """The environment of a worker or command that shall see the test database, not the empty one beside it."""
    from django.db import connection

    return dict(os.environ) | {"DATABASE_URL": POSTGRES.url(connection.settings_dict["NAME"])}
