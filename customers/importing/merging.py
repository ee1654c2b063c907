"""Rows into tables: one COPY to a staging table, one UPDATE of what differs, one INSERT of what is new.

An empty cell leaves what is stored, and no update touches an owner. A row the database itself refuses is found by
halving its batch, so that it stops nothing else.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, connection, models, transaction

from customers.importing.problems import RowProblem
from customers.models import Currency, Customer, Deal, Task

#: Written when a record is made and never by a later import.
ONLY_ONCE = frozenset({"owner_id", "by_id"})
#: Given to a stored record that has no id at a source yet, and never changed after that.
ADOPTED = ("source", "source_id")
#: What the database works out from the row's other values; `{s}` is the staged row, `{t}` the stored one.
DERIVED: dict[tuple[type[models.Model], str], str] = {
    (Deal, "closed_on"): "CASE WHEN {state} <> 'open' THEN {own} END",
    (Task, "done_at"): "CASE WHEN {state} = 'done' THEN coalesce({own}, %(stamp)s) END",
}


@dataclass
class Staged:
    """One row on its way: its line, its values by database column, and the stored record it is, if any."""

    line: int
    columns: dict[str, Any]
    cells: list[str]
    record_id: int | None = None


@dataclass
class Merged:
    """What became of a batch."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[Staged, RowProblem]] = field(default_factory=list)

    def add(self, other: Merged) -> None:
        """Count another part of the batch in."""
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.refused += other.refused


def merge(
    model: type[models.Model],
    rows: list[Staged],
    *,
    at: datetime.datetime,
    currency: str = Currency.CNY,
    after: Callable[[list[int]], None] = lambda _made: None,
) -> Merged:
    """Write `rows`; `after` is called with the ids of the new records while they are staged."""
    if not rows:
        return Merged()
    try:
        with transaction.atomic():
            return _written(model, rows, at, currency, after)
    except (IntegrityError, DataError) as error:
        if len(rows) == 1:
            rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or type(error).__name__
            return Merged(refused=[(rows[0], RowProblem("not_allowed", rule=rule))])
    half = len(rows) // 2
    merged = merge(model, rows[:half], at=at, currency=currency, after=after)
    merged.add(merge(model, rows[half:], at=at, currency=currency, after=after))
    return merged


def _written(
    model: type[models.Model],
    rows: list[Staged],
    at: datetime.datetime,
    currency: str,
    after: Callable[[list[int]], None],
) -> Merged:
    columns = list(dict.fromkeys(name for row in rows for name in row.columns))
    params = {"stamp": at}
    with connection.cursor() as cursor:
        cursor.execute(_stage_sql(model, columns))
        cursor.copy_expert("COPY import_stage FROM STDIN (FORMAT csv)", _copied(columns, rows))
        updated = 0
        if any(row.record_id for row in rows):
            cursor.execute(_update_sql(model, columns), params)
            updated = cursor.rowcount
        made = []
        if any(not row.record_id for row in rows):
            sql, defaults = _insert_sql(model, columns, currency)
            cursor.execute(sql, params | defaults)
            made = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("DROP TABLE import_stage")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    after(made)
    return Merged(created=len(made), updated=updated, unchanged=len(rows) - len(made) - updated)


def _copied(columns: list[str], rows: list[Staged]) -> io.StringIO:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([row.line, row.record_id, *(row.columns.get(name) for name in columns)] for row in rows)
    text.seek(0)
    return text


def _columns(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    return {str(each.column): each for each in model._meta.concrete_fields}


def _stage_sql(model: type[models.Model], columns: list[str]) -> str:
    known = _columns(model)
    types = ", ".join(f'"{name}" {known[name].db_type(connection)}' for name in columns)
    return f"CREATE TEMPORARY TABLE import_stage (line int, record_id bigint, {types})"


def _final(model: type[models.Model], name: str, columns: list[str], old: str, default: str) -> str:
    """What a column ends up with: the staged value, else what stands there already."""
    own = f'coalesce(s."{name}", {old})' if name in columns else old
    if name in ADOPTED and old.startswith("t."):
        return f"CASE WHEN t.source_id = '' THEN {own} ELSE {old} END"
    rule = DERIVED.get((model, name))
    if rule is None:
        return own
    state = f"coalesce(s.state, {default})" if "state" in columns else default
    return rule.format(own=own, state=state)


def _update_sql(model: type[models.Model], columns: list[str]) -> str:
    table, known = model._meta.db_table, _columns(model)
    derived = [name for (derived_model, name) in DERIVED if derived_model is model and "state" in columns]
    changing = dict.fromkeys([name for name in columns if name not in ONLY_ONCE] + derived)
    finals = {name: _final(model, name, columns, f't."{name}"', "t.state") for name in changing}
    stamp = ", updated_at = %(stamp)s" if "updated_at" in known else ""
    return (
        f"UPDATE {table} t SET {', '.join(f'{_quoted(name)} = {value}' for name, value in finals.items())}{stamp} "  # noqa: S608 - names come from our models
        f"FROM import_stage s WHERE t.id = s.record_id AND "
        f"({', '.join(f't.{_quoted(name)}' for name in finals)}) IS DISTINCT FROM ({', '.join(finals.values())})"
    )


def _insert_sql(model: type[models.Model], columns: list[str], currency: str) -> tuple[str, dict[str, Any]]:
    table, known = model._meta.db_table, _columns(model)
    names, finals, defaults = [], [], {}
    for name, each in known.items():
        if each.primary_key or name == "created_at":
            continue
        names.append(_quoted(name))
        if name == "updated_at":
            finals.append("%(stamp)s")
        elif model is Customer and name == "code":
            finals.append(_final(model, name, columns, "'C-' || lpad(made.id::text, 6, '0')", ""))
        else:
            defaults[name] = currency if name == "currency" else _default(each)
            finals.append(_final(model, name, columns, f"%({name})s::{each.db_type(connection)}", "%(state)s"))
    sequence = f"pg_get_serial_sequence('{table}', 'id')"
    return (
        f"INSERT INTO {table} (id, {', '.join(names)}) "  # noqa: S608 - names come from our models
        f"SELECT made.id, {', '.join(finals)} FROM import_stage s "
        f"CROSS JOIN LATERAL (SELECT nextval({sequence}) AS id WHERE s.line IS NOT NULL) made "
        f"WHERE s.record_id IS NULL ORDER BY s.line RETURNING id"
    ), defaults


def _default(column: models.Field[Any, Any]) -> Any:
    if column.has_default():
        default = column.get_default()
        return str(default) if isinstance(default, str) else default
    if column.null:
        return None
    return "" if isinstance(column, models.CharField | models.TextField) else None


def _quoted(name: str) -> str:
    return f'"{name}"'
