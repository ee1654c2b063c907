"""`make run`, once everything is installed: it starts, it is alone, it ends with all that it started.

Each test goes on where the one before it ended.
"""

import http.client
import os
import signal

import pytest

from tests.launch.conftest import Launcher

pytestmark = pytest.mark.slow


def get(launcher: Launcher, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", launcher.port, timeout=60)
    connection.request("GET", path)
    return connection.getresponse().status


def test_it_serves_alone_and_ends_with_all_it_started(prepared: Launcher) -> None:
    running = prepared.start_and_wait()
    assert get(prepared, "/readyz") == 200

    code, said = prepared.answer(PORT="1")
    assert code == 1
    assert said.startswith(f"Baton is already running over {prepared.var} (process {running.pid})")
    code, said = prepared.answer("launch.reset")
    assert (code, said.count("\n")) == (1, 1)
    assert "before you reset it." in said

    code, said = prepared.answer("launch.manage", "showmigrations", "accounts")
    assert code == 0, said
    assert "[X] 0001" in said

    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=300)
    assert running.returncode == 0
    assert said.endswith("Stopped.\n")
    assert prepared.processes() == {}


def test_killed_outright_it_leaves_nothing_behind_and_starts_again(prepared: Launcher) -> None:
    running = prepared.start_and_wait()
    running.kill()
    assert prepared.all_gone(), prepared.processes()
    (prepared.var / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")

    again = prepared.start_and_wait()
    assert get(prepared, "/readyz") == 200
    again.terminate()
    again.communicate(timeout=300)
    assert again.returncode == 0


def test_a_child_that_ends_by_itself_ends_the_rest(prepared: Launcher) -> None:
    running = prepared.start_and_wait()
    os.kill(min(pid for pid, command in prepared.processes().items() if " worker " in command), signal.SIGKILL)
    said, _ = running.communicate(timeout=300)
    assert running.returncode == 1
    assert "The worker ended by itself (signal SIGKILL), so the rest was stopped too" in said.splitlines()[-1]
    assert prepared.all_gone()


def test_reset_starts_afresh(prepared: Launcher) -> None:
    for folder in ("postgres", "mail"):
        (prepared.var / folder).mkdir(parents=True, exist_ok=True)
    code, said = prepared.answer("launch.reset")
    assert code == 0, said
    assert not (prepared.var / "postgres").exists()
    assert not (prepared.var / "mail").exists()
