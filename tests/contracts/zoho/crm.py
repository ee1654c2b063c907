"""Zoho CRM v8 on loopback: tokens, users, records, deletions, changes of owner and notes, with its limits.

Shapes and codes: https://github.com/zoho/crm-oas, v8.0.
"""

import datetime
import re
from typing import Any

from tests.contracts.simulator import Call, Reply, Simulator, reply
from tests.contracts.zoho import envelopes, reading, writing
from tests.contracts.zoho.state import CLIENT_ID, CLIENT_SECRET, LIFETIME, REFRESH_TOKEN, State

HOST, ACCOUNTS = "www.zohoapis.com", "accounts.zoho.com"
WINDOW, IN_WINDOW, LIVE = datetime.timedelta(minutes=10), 10, 30
PATH = re.compile(r"/crm/v8/(\w+)(?:/(deleted|actions/change_owner))?")
RELATED = re.compile(r"/crm/v8/(\w+)/(\d+)/Notes")


def simulator(state: State, port: int = 0) -> Simulator:
    """An organisation that answers; `Simulator.stand_ins` names its hosts."""
    return Simulator(lambda call: answer(state, call), HOST, port=port, more_hosts=(ACCOUNTS,))


def answer(state: State, call: Call) -> Reply:
    """What a call gets."""
    if call.path == "/oauth/v2/token":
        return _token(state, call)
    found, related = PATH.fullmatch(call.path), RELATED.fullmatch(call.path)
    if not found and not related:
        return envelopes.BAD_URL
    if denied := _denied(state, call):
        return denied
    if _scope(found) not in state.scopes:
        return envelopes.SCOPE
    if related:
        return reading.notes_of(state, call, related[1], related[2])
    assert found
    return _route(state, call, found[1], found[2] or "")


def _scope(found: re.Match[str] | None) -> str:
    if found and found[1] == "users":
        return "users"
    return "change_owner" if found and found[2] == "actions/change_owner" else "modules"


def _route(state: State, call: Call, module: str, action: str) -> Reply:
    if module == "users":
        return reading.users(state, call)
    if module not in state.records:
        return envelopes.BAD_MODULE
    if action == "deleted":
        return reading.deleted(state, call, module)
    if action:
        return writing.change_owner(state, call, module) if call.method == "POST" else envelopes.BAD_METHOD
    if call.method == "GET":
        return reading.records(state, call, module)
    return writing.notes(state, call) if (call.method, module) == ("POST", "Notes") else envelopes.BAD_METHOD


def _denied(state: State, call: Call) -> Reply | None:
    headers = {name.lower(): value for name, value in call.headers.items()}
    scheme, _space, token = headers.get("authorization", "").partition(" ")
    if scheme != "Zoho-oauthtoken":
        return envelopes.NO_AUTH
    if state.tokens.get(token, state.now()) <= state.now():
        return envelopes.STALE
    if state.credits is not None:
        state.credits -= 1
        if state.credits < 0:
            return envelopes.BUSY
    return None


def _token(state: State, call: Call) -> Reply:
    """A new access token; errors come with HTTP 200."""
    form: dict[str, Any] = call.body or {}
    if form.get("grant_type") != "refresh_token":
        return reply({"error": "unsupported_grant_type"})
    if form.get("client_id") != CLIENT_ID:
        return reply({"error": "invalid_client"})
    if form.get("client_secret") != CLIENT_SECRET:
        return reply({"error": "invalid_client_secret"})
    if form.get("refresh_token") != REFRESH_TOKEN:
        return envelopes.BAD_TOKEN_BODY
    now = state.now()
    state.given = [moment for moment in state.given if moment > now - WINDOW]
    if len(state.given) >= IN_WINDOW:
        return envelopes.TOO_MANY_TOKENS
    state.given.append(now)
    token = f"1000.access.{state.next_id()}"
    state.tokens[token] = now + LIFETIME
    for oldest in list(state.tokens)[:-LIVE]:
        del state.tokens[oldest]
    told = {"access_token": token, "api_domain": f"https://{HOST}", "token_type": "Bearer"}
    return reply(told | {"expires_in": int(LIFETIME.total_seconds())})
