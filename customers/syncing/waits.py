"""How long to wait before trying again."""

import datetime
import random

from django.conf import settings


def waiting_time(tries: int, after: datetime.timedelta | None = None) -> datetime.timedelta:
    """The wait after so many tries in vain: twice as long each time, never less than the vendor asks for."""
    first, longest = settings.CONNECTION_WAITS
    usual = min(first * 2 ** min(tries, 16), longest)
    spread: float = random.uniform(1, 1.25)  # noqa: S311 - so that not all come at once
    return max(usual, after or usual) * spread
