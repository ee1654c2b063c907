"""What Zoho does to records: owners and notes, each record with an answer of its own."""

from typing import Any

from tests.contracts.simulator import Call, Reply, reply
from tests.contracts.zoho.envelopes import entry, refused
from tests.contracts.zoho.state import State

MOST, MOST_NOTES, TITLE, CONTENT = 500, 100, 120, 65_535
OWNER = "$.owner.id"


def change_owner(state: State, call: Call, module: str) -> Reply:
    """`ids`, at most 500, become the `owner`'s; a bad one among good ones is refused alone."""
    body: dict[str, Any] = call.body or {}
    ids = body.get("ids")
    if wrong := _wrong(state, module, ids, body):
        return wrong
    assert isinstance(ids, list)
    if locked := [pk for pk in ids if pk in state.locked]:
        message = "Sorry, you cannot perform this operation as the record is locked."
        said = [entry("RECORD_LOCKED", message, action="record_locking", id=pk) for pk in locked]
        return reply({"data": said}, 400)
    said = [_given(state, module, pk, place, body["owner"]["id"]) for place, pk in enumerate(ids)]
    good = sum(each["status"] == "success" for each in said)
    return reply({"data": said}, 200 if good == len(ids) else state.mixed if good else 400)


def _wrong(state: State, module: str, ids: Any, body: dict[str, Any]) -> Reply | None:
    if module == "Notes":
        return refused(400, "NOT_SUPPORTED", "The requested operation is not supported", resource_path_index=0)
    owner = (body.get("owner") or {}).get("id")
    for name, value in (("ids", ids), ("owner", owner)):
        if not value:
            return refused(400, "MANDATORY_NOT_FOUND", "required field not found", api_name=name, json_path=f"$.{name}")
    if not isinstance(ids, list) or len(ids) > MOST:
        return refused(400, "INVALID_DATA", "invalid data", api_name="ids", json_path="$.ids", maximum_length=MOST)
    for place, pk in enumerate(ids):
        if not (isinstance(pk, str) and pk.isdigit()):
            where = {"expected_data_type": "long", "api_name": "ids", "json_path": f"$.ids[{place}]"}
            return reply({"data": entry("INVALID_DATA", "invalid data", **where)}, 400)
    user = state.users.get(str(owner))
    if user is None:
        return refused(400, "INVALID_DATA", "Invalid data provided", api_name="owner", json_path=OWNER)
    if user["status"] != "active":
        message = "The user to whom you are trying to transfer the records is not active."
        where = {"api_name": "id", "json_path": OWNER, "owner_status": user["status"]}
        return refused(403 if user["status"] == "deleted" else 400, "INVALID_DATA", message, **where)
    return None


def _given(state: State, module: str, pk: str, place: int, owner: str) -> dict[str, Any]:
    if pk not in state.records[module]:
        return entry("INVALID_DATA", "the id given seems to be invalid", id=pk)
    if pk in state.stopped:
        return entry("CANNOT_PROCESS", "The record is in stop-processing state.", id=pk, index=place)
    if state.modified[pk]:
        state.modified[pk] -= 1
        return entry("RECORD_MODIFIED", "The record has been modified", id=pk)
    state.give(module, pk, owner)
    return entry("SUCCESS", "owner is successfully updated", id=pk)


def notes(state: State, call: Call) -> Reply:
    """New notes, at most 100."""
    data = (call.body or {}).get("data")
    if not isinstance(data, list) or not 1 <= len(data) <= MOST_NOTES:
        return refused(400, "INVALID_DATA", "invalid data", api_name="data", json_path="$.data")
    said = [_note(state, note, place) for place, note in enumerate(data)]
    good = sum(each["status"] == "success" for each in said)
    return reply({"data": said}, 201 if good == len(said) else 207 if good else 400)


def _note(state: State, note: dict[str, Any], place: int) -> dict[str, Any]:
    def wrong(name: str, code: str = "INVALID_DATA", message: str = "invalid data") -> dict[str, Any]:
        return entry(code, message, api_name=name, json_path=f"$.data[{place}].{name}")

    if unknown := sorted(set(note) - {"Note_Title", "Note_Content", "Parent_Id"}):
        return wrong(unknown[0])
    parent = note.get("Parent_Id") or {}
    for name in ("Note_Content", "Parent_Id"):
        if not note.get(name):
            return wrong(name, "MANDATORY_NOT_FOUND", "required field not found")
    if parent.get("id") not in state.records.get(parent.get("module", {}).get("api_name"), {}):
        return wrong("Parent_Id")
    for name, most in (("Note_Title", TITLE), ("Note_Content", CONTENT)):
        if len(note.get(name) or "") > most:
            return wrong(name)
    if parent["id"] in state.unnotable:
        return wrong("Parent_Id", "NOT_ALLOWED", "The record can not take a note")
    fields = note | {"Parent_Id": parent["id"]}
    pk = state.add("Notes", state.current, **fields)
    return entry("SUCCESS", "record added", id=pk, Created_Time=state.stamp(), Modified_Time=state.stamp())
