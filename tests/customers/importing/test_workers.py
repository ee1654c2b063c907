"""A real worker that is killed in the middle of an import, and another that finishes it."""

import datetime
import io
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from customers import tasks
from customers.importing import receiving
from customers.models import Customer, Import, ImportState
from tests.cast import NOW
from tests.worker import Workers, wait_for

pytestmark = pytest.mark.worker
ROWS = 30_000


def test_a_killed_worker_loses_no_row_and_takes_none_twice(workers: Workers, admin: User, settings: Any) -> None:
    settings.MEDIA_ROOT = workers.folder / "files"
    lines = [f"C-{n},Customer {n},{n}" for n in range(ROWS)]
    lines[ROWS - 5] = "C-x,Customer,not a number"
    content = "\n".join(["code,name,annual value", *lines]).encode()
    run = receiving.receive(files=[("customers.csv", io.BytesIO(content), len(content))], by=admin, at=NOW)
    receiving.confirm(run=run, at=NOW)
    first = workers.worker()
    tasks.run_import.delay(run.pk)
    wait_for(lambda: Import.objects.get().rows_read > 0, "the first batch")
    workers.kill(first)
    stopped = Import.objects.get()
    assert stopped.state == ImportState.RUNNING
    assert Customer.objects.count() == stopped.rows_read < ROWS

    Import.objects.update(heartbeat_at=timezone.now() - datetime.timedelta(minutes=5))
    workers.worker()
    workers.beat()
    wait_for(lambda: Import.objects.get().state == ImportState.DONE, "the import to be finished")
    done = Import.objects.get()
    assert (done.rows_read, done.created, done.refused) == (ROWS, {"customers": ROWS - 1}, 1)
    assert done.refused_rows.get().line == ROWS - 3
    assert Customer.objects.count() == ROWS - 1
