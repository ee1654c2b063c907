"""Notes on records: written one by one, since a batch does not say which of its notes failed."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.html import escape

from customers.connectors.hubspot.client import Client, rows
from customers.connectors.hubspot.mapping import OWNED, properties
from customers.connectors.interface import ConnectorError, Fault, Note, Noted, Result
from customers.kinds import LinkedKind

#: Most letters of a note.
LONGEST = 65_536
BODY = "hs_note_body"
#: What can have a note, and what the link to it is called.
NOTED = {LinkedKind.CUSTOMER: "note_to_company", LinkedKind.DEAL: "note_to_deal"}


def write(client: Client, note: Note) -> Noted:
    """Write one note. What the link to its record is numbered is read, not assumed."""
    types = rows(client.read(f"associations/notes/{OWNED[note.kind]}/types"))
    number = next((each.get("id") for each in types if each.get("name") == NOTED[note.kind]), None)
    if number is None:
        raise ConnectorError(Fault.PERMANENT, "not_offered")
    link = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": int(number)}
    told = {"hs_timestamp": timezone.now().isoformat(timespec="seconds"), BODY: _body(note)}
    client.post("objects/notes", {"properties": told, "associations": [{"to": {"id": note.id}, "types": [link]}]})
    return Noted(note, Result.DONE)


def _body(note: Note) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in (note.title, *note.text.splitlines()) if line)
    return lines[:LONGEST]


def find(client: Client, notes: Sequence[Note]) -> set[str]:
    """The marks of those that are there."""
    texts: list[str] = []
    for kind in {note.kind for note in notes}:
        texts += _texts(client, OWNED[kind], sorted({note.id for note in notes if note.kind == kind}))
    return {note.mark for note in notes if any(escape(note.mark) in text for text in texts)}


def _texts(client: Client, thing: str, ids: Sequence[str]) -> list[str]:
    """What stands in the notes that hang on these records."""
    hanging = client.batch(f"associations/{thing}/notes/batch/read", ids)
    links = [each for row in hanging for each in row.get("to") or () if isinstance(each, dict) and each.get("id")]
    found = client.batch("objects/notes/batch/read", [str(each["id"]) for each in links], properties=[BODY])
    return [str(properties(row).get(BODY) or "") for row in found]
