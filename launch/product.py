"""Running the product's own commands from the launcher, and telling in a sentence what went wrong in them."""

import os
import re
from collections.abc import Mapping
from contextlib import closing

import psycopg2

from launch.paths import BIN, shown, var
from launch.processes import run_logged
from launch.say import Stop

EXCEPTION_NAME = re.compile(r"^(?:[A-Za-z_]+\.)+([A-Z]\w+): |^([A-Z]\w+(?:Error|Configured)): ")


def manage(*arguments: str, env: Mapping[str, str], doing: str) -> None:
    """Run a Django command quietly; `doing` begins the sentence when it fails, as in "Bringing … up to date failed"."""
    log = var() / "log" / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    if not run_logged([BIN / "python", "manage.py", *arguments], log, env):
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
        words = EXCEPTION_NAME.sub("", lines[-1] if lines else "it said nothing").rstrip(".")
        raise Stop(f"{doing} failed: {words} (all of it: {shown(log)}).")


def environment(services: Mapping[str, str], *, port: int) -> dict[str, str]:
    """The environment of everything the launcher starts."""
    (var() / "static").mkdir(exist_ok=True)
    base = os.environ.get("BASE_URL") or f"http://127.0.0.1:{port}"
    return dict(os.environ) | dict(services) | {"PORT": str(port), "BASE_URL": base, "BATON_VAR": str(var())}


def has_people(database_url: str) -> bool:
    """Whether anybody is registered in this database yet."""
    with closing(psycopg2.connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)")
        row = cursor.fetchone()
        return bool(row and row[0])
