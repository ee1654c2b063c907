"""`make check`: every check that needs no running product, each named, quiet unless it finds something.

As many run at once as there are cores; the one that takes longest begins.
"""

import os
import secrets
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from launch.paths import BIN, ROOT
from launch.say import say

PYTHON = str(BIN / "python")
DEVELOPMENT = {"BATON_ENV": "development", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
PRODUCTION = {
    "BATON_ENV": "production",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "baton.example",
    "BASE_URL": "https://baton.example",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}
CHECKS: list[tuple[str, Sequence[str], dict[str, str]]] = [
    ("types", [str(BIN / "mypy")], DEVELOPMENT),
    ("code style", [str(BIN / "ruff"), "check", "--quiet", "."], {}),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
    ("import contracts", [str(BIN / "lint-imports")], {}),
    (
        "migrations",
        [PYTHON, "-W", "ignore::RuntimeWarning", "manage.py", "makemigrations", "--check", "--dry-run"],
        DEVELOPMENT,
    ),
    ("templates", [PYTHON, "-m", "launch.templates"], DEVELOPMENT),
    ("catalogues", [PYTHON, "-m", "launch.catalogues", "check"], {}),
    ("deployment", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]


def main() -> int:
    """Run every check, show what the failing ones said; the exit code."""
    failed = []
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as together:
        for ended in as_completed([together.submit(_run, *check) for check in CHECKS]):
            name, good, said = ended.result()
            say(said)
            failed += [] if good else [name]
    if failed:
        say(f"Not in order: {', '.join(failed)}.")
        return 1
    say("All checks are in order.")
    return 0


def _run(name: str, command: Sequence[str], env: dict[str, str]) -> tuple[str, bool, str]:
    """One check: its name, whether it is in order, and what to say of it."""
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=dict(os.environ) | env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = f"({time.monotonic() - began:.1f} s)"
    if done.returncode == 0:
        return name, True, f"ok      {name} {seconds}"
    return name, False, f"FAILED  {name} {seconds}\n{done.stdout.rstrip()}"


if __name__ == "__main__":
    raise SystemExit(main())
