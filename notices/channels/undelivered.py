"""Why a message did not leave, said by the channel that tried."""

import datetime

from notices.models import Failure, Problem


class Undelivered(Exception):
    """A channel could not deliver; `detail` is what the other side said, free of secrets.

    `wait` is how long the other side asked us to wait, where it did.
    """

    def __init__(
        self,
        failure: Failure,
        problem: Problem | str,
        detail: str = "",
        *,
        wait: datetime.timedelta | None = None,
    ) -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.failure = failure
        self.problem = str(problem)[:500]
        self.detail = detail[:300]
        self.wait = wait
