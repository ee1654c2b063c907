"""Counting how often something is asked for, to stop it when it is too often."""

from django.core.cache import cache


def count(name: str, seconds: int) -> int:
    """How often this has been called with `name`, this time included, within `seconds` of the first time."""
    try:
        return int(cache.incr(name))
    except ValueError:  # the first time; of two at once, one may go uncounted
        cache.add(name, 1, seconds)
        return 1
