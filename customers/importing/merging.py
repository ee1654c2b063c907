"""Staged rows into tables: one UPDATE of what differs, one INSERT of what is new.

An empty cell leaves what is stored, and no update touches an owner. A row the database itself refuses is found by
halving its batch, so that it stops nothing else.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
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
class Merged:
    """What became of a batch; refused rows by line."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: dict[int, RowProblem] = field(default_factory=dict)

    def add(self, other: Merged) -> None:
        """Count another part of the batch in."""
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.refused |= other.refused


@dataclass(frozen=True)
class Merging:
    """How staged rows are written to the table of `model`: these columns of them, at this time. `after` is called with
    the ids of the new records.
    """

    model: type[models.Model]
    columns: list[str]
    at: datetime.datetime
    currency: str = Currency.CNY
    after: Callable[[list[int]], None] | None = None

    def merge(self, lines: list[int], *, stored: bool = True, fresh: bool = True) -> Merged:
        """Write the staged rows, which are on these lines; `stored` and `fresh` say whether some are stored already and
        some are new.
        """
        if not lines:
            return Merged()
        try:
            with transaction.atomic():
                return self._written(lines, stored, fresh)
        except (IntegrityError, DataError) as error:
            if len(lines) == 1:
                rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or type(error).__name__
                return Merged(refused={lines[0]: RowProblem("not_allowed", rule=rule)})
        half = len(lines) // 2
        merged = self.merge(lines[:half], stored=stored, fresh=fresh)
        merged.add(self.merge(lines[half:], stored=stored, fresh=fresh))
        return merged

    def _written(self, lines: list[int], stored: bool, fresh: bool) -> Merged:
        params: dict[str, Any] = {"stamp": self.at, "first": lines[0], "last": lines[-1]}
        created = updated = 0
        with connection.cursor() as cursor:
            if stored:
                cursor.execute(_update_sql(self.model, self.columns), params)
                updated = cursor.rowcount
            if fresh:
                sql, defaults = _insert_sql(self.model, self.columns, self.currency)
                cursor.execute(sql + (" RETURNING id" if self.after else ""), params | defaults)
                created = cursor.rowcount
            made = [pk for (pk,) in cursor.fetchall()] if created and self.after else []
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        if made and self.after:
            self.after(made)
        return Merged(created=created, updated=updated, unchanged=len(lines) - created - updated)


def _columns(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    return {str(each.column): each for each in model._meta.concrete_fields}


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
        f"FROM import_stage s WHERE t.id = s.record_id AND s.line BETWEEN %(first)s AND %(last)s AND "
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
    return (
        f"INSERT INTO {table} (id, {', '.join(names)}) "  # noqa: S608 - names come from our models
        f"SELECT made.id, {', '.join(finals)} FROM import_stage s "
        f"CROSS JOIN LATERAL (SELECT nextval('{_sequence(table)}') AS id WHERE s.line IS NOT NULL) made "
        f"WHERE s.record_id IS NULL AND s.line BETWEEN %(first)s AND %(last)s ORDER BY s.line"
    ), defaults


@cache
def _sequence(table: str) -> str:
    """Where the ids of a table come from; asked for in the INSERT itself, it would be looked up again for each row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        return str(cursor.fetchone()[0])


def _default(column: models.Field[Any, Any]) -> Any:
    if column.has_default():
        default = column.get_default()
        return str(default) if isinstance(default, str) else default
    if column.null:
        return None
    return "" if isinstance(column, models.CharField | models.TextField) else None


def _quoted(name: str) -> str:
    return f'"{name}"'
