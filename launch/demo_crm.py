"""`make demo-crm`: Baton beside a simulated Zoho and Fxiaoke, over data of its own that each start makes anew.

With `--end` it ends when the job is done; else it serves what came of it. The exit code is 1 unless all owners agree.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from launch import product, serve
from launch.paths import BIN, ROOT, shown, var
from launch.processes import Child, wait_until, with_parent
from launch.say import Stop, exit_code, say

SIMULATORS = ("zoho", "fxiaoke")
#: The ordinary demo keeps its data and its port.
FOLDER, PORT = "var/demo-crm", "8010"
KEPT = {"run.lock", "log"}


def main(arguments: list[str]) -> int:
    """Run the demo; the exit code."""
    os.environ |= dict.fromkeys(("DATABASE_URL", "REDIS_URL", "BASE_URL"), "")  # whatever the ordinary Baton has
    os.environ |= {"BATON_ENV": "development", "BATON_VAR": os.environ.get("DEMO_CRM_VAR") or FOLDER}
    os.environ.setdefault("PORT", PORT)
    return serve.main(TwoCrms(ends="--end" in arguments))


class TwoCrms(serve.Occasion):
    """Baton's people with an empty book, and two CRMs that have one."""

    def __init__(self, *, ends: bool) -> None:
        self.ends = ends
        self.told: dict[str, str] = {}

    def clear(self) -> None:
        """Forget the firm of the last time: the CRMs have forgotten it too."""
        for path in sorted(var().iterdir()):
            if path.name not in KEPT:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    @contextmanager
    def around(self) -> Iterator[Mapping[str, str]]:
        """Both simulators; where Baton finds them."""
        say("Starting a simulated Zoho CRM and a simulated Fxiaoke …")
        children: list[Child] = []
        stand_ins: dict[str, str] = {}
        try:
            for name in SIMULATORS:
                children.append(_simulator(name))
                said = _first_line(children[-1])
                stand_ins |= said["stand_ins"]
                self.told[name] = json.dumps(said["settings"])
            yield {"STAND_INS": ",".join(f"{host}={url}" for host, url in stand_ins.items())}
        finally:
            for child in children:
                child.stop(patience=5)

    def fill(self, env: Mapping[str, str], *, embedded: bool) -> None:
        """The people of the demo firm, without customers."""
        say("Making the people of the demo firm …")
        product.manage("demo_crm", "--people", env=env, doing="Making the people of the demo firm")

    def ready(self, env: Mapping[str, str]) -> int | None:
        """Do the job and say what comes of it; the exit code when that is all that was asked for."""
        say("")
        command = [str(BIN / "python"), str(ROOT / "manage.py"), "demo_crm", "--base", env["BASE_URL"]]
        settings = [f"--{name}={self.told[name]}" for name in SIMULATORS]
        done = subprocess.run([*command, *settings], cwd=ROOT, env=dict(env), check=False, preexec_fn=with_parent)
        if done.returncode:
            raise Stop("The demo did not end in agreement; the sentence above says why.")
        if self.ends:
            return 0
        say("")
        say(f"Look at it: {env['BASE_URL']}/settings/connections/ as admin@baton.example, password baton-demo.")
        say(f"The handover: {env['BASE_URL']}/departures/ as manager@baton.example, the same password.")
        return None


def _simulator(name: str) -> Child:
    log = var() / "log" / f"{name}.log"
    log.unlink(missing_ok=True)
    return Child(f"simulated {name}", [BIN / "python", "-m", f"tests.contracts.{name}"], log=log, cwd=ROOT)


def _first_line(child: Child) -> dict[str, dict[str, str]]:
    """What a simulator says of itself when it answers."""
    if not wait_until(lambda: child.ended or "\n" in child.log.read_text(), seconds=60) or child.ended:
        raise Stop(f"The {child.name} did not start: {child.last_words()} (all of it: {shown(child.log)}).")
    found: dict[str, dict[str, str]] = json.loads(child.log.read_text().splitlines()[0])
    return found


if __name__ == "__main__":
    raise SystemExit(exit_code(lambda: main(sys.argv[1:])))
