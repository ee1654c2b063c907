"""Lists as Zoho gives them: pages, page tokens, what changed since, what was deleted."""

import datetime
import json
from typing import Any

from tests.contracts.simulator import Call, Reply, reply
from tests.contracts.zoho.envelopes import refused
from tests.contracts.zoho.state import KNOWN, State

MOST, NUMBERED, BY_TOKEN = 200, 2_000, 100_000
TOKEN_LIVES = datetime.timedelta(hours=24)
SORTS = ("id", "Created_Time", "Modified_Time")
USERS = {
    "AllUsers": {"active", "inactive"},
    "ActiveUsers": {"active"},
    "DeactiveUsers": {"inactive"},
    "DeletedUsers": {"deleted"},
    "CurrentUser": {"active"},
}


def invalid(name: str, **more: Any) -> Reply:
    """A parameter that is wrong."""
    return refused(400, "INVALID_DATA", "invalid data", param_name=name, **more)


def users(state: State, call: Call) -> Reply:
    """People, a page of them."""
    statuses = USERS.get(call.query.get("type", "AllUsers"))
    if statuses is None:
        return invalid("type")
    found = [user for user in state.users.values() if user["status"] in statuses]
    if call.query.get("type") == "CurrentUser":
        found = [state.users[state.current]]
    return _numbered(call, found, "users")


def deleted(state: State, call: Call, module: str) -> Reply:
    """What is gone, the latest first."""
    if module == "Notes":
        return refused(400, "INVALID_MODULE", "the module name given seems to be invalid", resource_path_index=0)
    if call.query.get("type", "all") not in ("all", "recycle", "permanent"):
        return refused(400, "PATTERN_NOT_MATCHED", "Please check whether the input values are correct")
    since = _since(call)
    found = [each for each in state.deleted[module] if since is None or _moment(each["deleted_time"]) >= since]
    return _numbered(call, found, "data")


def _numbered(call: Call, found: list[Any], name: str) -> Reply:
    size, number = _size(call), int(call.query.get("page", 1))
    if size is None:
        return invalid("per_page")
    part = found[(number - 1) * size : number * size]
    if not part:
        return reply(None, 204)
    info = {"per_page": size, "count": len(part), "page": number, "more_records": number * size < len(found)}
    return reply({name: part, "info": info})


def records(state: State, call: Call, module: str) -> Reply:
    """Records of a module, as `fields`, `ids`, a page and If-Modified-Since ask for them."""
    query = call.query
    fields = set(query.get("fields", "").split(",")) - {""}
    if wrong := _wrong(query, fields, module):
        return wrong
    since, found = _since(call), list(state.records[module])
    if "ids" in query:
        found = [pk for pk in query["ids"].split(",") if pk in state.records[module]]
    if since is not None:
        found = [pk for pk in found if _moment(state.records[module][pk]["Modified_Time"]) >= since]
        if not found:
            return reply(None, 304)
    by, descending = query.get("sort_by", "id"), query.get("sort_order", "desc") == "desc"
    found.sort(key=lambda pk: (_order(by, state.records[module][pk]), int(pk)), reverse=descending)
    return _page(state, call, module, found, fields)


def notes_of(state: State, call: Call, module: str, parent: str) -> Reply:
    """The notes of one record, the newest first, as `fields`, a page and If-Modified-Since ask for them."""
    fields = set(call.query.get("fields", "").split(",")) - {""}
    if wrong := _wrong(call.query, fields, "Notes"):
        return wrong
    if parent not in state.records.get(module, {}):
        return refused(400, "INVALID_DATA", "the related id given seems to be invalid", resource_path_index=1)
    since, notes = _since(call), state.records["Notes"]
    found = [pk for pk, note in notes.items() if note["Parent_Id"] == parent]
    found = [pk for pk in found if since is None or _moment(notes[pk]["Modified_Time"]) >= since]
    return _page(state, call, "Notes", sorted(found, key=int, reverse=True), fields)


def _wrong(query: dict[str, str], fields: set[str], module: str) -> Reply | None:
    if not fields:
        return refused(400, "REQUIRED_PARAM_MISSING", "required param is missing", param_name="fields")
    if len(fields) > 50:
        return refused(400, "LIMIT_EXCEEDED", "limit exceeded", limit=50, param_name="fields")
    if fields - KNOWN[module]:
        return invalid("fields")
    if "page" in query and "page_token" in query:
        both = [{"param_name": "page"}, {"param_name": "page_token"}]
        return refused(400, "AMBIGUITY_DURING_PROCESSING", "ambiguity", ambiguity_due_to=both)
    if query.get("sort_by", "id") not in SORTS:
        return invalid("sort_by", supported_values=list(SORTS))
    if len(query.get("ids", "").split(",")) > 100:
        return refused(400, "LIMIT_EXCEEDED", "limit exceeded", limit=100, param_name="ids")
    return None


def _page(state: State, call: Call, module: str, found: list[str], fields: set[str]) -> Reply:
    size = _size(call)
    if size is None or not call.query.get("page", "1").isdigit():
        return invalid("per_page" if size is None else "page")
    number, bound = int(call.query.get("page", 1)), _bound(call, module)
    before = start = (number - 1) * size
    if "page_token" in call.query:
        told = _open(state, call.query["page_token"], bound)
        if not isinstance(told, dict):
            return told
        start, before, number = _past(found, told["last"]), _past(found, told["before"]), told["page"]
    elif number * size > NUMBERED:
        message = "You can only get the first 2000 records without using page_token param"
        return refused(400, "DISCRETE_PAGINATION_LIMIT_EXCEEDED", message, limit=NUMBERED)
    if start >= BY_TOKEN:
        message = "You can only get upto 100000 records using page_token param"
        return refused(400, "PAGINATION_LIMIT_EXCEEDED", message, param_name="page_token")
    if state.repeats and "page_token" in call.query:
        state.repeats -= 1
        start = before
    part = found[start : start + size]
    if not part:
        return reply(None, 204)
    more = start + size < len(found)
    last = found[start - 1] if start else ""
    token = json.dumps([bound, part[-1], last, number + 1, state.stamp()]) if more else None
    data = [state.shown(module, pk, fields) for pk in part]
    return reply({"data": data, "info": _info(call, size, len(part), number, token)})


def _info(call: Call, size: int, count: int, number: int, token: str | None) -> dict[str, Any]:
    return {
        "per_page": size,
        "count": count,
        "page": number,
        "sort_by": call.query.get("sort_by", "id"),
        "sort_order": call.query.get("sort_order", "desc"),
        "more_records": token is not None,
        "next_page_token": token,
        "previous_page_token": None,
        "page_token_expiry": None,
    }


def _bound(call: Call, module: str) -> str:
    """What a page token holds for: it is refused with any other parameter."""
    named = {name: value for name, value in call.query.items() if name not in ("page", "page_token")}
    return json.dumps([module, sorted(named.items()), str(_since(call))])


def _open(state: State, token: str, bound: str) -> dict[str, Any] | Reply:
    try:
        told, last, before, number, given = json.loads(token)
    except ValueError:
        told = last = before = number = given = ""
    if told != bound:
        message = "The page_token given seems to be invalid or input param is added or altered or deleted"
        return refused(400, "TOKEN_BOUND_DATA_MISMATCH", message, param_name="page_token")
    if _moment(given) + TOKEN_LIVES < state.now():
        return refused(400, "EXPIRED_VALUE", "Page token expired", api_name="page_token")
    return {"last": last, "before": before, "page": number}


def _past(found: list[str], last: str) -> int:
    """The place after a record, also when it is gone by now (with ids in ascending order)."""
    return found.index(last) + 1 if last in found else sum(int(pk) <= int(last or 0) for pk in found)


def _size(call: Call) -> int | None:
    size = call.query.get("per_page", str(MOST))
    return int(size) if size.isdigit() and 1 <= int(size) <= MOST else None


def _order(by: str, record: dict[str, Any]) -> Any:
    return int(record["id"]) if by == "id" else record[by]


def _since(call: Call) -> datetime.datetime | None:
    given = {name.lower(): value for name, value in call.headers.items()}.get("if-modified-since")
    return _moment(given) if given else None


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
