"""What a simulated HubSpot keeps: owners, objects by type, what hangs on what, the index of its search."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

TOKEN = "pat-na1-s3cr3t-of-the-app"
MODIFIED = {"companies": "hs_lastmodifieddate", "contacts": "lastmodifieddate"}
#: Scopes by what they open; tasks and notes have none of their own.
SCOPES = {
    "owners": "crm.objects.owners",
    "companies": "crm.objects.companies",
    "deals": "crm.objects.deals",
    **dict.fromkeys(("contacts", "tasks", "notes"), "crm.objects.contacts"),
}
TYPES = ("companies", "contacts", "deals", "tasks", "notes")
Row = dict[str, Any]


@dataclass
class State:
    """One account. `now` is the time there; what is counted is for tests to look at."""

    now: Callable[[], datetime.datetime]
    owners: dict[str, Row] = field(default_factory=dict)
    objects: dict[str, dict[str, Row]] = field(default_factory=lambda: {name: {} for name in TYPES})
    #: What the search knows of them; it is behind until `index` is called.
    indexed: dict[str, dict[str, Row]] = field(default_factory=lambda: {name: {} for name in TYPES})
    #: (type, other type) → id → ids and types of links, the main one not always first.
    links: dict[tuple[str, str], dict[str, list[tuple[str, str]]]] = field(default_factory=dict)
    #: What the token may, as (scope, read or write), and the calls of a window, if they are counted at all.
    scopes: set[tuple[str, str]] = field(
        default_factory=lambda: {(scope, deed) for scope in SCOPES.values() for deed in ("read", "write")}
    )
    burst: int | None = None
    calls: list[datetime.datetime] = field(default_factory=list)
    searches: list[datetime.datetime] = field(default_factory=list)
    #: Records nobody may change, and those the limit hits as often as their number says.
    stopped: set[str] = field(default_factory=set)
    limited: Counter[str] = field(default_factory=Counter)
    owner_writes: Counter[str] = field(default_factory=Counter)
    _last: int = 500

    def stamp(self) -> str:
        """The time as HubSpot writes it."""
        return self.now().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def next_id(self) -> str:
        """An id nothing has yet."""
        self._last += 1
        return str(self._last)

    def add_owner(self, first: str, last: str, email: str, *, archived: bool = False) -> str:
        """The id of a new owner."""
        pk = self.next_id()
        told = {"id": pk, "email": email, "firstName": first, "lastName": last, "type": "PERSON", "archived": archived}
        self.owners[pk] = told | {"userId": int(pk) + 1000, "createdAt": self.stamp(), "updatedAt": self.stamp()}
        return pk

    def add(self, kind: str, owner: str, **properties: str | None) -> str:
        """The id of a new record; the search knows it at once."""
        pk = self.next_id()
        self.objects[kind][pk] = {"hs_object_id": pk, "hubspot_owner_id": owner, "createdate": self.stamp()}
        self.objects[kind][pk] |= {MODIFIED.get(kind, "hs_lastmodifieddate"): self.stamp(), **properties}
        self.indexed[kind][pk] = dict(self.objects[kind][pk])
        return pk

    def link(self, kind: str, pk: str, other: str, to: str) -> None:
        """Let a record hang on another: the link beside comes first, the main one second."""
        said = f"{kind}_to_{other}"
        self.links.setdefault((kind, other), {})[pk] = [(to, f"{said}_unlabeled"), (to, said)]

    def index(self) -> None:
        """Let the search catch up."""
        self.indexed = {kind: {pk: dict(row) for pk, row in rows.items()} for kind, rows in self.objects.items()}

    def owner(self, pk: str) -> str:
        """Whose a record is."""
        return str(next(rows[pk] for rows in self.objects.values() if pk in rows)["hubspot_owner_id"])

    def give(self, kind: str, pk: str, owner: str) -> None:
        """Change an owner, and remember that it was done; the search does not know yet."""
        changed = {"hubspot_owner_id": owner, MODIFIED.get(kind, "hs_lastmodifieddate"): self.stamp()}
        self.objects[kind][pk] |= changed
        self.owner_writes[pk] += 1

    def shown(self, row: Row, properties: list[str]) -> Row:
        """A record as it is answered."""
        told = {name: row.get(name) for name in ("hs_object_id", "createdate", *properties)}
        return {"id": row["hs_object_id"], "properties": told, "createdAt": row["createdate"], "archived": False}
