"""What became of each record of a change of owners. Fxiaoke answers a whole call, and may refuse it for one record."""

from collections.abc import Callable, Mapping, Sequence

from customers.connectors.fxiaoke import errors, mapping
from customers.connectors.interface import Asked, ConnectorError, Fault, Outcome, Result

Change = Callable[[Sequence[Asked]], None]
Read = Callable[[Sequence[Asked]], Mapping[str, mapping.Row]]

#: Most calls to find the bad records among the good ones: well below the 100 in 20 seconds.
MOST_CALLS = 40


def given(asked: Sequence[Asked], change: Change, read: Read) -> dict[str, Outcome]:
    """Change the owners and read what came of it: an outcome for each record, by its id.

    A call that is refused for good may have one bad record in it: those that still have the owner they had are given
    again in halves, so that a bad one stops no other. None that has its new owner is written again. What is not settled
    after `MOST_CALLS` is for later.

    Raises `ConnectorError` for what concerns every record (limits, network, the connection itself).
    """
    outcomes: dict[str, Outcome] = {}
    waiting, calls = [asked], 0
    while waiting and calls < MOST_CALLS:
        some = waiting.pop()
        try:
            refused = _refusal(some, change)
        except ConnectorError as error:
            if not calls:
                raise
            raise _sent(error) from error
        calls += 1
        rows = _read(some, read)
        found = {each.id: _outcome(each, rows.get(each.id), refused) for each in some}
        outcomes |= found
        if refused:
            waiting += _again(some, [each for each in some if _is_open(found[each.id], refused)])
    return outcomes | {each.id: Outcome(each, Result.LATER, "not_settled") for some in waiting for each in some}


def _is_open(outcome: Outcome, refused: ConnectorError) -> bool:
    """Whether nothing but the refused call speaks against the record, and its new owner is there."""
    return outcome.code == refused.code and refused.code != errors.NO_EMPLOYEE


def _again(some: Sequence[Asked], rest: list[Asked]) -> list[Sequence[Asked]]:
    """What to give again: the rest in one, or in halves when the rest is all of it."""
    if len(rest) < len(some):
        return [rest] if rest else []
    half = len(rest) // 2
    return [rest[half:], rest[:half]] if half else []


def _refusal(asked: Sequence[Asked], change: Change) -> ConnectorError | None:
    try:
        change(asked)
    except ConnectorError as error:
        if error.fault is not Fault.PERMANENT:
            raise
        return error
    return None


def _read(asked: Sequence[Asked], read: Read) -> Mapping[str, mapping.Row]:
    try:
        return read(asked)
    except ConnectorError as error:
        raise _sent(error) from error


def _sent(error: ConnectorError) -> ConnectorError:
    """The same error, after a change that may have taken effect."""
    return ConnectorError(error.fault, error.code, error.detail, after=error.after, sent=True)


def _outcome(asked: Asked, row: mapping.Row | None, refused: ConnectorError | None) -> Outcome:
    if row is None:
        return Outcome(asked, Result.PERMANENT, "gone")
    owner = mapping.owner_of(row)
    if owner == asked.wanted:
        return Outcome(asked, Result.DONE)
    if mapping.is_in_high_sea(row):
        return Outcome(asked, Result.PERMANENT, "high_sea", refused.detail if refused else "")
    if owner and owner != asked.expected:
        return Outcome(asked, Result.CONFLICT, "other_owner", owner)
    if refused:
        return Outcome(asked, Result.PERMANENT, refused.code, refused.detail)
    return Outcome(asked, Result.LATER, "unchanged")
