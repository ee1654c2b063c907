"""What follows from a row's own values: the state from the stage, a day for another that is missing, dates in order."""

from collections.abc import Sequence
from itertools import repeat
from typing import Any

from customers.importing import joining
from customers.importing.batches import Batch, Problems
from customers.importing.problems import RowProblem
from customers.importing.shape import Kind
from customers.models import DealState, Stage, TaskState

#: What stands in for an empty field: field → those that do, the best first.
STAND_INS: dict[str, dict[str, tuple[str, ...]]] = {
    "people": {"name": ("email",)},
    "contacts": {"name": ("email", "phone")},
    "deals": {"name": ("customer",)},
    "contracts": {"number": ("source_id", "title")},
    "orders": {"number": ("source_id",), "ordered_on": ("recorded_on",)},
    "tasks": {"title": ("note",)},
    "activities": {"subject": ("body", "kind"), "at": ("recorded_on",)},
}
#: Where they stand in for a column that a file has not, and never for an empty cell of one that it has.
WITHOUT_COLUMN = frozenset({"deals"})
YES = frozenset({"1", "true", "yes", "y", "是", "已", "t"})
Columns = dict[str, list[Any]]


def settle(kind: Kind, batch: Batch, source: str, problems: Problems) -> None:
    """Fill in what a batch's values tell about each other, and leave out what was there only for that."""
    columns = batch.columns
    if "source_id" in columns:
        given = columns.get("source") or repeat(None)
        columns["source"] = [
            own or (source if pk else own) for pk, own in zip(columns["source_id"], given, strict=False)
        ]
    for name, others in STAND_INS.get(kind.name, {}).items():
        if not (name in columns and kind.name in WITHOUT_COLUMN):
            _stand_in(kind, columns, name, [other for other in others if other in columns])
    if kind.name == "deals":
        _settle_stage(columns)
        _settle_days(columns)
        _in_order(columns, "opened_on", "closed_on", problems)
    if kind.name == "tasks":
        _settle_done(columns)
    if kind.name == "contracts":
        _in_order(columns, "starts_on", "ends_on", problems)
    for name in ("recorded_on", "is_won", "is_closed"):
        columns.pop(name, None)


def _stand_in(kind: Kind, columns: Columns, name: str, others: Sequence[str]) -> None:
    if not others:
        return
    limit = kind.field(name).limit
    own = columns.get(name) or [None] * len(columns[others[0]])
    for other in others:
        if None not in own:
            break
        pairs = zip(own, columns[other], strict=True)
        own = [_fitting(theirs, limit) if mine is None else mine for mine, theirs in pairs]
    columns[name] = own


def _fitting(value: Any, limit: int) -> Any:
    """A value as it fits where it stands in: the first line of a long text, of a reference what a reader sees of it."""
    value = joining.shown(value) if isinstance(value, str) else value
    return value.strip().splitlines()[0][:limit] if isinstance(value, str) and limit and value.strip() else value


def _yes(value: str | None) -> bool | None:
    return None if value is None else value.strip().casefold() in YES


def _settle_stage(columns: Columns) -> None:
    told = [columns.get(name) for name in ("stage", "is_won", "is_closed", "state")]
    count = next((len(values) for values in told if values), 0)
    if not count:
        return
    stages, won, closed, _states = (values or [None] * count for values in told)
    states = columns.setdefault("state", [None] * count)
    for place, (stage, is_won, is_closed) in enumerate(zip(stages, map(_yes, won), map(_yes, closed), strict=True)):
        if stage and stage.startswith("closed:"):
            stages[place] = Stage.CLOSED.value
            states[place] = states[place] or stage.removeprefix("closed:")
        elif is_won or (is_closed and is_won is False):
            states[place] = states[place] or (DealState.WON if is_won else DealState.LOST).value
        elif stage and stage != Stage.CLOSED:
            states[place] = states[place] or DealState.OPEN.value
        if stage is None and states[place] in (DealState.WON, DealState.LOST):
            stages[place] = Stage.CLOSED.value
    if "stage" in columns:
        columns["stage"] = stages


def _settle_done(columns: Columns) -> None:
    """What was done on some day is done, where nothing says how it stands."""
    if done := columns.get("done_at"):
        states = columns.get("state") or [None] * len(done)
        columns["state"] = [
            state or (TaskState.DONE.value if at else None) for state, at in zip(states, done, strict=True)
        ]


def _settle_days(columns: Columns) -> None:
    """An open deal's closing day is when it is expected to close; a record made after the end says nothing of the
    beginning.
    """
    count = len(next(iter(columns.values()), []))
    states, closed = columns.get("state") or [None] * count, columns.get("closed_on")
    if closed:
        expected = columns.setdefault("expected_close_on", [None] * count)
        for place, (state, day) in enumerate(zip(states, closed, strict=True)):
            if state in (None, DealState.OPEN):  # without a state a new deal is open; one that is here keeps its own
                expected[place] = expected[place] or day
            if state == DealState.OPEN:
                closed[place] = None
    if recorded := columns.get("recorded_on"):
        opened = columns.setdefault("opened_on", [None] * count)
        for place, (day, end) in enumerate(zip(recorded, closed or repeat(None), strict=False)):
            if opened[place] is None and day and (end is None or day <= end):
                opened[place] = day


def _in_order(columns: Columns, start: str, end: str, problems: Problems) -> None:
    for place, (first, last) in enumerate(zip(columns.get(start, ()), columns.get(end, ()), strict=False)):
        if first and last and last < first:
            found = RowProblem("dates_out_of_order", field=end, start=first.isoformat(), end=last.isoformat())
            problems.setdefault(place, found)
