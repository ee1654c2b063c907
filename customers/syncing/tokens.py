"""Access tokens of a connection: in Redis, encrypted, fetched by one worker while the others wait."""

import datetime
import hashlib
from contextlib import suppress

import redis
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import LockError

from customers.connectors.interface import ConnectorError, Fault
from customers.models import Connection
from web import secrets

#: Seconds a worker may take to fetch a token, and another waits for it.
FETCHING, WAITING = 120, 60


class CachedTokens:
    """`interface.Tokens` for one connection; other secrets than before make another token."""

    def __init__(self, connection: Connection) -> None:
        given = hashlib.sha256(f"{connection.secrets}{sorted(connection.values.items())}".encode()).hexdigest()
        self.key = f"connection-token:{connection.pk}:{given[:24]}"

    def get(self) -> str | None:
        """The token, or None when it has run out or was never fetched."""
        stored = cache.get(self.key)
        return secrets.decrypted(stored) if stored else None

    def put(self, token: str, lifetime: datetime.timedelta) -> None:
        """Keep a token for that long."""
        cache.set(self.key, secrets.encrypted(token), timeout=max(1, int(lifetime.total_seconds())))

    def forget(self) -> None:
        """Drop the token: the vendor did not take it."""
        cache.delete(self.key)

    def fetching(self) -> "OneAtATime":
        """Held by the one worker that fetches a token."""
        return OneAtATime(self.key)


class OneAtATime:
    """A lock all workers share. It opens by itself when its holder was killed."""

    def __init__(self, key: str) -> None:
        self.client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=4, socket_timeout=4)
        self.lock = self.client.lock(f"{key}:fetching", timeout=FETCHING, blocking_timeout=WAITING)

    def __enter__(self) -> None:
        if not self.lock.acquire():
            self.client.close()
            raise ConnectorError(Fault.LATER, "token_awaited")

    def __exit__(self, *_given: object) -> None:
        with self.client, suppress(LockError):  # it took too long and another has the lock by now
            self.lock.release()
