"""Which customers are in a sample: arithmetic only, so that the same seed finds the same customers for anybody."""

import hashlib
import math
from collections.abc import Iterable

from customers.models import Grade

#: So many besides grade A are drawn at least; with no more customers than that, all of them are checked.
LEAST = 10


def usual_size(others: int) -> int:
    """How many of `others` are drawn when nobody says: ten, or the square root of their number if that is more."""
    return min(others, max(LEAST, math.isqrt(max(others - 1, 0)) + 1))


def drawn(seed: str, customers: Iterable[tuple[int, str]], size: int | None = None) -> set[int]:
    """All customers of grade A and `size` of the rest, of (id, grade) pairs in any order.

    Each has its place in a row by the hash of seed and id, so that one who goes is followed by the next in the row.
    """
    pairs = list(customers)
    others = sorted((pk for pk, grade in pairs if grade != Grade.A), key=lambda pk: _place(seed, pk))
    many = usual_size(len(others)) if size is None else size
    return {pk for pk, grade in pairs if grade == Grade.A} | set(others[:many])


def _place(seed: str, pk: int) -> str:
    return hashlib.sha256(f"{seed}:{pk}".encode()).hexdigest()
