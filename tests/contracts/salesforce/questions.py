"""As much of Salesforce's query language as is asked here; anything else is malformed."""

import datetime
import re
from collections.abc import Callable
from typing import Any

from tests.contracts.salesforce import envelopes
from tests.contracts.salesforce.state import FIELDS, State
from tests.contracts.simulator import Reply, reply

LITERAL = r"'(?:[^'\\]|\\.)*'"
QUESTION = re.compile(
    r"SELECT (?P<fields>[\w,]+) FROM (?P<thing>\w+)"
    rf"(?: WHERE (?:SystemModstamp >= (?P<since>\S+)|Id IN \((?P<ids>{LITERAL}(?:,{LITERAL})*)\)"
    rf"|UserType IN \((?P<types>{LITERAL}(?:,{LITERAL})*)\)"
    rf"|WhatId IN \((?P<of>{LITERAL}(?:,{LITERAL})*)\) AND CreatedDate >= (?P<made>\S+)))?"
    r"(?P<order> ORDER BY Id)?(?: LIMIT (?P<limit>\d+))?"
)
LONGEST_ADDRESS = 16_384
Row = dict[str, Any]


def asked(state: State, question: str, data: str) -> Reply:
    """The first page of an answer."""
    found = QUESTION.fullmatch(question)
    if len(question) > LONGEST_ADDRESS:
        return reply("URI Too Long", 414)
    if not found:
        return envelopes.BAD_QUERY
    thing, fields = found["thing"], found["fields"].split(",")
    if thing not in FIELDS:
        return envelopes.refused(400, "INVALID_TYPE", f"sObject type '{thing}' is not supported.")
    if unknown := set(fields) - FIELDS[thing]:
        return envelopes.refused(400, "INVALID_FIELD", f"No such column '{unknown.pop()}' on entity '{thing}'.")
    picks = _picks(found)
    ids = sorted(pk for pk, row in state.records[thing].items() if picks(row))
    ids = ids[: int(found["limit"])] if found["limit"] else ids
    cursor = f"01g{state.next_id('cur')}"
    state.cursors[cursor] = (thing, fields, ids)
    return onward(state, cursor, 0, data)


def onward(state: State, cursor: str, start: int, data: str) -> Reply:
    """The page of an answer that begins there."""
    if cursor not in state.cursors:
        return envelopes.refused(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
    thing, fields, ids = state.cursors[cursor]
    ends = start + state.page
    rows = [state.records[thing][pk] for pk in ids[start:ends] if pk in state.records[thing]]
    told = [{"attributes": {"type": thing}} | {name: row.get(name) for name in fields} for row in rows]
    body: Row = {"totalSize": len(ids), "done": ends >= len(ids), "records": told}
    if ends < len(ids):
        body["nextRecordsUrl"] = f"{data}query/{cursor}-{ends}"
    return reply(body)


def _picks(found: re.Match[str]) -> Callable[[Row], bool]:
    if found["since"]:
        since = _moment(found["since"])
        return lambda row: _stamped(row["SystemModstamp"]) >= since
    if found["ids"]:
        ids = _literals(found["ids"])
        return lambda row: row["Id"] in ids
    if found["types"]:
        types = _literals(found["types"])
        return lambda row: row["UserType"] in types
    if found["of"]:
        made, of = _moment(found["made"]), _literals(found["of"])
        return lambda row: row.get("WhatId") in of and _stamped(row["CreatedDate"]) >= made
    return lambda row: True


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.UTC)


def _stamped(text: str) -> datetime.datetime:
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")


def _literals(text: str) -> set[str]:
    return {re.sub(r"\\(.)", r"\1", each[1:-1]) for each in re.findall(LITERAL, text)}
