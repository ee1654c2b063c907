"""Running an import from claim to end. Safe to call twice, from two workers, and after a kill."""

import datetime
import logging
import uuid

from django.db import OperationalError, transaction
from django.db.models.functions import Coalesce, Now

from accounts.actions import audit
from customers.importing.fields import KINDS
from customers.importing.sets import preparers
from customers.importing.taking import Taker
from customers.models import Import, ImportState
from web.errors import Refused

logger = logging.getLogger(__name__)


def run(pk: int, *, at: datetime.datetime) -> bool:
    """Claim the run and take its files to the end. False when there was nothing to do: another has it, or it is over.

    A lost database leaves the run as it is, to be picked up again; any other error ends it as failed and is raised.
    """
    claimed = claim(pk, at=at)
    if claimed is None:
        return False
    try:
        return _take(claimed, at)
    except Refused as problem:
        _end(claimed, at, str(problem.code), dict(problem.params or {}))
        return True
    except OperationalError:
        raise
    except Exception:
        _end(claimed, at, "stopped", {})
        raise


def claim(pk: int, *, at: datetime.datetime) -> Import | None:
    """Take the run for this worker; None when it is not to be had. The claim's heartbeat is the database's time."""
    mark = uuid.uuid4()
    with transaction.atomic():
        waiting = Import.objects.waiting().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk)
        taken = Import.objects.filter(pk__in=[each.pk for each in waiting]).update(
            claim=mark, state=ImportState.RUNNING, heartbeat_at=Now(), started_at=Coalesce("started_at", at)
        )
    return Import.objects.select_related("by__office").get(pk=pk) if taken else None


def _take(claimed: Import, at: datetime.datetime) -> bool:
    preparer_of = preparers(claimed)
    started = claimed.started_at or at
    order = list(KINDS)
    for file in sorted(claimed.files.exclude(kind=""), key=lambda file: (order.index(file.kind), file.pk)):
        prepare = preparer_of(file)
        prepare.begin(file)
        if not Taker(claimed, file, prepare, started).take():
            logger.warning("Import %s was taken over by another worker.", claimed.pk)
            return False
    _end(claimed, at)
    return True


@transaction.atomic
def _end(claimed: Import, at: datetime.datetime, problem: str = "", params: dict[str, object] | None = None) -> None:
    run = Import.objects.select_for_update().get(pk=claimed.pk)
    if run.claim != claimed.claim or run.state != ImportState.RUNNING:
        return
    run.state = ImportState.FAILED if problem else ImportState.DONE
    run.problem, run.problem_params = problem, params or {}
    run.finished_at = Now()
    run.save(update_fields=["state", "problem", "problem_params", "finished_at"])
    details = {"created": sum(run.created.values()), "updated": sum(run.updated.values()), "refused": run.refused}
    verb = "import.stopped" if problem else "import.finished"
    audit.record(verb=verb, subject=run, by=run.by, at=at, details=details)
