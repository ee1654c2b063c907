"""HubSpot's search: five in a second, 10,000 records at most, and behind what was just written."""

import datetime
from typing import Any

from tests.contracts.hubspot import envelopes
from tests.contracts.hubspot.state import State
from tests.contracts.simulator import Call, Reply, reply

MOST, END, BODY, GROUPS, FILTERS, IN_SECOND = 200, 10_000, 3_000, 5, 6, 5
SECOND = datetime.timedelta(seconds=1)


def searched(state: State, kind: str, call: Call) -> Reply:
    """A page of what the index holds."""
    body: dict[str, Any] = call.body or {}
    groups, sorts = body.get("filterGroups", []), body.get("sorts", [])
    limit, after = body.get("limit", 10), int(body.get("after", 0))
    state.searches = [at for at in state.searches if at > state.now() - SECOND]
    if len(state.searches) >= IN_SECOND:
        return envelopes.SECONDLY
    state.searches.append(state.now())
    if len(groups) > GROUPS or any(len(group["filters"]) > FILTERS for group in groups) or len(sorts) > 1:
        return envelopes.invalid("too many filters")
    if limit > MOST or len(call.raw) > BODY or after + limit > END:
        return envelopes.invalid("The maximum number of results is 10000")
    rows = [row for row in state.indexed[kind].values() if not groups or any(_all(row, group) for group in groups)]
    if sorts:
        rows.sort(key=lambda row: _number(row, sorts[0]["propertyName"]))
    ends = after + limit
    told: dict[str, Any] = {"total": len(rows)}
    told["results"] = [state.shown(row, body.get("properties", [])) for row in rows[after:ends]]
    return reply(told | ({"paging": {"next": {"after": str(ends)}}} if ends < len(rows) else {}))


def _all(row: dict[str, Any], group: dict[str, Any]) -> bool:
    return all(_one(row, each) for each in group["filters"])


def _one(row: dict[str, Any], wanted: dict[str, str]) -> bool:
    name, value = wanted["propertyName"], wanted["value"]
    assert name in row, f"no such property: {name}"
    if wanted["operator"] == "EQ":
        return str(row[name]) == value
    return _number(row, name) > int(value) if wanted["operator"] == "GT" else _number(row, name) >= int(value)


def _number(row: dict[str, Any], name: str) -> int:
    """A number, or a moment in milliseconds."""
    told = str(row[name])
    return int(told) if told.isdecimal() else int(datetime.datetime.fromisoformat(told).timestamp() * 1000)
