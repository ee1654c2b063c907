"""What Zoho says of records that were to change their owner, as one outcome each."""

import re
from collections.abc import Mapping, Sequence

from customers.connectors.interface import Asked, ConnectorError, Fault, Outcome, Result
from customers.connectors.zoho import errors
from customers.connectors.zoho.client import Client

#: Most records in one call.
AT_ONCE = 500
PLACE = re.compile(r"\$\.ids\[(\d+)\]")
RESULTS = {Fault.LATER: Result.LATER, Fault.CONFLICT: Result.CONFLICT}


def give(client: Client, module: str, wanted: str, group: Sequence[Asked]) -> dict[str, Outcome]:
    """Make `wanted` the owner of the records, by id what became of each.

    Raises `ConnectorError` when nothing can be said of the records one by one, except for a refusal for good: that is
    an outcome of all of them.
    """
    ids = [each.id for each in group]
    path = f"{module}/actions/change_owner"
    answer, said = client.write(path, {"ids": ids, "owner": {"id": wanted}, "notify": False})
    named = {_named(entry, ids): entry for entry in said}
    whole = named.pop("", None)
    outcomes = {each.id: _outcome(client, each, named[each.id]) for each in group if each.id in named}
    left = [each for each in group if each.id not in named]
    if whole and left:
        error = client.error(answer, whole)
        if not outcomes and error.fault is not Fault.PERMANENT:
            raise error
        outcomes |= failed(left, error)
    return outcomes | {each.id: Outcome(each, Result.LATER, "no_result") for each in left if each.id not in outcomes}


def failed(group: Sequence[Asked], error: ConnectorError) -> dict[str, Outcome]:
    """The failure of a whole call as what became of each of its records."""
    if error.fault is Fault.PERMANENT:
        return {each.id: Outcome(each, Result.PERMANENT, error.code, error.detail) for each in group}
    result = RESULTS.get(error.fault, Result.LATER)
    return {each.id: Outcome(each, result, error.code, error.detail) for each in group}


def _named(entry: errors.Entry, ids: Sequence[str]) -> str:
    """The id of the record an entry is about, which may be told by its place; empty when it is about all."""
    told = errors.details(entry)
    if str(told.get("id") or "") in ids:
        return str(told["id"])
    place = PLACE.match(str(told.get("json_path") or ""))
    number = int(place[1]) if place else told.get("index")
    return ids[number] if isinstance(number, int) and 0 <= number < len(ids) else ""


def _outcome(client: Client, asked: Asked, entry: Mapping[str, object]) -> Outcome:
    code = str(entry.get("code") or "")
    if code == errors.SUCCESS:
        return Outcome(asked, Result.DONE)
    return Outcome(asked, RESULTS.get(errors.fault_of(200, code), Result.PERMANENT), code, client.sentence(entry))
