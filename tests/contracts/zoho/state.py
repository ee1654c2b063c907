"""What a simulated Zoho CRM keeps: users, records by module, what was deleted, tokens; and what was done to it."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN = "1000.CLIENT", "s3cr3t-of-the-client", "1000.refresh-me-forever"
LIFETIME = datetime.timedelta(hours=1)
CHINA = datetime.timezone(datetime.timedelta(hours=8))
FIRST_ID = 700_000_000_000_001

_ALWAYS = {"id", "Owner", "Created_Time", "Modified_Time", "Created_By", "Modified_By", "Tag"}
_HANGS = {"What_Id", "Who_Id", "Description", "$se_module"}
#: The fields each module has, beside what all have.
FIELDS: dict[str, set[str]] = {
    "Accounts": {
        *("Account_Name", "Account_Type", "Industry", "Parent_Account", "Phone", "Website", "Annual_Revenue"),
        *("Billing_Street", "Billing_City", "Billing_State", "Billing_Code", "Billing_Country", "Description"),
    },
    "Contacts": {
        *("First_Name", "Last_Name", "Full_Name", "Account_Name", "Title", "Email", "Phone", "Mobile"),
        *("Department", "Description"),
    },
    "Deals": {
        *("Deal_Name", "Account_Name", "Contact_Name", "Stage", "Amount", "Probability", "Closing_Date"),
        *("Expected_Revenue", "Next_Step", "Type", "Lead_Source", "Description"),
    },
    "Tasks": {"Subject", "Status", "Priority", "Due_Date", "Closed_Time", *_HANGS},
    "Events": {"Event_Title", "Start_DateTime", "End_DateTime", *_HANGS},
    "Calls": {"Subject", "Call_Start_Time", "Call_Duration", "Call_Type", *_HANGS},
    "Notes": {"Note_Title", "Note_Content", "Parent_Id"},
}
KNOWN = {name: fields | _ALWAYS for name, fields in FIELDS.items()}


@dataclass
class State:
    """One organisation. `now` is the time there; what is counted is for tests to look at.

    `tells_module`: whether tasks and the like say which module the record is of that they hang on.
    """

    now: Callable[[], datetime.datetime]
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {name: {} for name in FIELDS})
    deleted: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    current: str = ""
    tells_module: bool = True
    #: Tokens and when they end; when they were given.
    tokens: dict[str, datetime.datetime] = field(default_factory=dict)
    given: list[datetime.datetime] = field(default_factory=list)
    #: What the refresh token was given for.
    scopes: set[str] = field(default_factory=lambda: {"modules", "users", "change_owner"})
    #: Calls left until the limit of credits; None: without end.
    credits: int | None = None
    #: How many pages with a token are still to be given twice.
    repeats: int = 0
    #: The status of an answer in which some records failed: 202 or 207 by documentation, 200 as it is seen too.
    mixed: int = 202
    #: Records that refuse: locked ones fail a whole call, stopped ones are named beside the others, and modified ones
    #: as often as their number says.
    locked: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    modified: Counter[str] = field(default_factory=Counter)
    #: Records that take no note.
    unnotable: set[str] = field(default_factory=set)
    owner_writes: Counter[str] = field(default_factory=Counter)
    _last: int = FIRST_ID

    def stamp(self) -> str:
        """The time as Zoho writes it."""
        return self.now().astimezone(CHINA).isoformat(timespec="seconds")

    def next_id(self) -> str:
        """An id nothing has yet."""
        self._last += 1
        return str(self._last)

    def add_user(self, name: str, email: str, status: str = "active") -> str:
        """The id of a new user; the first one is whom calls are made as."""
        pk = self.next_id()
        first, _space, last = name.rpartition(" ")
        self.users[pk] = {
            "id": pk,
            "full_name": name,
            "first_name": first or None,
            "last_name": last,
            "email": email,
            "status": status,
            "confirm": status == "active",
            "role": {"name": "Sales", "id": "1"},
            "profile": {"name": "Standard", "id": "2"},
        }
        self.current = self.current or pk
        return pk

    def add(self, module: str, owner: str, **fields: Any) -> str:
        """The id of a new record. Raises `AssertionError` for a field the module has not."""
        assert not set(fields) - KNOWN[module], f"{module} has no {set(fields) - KNOWN[module]}"
        pk, now = self.next_id(), self.stamp()
        self.records[module][pk] = {"id": pk, "Owner": owner, "Created_Time": now, "Modified_Time": now} | fields
        return pk

    def delete(self, module: str, pk: str) -> None:
        """Into the recycle bin."""
        self.records[module].pop(pk)
        by = {"name": self.users[self.current]["full_name"], "id": self.current}
        said = {"deleted_by": by, "id": pk, "display_name": pk, "type": "recycle", "created_by": by}
        self.deleted[module].insert(0, said | {"deleted_time": self.stamp()})

    def owner(self, pk: str) -> str:
        """Whose a record is."""
        return str(self.module_of(pk)[pk]["Owner"])

    def module_of(self, pk: str) -> dict[str, dict[str, Any]]:
        """The records of the module in which `pk` is."""
        return next(records for records in self.records.values() if pk in records)

    def give(self, module: str, pk: str, owner: str) -> None:
        """Change an owner, and remember that it was done."""
        self.records[module][pk] |= {"Owner": owner, "Modified_Time": self.stamp()}
        self.owner_writes[pk] += 1

    def end_tokens(self) -> None:
        """All access tokens run out at once."""
        self.tokens.clear()

    def shown(self, module: str, pk: str, fields: set[str]) -> dict[str, Any]:
        """A record as it is answered: with the names of what it points to."""
        found = dict(self.records[module][pk])
        user = self.users[found["Owner"]]
        found["Owner"] = {"name": user["full_name"], "id": user["id"], "email": user["email"]}
        for name in ("Account_Name", "Contact_Name", "Parent_Account", "What_Id", "Who_Id"):
            if name in found and not (name == "Account_Name" and module == "Accounts"):
                found[name] = self._pointed(found[name])
        if self.tells_module and found.get("What_Id"):
            found["$se_module"] = self._name_of_module(found["What_Id"]["id"])
            fields = fields | {"$se_module"}
        if module == "Notes":
            pointed = self._pointed(found["Parent_Id"])
            told = {"module": {"api_name": self._name_of_module(found["Parent_Id"])}} if self.tells_module else {}
            found["Parent_Id"] = pointed and pointed | told
        return {name: found.get(name) for name in ("id", *sorted(fields))}

    def _name_of_module(self, pk: str) -> str | None:
        return next((name for name, records in self.records.items() if pk in records), None)

    def _pointed(self, pk: str | None) -> dict[str, Any] | None:
        for records in self.records.values():
            if pk in records:
                found = records[pk]
                return {"name": found.get("Account_Name") or found.get("Deal_Name") or found.get("Last_Name"), "id": pk}
        return None
