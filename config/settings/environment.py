"""Where settings come from: the environment, or `.env`; and which environment this is."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

BATON_ENV = env.str("BATON_ENV", default="development")
if BATON_ENV not in {"development", "test", "production"}:
    raise ImproperlyConfigured(f"BATON_ENV is {BATON_ENV!r}; it must be development, test or production.")
PRODUCTION = BATON_ENV == "production"


def needed(name: str, default: str) -> str:
    """A setting with a default everywhere but in production, where it must be given."""
    if PRODUCTION and not env.str(name, default=""):
        raise ImproperlyConfigured(f"{name} is not set; production needs it (see .env.example).")
    return env.str(name, default=default)


VAR_DIR = Path(env.str("BATON_VAR", default=str(BASE_DIR / "var")))
if BATON_ENV == "development":  # while `make run` runs, a command typed beside it finds the embedded services here
    environ.Env.read_env(VAR_DIR / "run.env")
REDIS_URL = needed("REDIS_URL", "redis://127.0.0.1:6379/0")
