"""The only place that changes an owner. Each change leaves one row in the append-only ledger.

A database trigger refuses any other statement that changes an owner.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import Permission
from customers.event_kinds import MOVED
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, LinkState, Owned, OwnershipChange, RecordLink, Task, Why
from notices.actions import events
from web.errors import Refused

MODELS: dict[RecordKind, type[Owned]] = {
    RecordKind.CUSTOMER: Customer,
    RecordKind.DEAL: Deal,
    RecordKind.CONTRACT: Contract,
    RecordKind.TASK: Task,
}

_MOVED = """
    moved_{kind} AS (
        UPDATE {table} record SET owner_id = target.new_owner_id FROM target
        WHERE target.kind = {kind} AND record.id = target.record_id AND record.owner_id = target.expected_owner_id
          AND target.new_owner_id <> target.expected_owner_id
        RETURNING target.kind, record.id, target.expected_owner_id, target.new_owner_id
    )
"""

#: What other CRMs say of the owner is out of date now, and written anew.
_WAITING = """
    waiting AS (
        UPDATE customers_recordlink link SET state = 'waiting', due_at = %s, attempts = 0, code = '', detail = '',
            reason = ''
        FROM ledger WHERE link.kind = ledger.kind AND link.record_id = ledger.record_id AND link.gone_at IS NULL
    )
"""

#: What keeps a person from receiving records, as far as a reader may know it (None: all that is so); added by apps
#: above (somebody who is leaving, for one).
Unable = Callable[[User | None], Q]
_unable: list[Unable] = []


def cannot_receive(rule: Unable) -> Unable:
    """Register a condition on people under which nobody can be given a record. Called from `AppConfig.ready`."""
    _unable.append(rule)
    return rule


def receivers(reader: User | None = None) -> QuerySet[User]:
    """Who can be given a record: people who may look after one, have access and are not held back by a rule. Whoever
    chooses is the `reader`: what they may not know yet holds nobody back, so that nothing can be told from it.
    """
    able = User.objects.with_access().with_permission(Permission.EDIT_BOOK)
    for rule in _unable:
        able = able.exclude(rule(reader))
    return able


@contextmanager
def _unlocked() -> Iterator[None]:
    """Let this transaction change owners until the block ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('baton.ownership', 'open', true)")
        yield
        cursor.execute("SELECT set_config('baton.ownership', '', true)")


@transaction.atomic
def change(*, record: Owned, to: User, by: User, at: datetime.datetime) -> OwnershipChange:
    """Hand one record to `to` by hand. Raises `Refused` when it already is theirs or somebody else was quicker."""
    kind = next(kind for kind, model in MODELS.items() if isinstance(record, model))
    expected = record.owner_id
    if expected == to.pk:
        raise Refused(_("%(name)s already owns this record."), code="owner_unchanged", params={"name": to.name})
    if not receivers(by).filter(pk=to.pk).exists():
        raise Refused(
            _("%(name)s can't take over records now."), code="cannot_receive", params={"name": to.name}, status=422
        )
    with _unlocked():
        changed = MODELS[kind]._default_manager.filter(pk=record.pk, owner=expected).update(owner=to)
    if not changed:
        raise Refused(_("Somebody else has changed the owner in the meantime."), code="owner_changed")
    RecordLink.objects.filter(kind=kind, record_id=record.pk, gone_at=None).update(
        state=LinkState.WAITING, due_at=at, attempts=0, code="", detail="", reason=""
    )
    before, record.owner = record.owner, to
    if isinstance(record, Customer):
        told = {"customer": record.pk, "code": record.code, "from": expected, "to": to.pk}
        alone = {"move": None, "reverses": None, "departure": None}
        events.tell(kind=MOVED, data=lambda: events.in_pages(alone, [told]), at=at)
    audit.record(verb="owner.changed", subject=record, by=by, at=at, details={"from": before.name, "to": to.name})
    return OwnershipChange.objects.create(
        kind=kind, record_id=record.pk, from_owner_id=expected, to_owner=to, why=Why.BY_HAND, by=by, at=at
    )


class Moved(NamedTuple):
    """So many records of a kind went from one owner to another, by the rows the ledger took."""

    kind: RecordKind
    from_owner_id: int
    to_owner_id: int
    records: int


@transaction.atomic(savepoint=False)
def move(
    *, targets: str, params: Sequence[Any], why: Why, move_id: int | None, by: User, at: datetime.datetime
) -> list[Moved]:
    """Change many owners of all kinds in one statement that writes the ledger too; returns what the ledger took.

    `targets` is a SELECT of (kind, record_id, expected_owner_id, new_owner_id); a record whose owner is no longer the
    expected one is left alone, and is the caller's to report.
    """
    moved = ", ".join(_MOVED.format(kind=int(kind), table=model._meta.db_table) for kind, model in MODELS.items())
    every = " UNION ALL ".join(f"SELECT * FROM moved_{int(kind)}" for kind in MODELS)  # noqa: S608 - kinds are numbers
    sql = f"""
        WITH target (kind, record_id, expected_owner_id, new_owner_id) AS ({targets}), {moved}, ledger AS (
            INSERT INTO customers_ownershipchange (kind, record_id, from_owner_id, to_owner_id, by_id, why, move_id, at)
            SELECT kind, id, expected_owner_id, new_owner_id, %s, %s, %s, %s::timestamptz FROM ({every}) moved
            RETURNING kind, record_id, from_owner_id, to_owner_id
        ), {_WAITING}
        SELECT kind, from_owner_id, to_owner_id, count(*) FROM ledger GROUP BY kind, from_owner_id, to_owner_id
    """  # noqa: S608 - tables and `targets` are our own SQL, values are parameters
    with _unlocked(), connection.cursor() as cursor:
        cursor.execute(sql, [*params, by.pk, str(why), move_id, at, at])
        return [Moved(RecordKind(kind), *rest) for kind, *rest in cursor.fetchall()]
