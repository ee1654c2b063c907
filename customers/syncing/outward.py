"""Writing owners: whatever changed an owner here left its link waiting, and this sends what still differs.

The owner there is read before every attempt, and what is about to be asked for is stored before it is asked: after a
lost answer or a kill, the next attempt finds its own write and takes it for done. A link that a move is just writing is
left alone; the move leaves it waiting again.
"""

import datetime
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from customers.connectors.interface import Asked, Connector, ConnectorError, Fault, Outcome, Result
from customers.kinds import LinkedKind
from customers.models import ConnectionRun, LinkState, RecordLink
from customers.models.record_link import CHANGING, UNDER_WAY
from customers.syncing import links, noting
from customers.syncing.claims import count, now, step
from customers.syncing.waits import waiting_time

#: How often a record is tried again after which answer. A conflict names nobody: the next attempt reads who has it.
AGAIN = {Result.LATER: 30, Result.CONFLICT: 3}
ASK_AGAIN = datetime.timedelta(hours=1)
STATES = {
    Result.ASKED: LinkState.ASKED,
    Result.REFUSED: LinkState.REFUSED,
    Result.FULL: LinkState.FULL,
    Result.CONFLICT: LinkState.CONFLICT,
    Result.PERMANENT: LinkState.FAILED,
}


def write(run: ConnectionRun, connector: Connector) -> None:
    """Send what is due, kind by kind, each record once, then the notes. Raises `ConnectorError` or `LostClaim`; what
    is committed stays.
    """
    for kind in connector.can.gives:
        for ids in _due(run, kind, LinkState.WAITING, connector.can.at_once):
            _by_halves(run, ids, partial(_send, run, connector, kind))
        if connector.can.settles_later:
            for ids in _due(run, kind, LinkState.ASKED, connector.can.at_once):
                _by_halves(run, ids, partial(_ask_after, run, connector, kind))
    noting.write(run, connector)


def _due(run: ConnectionRun, kind: LinkedKind, state: LinkState, number: int) -> Iterator[list[int]]:
    last = 0
    while True:
        rows = RecordLink.objects.due(now()).filter(connection=run.connection, kind=kind, state=state, pk__gt=last)
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:number])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _send(run: ConnectionRun, connector: Connector, kind: LinkedKind, ids: Sequence[int]) -> None:
    """One attempt at these links."""
    if asked := _prepare(run, connector, kind, ids):
        _store(run, asked, connector.change_owners(list(asked.values())))


def _by_halves(run: ConnectionRun, ids: Sequence[int], attempt: Callable[[Sequence[int]], None]) -> None:
    """Do `attempt` with these links. A call that can never work is made again with fewer, until it names one record."""
    try:
        attempt(ids)
    except ConnectorError as error:
        if error.fault is not Fault.PERMANENT:
            _postpone(run, ids, error)
            raise
        if len(ids) == 1:
            _give_up(run, ids[0], error)
            return
        half = len(ids) // 2
        _by_halves(run, ids[:half], attempt)
        _by_halves(run, ids[half:], attempt)


def _prepare(run: ConnectionRun, connector: Connector, kind: LinkedKind, ids: Sequence[int]) -> dict[int, Asked]:
    """Read the owners, settle what needs no writing, and store what is to be asked for: by link."""
    told = dict(RecordLink.objects.filter(pk__in=ids).values_list("pk", "source_id"))
    asked_at = now()
    there = read_owners(connector, kind, list(told.values()))
    asked: dict[int, Asked] = {}
    with step(run, is_progress=False):
        rows = [row for row in _locked(ids) if row.state == LinkState.WAITING]  # somebody may have decided meanwhile
        wanted = links.wanted(run.connection, rows)
        for row in rows:
            person = wanted[row.pk]
            able = person is not None and person.is_active
            id_ = person.vendor_id if person else ""
            if connector.can.settles_later and _is_settled_first(row, there.get(row.source_id), id_):
                row.state, row.due_at = LinkState.ASKED, asked_at
                continue
            found = decide(row, there.get(row.source_id), id_, able=able, at=asked_at)
            count(run, **{found: 1})
            if found == "sent":
                asked[row.pk] = Asked(kind, row.source_id, expected=row.expected_there, wanted=row.wanted_there)
        links.store(rows)
        links.agreed(run.connection, rows, at=asked_at)
    return asked


def read_owners(connector: Connector, kind: LinkedKind, ids: Sequence[str]) -> dict[str, str]:
    """The present owners, read in as many calls as it takes."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), connector.can.owners_at_once):
        found |= connector.owners(kind, ids[start : start + connector.can.owners_at_once])
    return found


def _is_settled_first(row: RecordLink, there: str | None, wanted: str) -> bool:
    """Whether somebody else than `wanted` was asked for before, who may still get the record: nothing can take that
    back, so what becomes of it comes first.
    """
    return row.wanted_there not in ("", wanted) and there in (row.expected_there, "")


def decide(row: RecordLink, there: str | None, wanted: str, *, able: bool, at: datetime.datetime) -> str:
    """What becomes of a waiting link whose owner there is `there` (None: deleted) and should be `wanted`.

    Changes the link and returns what to count: gone, agreed, failed, sent (to be asked for now) or conflict.
    """
    row.seen_at, row.code, row.detail = at, "", ""
    if there is None:
        row.state, row.gone_at, row.owner_there, row.due_at = LinkState.GONE, at, "", None
        return "gone"
    row.owner_there, row.gone_at = there, None
    if wanted and there == wanted:
        links.agree(row, wanted)
        return "agreed"
    if there not in (row.expected_there, row.wanted_there, ""):
        row.state, row.due_at, row.wanted_there = LinkState.CONFLICT, None, ""
        return "conflict"
    if not able:
        row.state, row.due_at, row.code = LinkState.FAILED, None, "inactive_there" if wanted else "nobody_there"
        return "failed"
    row.expected_there, row.wanted_there = there or row.expected_there, wanted
    return "sent"


def _store(run: ConnectionRun, asked: dict[int, Asked], outcomes: Sequence[Outcome]) -> None:
    """Keep what the vendor said of each; what has been changed here since goes out again."""
    told = {outcome.asked.id: outcome for outcome in outcomes}
    by_link = {pk: told[each.id] for pk, each in asked.items() if each.id in told}
    at = now()
    with step(run):
        rows = _locked(by_link)
        wanted = links.wanted(run.connection, rows)
        for row in rows:
            person = wanted[row.pk]
            outcome = by_link[row.pk]
            settle(row, outcome, at=at)
            count(run, **{outcome.result.value: 1})
            is_open = row.state == LinkState.WAITING or outcome.result is Result.ASKED
            if not is_open and (person is None or person.vendor_id != outcome.asked.wanted):
                row.state, row.due_at, row.attempts = LinkState.WAITING, at, 0
        links.store(rows)
        links.agreed(run.connection, rows, at=at)


def settle(row: RecordLink, outcome: Outcome, *, at: datetime.datetime) -> None:
    """Change the link by what the vendor says of the change that was asked for."""
    row.code, row.detail = outcome.code[:80], outcome.detail[:300]
    if outcome.result is Result.DONE:
        row.owner_there, row.seen_at = outcome.asked.wanted, at
        links.agree(row, outcome.asked.wanted)
    elif row.attempts < AGAIN.get(outcome.result, 0):
        row.attempts += 1
        row.due_at = at + waiting_time(row.attempts)
        if row.state == LinkState.ASKED:  # there is no such request any more
            row.state, row.wanted_there = LinkState.WAITING, ""
    else:
        row.state = STATES.get(outcome.result, LinkState.FAILED)
        row.due_at = at + ASK_AGAIN if outcome.result is Result.ASKED else None
        if outcome.result is not Result.ASKED:
            row.wanted_there = ""


def _ask_after(run: ConnectionRun, connector: Connector, kind: LinkedKind, ids: Sequence[int]) -> None:
    """What became of changes the customer was asked about."""
    rows = RecordLink.objects.filter(pk__in=ids)
    asked = {row.pk: Asked(kind, row.source_id, expected=row.expected_there, wanted=row.wanted_there) for row in rows}
    _store(run, asked, connector.progress(list(asked.values())))
    with step(run):  # whatever was not answered is asked again later
        unanswered = RecordLink.objects.due(now()).filter(pk__in=ids, state=LinkState.ASKED)
        unanswered.update(due_at=now() + ASK_AGAIN)


def _locked(ids: Collection[int]) -> list[RecordLink]:
    """These links, ours until the step ends; those somebody else is writing are left to a later run."""
    return list(RecordLink.objects.filter(pk__in=ids).order_by("pk").select_for_update(skip_locked=True))


def _postpone(run: ConnectionRun, ids: Sequence[int], error: ConnectorError) -> None:
    """The call failed as a whole: these links wait, so that others go first; nobody knows yet what came of them."""
    with step(run, is_progress=False):
        rows = [row for row in _locked(ids) if row.state in UNDER_WAY]
        at = now()
        for row in rows:
            row.attempts = min(row.attempts + 1, 1000)
            row.due_at = at + waiting_time(row.attempts, error.after)
        links.store(rows)


def _give_up(run: ConnectionRun, pk: int, error: ConnectorError) -> None:
    with step(run):
        for row in _locked([pk]):
            row.state, row.due_at = LinkState.FAILED, None
            row.code, row.detail = error.code[:80], error.detail[:300]
            row.save(update_fields=CHANGING)
            count(run, failed=1)
