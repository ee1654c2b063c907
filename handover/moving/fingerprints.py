"""What records look like, owner aside: taken before and after a move, both must be the same.

Per kind: how many, how many by stage or state and what they sum to by currency, a digest over every column but the
owner, and for customers how many activities, contacts and orders hang on them.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from handover.holdings import NAMES
from handover.planning.statements import Statement

Fingerprint = dict[str, Any]
Held = Mapping[RecordKind, QuerySet[Any]]

#: What each kind is grouped and summed by.
_LABELS = {
    RecordKind.CUSTOMER: ("status", "currency", "annual_value"),
    RecordKind.DEAL: ("stage", "currency", "amount"),
    RecordKind.CONTRACT: ("state", "currency", "amount"),
    RecordKind.TASK: ("state", "''", "NULL::numeric"),
}


def take(records: Statement, ceiling: int | None = None) -> Fingerprint:
    """The fingerprint of `records`, a SELECT of (kind, record_id), in one statement.

    Activities may be added while a move runs: those with an id above `ceiling` are left out. The first fingerprint is
    taken without one and names it.
    """
    sql, params = records
    parts: list[Statement] = [(_grouped(kind, f"{model._meta.db_table} record"), []) for kind, model in MODELS.items()]
    rows = _rows(f"chosen (kind, record_id) AS NOT MATERIALIZED ({sql})", params, [*parts, *_hanging_on(ceiling)])
    return _read(rows, ceiling)


def take_fitting(records: Statement, held: Held, among: Statement) -> tuple[Fingerprint, int]:
    """The first fingerprint of those of `records`, a SELECT of (kind, record_id, owner_id), that are `held` (rows of
    their tables) by that owner; and how many of `among`, a SELECT of (kind, record_id), are not. One statement.
    """
    sql, params = records
    parts: list[Statement] = []
    for kind, found in held.items():
        columns = [field.attname for field in MODELS[kind]._meta.concrete_fields]
        rows_sql, values = found.order_by().values_list(*columns).query.sql_with_params()
        table = f"({rows_sql}) record ({', '.join(columns)})"
        parts.append((_grouped(kind, table, "AND record.owner_id = chosen.owner_id"), list(values)))
    every, of_every = among
    parts.append((f"SELECT 0, 'among', '', count(*), NULL::numeric, NULL::numeric FROM ({every}) every", of_every))  # noqa: S608 - our own SQL
    chosen = f"chosen (kind, record_id, owner_id) AS NOT MATERIALIZED ({sql})"
    fingerprint = _read(_rows(chosen, params, [*parts, *_hanging_on(None)]), None)
    return fingerprint, fingerprint["history"].pop("among") - count(fingerprint)


def count(fingerprint: Fingerprint) -> int:
    """How many records it is of."""
    return sum(int(fingerprint[name]["count"]) for name in NAMES.values())


def drifted(before: Fingerprint, after: Fingerprint, given: dict[str, int]) -> list[str]:
    """What differs: anything but the owner, or how many records of a kind the ledger says were given."""
    changed = {name for name, found in before.items() if after[name] != found}
    return sorted(changed | {name for name, count in given.items() if before[name]["count"] != count})


def _grouped(kind: RecordKind, table: str, condition: str = "") -> str:
    label, currency, amount = _LABELS[kind]
    fields = MODELS[kind]._meta.concrete_fields
    columns = ", ".join(f"record.{field.column}" for field in fields if field.column != "owner_id")
    of_record = [part if part.startswith(("'", "NULL")) else f"record.{part}" for part in (label, currency, amount)]
    return f"""
        SELECT {int(kind)}, {of_record[0]}::text, {of_record[1]}::text, count(*), sum({of_record[2]}),
               sum(hash_record_extended(ROW({columns}), 0))
        FROM chosen JOIN {table} ON record.id = chosen.record_id {condition}
        WHERE chosen.kind = {int(kind)} GROUP BY 1, 2, 3
    """  # noqa: S608 - our own tables and columns


def _hanging_on(ceiling: int | None) -> list[Statement]:
    """What hangs on the customers, and up to which activity that is counted."""
    up_to: Statement = ("", []) if ceiling is None else ("AND hung.id <= %s", [ceiling])
    return [
        (_hanging("activities", "customers_activity", up_to[0]), up_to[1]),
        (_hanging("contacts", "customers_contact"), []),
        (_hanging("orders", "customers_order"), []),
        ("SELECT 0, 'ceiling', '', coalesce(max(id), 0), NULL::numeric, NULL::numeric FROM customers_activity", []),
    ]


def _hanging(name: str, table: str, condition: str = "") -> str:
    return f"""
        SELECT 0, '{name}', '', count(*), NULL::numeric, NULL::numeric
        FROM {table} hung JOIN chosen ON chosen.kind = 1 AND chosen.record_id = hung.customer_id {condition}
    """  # noqa: S608 - our own tables and columns


def _rows(chosen: str, params: Sequence[Any], parts: Sequence[Statement]) -> list[tuple[Any, ...]]:
    union = " UNION ALL ".join(sql for sql, _values in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {chosen} {union}", [*params, *chain.from_iterable(values for _sql, values in parts)])
        return list(cursor.fetchall())


def _read(rows: list[tuple[Any, ...]], ceiling: int | None) -> Fingerprint:
    found: Fingerprint = {name: {"count": 0, "digest": 0, "groups": {}} for name in NAMES.values()}
    history = {label: count for kind, label, _currency, count, _amount, _digest in rows if kind == 0}
    for kind, label, currency, count, amount, digest in sorted(rows, key=lambda row: row[:3]):
        if kind == 0:
            continue
        entry = found[NAMES[RecordKind(kind)]]
        entry["count"] += count
        entry["digest"] += int(digest)
        group = {"count": count} if amount is None else {"count": count, "amount": str(amount)}
        entry["groups"][f"{label} {currency}".strip()] = group
    for entry in found.values():
        entry["digest"] = f"{entry['digest'] % 2**64:016x}"
    up_to = history.pop("ceiling")
    return found | {"history": history, "ceiling": up_to if ceiling is None else ceiling}
