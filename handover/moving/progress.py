"""How far a running move is, told beside its transaction: nothing of it is visible in the database before the end.

It is a courtesy: kept for a minute in the cache, and when it is lost or the cache is away nobody sees a number.
"""

import logging
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

KEPT_SECONDS = 60


@dataclass(frozen=True)
class Progress:
    """So many records of so many have changed hands."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """Whole percents, from 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0


def say(move_id: int, done: int, total: int) -> None:
    """Tell how far a move is."""
    try:
        cache.set(_key(move_id), (done, total), KEPT_SECONDS)
    except RedisError:
        logger.warning("How far move %s is can't be told: the cache does not answer.", move_id)


def of(move_id: int) -> Progress | None:
    """How far a running move is; None when nobody knows."""
    try:
        found = cache.get(_key(move_id))
    except RedisError:
        return None
    return Progress(*found) if found else None


def _key(move_id: int) -> str:
    return f"move:{move_id}:progress"
