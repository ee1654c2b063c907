"""Holding on to a run: each step is committed only while this worker has it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now

from customers.models import ConnectionRun, RunState


class LostClaim(Exception):
    """Another worker has the run by now, or somebody ended it: stop, without a trace."""


@contextmanager
def step(run: ConnectionRun, *, is_progress: bool = True) -> Iterator[None]:
    """A transaction in which the run is ours; `place` and `counts` are stored with what is done in it. Only progress
    starts the waiting times anew.
    """
    with transaction.atomic():
        held = ConnectionRun.objects.select_for_update().filter(pk=run.pk, claim=run.claim, state=RunState.RUNNING)
        if not held.exists():
            raise LostClaim
        yield
        if is_progress:
            run.tries, run.not_before = 0, None
        ConnectionRun.objects.filter(pk=run.pk).update(
            place=run.place, counts=run.counts, heartbeat_at=Now(), tries=run.tries, not_before=run.not_before
        )


def count(run: ConnectionRun, **numbers: int) -> None:
    """Add to the run's counts; they are stored with the next step."""
    for name, number in numbers.items():
        if number:
            run.counts[name] = run.counts.get(name, 0) + number


def now() -> datetime.datetime:
    """The database's clock, which all workers share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: tuple[Any] = cursor.fetchone()
    moment: datetime.datetime = found[0]
    return moment
