"""Children that end with the launcher: each leads a process group, is told when its parent dies, and is waited for."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from launch.paths import ROOT

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(told_by: signal.Signals) -> None:
    """Ask the kernel to send this process a signal when its parent ends, however that happens."""
    _libc.prctl(PR_SET_PDEATHSIG, int(told_by), 0, 0, 0)


def run_logged(command: Sequence[str | Path], log: Path, env: Mapping[str, str] | None = None) -> bool:
    """Run a command to its end with all it says in a log file; whether it went well."""
    with log.open("w") as out:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=env,
                check=False,
                preexec_fn=with_parent,
            )
        except OSError as error:
            out.write(f"{error}\n")
            return False
    return done.returncode == 0


def with_parent() -> None:
    """For `preexec_fn`: a program run to its end gets SIGTERM if the launcher ends before it."""
    die_with_parent(signal.SIGTERM)


def _preparation(dies_by: signal.Signals, as_other: Callable[[], None] | None) -> Callable[[], None]:
    """What a child does before its program starts: it leads a group, is who it shall be, and ends with this process."""
    parent = os.getpid()

    def prepare() -> None:
        os.setpgid(0, 0)
        if as_other:
            as_other()
        die_with_parent(dies_by)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


class Child:
    """One started program, its log file and the signal that asks it to end."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        ends_by: signal.Signals = signal.SIGTERM,
        dies_by: signal.Signals | None = None,
        as_other: Callable[[], None] | None = None,
    ) -> None:
        """Start the program. `ends_by` asks it to end; `dies_by` is sent where this process was killed outright, the
        same unless told; `as_other` runs in the child first (to become another user).
        """
        self.name, self.log, self.ends_by = name, log, ends_by
        self.asked = False
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=dict(env) if env is not None else None,
                cwd=cwd,
                preexec_fn=_preparation(dies_by or ends_by, as_other),  # noqa: PLW1509 - no thread runs yet when children start
            )

    @property
    def ended(self) -> bool:
        """Whether the program has ended."""
        return self.process.poll() is not None

    def ask(self) -> None:
        """Ask the program to end, once: to Celery a second request means not to finish its tasks."""
        if not self.ended and not self.asked:
            self.asked = True
            with suppress(ProcessLookupError):
                self.process.send_signal(self.ends_by)

    def stop(self, patience: float) -> None:
        """Ask the program to end, wait `patience` seconds, then end whatever is left of its group."""
        self.ask()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self) -> str:
        """The last line the program wrote, for a sentence about why it ended."""
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return lines[-1][-300:] if lines else "it wrote nothing"


def wait_until(ready: Callable[[], bool], *, seconds: float, every: float = 0.05) -> bool:
    """Ask `ready` again and again; False when it never said yes in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return True
        time.sleep(every)
    return False
