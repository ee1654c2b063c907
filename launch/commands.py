"""The commands of the launcher. This part uses the standard library only: it runs before anything is installed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

from launch import bootstrap
from launch.paths import BIN, ROOT
from launch.processes import with_parent
from launch.say import exit_code, say

MOST_PROCESSES = 6


def setup(rest: list[str]) -> int:
    """Set up what the product needs (with `--dev`: what tests and checks need too)."""
    bootstrap.ensure(dev="--dev" in rest)
    say("Everything is set up.")
    return 0


def run(_rest: list[str]) -> int:
    """Set up what is missing, then start the product and stay until Ctrl-C."""
    bootstrap.ensure(dev=False)
    return _become("launch.serve", [])


def demo_crm(rest: list[str]) -> int:
    """Set up what is missing, then hand a book over between simulated CRMs (with `--end`: and end)."""
    bootstrap.ensure(dev=False)
    return _become("launch.demo_crm", rest)


def manage(rest: list[str]) -> int:
    """Run a Django command against the running product's database, or against the embedded one, started for it."""
    bootstrap.ensure(dev=False)
    return _become("launch.manage", rest)


def reset(_rest: list[str]) -> int:
    """Delete the embedded database, broker and files under `var/`."""
    bootstrap.ensure(dev=False)
    return _become("launch.reset", [])


def check(_rest: list[str]) -> int:
    """Run every check that needs no running product."""
    bootstrap.ensure(dev=True)
    return _become("launch.check", [])


def test(rest: list[str]) -> int:
    """Run the checks, then every test whatever the checks found; what follows goes to pytest."""
    bootstrap.ensure(dev=True)
    checks = _attend("launch.check")
    tests = _attend("pytest", *(rest or _on_all_cores()))
    if checks:
        say("The checks before the tests found something; it stands above them.")
    return tests or checks


def screenshots(_rest: list[str]) -> int:
    """Look at every page of the demo firm in both languages at both widths; the pictures stay in `var/screenshots/`."""
    bootstrap.ensure(dev=True)
    return _attend("pytest", "tests/gallery", "--every-look")


def walks(_rest: list[str]) -> int:
    """Walk every walk-through in both languages at both widths and in both firms; write `docs/usability.md`."""
    bootstrap.ensure(dev=True)
    return _attend("pytest", "tests/stories/test_walks.py", "--every-walk")


def bench(rest: list[str]) -> int:
    """Run the benchmarks on servers of their own and write what they found to `docs/benchmarks.md`."""
    bootstrap.ensure(dev=True)
    return _attend("tests.benchmarks", *rest)


def fuzz(rest: list[str]) -> int:
    """Ask each operation of the API hundreds of things its description allows and forbids."""
    bootstrap.ensure(dev=True)
    return _attend("pytest", "tests/fuzz", "--examples", "200", "--probes", *rest)


def _on_all_cores() -> list[str]:
    """How pytest shares all tests among processes: two for each core, because a test in a browser or with workers
    waits for them half its time. Each has a database and a broker of its own, so not too many.
    """
    processes = min(2 * len(os.sched_getaffinity(0)), MOST_PROCESSES)
    return ["--numprocesses", str(processes), "--dist", "loadscope"]


def _attend(module: str, *arguments: str) -> int:
    """Run a module of the virtual environment to its end, leaving Ctrl-C to it; its exit code."""
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    return subprocess.run(
        [BIN / "python", "-m", module, *arguments],
        cwd=ROOT,
        check=False,
        preexec_fn=with_parent,
    ).returncode


def fix(_rest: list[str]) -> int:
    """Let ruff fix and format what it can."""
    bootstrap.ensure(dev=True)
    subprocess.run([BIN / "ruff", "check", "--fix", "."], cwd=ROOT, check=False)
    return subprocess.run([BIN / "ruff", "format", "."], cwd=ROOT, check=False).returncode


def messages(_rest: list[str]) -> int:
    """Extract every message, bring the catalogues up to date and compile them."""
    bootstrap.ensure(dev=False)
    done = subprocess.run([BIN / "python", "-m", "launch.catalogues", "update"], cwd=ROOT, check=False)
    bootstrap.ensure(dev=False)
    return done.returncode


def catalogues(_rest: list[str]) -> int:
    """Say which messages are missing, untranslated or fuzzy."""
    bootstrap.ensure(dev=False)
    return _become("launch.catalogues", ["check"])


def _become(module: str, rest: list[str]) -> int:
    """Turn this process into the virtual environment's Python running a module."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(BIN / "python", [str(BIN / "python"), "-m", module, *rest])  # noqa: S606 - the same command goes on, installed


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "setup": setup,
    "run": run,
    "demo-crm": demo_crm,
    "manage": manage,
    "reset": reset,
    "check": check,
    "test": test,
    "screenshots": screenshots,
    "walks": walks,
    "bench": bench,
    "fuzz": fuzz,
    "fix": fix,
    "messages": messages,
    "catalogues": catalogues,
}


def main(arguments: list[str]) -> int:
    """Run the named command; the exit code. A reason to stop is printed as its one sentence."""
    command = COMMANDS.get(arguments[0] if arguments else "")
    if command is None:
        say(f"Name one of: {', '.join(COMMANDS)}.")
        return 2
    return exit_code(lambda: command(arguments[1:]))
