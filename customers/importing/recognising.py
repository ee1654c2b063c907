"""Which stored record each staged row is, found by the surest of its keys that finds one."""

from collections.abc import Iterator

from django.db import connection

from customers.importing.batches import Batch
from customers.importing.lookups import WITHOUT_CASE, beside
from customers.importing.problems import RowProblem
from customers.importing.scope import Scope
from customers.importing.shape import Kind

#: Each row takes the oldest record that fits; of several rows one takes it, first one without an id of its own.
MATCH = """
    UPDATE import_stage SET record_id = taken.id FROM (
        SELECT DISTINCT ON (id) id, line FROM (
            SELECT min(t.id) AS id, s.line, {sourced} AS sourced
            FROM import_stage s JOIN {joined} WHERE s.record_id IS NULL AND {fits} GROUP BY s.line, sourced
        ) fitting ORDER BY id, sourced, line
    ) taken
    WHERE import_stage.line = taken.line
      AND NOT EXISTS (SELECT FROM import_stage other WHERE other.record_id = taken.id)
"""


def recognise(batch: Batch, kind: Kind, scope: Scope) -> int:
    """Give each staged row the id of the record it is, refuse those whose record this import may not change; how many
    of the rows left are stored already.
    """
    known = 0
    with connection.cursor() as cursor:
        for place, key in enumerate(kind.keys):
            for sql in _statements(kind, place) if key[0] in batch.columns else ():
                cursor.execute(sql)
                known += cursor.rowcount
    return known - (0 if scope.is_all else _refuse_strangers(batch, kind, scope))


def pass_over(batch: Batch) -> int:
    """Leave out the rows whose record is stored already; how many of the rows left are, which is none."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM import_stage WHERE record_id IS NOT NULL RETURNING line")
        batch.refuse_lines({line: RowProblem("repeated") for (line,) in cursor.fetchall()})
    return 0


def _statements(kind: Kind, place: int) -> Iterator[str]:
    key, table = kind.keys[place], kind.model._meta.db_table
    joined = f"{table} t ON true"
    fits = [*_same(kind, key), *_free(kind, place)]
    first, side = key[0], beside(kind.model, key[0])
    if side:
        mine = f"{kind.model._meta.model_name}_id"
        joined = f"{side} side ON lower(side.{first}) = lower(s.{first}) JOIN {table} t ON t.id = side.{mine}"
    elif first in WITHOUT_CASE:
        fits.append(f"lower(t.{first}) = lower(s.{first})")
    else:
        fits.append(f"t.{first} = s.{first}")
    sourced = "s.source_id IS NOT NULL" if has_source(kind) else "false"
    for customer in _customers(kind, key):
        yield MATCH.format(sourced=sourced, joined=joined, fits=" AND ".join([*fits, customer]))


def _customers(kind: Kind, key: tuple[str, ...]) -> Iterator[str]:
    """The customer that has to be the same; two conditions where there may be none, so that an index serves the one."""
    if "customer" not in key:
        yield "true"
        return
    yield "t.customer_id = s.customer_id"
    if not kind.field("customer").needed:
        yield "t.customer_id IS NULL AND s.customer_id IS NULL"


def has_source(kind: Kind) -> bool:
    """Whether records of this kind can have an id at a source."""
    return any(field.name == "source_id" for field in kind.fields)


def _same(kind: Kind, key: tuple[str, ...]) -> Iterator[str]:
    """What of a key has to be the same beside its first field and the customer."""
    for name in key[1:]:
        if name == "source":
            yield "t.source = s.source AND t.source_id <> ''"
        elif name != "customer":
            yield f"t.{name} = s.{name}" if kind.field(name).needed else f"t.{name} IS NOT DISTINCT FROM s.{name}"


def _free(kind: Kind, place: int) -> Iterator[str]:
    """By a name, a row with an id of its own may only be a record that has none yet (it gets the row's), and no row may
    be a record that an earlier row of the file named by a surer key.
    """
    if kind.keys[place][0] not in WITHOUT_CASE:
        return
    if has_source(kind):
        yield "(s.source_id IS NULL OR t.source_id = '')"
    for key in kind.keys[:place]:
        if "customer" not in key:
            told = " || E'\\x1f' || ".join([f"'{key[0]}'", *(f"t.{name}" for name in key)])
            yield f"NOT EXISTS (SELECT FROM import_seen seen WHERE seen.key = lower({told}))"


def _refuse_strangers(batch: Batch, kind: Kind, scope: Scope) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT line, record_id FROM import_stage WHERE record_id IS NOT NULL")
        known = dict(cursor.fetchall())
        ours = set(scope.rows(kind.model).filter(pk__in=known.values()).values_list("pk", flat=True))
        strangers = [line for line, pk in known.items() if pk not in ours]
        cursor.execute("DELETE FROM import_stage WHERE line = ANY(%s)", [strangers])
    batch.refuse_lines({line: RowProblem("not_yours") for line in strangers})
    return len(strangers)
