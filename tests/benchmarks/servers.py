"""The benchmarks' own PostgreSQL and Valkey, and a fresh database for each benchmark.

Only what a benchmark asks to keep stays from one run to the next; `var/bench/` can be deleted at any time.

Importing this module names them in the environment, which has to happen before Django reads its settings.
"""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any

import psycopg2

from launch.paths import ROOT
from launch.postgres import NAME, Postgres
from launch.say import Stop
from launch.valkey import Valkey
from tests import environment

PLACE = ROOT / "var" / "bench"
POSTGRES = Postgres(PLACE / "postgres", log=PLACE / "postgres.log")
VALKEY = Valkey(PLACE / "valkey", log=PLACE / "valkey.log")
#: Checkpoints of the server's own choosing would fall on one side of a comparison and not on the other.
SERVER_SETTINGS = {"max_wal_size": "8GB", "checkpoint_timeout": "1h"}
#: How often a database is tried to be dropped, once a second.
TRIES = 30
_numbers = count(1)

environment.settle(PLACE, POSTGRES, VALKEY)


@contextmanager
def started() -> Iterator[None]:
    """Both servers, and Django set up over a migrated database; stopped at the end."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        lock = stack.enter_context((PLACE / "lock").open("w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop("Benchmarks already run in this clone.") from None
        for left in (VALKEY.data, PLACE / "var"):
            shutil.rmtree(left, ignore_errors=True)
        (PLACE / "var" / "static").mkdir(parents=True)
        stack.callback(POSTGRES.stop)
        POSTGRES.start()
        _begin_empty()
        _set_up_server()
        stack.callback(VALKEY.stop)
        VALKEY.start()
        _migrate()
        yield


def _begin_empty() -> None:
    """Drop what an earlier run left, except what is kept."""
    with _superuser() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^bench_' OR datname = %s", [NAME])
        for (name,) in cursor.fetchall():
            _drop(cursor, name)
        cursor.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")


def _set_up_server() -> None:
    with _superuser() as cursor:
        for name, value in SERVER_SETTINGS.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        cursor.execute("SELECT pg_reload_conf()")


@contextmanager
def _superuser() -> Iterator[Any]:
    superuser = psycopg2.connect(host=str(POSTGRES.sockets), user="postgres", dbname="postgres")
    superuser.autocommit = True
    try:
        with superuser.cursor() as cursor:
            yield cursor
    finally:
        superuser.close()


def _migrate() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


@contextmanager
def fresh_database() -> Iterator[None]:
    """A migrated, empty database of one's own, dropped at the end."""
    name = f"bench_{next(_numbers)}"
    with _database(name, anew=True):
        yield
    with _superuser() as cursor:
        _drop(cursor, name)


def _drop(cursor: Any, name: str) -> None:
    """Drop a database; a vacuum of the server's own that is busy in it is waited for."""
    for _try in range(TRIES):
        try:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        except psycopg2.errors.ObjectInUse:
            time.sleep(1)
        else:
            return
    raise Stop(f"The database {name} is in use and can't be dropped.")


@contextmanager
def kept_database(name: str) -> Iterator[None]:
    """A migrated database that stays as it is left: empty the first time."""
    from django.core.management import call_command

    with _superuser() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [f"kept_{name}"])
        anew = not cursor.rowcount
    with _database(f"kept_{name}", anew=anew):
        call_command("migrate", verbosity=0)
        yield


@contextmanager
def _database(name: str, *, anew: bool) -> Iterator[None]:
    from django.db import connection

    template = str(connection.settings_dict["NAME"])
    connection.close()
    if anew:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = template
