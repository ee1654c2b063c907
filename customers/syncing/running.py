"""A run from claim to end: safe to start twice, from two workers, and after a kill."""

import datetime
import logging
import uuid

from django.db import OperationalError, transaction
from django.db.models.functions import Coalesce, Now

from accounts.actions import audit
from customers.actions import connections
from customers.connectors.interface import Connector, ConnectorError, Fault
from customers.models import Connection, ConnectionRun, Import, ImportState, RunKind, RunState
from customers.syncing import checking, inward, outward
from customers.syncing.claims import LostClaim
from customers.syncing.connecting import connector_for
from customers.syncing.waits import waiting_time

logger = logging.getLogger(__name__)

WORK = {RunKind.IN: inward.read, RunKind.OUT: outward.write, RunKind.CHECK: checking.check}


def run(pk: int, *, at: datetime.datetime) -> bool:
    """Claim the run and go on with it. False when another has it, or it is over or not due.

    What may work later lets the run wait with all it has; a wrong setting ends it and stops the connection until an
    administrator has mended it. A lost database leaves the run to be picked up again.
    """
    claimed = claim(pk, at=at)
    if claimed is None:
        return False
    try:
        connector: Connector = connector_for(claimed.connection)
        WORK[RunKind(claimed.what)](claimed, connector)
    except LostClaim:
        logger.warning("Run %s was taken over by another worker.", pk)
        return False
    except ConnectorError as error:
        _answer(claimed, error, at)
    except OperationalError:
        raise
    except Exception:
        _rest(claimed, ConnectorError(Fault.LATER, "stopped"))
        raise
    else:
        _end(claimed, RunState.DONE, at)
    return True


def claim(pk: int, *, at: datetime.datetime) -> ConnectionRun | None:
    """Take the run for this worker; None when it is not to be had. Its import goes with it."""
    mark = uuid.uuid4()
    with transaction.atomic():
        waiting = ConnectionRun.objects.waiting().filter(connection__in=Connection.objects.working())
        rows = [each.pk for each in waiting.select_for_update(skip_locked=True).filter(pk=pk)]
        taken = ConnectionRun.objects.filter(pk__in=rows).update(
            claim=mark,
            state=RunState.RUNNING,
            heartbeat_at=Now(),
            started_at=Coalesce("started_at", at),
            problem="",
            detail="",
        )
        Import.objects.filter(sync__in=rows, state=ImportState.RUNNING).update(claim=mark)
    return ConnectionRun.objects.select_related("connection", "taken").get(pk=pk) if taken else None


def _answer(claimed: ConnectionRun, error: ConnectorError, at: datetime.datetime) -> None:
    logger.warning("Run %s of connection %s: %s", claimed.pk, claimed.connection_id, error)
    if error.fault is Fault.CONFIG:
        _end(claimed, RunState.FAILED, at, error)
        connections.stop(connection=claimed.connection, code=error.code, detail=error.detail, at=at)
    elif error.fault is Fault.PERMANENT:
        _end(claimed, RunState.FAILED, at, error)
    else:
        _rest(claimed, error)


def _rest(claimed: ConnectionRun, error: ConnectorError) -> None:
    """Let the run wait; whoever takes it goes on where it stands."""
    ConnectionRun.objects.filter(pk=claimed.pk, claim=claimed.claim, state=RunState.RUNNING).update(
        state=RunState.QUEUED,
        claim=None,
        tries=min(claimed.tries + 1, 1000),
        not_before=Now() + waiting_time(claimed.tries, error.after),
        problem=error.code[:80],
        detail=error.detail[:300],
    )


@transaction.atomic
def _end(claimed: ConnectionRun, state: RunState, at: datetime.datetime, error: ConnectorError | None = None) -> None:
    run = ConnectionRun.objects.select_for_update().get(pk=claimed.pk)
    if run.claim != claimed.claim or run.state != RunState.RUNNING:
        return
    run.state, run.finished_at = state, Now()
    run.problem, run.detail = (error.code[:80], error.detail[:300]) if error else (run.problem, run.detail)
    run.save(update_fields=["state", "finished_at", "problem", "detail"])
    if run.taken_id:
        ended = ImportState.FAILED if error else ImportState.DONE
        Import.objects.filter(pk=run.taken_id).update(
            state=ended, finished_at=Now(), problem="stopped" if error else ""
        )
    if run.by_id:
        details = {"connection": run.connection.name, **run.counts}
        audit.record(verb="connection.ran", subject=run.connection, by=run.by, at=at, details=details)
