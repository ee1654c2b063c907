"""Where a read of many records stands, as text that can be kept, and how it goes on."""

import dataclasses
import datetime
import json
from collections.abc import Mapping
from typing import Any

from customers.connectors.interface import ConnectorError, Fault
from customers.connectors.zoho.client import Client
from customers.connectors.zoho.errors import LOST_PLACE
from customers.connectors.zoho.mapping import MODULES, Module

PER_PAGE = 200
#: As far as pages have numbers.
NUMBERED = 2000 // PER_PAGE
#: How often one module is begun again because Zoho lost our place.
AGAIN = 3


@dataclasses.dataclass(frozen=True)
class Place:
    """`module` by its number in `MODULES[kind]`; `gone`: in the list of what was deleted."""

    module: int = 0
    gone: bool = False
    page: int = 1
    token: str | None = None
    again: int = 0

    def __str__(self) -> str:
        return json.dumps(dataclasses.astuple(self), separators=(",", ":"))

    @classmethod
    def of(cls, after: str | None) -> "Place":
        """What `str` made of a place; the beginning without one. Raises `ConnectorError` when it is none."""
        try:
            return cls(*json.loads(after)) if after else cls()
        except (TypeError, ValueError) as error:
            raise ConnectorError(Fault.PERMANENT, "no_such_place") from error

    def past(self, kind: str, *, since: bool) -> "Place | None":
        """Where it goes on when this list has ended: what is gone after what is there, then the next module."""
        if since and not self.gone and MODULES[kind][self.module].tells_gone:
            return Place(self.module, gone=True)
        return Place(self.module + 1) if self.module + 1 < len(MODULES[kind]) else None

    def on(self, info: Mapping[str, Any]) -> "Place | None":
        """The next page of this list, None when it has ended."""
        token = info.get("next_page_token")
        if not info.get("more_records"):
            return None
        if isinstance(token, str) and token:
            if token == self.token:
                raise ConnectorError(Fault.LATER, "page_repeated")
            return dataclasses.replace(self, page=self.page + 1, token=token)
        return dataclasses.replace(self, page=self.page + 1, token=None)


def page(
    client: Client, module: Module, place: Place, since: datetime.datetime | None
) -> tuple[Place, list[dict[str, Any]], Mapping[str, Any]]:
    """The records (or deletions) at a place, which is the beginning again when Zoho has lost it, and their `info`."""
    try:
        body = client.read(*_request(module, place), _headers(since))
    except ConnectorError as error:
        if error.code not in LOST_PLACE or place.token is None or place.again >= AGAIN:
            raise
        place = Place(place.module, gone=place.gone, again=place.again + 1)
        body = client.read(*_request(module, place), _headers(since))
    found, info = body.get("data"), body.get("info")
    items = [item for item in found if isinstance(item, dict) and item.get("id")] if isinstance(found, list) else []
    return place, items, info if isinstance(info, dict) else {}


def _request(module: Module, place: Place) -> tuple[str, dict[str, str | int]]:
    if place.gone:
        return f"{module.name}/deleted", {"type": "all", "per_page": PER_PAGE, "page": place.page}
    asked: dict[str, str | int] = {
        "fields": ",".join(module.fields),
        "per_page": PER_PAGE,
        "sort_by": "id",
        "sort_order": "asc",
    }
    # By number only where no token was given: with ids in order, what changes meanwhile never hides a record.
    return module.name, asked | ({"page_token": place.token} if place.token else {"page": place.page})


def _headers(since: datetime.datetime | None) -> dict[str, str]:
    if since is None:
        return {}
    return {"If-Modified-Since": since.astimezone(datetime.UTC).isoformat(timespec="seconds")}
