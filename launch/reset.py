"""`make reset`: forget the embedded database, the broker's data, files and mail; given services are left alone."""

import shutil

from launch import settings
from launch.lock import the_only_one
from launch.paths import shown, var
from launch.say import exit_code, say

KEPT = {"run.lock", "setup.lock", "test", "bench", "demo-crm", "log"}


def main() -> int:
    """Delete what a run has left; the exit code."""
    settings.load()
    with the_only_one("reset it"):
        for path in sorted(var().iterdir()):
            if path.name in KEPT:
                continue
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    say(f"What was under {shown(var())} is deleted; `make run` starts afresh.")
    return 0


if __name__ == "__main__":
    raise SystemExit(exit_code(main))
