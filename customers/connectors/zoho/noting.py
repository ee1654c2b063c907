"""Notes on records: written in batches, each with an answer of its own, and looked for in the lists of the records."""

import datetime
from collections.abc import Sequence

from customers.connectors.interface import Fault, Note, Noted, Result
from customers.connectors.zoho import errors
from customers.connectors.zoho.client import Client
from customers.connectors.zoho.mapping import OWNED
from customers.connectors.zoho.paging import PER_PAGE
from customers.kinds import LinkedKind

NOTED = (LinkedKind.CUSTOMER, LinkedKind.DEAL)
#: Most notes in one call.
AT_ONCE = 100
#: Most characters of a note.
TITLE, CONTENT = 120, 65_535
#: What became of a note of which an entry says that something is wrong. A fault of theirs may come after the write.
RESULTS = {Fault.LATER: Result.UNKNOWN, Fault.CONFLICT: Result.LATER}


def write(client: Client, notes: Sequence[Note]) -> list[Noted]:
    """Write these notes. Raises `ConnectorError` when what is said is about the call and not about each of them."""
    answer, said = client.write("Notes", {"data": [_body(note) for note in notes]})
    is_whole = len(said) != len(notes) or _fault(said[0]) is Fault.CONFIG
    if is_whole and not any(entry.get("code") == errors.SUCCESS for entry in said):
        raise client.error(answer, said[0])
    told = [*said, *[{}] * len(notes)]
    return [_noted(client, note, entry) for note, entry in zip(notes, told, strict=False)]


def _body(note: Note) -> dict[str, object]:
    parent = {"module": {"api_name": OWNED[note.kind]}, "id": note.id}
    return {"Note_Title": note.title[:TITLE], "Note_Content": note.text[:CONTENT], "Parent_Id": parent}


def _fault(entry: errors.Entry) -> Fault:
    return errors.fault_of(200, str(entry.get("code") or ""))


def _noted(client: Client, note: Note, entry: errors.Entry) -> Noted:
    code = str(entry.get("code") or "")
    if code == errors.SUCCESS:
        return Noted(note, Result.DONE)
    if not code:
        return Noted(note, Result.UNKNOWN, "no_result")
    return Noted(note, RESULTS.get(_fault(entry), Result.PERMANENT), code, client.sentence(entry))


def find(client: Client, notes: Sequence[Note], since: datetime.datetime) -> set[str]:
    """The marks of those that are there."""
    marks: dict[tuple[LinkedKind, str], list[str]] = {}
    for note in notes:
        marks.setdefault((note.kind, note.id), []).append(note.mark)
    found: set[str] = set()
    for (kind, id_), wanted in marks.items():
        texts = _texts(client, f"{OWNED[kind]}/{id_}/Notes", since)
        found |= {mark for mark in wanted if any(mark in text for text in texts)}
    return found


def _texts(client: Client, path: str, since: datetime.datetime) -> list[str]:
    """What stands in the notes of one record that were written since."""
    texts: list[str] = []
    page, more = 1, True
    headers = {"If-Modified-Since": since.isoformat(timespec="seconds")}
    while more:
        body = client.read(path, {"fields": "Note_Content", "page": page, "per_page": PER_PAGE}, headers)
        texts += [str(row.get("Note_Content") or "") for row in body.get("data") or ()]
        page, more = page + 1, bool((body.get("info") or {}).get("more_records"))
    return texts
