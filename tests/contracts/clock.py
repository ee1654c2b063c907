"""A time that stands still, and where a connector keeps its token by it."""

import datetime
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from customers.connectors.interface import AbstractLock, ConnectorError

START = datetime.datetime(2026, 11, 22, 2, 0, tzinfo=datetime.UTC)


@dataclass
class Clock:
    """A time that only moves when it is told to."""

    at: datetime.datetime = START

    def __call__(self) -> datetime.datetime:
        return self.at

    def tick(self, **amount: float) -> None:
        self.at += datetime.timedelta(**amount)


@dataclass
class Kept:
    """Where a token is kept, by the clock of the test."""

    clock: Callable[[], datetime.datetime]
    token: str | None = None
    until: datetime.datetime = START
    lifetimes: list[datetime.timedelta] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)

    def get(self) -> str | None:
        return self.token if self.clock() < self.until else None

    def put(self, token: str, lifetime: datetime.timedelta) -> None:
        self.token, self.until = token, self.clock() + lifetime
        self.lifetimes.append(lifetime)

    def forget(self) -> None:
        self.token = None

    def fetching(self) -> AbstractLock:
        return self.lock


def failing(call: Callable[[], object]) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        call()
    return caught.value
