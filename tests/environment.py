"""What a process of the tests or benchmarks finds in its environment, whatever a person's own `.env` says."""

import os
import sys
from pathlib import Path

from launch.postgres import Postgres
from launch.valkey import Valkey


def settle(place: Path, postgres: Postgres, valkey: Valkey) -> None:
    """Point Baton to these servers and to `place`; before Django reads its settings.

    Whatever else is wished, what Python compiles is kept: a hundred processes start, and each would compile it anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    (place / "var" / "static").mkdir(parents=True, exist_ok=True)
    os.environ.update(
        BATON_ENV="test",
        BATON_VAR=str(place / "var"),
        DATABASE_URL=postgres.url(),
        REDIS_URL=valkey.url(),
        DJANGO_SETTINGS_MODULE="config.settings",
        ALLOWED_HOSTS="*",
        BASE_URL="http://testserver",
        DEBUG="False",
        EMAIL_URL="",
        PORT="8000",
        QUIET_HOURS="",
        SECRETS_KEYS="",
        SECRET_KEY="for-tests-only-" + "x" * 40,
    )
