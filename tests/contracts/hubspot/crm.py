"""HubSpot's CRM API v3 on loopback: owners, lists, searches, batches, links and notes, with its limits."""

import datetime
import re
from typing import Any

from tests.contracts.hubspot import envelopes
from tests.contracts.hubspot.searching import searched
from tests.contracts.hubspot.state import SCOPES, TOKEN, State
from tests.contracts.simulator import Call, Reply, Simulator, reply

HOST = "api.hubapi.com"
MOST, NOTE = 100, 65_536
WINDOW = datetime.timedelta(seconds=10)
PATH = re.compile(r"/crm/v3/(?P<what>objects|associations)/(?P<kind>\w+)(?:/(?P<rest>[\w/]+))?")
LINK_TYPES = {("notes", "companies"): 190, ("notes", "deals"): 214}


def simulator(state: State, port: int = 0) -> Simulator:
    """An account that answers; `Simulator.stand_ins` names its host."""
    return Simulator(lambda call: answer(state, call), HOST, port=port)


def answer(state: State, call: Call) -> Reply:
    """What a call gets."""
    headers = {name.lower(): value for name, value in call.headers.items()}
    if headers.get("authorization") != f"Bearer {TOKEN}":
        return envelopes.NO_AUTH
    if _too_many(state):
        return envelopes.TEN_SECONDLY
    if not _may(state, call):
        return envelopes.NO_RIGHT
    if (call.method, call.path) == ("GET", "/crm/v3/owners"):
        archived = call.query.get("archived", "false") == "true"
        return _page(call, [owner for owner in state.owners.values() if owner["archived"] is archived])
    found = PATH.fullmatch(call.path)
    if not found or found["kind"] not in state.objects:
        return envelopes.NOT_FOUND
    if found["what"] == "associations":
        return _links(state, call, found["kind"], found["rest"] or "")
    return _objects(state, call, found["kind"], found["rest"] or "")


def _too_many(state: State) -> bool:
    state.calls = [at for at in state.calls if at > state.now() - WINDOW]
    if state.burst is not None and len(state.calls) >= state.burst:
        return True
    state.calls.append(state.now())
    return False


def _may(state: State, call: Call) -> bool:
    """Whether the token has the scopes; what is read in a batch or searched is read."""
    parts = call.path.removeprefix("/crm/v3/").split("/")
    names = parts[:1] if parts[0] == "owners" else parts[1:3] if parts[0] == "associations" else parts[1:2]
    deed = "write" if call.method == "POST" and parts[-1] not in ("read", "search") else "read"
    return all((SCOPES[name], deed) in state.scopes for name in names if name in SCOPES)


def _objects(state: State, call: Call, kind: str, rest: str) -> Reply:
    if (call.method, rest) == ("GET", ""):
        properties = call.query.get("properties", "").split(",")
        return _page(call, [state.shown(row, properties) for row in state.objects[kind].values()])
    if (call.method, rest) == ("POST", "search"):
        return searched(state, kind, call)
    if (call.method, rest) == ("POST", "") and kind == "notes":
        return _note(state, call.body or {})
    inputs = (call.body or {}).get("inputs")
    if call.method != "POST" or rest not in ("batch/read", "batch/update"):
        return envelopes.NOT_FOUND
    if not isinstance(inputs, list) or not 1 <= len(inputs) <= MOST:
        return envelopes.invalid("The maximum batch size is 100")
    if rest == "batch/read":
        return _read(state, kind, [each["id"] for each in inputs], call.body.get("properties", []))
    return _update(state, kind, inputs)


def _page(call: Call, rows: list[dict[str, Any]]) -> Reply:
    """A page of a list, by id; the last one is without `paging`."""
    limit, after = int(call.query.get("limit", "10")), int(call.query.get("after", "0"))
    if limit > MOST:
        return envelopes.invalid("limit must be at most 100")
    left = [row for row in rows if int(row["id"]) > after]
    last = left[:limit][-1]["id"] if left else ""
    paging = {"paging": {"next": {"after": last, "link": f"https://{HOST}{call.path}?after={last}"}}}
    return reply({"results": left[:limit]} | (paging if limit < len(left) else {}))


def _read(state: State, kind: str, ids: list[str], properties: list[str]) -> Reply:
    there = [state.shown(state.objects[kind][pk], properties) for pk in ids if pk in state.objects[kind]]
    gone = [pk for pk in ids if pk not in state.objects[kind]]
    wrong = [envelopes.row_error("OBJECT_NOT_FOUND", "Could not get some objects", *gone)] if gone else []
    return envelopes.batch(there, wrong, state.stamp())


def _update(state: State, kind: str, inputs: list[dict[str, Any]]) -> Reply:
    done: list[dict[str, Any]] = []
    wrong: list[dict[str, Any]] = []
    for each in inputs:
        pk, properties = each["id"], each["properties"]
        assert set(properties) == {"hubspot_owner_id"}, "nothing beside the owner"
        owner = state.owners.get(properties["hubspot_owner_id"])
        if pk not in state.objects[kind]:
            wrong.append(envelopes.row_error("OBJECT_NOT_FOUND", "No object", pk))
        elif state.limited[pk]:
            state.limited[pk] -= 1
            wrong.append(envelopes.row_error("RATE_LIMITS", "Too many", pk))
        elif pk in state.stopped or owner is None or owner["archived"]:
            wrong.append(envelopes.row_error("VALIDATION_ERROR", "Property values were not valid", pk))
        else:
            state.give(kind, pk, owner["id"])
            done.insert(0, state.shown(state.objects[kind][pk], ["hubspot_owner_id"]))  # in no order that is promised
    return envelopes.batch(done, wrong, state.stamp())


def _links(state: State, call: Call, kind: str, rest: str) -> Reply:
    other, _slash, action = rest.partition("/")
    if (call.method, action) == ("GET", "types"):
        number = LINK_TYPES.get((kind, other))
        one = {"note_to_company": "companies", "note_to_deal": "deals"}
        return reply({"results": [{"id": str(number), "name": name} for name, of in one.items() if of == other]})
    inputs = (call.body or {}).get("inputs")
    if action != "batch/read" or not isinstance(inputs, list) or len(inputs) > MOST:
        return envelopes.invalid("inputs")
    known = state.links.get((kind, other), {})
    found, none = [], []
    for pk in (each["id"] for each in inputs):
        if pk in known:
            found.append({"from": {"id": pk}, "to": [{"id": to, "type": said} for to, said in known[pk]]})
        else:
            none.append(envelopes.row_error("OBJECT_NOT_FOUND", f"No {other} is associated", pk))
    return envelopes.batch(found, none, state.stamp())


def _note(state: State, body: dict[str, Any]) -> Reply:
    properties, links = body.get("properties", {}), body.get("associations", [])
    if not properties.get("hs_timestamp") or len(properties.get("hs_note_body", "")) > NOTE:
        return envelopes.invalid("Property values were not valid")
    datetime.datetime.fromisoformat(properties["hs_timestamp"])
    for link in links:
        number = link["types"][0]["associationTypeId"]
        other = next((other for (_note, other), known in LINK_TYPES.items() if known == number), None)
        if other is None or link["to"]["id"] not in state.objects[other]:
            return envelopes.invalid("no such association")
    pk = state.add("notes", "", **properties)
    for link in links:
        to = link["to"]["id"]
        other = next(name for name, rows in state.objects.items() if to in rows)
        state.links.setdefault((other, "notes"), {}).setdefault(to, []).append((pk, f"{other}_to_note"))
    return reply(state.shown(state.objects["notes"][pk], ["hs_note_body"]), 201)
