"""The tests' PostgreSQL: a copy of one in which the migrations have made a database.

That one is made once in a clone, for as long as no migration changes, by the first process that needs it; the others
wait for it, which is shorter than doing the same beside it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path

import django
import psycopg2
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from launch.paths import ROOT
from launch.postgres import Postgres

#: The database that the migrations have made and no test changes.
NAME = "migrated"
#: Beside the data: what they were made by.
NOTE = "baton_made_by"


class Migrated(Postgres):
    """A server for tests over one data folder, which begins as a copy of that in `kept`."""

    def __init__(self, data: Path, *, log: Path, kept: Path) -> None:
        super().__init__(data, log=log, durable=False)
        self.kept = kept

    def start(self) -> str:
        """Start the server as `Postgres` does; a folder that other migrations made is made anew."""
        if _made_by(self.data) != _maker():
            self._end_leftover()
            shutil.rmtree(self.data, ignore_errors=True)
        return super().start()

    def _initialise(self) -> None:
        self.kept.mkdir(parents=True, exist_ok=True)
        with (self.kept / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            whole = self.kept / "postgres"
            if _made_by(whole) != _maker():
                _make(whole)
            fresh = self.data.with_name(self.data.name + ".new")
            shutil.rmtree(fresh, ignore_errors=True)
            subprocess.run(["cp", "-a", whole, fresh], check=True)  # owners too: under root they are another user's
        fresh.rename(self.data)


def _made_by(data: Path) -> str:
    try:
        return (data / NOTE).read_text()
    except OSError:
        return ""


@cache
def _maker() -> str:
    """What says whether a database would be made just the same today; files changed while tests run come too late."""
    files = [file for app in apps.get_app_configs() for file in sorted((Path(app.path) / "migrations").glob("*.py"))]
    files += [ROOT / "requirements.txt", Path(__file__)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _make(whole: Path) -> None:
    """Make the folder to copy beside its place and move it there when it is whole and its server has ended."""
    place = whole.with_name("making")
    for outdated in (place, whole):
        shutil.rmtree(outdated, ignore_errors=True)
    server = Postgres(place / "postgres", log=place / "postgres.log", durable=False)
    try:
        with closing(psycopg2.connect(server.start())) as opened:
            opened.autocommit = True
            with opened.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {NAME}")
        env = dict(os.environ) | {"DATABASE_URL": server.url(NAME), "DJANGO_SETTINGS_MODULE": "config.settings"}
        subprocess.run([sys.executable, "-m", "tests.migrated"], cwd=ROOT, env=env, check=True)
    finally:
        server.stop()
    (server.data / NOTE).write_text(_maker())
    server.data.rename(whole)
    shutil.rmtree(place, ignore_errors=True)


def _number_from_the_second_thousand() -> None:
    """Give every row a key that a thousands separator would spoil, as a firm's rows have after its first week; those
    that come with a new database are made anew by `flush`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(format('%I.%I', schemaname, sequencename), 1000) FROM pg_sequences")
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    _number_from_the_second_thousand()
