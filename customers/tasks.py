"""What a worker does for the book: load by id, do one thing."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from customers.importing import running
from customers.models import Import

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


def nudge(pk: int) -> None:
    """Ask a worker to run this import once the transaction is written; the sweep makes up for a lost nudge."""
    transaction.on_commit(lambda: _send(pk))


def _send(pk: int) -> None:
    try:
        run_import.delay(pk)
    except OperationalError:
        logger.warning("The broker does not answer; beat will take import %s up.", pk)
