"""The database and the broker: the given ones if they answer, else embedded ones under the data folder."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg2
import redis

from launch.paths import shown, var
from launch.postgres import Postgres
from launch.say import Stop, say
from launch.valkey import Valkey


@contextmanager
def started() -> Iterator[dict[str, str]]:
    """`DATABASE_URL` and `REDIS_URL` of services that answer; embedded ones are stopped at the end."""
    logs = var() / "log"
    with ExitStack() as stack:
        database = os.environ.get("DATABASE_URL")
        if database:
            database = _as_libpq_names_it(database)
            _refuse_silent_database(database)
        broker = os.environ.get("REDIS_URL")
        if broker:
            _refuse_silent_broker(broker)
        if not database:
            postgres = Postgres(var() / "postgres", log=logs / "postgres.log")
            as_whom = f", as the user {postgres.user.pw_name} since it does not run as root" if postgres.user else ""
            say(f"Starting the embedded PostgreSQL (data in {shown(postgres.data)}{as_whom}) …")
            stack.callback(postgres.stop)
            database = postgres.start()
        if not broker:
            valkey = Valkey(var() / "valkey", log=logs / "valkey.log")
            say(f"Starting the embedded Valkey (data in {shown(valkey.data)}) …")
            stack.callback(valkey.stop)
            broker = valkey.start()
        yield {"DATABASE_URL": database, "REDIS_URL": broker}


def _refuse_silent_database(url: str) -> None:
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except (psycopg2.Error, UnicodeError) as error:
        words = " ".join(str(error).split()).rstrip(".?")
        raise Stop(f"The database that DATABASE_URL names can't be reached: {words}.") from None


def _refuse_silent_broker(url: str) -> None:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        words = " ".join(str(error).split()).rstrip(".")
        raise Stop(f"The broker that REDIS_URL names can't be reached: {words}.") from None


def _as_libpq_names_it(url: str) -> str:
    """The URL with a scheme libpq knows; django-environ takes a few more names for the same thing."""
    scheme, colon, rest = url.partition("://")
    if not colon or scheme not in {"postgres", "postgresql", "psql", "pgsql"}:
        raise Stop(
            "DATABASE_URL must name a PostgreSQL database, for example postgres://name:password@host:5432/baton."
        )
    return f"postgresql://{rest}"
