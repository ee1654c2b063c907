"""What the launcher reads from the environment and `.env`, with the product's own precedence."""

import os

import environ

from launch.paths import ROOT
from launch.say import Stop


def load() -> None:
    """Bring `.env` into the environment; what is set there already wins. An empty value counts as not given."""
    environ.Env.read_env(ROOT / ".env")
    for name in ("DATABASE_URL", "REDIS_URL", "BATON_VAR", "PORT", "BASE_URL", "BATON_ENV"):
        if not os.environ.get(name, "").strip():
            os.environ.pop(name, None)


def port() -> int:
    """The port to serve on, 8000 unless `PORT` says otherwise."""
    given = os.environ.get("PORT", "8000")
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise Stop(f"PORT is {given!r}; it must be a number from 1 to 65535.")
    return int(given)


def baton_env() -> str:
    """Which environment this is: development, test or production."""
    return os.environ.get("BATON_ENV", "development")
