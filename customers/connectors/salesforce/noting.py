"""Notes on records: tasks that are done already, written in batches, one row said of each in the order told."""

from collections.abc import Sequence
from typing import Any

from customers.connectors.interface import ConnectorError, Fault, Note, Noted, Result
from customers.connectors.salesforce import errors
from customers.connectors.salesforce.client import Client
from customers.kinds import LinkedKind

NOTED = (LinkedKind.CUSTOMER, LinkedKind.DEAL, LinkedKind.CONTRACT)
#: Most notes in one call.
AT_ONCE = 200
#: Most letters of a task's subject and text.
SUBJECT, DESCRIPTION = 255, 32_000


def write(client: Client, notes: Sequence[Note]) -> list[Noted]:
    """Write these notes, the good ones also when another fails."""
    body = {"allOrNone": False, "records": [_task(note) for note in notes]}
    said = client.write("POST", "composite/sobjects", body)
    if not isinstance(said, list) or len(said) != len(notes):
        raise ConnectorError(Fault.LATER, "no_result", sent=True)
    return [_noted(client, note, row) for note, row in zip(notes, said, strict=True)]


def _task(note: Note) -> dict[str, object]:
    return {
        "attributes": {"type": "Task"},
        "Subject": note.title[:SUBJECT],
        "Description": note.text[:DESCRIPTION],
        "Status": "Completed",
        "Priority": "Normal",
        "WhatId": note.id,
    }


def _noted(client: Client, note: Note, row: Any) -> Noted:
    if isinstance(row, dict) and row.get("success") is True:
        return Noted(note, Result.DONE)
    code, first = errors.of_row(row) if isinstance(row, dict) else ("", {})
    if not code:
        return Noted(note, Result.UNKNOWN, "no_result")
    later = errors.fault_of(200, code) is Fault.LATER
    return Noted(note, Result.LATER if later else Result.PERMANENT, code, client.sentence(first))
