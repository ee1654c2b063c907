"""What HubSpot says of records that were to change their owner: those it changed, and errors that name the others."""

from collections.abc import Sequence

from customers.connectors.hubspot import errors
from customers.connectors.hubspot.client import PER_PAGE, Client, Row, rows
from customers.connectors.hubspot.mapping import OWNED, OWNER, owner_of, properties
from customers.connectors.interface import Asked, Outcome, Result

#: Most records in one call.
AT_ONCE = PER_PAGE


def give(client: Client, asked: Sequence[Asked]) -> list[Outcome]:
    """Change the owners of these records, which are of one kind, and of nothing that hangs on them."""
    inputs = [{"id": each.id, "properties": {OWNER: each.wanted}} for each in asked]
    body = client.post(f"objects/{OWNED[asked[0].kind]}/batch/update", {"inputs": inputs})
    done = {str(row.get("id")): row for row in rows(body)}
    named = {id_: entry for entry in errors.of_rows(body) for id_ in errors.ids_of(entry)}
    return [_outcome(client, each, done.get(each.id), named.get(each.id)) for each in asked]


def _outcome(client: Client, asked: Asked, row: Row | None, entry: errors.Entry | None) -> Outcome:
    if entry is not None:
        code = errors.code_of(entry)
        result = Result.LATER if code == errors.LIMITS else Result.PERMANENT
        return Outcome(asked, result, code or "no_result", client.sentence(entry))
    if row is None:
        return Outcome(asked, Result.LATER, "no_result")
    if OWNER in properties(row) and owner_of(row) != asked.wanted:
        return Outcome(asked, Result.LATER, "unchanged")
    return Outcome(asked, Result.DONE)
