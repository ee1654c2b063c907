"""From a fresh clone to a set-up one: virtual environment, wheels, browser assets, catalogues. Standard library only.

Each part is skipped while the files that ask for it are unchanged. A `.venv` or `node_modules` that is a link belongs
to somebody else and is left as it is.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from launch.paths import BIN, ROOT, VENV
from launch.processes import run_logged
from launch.say import Stop, say

NODE_MODULES = ROOT / "node_modules"
LOGS = ROOT / "var" / "log"
OLDEST_NPM = 8
NOISE = re.compile(r"npm error (code|errno|syscall|path|A complete log)", re.IGNORECASE)


def ensure(*, dev: bool) -> None:
    """Set up what is missing or changed; with `dev` also what tests and checks need."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another setup in this clone to finish.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        _virtual_environment()
        _wheels(dev=dev)
        _browser_assets(dev=dev)
        _catalogues()


def _virtual_environment() -> None:
    """Make `.venv`, or make it anew when its Python is gone or the clone was moved."""
    if VENV.is_symlink() or _works(BIN / "python", "-c", f"import sys; sys.exit(sys.prefix != {str(VENV)!r})"):
        return
    say(f"Making a virtual environment with Python {sys.version_info.major}.{sys.version_info.minor} …")
    shutil.rmtree(VENV, ignore_errors=True)
    log = LOGS / "venv.log"
    if not run_logged([sys.executable, "-m", "venv", VENV], log):
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(
            "This Python can't make virtual environments: install its venv module (on Debian and Ubuntu "
            f"`apt-get install python3-venv`) and try again; what it said is in {log.relative_to(ROOT)}."
        )


def _wheels(*, dev: bool) -> None:
    if VENV.is_symlink():
        return
    wanted = {"requirements.txt": _hash("requirements.txt")}
    if dev:
        wanted["requirements-dev.txt"] = _hash("requirements-dev.txt")
    stamps = {name: VENV / f"{name}.installed" for name in wanted}
    if all(_text(stamps[name]) == wanted[name] for name in wanted):
        return
    say("Installing the Python packages (a minute or two the first time) …")
    _pip([part for name in wanted for part in ("-r", ROOT / name)])
    for name, stamp in stamps.items():
        stamp.write_text(wanted[name])


def _browser_assets(*, dev: bool) -> None:
    """Install the locked npm packages; without Node on the machine, with the npm of a wheel."""
    if NODE_MODULES.is_symlink():
        return
    stamp, locked = NODE_MODULES / ".installed", _hash("package.json", "package-lock.json")
    if _text(stamp) in ({f"{locked} dev"} if dev else {locked, f"{locked} dev"}):
        return
    npm = _npm()
    say("Installing the browser assets …")
    command = [npm, "ci", "--no-progress", *(() if dev else ("--omit=dev",))]
    environment = dict(os.environ)
    if Path(npm).parent == BIN:
        environment["PATH"] = f"{BIN}{os.pathsep}{environment.get('PATH', '')}"
    log = LOGS / "npm.log"
    if not run_logged(command, log, environment):
        raise Stop(
            f"The browser assets could not be installed: {_complaint(log)} (all of it: {log.relative_to(ROOT)})."
        )
    stamp.write_text(f"{locked} dev" if dev else locked)


def _npm() -> str | Path:
    """The machine's npm where it has a usable one, else the wheel's, installed when it is missing."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        major = answer.stdout.strip().split(".")[0]
        if answer.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM:
            return found
    if not (BIN / "npm").exists():
        say("This machine has no Node; installing npm from a wheel …")
        _pip(["-r", ROOT / "requirements-node.txt"])
    return BIN / "npm"


def _pip(arguments: Sequence[str | Path]) -> None:
    log = LOGS / "pip.log"
    options = ["--disable-pip-version-check", "--no-input", "--prefer-binary"]
    if run_logged([BIN / "python", "-m", "pip", "install", *options, *arguments], log):
        return
    said = log.read_text(errors="replace")
    if "gcc' failed" in said or "No such file or directory: 'gcc'" in said or "C compiler" in said:
        raise Stop(
            "A Python package has no ready-made wheel for this machine and no C compiler is installed to build it "
            f"(on Debian and Ubuntu `apt-get install build-essential`); pip's words are in {log.relative_to(ROOT)}."
        )
    raise Stop(f"The Python packages could not be installed: {_complaint(log)} (all of it: {log.relative_to(ROOT)}).")


def _catalogues() -> None:
    """Compile each catalogue that is newer than what was compiled from it."""
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        say(f"Compiling the catalogue {source.relative_to(ROOT)} …")
        log = LOGS / "catalogues.log"
        fresh = compiled.with_suffix(".mo.new")
        if not run_logged([BIN / "pybabel", "compile", "-i", source, "-o", fresh], log):
            raise Stop(f"The catalogue {source.relative_to(ROOT)} can't be compiled: {_complaint(log)}.")
        fresh.rename(compiled)


def _complaint(log: Path) -> str:
    """The line of a log that most likely says what went wrong."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "npm error")) and not NOISE.match(line)]
    return (errors[:1] or lines[-1:] or ["it said nothing"])[0].rstrip(".")[:300]


def _works(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _hash(*names: str) -> str:
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""
