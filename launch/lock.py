"""One running product per data folder: a lock the kernel drops when its holder dies, so a stale one can't exist."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from launch.paths import shown, var
from launch.processes import wait_until
from launch.say import Stop

LOCK = "run.lock"
ADDRESSES = "run.env"


@contextmanager
def the_only_one(intent: str) -> Iterator[None]:
    """Hold the data folder; refuse in a sentence while another process holds it. `intent` completes "before you …"."""
    with (var() / LOCK).open("a+") as lock:
        # A command that only looks whether something runs holds the lock for a moment: ask more than once.
        if not wait_until(lambda: _taken(lock, fcntl.LOCK_EX), seconds=0.5):
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise Stop(
                f"Baton is already running over {shown(var())} (process {holder}); "
                f"stop it with Ctrl-C there before you {intent}."
            )
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def told(addresses: dict[str, str]) -> Iterator[None]:
    """While inside, tell commands started elsewhere in this clone where the running services are."""
    path = var() / ADDRESSES
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as lines:
        lines.writelines(f"{name}={value}\n" for name, value in addresses.items())
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def told_addresses() -> dict[str, str] | None:
    """The addresses of the running product's services, or None when nothing runs over this data folder."""
    with (var() / LOCK).open("a+") as lock:
        if _taken(lock, fcntl.LOCK_SH):
            return None
    path = var() / ADDRESSES
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines)


def _taken(lock: IO[str], how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
