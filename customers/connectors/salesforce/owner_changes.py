"""What Salesforce says of records that were to change their owner: one row each, in the order in which they were told.

A row that failed may be without its id, so rows are matched by their place.
"""

from collections.abc import Sequence
from typing import Any

from customers.connectors.interface import Asked, ConnectorError, Fault, Outcome, Result
from customers.connectors.salesforce import errors
from customers.connectors.salesforce.client import Client
from customers.connectors.salesforce.mapping import OWNED

#: Most records in one call.
AT_ONCE = 200
#: Ids of 15 and of 18 letters name the same record.
SHORT_ID = 15


def give(client: Client, asked: Sequence[Asked]) -> list[Outcome]:
    """Change the owners of these records and of nothing that hangs on them."""
    rows = [{"attributes": {"type": OWNED[each.kind]}, "id": each.id, "OwnerId": each.wanted} for each in asked]
    said = client.write("PATCH", "composite/sobjects", {"allOrNone": False, "records": rows})
    if not isinstance(said, list) or len(said) != len(asked):
        raise ConnectorError(Fault.LATER, "no_result", sent=True)
    return [_outcome(client, each, row) for each, row in zip(asked, said, strict=True)]


def _outcome(client: Client, asked: Asked, row: Any) -> Outcome:
    if not isinstance(row, dict) or str(row.get("id") or asked.id)[:SHORT_ID] != asked.id[:SHORT_ID]:
        return Outcome(asked, Result.LATER, "no_result")
    if row.get("success") is True:
        return Outcome(asked, Result.DONE)
    code, first = errors.of_row(row)
    if not code:
        return Outcome(asked, Result.LATER, "no_result")
    later = errors.fault_of(200, code) is Fault.LATER
    return Outcome(asked, Result.LATER if later else Result.PERMANENT, code, client.sentence(first))
