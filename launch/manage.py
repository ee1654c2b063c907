"""`python -m launch manage …`: a Django command that finds the embedded services, or starts them for its own time."""

import subprocess
import sys

from launch import product, services, settings
from launch.lock import the_only_one, told_addresses
from launch.paths import BIN, ROOT
from launch.say import exit_code


def main(arguments: list[str]) -> int:
    """Run `manage.py` with these arguments; its exit code."""
    settings.load()
    running = told_addresses()
    if running is not None:
        return _manage(arguments, running)
    with the_only_one("run a command"), services.started() as addresses:
        return _manage(arguments, addresses)


def _manage(arguments: list[str], addresses: dict[str, str]) -> int:
    env = product.environment(addresses, port=settings.port())
    return subprocess.run([BIN / "python", ROOT / "manage.py", *arguments], cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(exit_code(lambda: main(sys.argv[1:])))
