"""What a worker does for the book: load by id, do one thing."""

import logging
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from customers.actions import connections
from customers.importing import running
from customers.models import Connection, ConnectionRun, Import, RunKind
from customers.syncing import running as syncing

logger = logging.getLogger(__name__)

#: A long import is ended here and goes on at the next sweep, from the batch after its last.
LONGEST_SECONDS = 3_600


@shared_task(name="customers.tasks.run_import", time_limit=LONGEST_SECONDS)
def run_import(pk: int) -> None:
    """Run one import from where it stands. Delivered twice, it runs once."""
    running.run(pk, at=timezone.now())


@shared_task(name="customers.tasks.resume_imports")
def resume_imports() -> int:
    """Nudge a worker for each import that waits or whose worker has gone silent; how many there were."""
    waiting = list(Import.objects.waiting().values_list("pk", flat=True)[:100])
    for pk in waiting:
        run_import.delay(pk)
    return len(waiting)


@shared_task(name="customers.tasks.run_connection", time_limit=LONGEST_SECONDS)
def run_connection(pk: int) -> None:
    """Read from, write to or compare with another CRM, from where the run stands. Delivered twice, it runs once."""
    syncing.run(pk, at=timezone.now())


@shared_task(name="customers.tasks.keep_connections")
def keep_connections() -> int:
    """Queue the syncs, the comparing and the writing that are due, and nudge a worker for each run that waits; how many
    there were.
    """
    now = timezone.now()
    for connection in Connection.objects.to_read(now):
        connections.ask(connection=connection, what=RunKind.IN, by=None, at=now)
    for connection in Connection.objects.to_compare(now):
        connections.ask(connection=connection, what=RunKind.CHECK, by=None, at=now)
    for connection in Connection.objects.to_write(now):
        connections.ask(connection=connection, what=RunKind.OUT, by=None, at=now)
    working = Connection.objects.working()
    waiting = list(ConnectionRun.objects.waiting().filter(connection__in=working).values_list("pk", flat=True)[:100])
    for pk in waiting:
        run_connection.delay(pk)
    return len(waiting)


def nudge(pk: int) -> None:
    """Ask a worker to run this import once the transaction is written; the sweep makes up for a lost nudge."""
    _send_later(run_import, pk)


def nudge_connection(pk: int) -> None:
    """The same for a run of a connection."""
    _send_later(run_connection, pk)


def _send_later(task: Any, pk: int) -> None:
    def send() -> None:
        try:
            task.delay(pk)
        except OperationalError:
            logger.warning("The broker does not answer; beat will take %s %s up.", task.name, pk)

    transaction.on_commit(send)
