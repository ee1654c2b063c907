"""A launcher to try: the real one, over a data folder of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launch.valkey import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


class Launcher:
    """Starts `python -m launch.…` over one data folder and knows which processes belong to it."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        self.started: list[subprocess.Popen[str]] = []

    def environment(self, **changes: str) -> dict[str, str]:
        given = {"BATON_ENV": "test", "BATON_VAR": str(self.var), "PORT": str(self.port)}
        return dict(os.environ) | given | {"DATABASE_URL": "", "REDIS_URL": "", "BASE_URL": ""} | changes

    def start(self, module: str = "launch.serve", *arguments: str, **changes: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.environment(**changes),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def answer(self, module: str = "launch.serve", *arguments: str, **changes: str) -> tuple[int, str]:
        """Run to the end: exit code and everything said."""
        process = self.start(module, *arguments, **changes)
        said, _ = process.communicate(timeout=300)
        return process.returncode, said

    def start_and_wait(self) -> subprocess.Popen[str]:
        """Start the product and come back when it says that it is ready."""
        process = self.start()
        assert process.stdout
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Logs are in"):
                return process
        raise AssertionError(f"It never was ready: {said}")

    def processes(self) -> dict[int, str]:
        """What runs over this data folder."""
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                command, around = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
            except OSError:
                continue
            if os.fsencode(self.var) in command + around and int(entry.name) != os.getpid():
                found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace")
        return found

    def all_gone(self, seconds: float = 120) -> bool:
        end = time.monotonic() + seconds
        while self.processes():
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    """A launcher whose database is already made, so that each start is a second one."""
    launcher = Launcher(tmp_path_factory.mktemp("baton") / "var")
    yield launcher
    _end(launcher)


@pytest.fixture
def launcher(tmp_path: Path) -> Iterator[Launcher]:
    """A launcher over an empty folder."""
    launcher = Launcher(tmp_path / "var")
    yield launcher
    _end(launcher)


def _end(launcher: Launcher) -> None:
    for process in launcher.started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in launcher.started:
        process.communicate(timeout=300)


@pytest.fixture
def clone(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """A clone with nothing set up; call it to run a launcher command in it: exit code and everything said."""
    place = tmp_path / "clone"
    shutil.copytree(ROOT / "launch", place / "launch", ignore=shutil.ignore_patterns("__pycache__"))
    for source in (*ROOT.glob("requirements*.txt"), *ROOT.glob("package*.json")):
        shutil.copy(source, place)

    def command(*arguments: str, **changes: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "launch", *arguments],
            cwd=place,
            env=dict(os.environ) | changes,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return command
