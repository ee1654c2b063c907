"""The options that `make fuzz` gives, and the firm."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.fuzz.firm import opened


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much is tried, and of what."""
    parser.addoption("--examples", type=int, default=5, help="how many made-up requests each operation of the API gets")
    parser.addoption("--operations", default="", help="only operations with this in it, or this, or this")
    parser.addoption(
        "--probes", action="store_true", help="also each limit, header, method and kind of content in turn"
    )


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Requests within the transaction of the test, as Django's own client keeps them."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def firm(db: None, settings: Any) -> dict[str, str]:
    """The demo firm, which answers without a limit; each caller's token."""
    settings.API_REQUESTS_PER_MINUTE = settings.API_REQUESTS_PER_MINUTE_ANONYMOUS = 10**9
    return opened()
