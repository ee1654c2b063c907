"""The board, and the pages of a departure with a large book."""

from collections.abc import Iterator

from django.test.utils import override_settings

from tests.benchmarks import large_firm, large_pages
from tests.benchmarks.registry import Row, benchmark


@benchmark("Pages of a large firm", sizes=(1_000_000,), rounds=60, kept="large_firm")
def pages(n: int, rounds: int) -> Iterator[Row]:
    """200 people of a firm with n customers leave, one with 100,000 records, by Django's test client; p95 of at least
    60 requests, each with an empty cache. "After a change": a record of the large book was changed before each request,
    so that what is kept of it is counted anew.
    """
    large_firm.ensure(n)
    departure = large_pages.leave(min(200, n // 10))
    with override_settings(ROOT_URLCONF="tests.benchmarks.floor_lists", API_REQUESTS_PER_MINUTE=10**9):
        yield from large_pages.pages(departure, rounds)
