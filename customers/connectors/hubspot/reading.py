"""Pages of records: all of them from the list, what changed since from the search, and what each hangs on.

The search is behind the writes and ends at 10,000 records: it is asked for what follows the last id, never for a later
page; who reads owners does not search.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from customers.connectors.hubspot.client import PER_PAGE, Client, Row, onward, rows
from customers.connectors.hubspot.mapping import Thing
from customers.connectors.interface import ConnectorError, Fault

#: Most records in one page of a search.
PER_SEARCH = 200
ID = "hs_object_id"
#: How the types of links that are beside the main one end.
BESIDE = "_unlabeled"


def listed(client: Client, thing: Thing, after: str | None) -> tuple[list[Row], str | None]:
    """A page of all records, and where to go on."""
    asked: dict[str, str | int] = {"limit": PER_PAGE, "properties": ",".join(thing.asked), "archived": "false"}
    body = client.read(f"objects/{thing.name}", asked | ({"after": after} if after else {}))
    return rows(body), onward(body, after)


def searched(client: Client, thing: Thing, since: datetime.datetime, after: str | None) -> tuple[list[Row], str | None]:
    """A page of what changed since, by id; `after` is the last one of the page before."""
    if after is not None and not after.isdecimal():
        raise ConnectorError(Fault.PERMANENT, "no_such_place")
    filters = [_filter(thing.modified, "GTE", str(int(since.timestamp() * 1000)))]
    if after:
        filters.append(_filter(ID, "GT", after))
    asked: dict[str, Any] = {
        "filterGroups": [{"filters": filters}],
        "sorts": [{"propertyName": ID, "direction": "ASCENDING"}],
        "properties": list(thing.asked),
        "limit": PER_SEARCH,
    }
    found = rows(client.post(f"objects/{thing.name}/search", asked))
    last = str(found[-1]["id"]) if found else None
    if after and last and int(last) <= int(after):
        raise ConnectorError(Fault.LATER, "page_repeated")
    return found, last if len(found) == PER_SEARCH else None


def _filter(name: str, operator: str, value: str) -> dict[str, str]:
    return {"propertyName": name, "operator": operator, "value": value}


def about(client: Client, thing: Thing, found: Sequence[Row]) -> dict[str, dict[str, str]]:
    """The ids of the records each hangs on, by its own id."""
    told: dict[str, dict[str, str]] = {str(row["id"]): {} for row in found}
    for name, other in thing.hangs:
        for row in client.batch(f"associations/{thing.name}/{other}/batch/read", list(told)):
            source = row.get("from")
            id_ = str(source.get("id")) if isinstance(source, dict) else ""
            links = [each for each in row.get("to") or () if isinstance(each, dict) and each.get("id")]
            if links and id_ in told:
                told[id_][name] = str(min(links, key=lambda each: str(each.get("type")).endswith(BESIDE))["id"])
    return told
