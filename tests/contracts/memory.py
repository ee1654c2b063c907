"""Tokens as one worker after another finds them; time is the simulator's."""

import datetime
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

START = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=datetime.UTC)


@dataclass
class Memory:
    """What `Tokens` is in Baton, with a clock of its own."""

    now: Callable[[], datetime.datetime]
    token: str | None = None
    ends: datetime.datetime = START
    lock: Any = field(default_factory=threading.RLock)

    def get(self) -> str | None:
        return self.token if self.now() < self.ends else None

    def put(self, token: str, lifetime: datetime.timedelta) -> None:
        self.token, self.ends = token, self.now() + lifetime

    def forget(self) -> None:
        self.token = None

    def fetching(self) -> Any:
        return self.lock
