"""`make check`: every check that needs no running product, each named, quiet unless it finds something."""

import os
import secrets
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

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
    ("code style", [str(BIN / "ruff"), "check", "--quiet", "."], {}),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
    ("types", [str(BIN / "mypy")], DEVELOPMENT),
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
    with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as several:
        passed = several.map(lambda each: _passes(*each), CHECKS)
        failed = [name for (name, _command, _env), good in zip(CHECKS, passed, strict=True) if not good]
    if failed:
        say(f"Not in order: {', '.join(failed)}.")
        return 1
    say("All checks are in order.")
    return 0


def _passes(name: str, command: Sequence[str], env: dict[str, str]) -> bool:
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
    good = done.returncode == 0
    say(f"{'ok     ' if good else 'FAILED '} {name} ({time.monotonic() - began:.1f} s)")
    if not good:
        say(done.stdout.rstrip())
    return good


if __name__ == "__main__":
    raise SystemExit(main())
