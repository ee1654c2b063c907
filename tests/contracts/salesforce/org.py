"""Salesforce's REST API v62.0 on loopback: tokens by client credentials, questions, collections and tasks."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.contracts.salesforce import envelopes, questions
from tests.contracts.salesforce.state import CLIENT_ID, CLIENT_SECRET, FIELDS, PREFIXES, SESSION, State
from tests.contracts.simulator import Call, Reply, Simulator, reply

HOST = "baton-demo.my.salesforce.com"
DATA = "/services/data/v62.0/"
MOST_IN_COLLECTION, MOST_CHUNKS = 200, 10
SUBJECT, DESCRIPTION = 255, 32_000


def simulator(state: State, port: int = 0) -> Simulator:
    """An organisation that answers; `Simulator.stand_ins` names its host."""
    return Simulator(lambda call: answer(state, call), HOST, port=port)


def answer(state: State, call: Call) -> Reply:
    """What a call gets, with the limit of calls in a header."""
    if call.path == "/services/oauth2/token":
        return _token(state, call)
    headers = {name.lower(): value for name, value in call.headers.items()}
    scheme, _space, token = headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or state.tokens.get(token, state.now()) <= state.now():
        return envelopes.STALE
    if state.calls >= state.most_calls:
        return envelopes.USED_UP
    state.calls += 1
    status, told, body = _route(state, call)
    return status, told | {"Sforce-Limit-Info": f"api-usage={state.calls}/{state.most_calls}"}, body


def _route(state: State, call: Call) -> Reply:
    path = call.path.removeprefix(DATA)
    if path == call.path:
        return envelopes.NOT_FOUND
    if (call.method, path) == ("GET", "query"):
        return questions.asked(state, call.query.get("q", ""), DATA)
    if call.method == "GET" and (found := re.fullmatch(r"query/(\w+)-(\d+)", path)):
        return questions.onward(state, found[1], int(found[2]), DATA)
    if call.method in ("PATCH", "POST") and path == "composite/sobjects":
        return _collection(state, call.body, _row if call.method == "PATCH" else _task)
    return envelopes.NOT_FOUND


def _token(state: State, call: Call) -> Reply:
    form: dict[str, Any] = call.body or {}
    if form.get("grant_type") != "client_credentials":
        return reply({"error": "unsupported_grant_type", "error_description": "grant type not supported"}, 400)
    if form.get("client_id") != CLIENT_ID:
        return envelopes.BAD_CLIENT
    if form.get("client_secret") != CLIENT_SECRET:
        return envelopes.BAD_SECRET
    token = f"00D5g.access.{state.next_id('tok')}"
    state.tokens[token] = state.now() + SESSION
    told = {"access_token": token, "instance_url": f"https://{HOST}", "token_type": "Bearer", "scope": "api"}
    return reply(told | {"id": f"https://{HOST}/id/1", "issued_at": "1780304400000", "signature": "c2ln"})


def _collection(state: State, body: Any, do: Callable[[State, str, dict[str, Any]], dict[str, Any]]) -> Reply:
    rows = body.get("records") if isinstance(body, dict) else None
    if not isinstance(rows, list) or not rows:
        return envelopes.refused(400, "JSON_PARSER_ERROR", "records is missing")
    if len(rows) > MOST_IN_COLLECTION:
        message = "record limit reached. cannot submit more than 200 records into this call"
        return envelopes.refused(400, "EXCEEDED_ID_LIMIT", message)
    types = [row.get("attributes", {}).get("type") for row in rows]
    if 1 + sum(one != other for one, other in pairwise(types)) > MOST_CHUNKS:
        return envelopes.refused(400, "LIMIT_EXCEEDED", "Cannot have more than 10 chunks in a single operation")
    assert body.get("allOrNone") is False, "all or none would undo the good ones"
    return reply([do(state, thing, row) for thing, row in zip(types, rows, strict=True)])


def _row(state: State, thing: str, row: dict[str, Any]) -> dict[str, Any]:
    pk, owner = row.get("id"), state.records["User"].get(str(row.get("OwnerId")))
    if thing not in PREFIXES or set(row) - {"attributes", "id", "OwnerId"}:
        return envelopes.row_error("INVALID_FIELD", "no such column")
    if pk not in state.records[thing]:
        return envelopes.DELETED_ROW
    if state.locked[pk]:
        state.locked[pk] -= 1
        return envelopes.LOCKED_ROW
    if pk in state.stopped:
        return envelopes.NO_ACCESS_ROW
    if owner is None:
        return envelopes.row_error("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "OwnerId")
    if not owner["IsActive"]:
        return envelopes.INACTIVE
    state.give(thing, pk, owner["Id"])
    return {"id": pk, "success": True, "errors": []}


def _task(state: State, thing: str, row: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in row.items() if name != "attributes"}
    if thing != "Task" or set(fields) - FIELDS["Task"]:
        return envelopes.row_error("INVALID_FIELD", "no such column")
    parent = str(fields.get("WhatId"))
    if state.locked[parent]:
        state.locked[parent] -= 1
        return envelopes.LOCKED_ROW
    if parent in state.stopped:
        return envelopes.NO_ACCESS_ROW
    if not any(parent in rows for rows in state.records.values()):
        return envelopes.row_error("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "WhatId")
    for name, most in (("Subject", SUBJECT), ("Description", DESCRIPTION)):
        if len(fields.get(name) or "") > most:
            return envelopes.row_error("STRING_TOO_LONG", f"{name}: data value too large", name)
    done = fields.get("Status") == "Completed"
    more = {"IsClosed": done, "CompletedDateTime": state.stamp() if done else None}
    pk = state.add("Task", next(iter(state.records["User"])), **fields, **more)
    return {"id": pk, "success": True, "errors": []}
