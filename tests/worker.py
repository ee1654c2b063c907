"""Real Celery workers and beats on the test database and broker, killed like the real thing and always stopped."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
import redis

from launch.processes import Child, wait_until
from tests.services import VALKEY, child_environment

ROOT = Path(__file__).resolve().parent.parent
#: How much faster than life the periods of these processes run.
PACE = 20
#: How long a condition may take on a machine that is busy with other things, in seconds.
PATIENCE = 300


class Workers:
    """Starts workers and beats; knows how to kill them and how to wait for what they do.

    They don't ask Django's own checks when they start: `make check` does, and `make run` before it starts its own.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.children: list[Child] = []
        self.numbers = count(1)

    def worker(self, *, app: str = "config", queue: str = "", **environment: str) -> Child:
        """A worker that is ready for tasks: those of one queue, or all. `app` is where Celery finds its application."""
        arguments = ["--concurrency", "1", "--without-gossip", "--without-mingle"]
        if queue:
            arguments += ["--queues", queue, "--hostname", f"{queue}@%h"]
        child = self._start("worker", *arguments, app=app, **environment)
        wait_for(lambda: " ready." in child.log.read_text(), f"the worker to be ready ({child.log})")
        return child

    def beat(self, **environment: str) -> Child:
        """A beat that asks `PACE` times as often as life does."""
        file = self.folder / f"beat{next(self.numbers)}"
        return self._start("beat", "--pidfile", "", "--schedule", str(file), **environment)

    def _start(self, what: str, *arguments: str, app: str = "config", **environment: str) -> Child:
        command = [sys.executable, "-m", "celery", "-A", app, what, "--loglevel", "INFO", *arguments]
        ours = {"BATON_PACE": str(PACE), "BATON_VAR": str(self.folder), "CELERY_SKIP_CHECKS": "1"}
        env = child_environment() | ours | environment
        child = Child(what, command, log=self.folder / f"{what}{next(self.numbers)}.log", env=env, cwd=ROOT)
        self.children.append(child)
        return child

    def kill(self, child: Child) -> None:
        """SIGKILL for the process and all it started, as when the machine loses its power."""
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()

    def done(self, task: str) -> int:
        """How many runs of a task the workers have finished, by their logs."""
        logs = [child.log.read_text() for child in self.children if child.name == "worker"]
        return sum(f"Task {task}[" in line and " succeeded in " in line for log in logs for line in log.splitlines())

    def wait_for_more(self, task: str, runs: int = 1) -> None:
        """Wait until a task has been run `runs` times more."""
        before = self.done(task)
        wait_for(lambda: self.done(task) >= before + runs, f"{runs} more runs of {task}")

    def stop(self) -> None:
        for child in self.children:
            self.kill(child)


def wait_for(ready: Callable[[], bool], what: str) -> None:
    """Wait for a condition, not for a time; says what never came."""
    started = time.monotonic()
    if not wait_until(ready, seconds=PATIENCE):
        raise AssertionError(f"Waited {time.monotonic() - started:.0f} s in vain for {what}.")


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    """The broker, empty at first."""
    with redis.Redis.from_url(VALKEY.url()) as client:
        client.flushall()
        yield client
        client.flushall()


@pytest.fixture
def workers(transactional_db: None, broker: redis.Redis, tmp_path: Path) -> Iterator[Workers]:
    """Real workers for one test. They see what the test commits, and end with it."""
    group = Workers(tmp_path)
    try:
        yield group
    finally:
        group.stop()
