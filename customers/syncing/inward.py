"""Reading a CRM into the book: people first, then kind by kind, page by page.

A page's records, its refused rows, what is known of their owners, and the place where the run goes on are committed
together. A sync is an import of this source, without a file: it resolves, merges and refuses as any other. It gives an
owner to new records only.
"""

import datetime
from collections.abc import Sequence

from customers.actions import connections
from customers.connectors.interface import Connector, ConnectorError, Fault, Page, Record
from customers.importing.fields import KINDS
from customers.importing.finishing import set_parents
from customers.importing.reading import Reading
from customers.importing.scope import Scope
from customers.importing.sets import Preparer
from customers.importing.shape import Form, Kind
from customers.importing.styles import by_program
from customers.importing.taking import Taker
from customers.models import ConnectionRun, Import, ImportFile, ImportState
from customers.syncing import links, people, pool
from customers.syncing.claims import LostClaim, count, now, step

#: So much earlier than the last sync began is read again: their clock need not be ours.
OVERLAP = datetime.timedelta(minutes=10)
#: How often a kind is read again from its start when a later page can't be read.
MOST_RESTARTS = 3
#: So many customers wait at most for a parent that is still to be read.
MOST_ORPHANS = 2_000
#: Fields that are no column: the source is the connection's.
LEFT_OUT = frozenset({"source"})


def read(run: ConnectionRun, connector: Connector) -> None:
    """Go on with a sync. Raises `ConnectorError` or `LostClaim`; what is committed stays."""
    if "began" not in run.place:
        began = now()
        found = people.take(run.connection, connector.people(), at=began)
        with step(run):
            run.place = {"began": began.isoformat(), "done": [], "after": None, "skipped": {}}
            count(run, people=found.get("new", 0))
    for name in connector.can.reads:
        if name in KINDS and name not in run.place["done"] and name != "people":
            _read_kind(run, connector, name)
    with step(run):
        read_until = {name: run.place["began"] for name in run.place["done"] if name not in run.place["skipped"]}
        connections.has_read(connection=run.connection, until=read_until, at=now())
        for code, detail in run.place["skipped"].values():
            ConnectionRun.objects.filter(pk=run.pk).update(problem=code, detail=detail)


def _read_kind(run: ConnectionRun, connector: Connector, name: str) -> None:
    since = None if run.is_full else _since(run, name)
    while name not in run.place["done"]:
        asked_at = now()
        try:
            page = connector.changed(name, since=since, after=run.place["after"])
            parted = pool.part(run.connection, connector, KINDS[name], _once(page.records))
        except ConnectorError as error:
            if error.fault is not Fault.PERMANENT:
                raise
            _cannot(run, name, error)
            continue
        with step(run):
            _take(run, KINDS[name], page, parted, asked_at)
            _compare(run, connector, name, page, parted, asked_at)
            run.place["after"] = page.after
            if page.after is None:
                run.place["done"].append(name)


def _since(run: ConnectionRun, name: str) -> datetime.datetime | None:
    until = run.connection.read_until.get(name)
    return datetime.datetime.fromisoformat(until) - OVERLAP if until else None


def _cannot(run: ConnectionRun, name: str, error: ConnectorError) -> None:
    """A place in a list may have run out: a few times from the start. A kind that can't be read stops no other."""
    with step(run):
        restarts = run.place.setdefault("restarts", {})
        restarts[name] = restarts.get(name, 0) + 1
        if run.place["after"] is None or restarts[name] > MOST_RESTARTS:
            run.place["done"].append(name)
            run.place["skipped"][name] = (error.code[:80], f"{name}: {error.detail}"[:300])
        run.place["after"] = None


def _once(records: Sequence[Record]) -> list[Record]:
    """Each record once, as it came last."""
    return list({record.id: record for record in records if record.id}.values())


def _take(run: ConnectionRun, kind: Kind, page: Page, parted: pool.Parted, asked_at: datetime.datetime) -> None:
    records = parted.taken
    if records:
        addresses = people.ensure(run.connection, {record.owner for record in records}, at=asked_at)
        file = _file(run, kind)
        rows = [
            _cells(kind, record, addresses.get(record.owner) or parted.keepers.get(record.id, "")) for record in records
        ]
        if not Taker(file.run, file, Preparer(), asked_at).take_rows(rows):
            raise LostClaim
        if kind.name == "customers":
            _belong(run, records, page, asked_at)
    count(run, read=len(records) + parted.pool + parted.beside, pool=parted.pool, beside=parted.beside)


def _compare(
    run: ConnectionRun, connector: Connector, name: str, page: Page, parted: pool.Parted, at: datetime.datetime
) -> None:
    """Keep what a page tells of owners, for the kinds whose owner can be changed there and for no other."""
    owned = links.KINDS.get(name)
    if owned is not None and owned in connector.can.gives:
        owners = {record.id: record.owner for record in parted.taken}
        count(run, differ=links.seen(run.connection, owned, owners, at=at))
        count(run, gone=links.gone(run.connection, owned, page.gone, at=at))


def _belong(run: ConnectionRun, records: Sequence[Record], page: Page, at: datetime.datetime) -> None:
    """Let customers belong to others. Those whose parent comes on a later page are looked at again on the last one."""
    rows = [{"name": "", "source_id": each.id, "parent": each.texts.get("parent", "")} for each in records]
    told = [row for row in rows if row["parent"]]
    if page.after is None:
        told += run.place.pop("orphans", [])
    unknown = set_parents(told, Scope(None), run.connection.source, at)[1]
    orphans = [row for row in told if row["parent"] in unknown]
    if page.after is not None and orphans:
        run.place["orphans"] = (run.place.get("orphans", []) + orphans)[:MOST_ORPHANS]


def _file(run: ConnectionRun, kind: Kind) -> ImportFile:
    """The file of this kind in the run's import; it has a header and no content."""
    if run.taken is None:
        source = run.connection.source
        run.taken = Import.objects.create(by=None, source=source, state=ImportState.RUNNING, claim=run.claim)
        ConnectionRun.objects.filter(pk=run.pk).update(taken=run.taken)
    columns = _columns(kind)
    return ImportFile.objects.select_related("run").get_or_create(
        run=run.taken,
        kind=kind.name,
        defaults={
            "name": f"{run.connection.name}: {kind.name}",
            "headers": columns,
            "mapping": columns,
            "reading": Reading(styles=by_program(len(columns))).as_json(),
        },
    )[0]


def _columns(kind: Kind) -> list[str]:
    return [field.name for field in kind.fields if field.name not in LEFT_OUT and not field.into]


def _cells(kind: Kind, record: Record, person: str) -> list[str]:
    """A record as the cells of a row; its person by the address here."""
    told = dict(record.texts) | {"source_id": record.id}
    return [person if kind.field(name).form is Form.PERSON else told.get(name, "") for name in _columns(kind)]
