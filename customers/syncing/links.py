"""What is known of the owners there, kept in sets: seen, gone, and by that agreed or not.

A link that somebody else is writing (a move that gives its record away) is left alone and never waited for: what the
move leaves behind says that the owner there has to be read again.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.db.models import QuerySet

from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from customers.models import Connection, LinkState, RecordLink, VendorPerson

#: The kinds of `importing/fields.py` that have an owner to keep at one.
KINDS = {"customers": RecordKind.CUSTOMER, "deals": RecordKind.DEAL, "contracts": RecordKind.CONTRACT}
KINDS |= {"tasks": RecordKind.TASK}

_NEW = """
    INSERT INTO customers_recordlink (connection_id, kind, record_id, source_id, owner_there, expected_there,
        wanted_there, seen_at, state, attempts, code, detail, reason)
    SELECT %(connection)s, %(kind)s, record.id, seen.id, seen.owner, '', '', %(at)s, 'conflict', 0, '', '', ''
    FROM unnest(%(ids)s::text[], %(owners)s::text[]) AS seen(id, owner)
    JOIN {table} record ON record.source = %(source)s AND record.source_id = seen.id AND record.source_id <> ''
    ON CONFLICT DO NOTHING
"""
#: Older than what is known already, a page changes nothing.
_SEEN = """
    WITH free AS MATERIALIZED (
        SELECT id FROM customers_recordlink
        WHERE connection_id = %(connection)s AND kind = %(kind)s AND source_id = ANY(%(ids)s) AND seen_at <= %(at)s
        ORDER BY id FOR UPDATE SKIP LOCKED
    ), told AS (
        SELECT link.id, seen.owner, coalesce(vendor.vendor_id = seen.owner, false) AS same
        FROM free JOIN customers_recordlink link USING (id)
        JOIN unnest(%(ids)s::text[], %(owners)s::text[]) AS seen(source_id, owner) USING (source_id)
        JOIN {table} record ON record.id = link.record_id
        LEFT JOIN customers_vendorperson vendor
            ON vendor.connection_id = %(connection)s AND vendor.person_id = record.owner_id
    )
    UPDATE customers_recordlink link SET
        owner_there = told.owner, seen_at = %(at)s, gone_at = NULL,
        expected_there = CASE WHEN same THEN told.owner ELSE expected_there END,
        wanted_there = CASE WHEN same THEN '' ELSE wanted_there END,
        attempts = CASE WHEN same THEN 0 ELSE attempts END,
        code = CASE WHEN same THEN '' ELSE code END, detail = CASE WHEN same THEN '' ELSE detail END,
        due_at = CASE WHEN same THEN NULL ELSE due_at END,
        state = CASE
            WHEN same THEN 'agreed'
            WHEN state IN ('waiting', 'asked', 'refused', 'full', 'failed') THEN state
            WHEN state = 'settled' AND owner_there = told.owner AND gone_at IS NULL THEN state
            ELSE 'conflict'
        END
    FROM told WHERE link.id = told.id
"""


def seen(connection: Connection, kind: RecordKind, owners: Mapping[str, str], *, at: datetime.datetime) -> int:
    """Whom these records (by id there) belong to, as read from `at` on; new ones are linked. How many differ now."""
    if not owners:
        return 0
    params: dict[str, Any] = {
        "connection": connection.pk,
        "source": connection.source,
        "kind": int(kind),
        "ids": list(owners),
        "owners": list(owners.values()),
        "at": at,
    }
    table = MODELS[kind]._meta.db_table
    with database.cursor() as cursor:
        cursor.execute(_NEW.format(table=table), params)
        cursor.execute(_SEEN.format(table=table), params)
    return _of(connection, kind, list(owners)).filter(state=LinkState.CONFLICT).count()


@transaction.atomic
def gone(connection: Connection, kind: RecordKind, ids: Sequence[str], *, at: datetime.datetime) -> int:
    """These records are deleted there; how many of ours that were."""
    rows = _of(connection, kind, ids).filter(seen_at__lte=at, gone_at=None)
    free = list(rows.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True))
    return RecordLink.objects.filter(pk__in=free).update(
        state=LinkState.GONE, gone_at=at, seen_at=at, due_at=None, owner_there="", wanted_there="", code="", detail=""
    )


def _of(connection: Connection, kind: RecordKind, ids: Sequence[str]) -> QuerySet[RecordLink]:
    return RecordLink.objects.filter(connection=connection, kind=kind, source_id__any_of=ids)


def wanted(connection: Connection, rows: Sequence[RecordLink]) -> dict[int, VendorPerson | None]:
    """Who at the vendor the present owner of each record here is, by link; None for nobody there."""
    by_kind: dict[int, list[RecordLink]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    owners: dict[int, int] = {}
    for kind, links in by_kind.items():
        found = MODELS[RecordKind(kind)]._default_manager.filter(pk__in=[link.record_id for link in links])
        by_record = dict(found.values_list("pk", "owner_id"))
        owners |= {link.pk: by_record[link.record_id] for link in links if link.record_id in by_record}
    people = {each.person_id: each for each in connection.people.filter(person__in=set(owners.values()))}
    return {row.pk: people.get(owners.get(row.pk, 0)) for row in rows}
