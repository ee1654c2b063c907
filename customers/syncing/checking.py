"""Reading the owners of all linked records anew, so that the comparison is today's."""

from customers.connectors.interface import Connector
from customers.kinds import LinkedKind
from customers.models import ConnectionRun, RecordLink
from customers.syncing import links
from customers.syncing.claims import count, now, step


def check(run: ConnectionRun, connector: Connector) -> None:
    """Go on with a check. Raises `ConnectorError` or `LostClaim`; what is committed stays."""
    for kind in connector.can.gives:
        while ids := _next(run, kind, connector.can.owners_at_once):
            asked_at = now()
            owners = connector.owners(kind, list(ids.values()))
            with step(run):
                count(run, differ=links.seen(run.connection, kind, owners, at=asked_at), compared=len(ids))
                missing = [source_id for source_id in ids.values() if source_id not in owners]
                count(run, gone=links.gone(run.connection, kind, missing, at=asked_at))
                run.place[kind.name] = max(ids)


def _next(run: ConnectionRun, kind: LinkedKind, number: int) -> dict[int, str]:
    """The next links to compare: id there by link."""
    rows = RecordLink.objects.filter(connection=run.connection, kind=kind, pk__gt=run.place.get(kind.name, 0))
    return dict(rows.order_by("pk").values_list("pk", "source_id")[:number])
