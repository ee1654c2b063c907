"""What a simulated Salesforce keeps: users, records by object, tokens, open questions; and what was done to it."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

CLIENT_ID, CLIENT_SECRET = "3MVG9.consumer", "s3cr3t-of-the-consumer"
SESSION = datetime.timedelta(hours=2)
PREFIXES = {"Account": "001", "Contact": "003", "Opportunity": "006", "Contract": "800", "Task": "00T"}

_ALWAYS = {"Id", "OwnerId", "CreatedDate", "LastModifiedDate", "SystemModstamp", "IsDeleted"}
#: The fields each object has.
FIELDS: dict[str, set[str]] = {
    "User": {"Id", "Name", "Email", "IsActive", "ManagerId", "UserType"},
    "Account": _ALWAYS
    | {"Name", "Type", "Industry", "ParentId", "Phone", "Website", "AnnualRevenue"}
    | {"BillingStreet", "BillingCity", "BillingState", "BillingPostalCode", "BillingCountry"},
    "Contact": _ALWAYS
    | {"FirstName", "LastName", "Name", "AccountId", "Title", "Email", "Phone", "MobilePhone", "Description"},
    "Opportunity": _ALWAYS
    | {"Name", "AccountId", "StageName", "Amount", "Probability", "CloseDate", "IsClosed", "IsWon", "Description"},
    "Contract": _ALWAYS | {"ContractNumber", "AccountId", "Status", "StartDate", "EndDate", "ContractTerm"},
    "Task": _ALWAYS
    | {"Subject", "Status", "Priority", "ActivityDate", "IsClosed", "CompletedDateTime", "Description"}
    | {"WhatId", "WhoId", "AccountId"},
}


@dataclass
class State:
    """One organisation. `now` is the time there; what is counted is for tests to look at."""

    now: Callable[[], datetime.datetime]
    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {name: {} for name in FIELDS})
    #: Tokens and when their sessions end.
    tokens: dict[str, datetime.datetime] = field(default_factory=dict)
    #: Questions that have more pages: the object, the fields, the ids.
    cursors: dict[str, tuple[str, list[str], list[str]]] = field(default_factory=dict)
    page: int = 2000
    #: Calls of 24 hours, and how many of them there are.
    calls: int = 0
    most_calls: int = 5000
    #: Records nobody may change, records that are locked as often as their number says, and those that refuse as long
    #: as their owner is inactive.
    stopped: set[str] = field(default_factory=set)
    locked: Counter[str] = field(default_factory=Counter)
    owner_writes: Counter[str] = field(default_factory=Counter)
    _last: int = 0

    def stamp(self) -> str:
        """The time as Salesforce writes it."""
        return self.now().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    def next_id(self, prefix: str) -> str:
        """An id of 18 letters that nothing has yet."""
        self._last += 1
        return f"{prefix}5g{self._last:010}AAC"

    def add_user(self, name: str, email: str, *, active: bool = True, kind: str = "Standard") -> str:
        """The id of a new user."""
        pk = self.next_id("005")
        told = {"Id": pk, "Name": name, "Email": email, "IsActive": active, "ManagerId": None, "UserType": kind}
        self.records["User"][pk] = told
        return pk

    def add(self, thing: str, owner: str, **fields: Any) -> str:
        """The id of a new record. Raises `AssertionError` for a field the object has not."""
        assert not set(fields) - FIELDS[thing], f"{thing} has no {set(fields) - FIELDS[thing]}"
        pk, now = self.next_id(PREFIXES[thing]), self.stamp()
        always = {"Id": pk, "OwnerId": owner, "CreatedDate": now, "LastModifiedDate": now, "SystemModstamp": now}
        self.records[thing][pk] = always | {"IsDeleted": False} | fields
        return pk

    def owner(self, pk: str) -> str:
        """Whose a record is."""
        return str(next(rows[pk] for rows in self.records.values() if pk in rows)["OwnerId"])

    def give(self, thing: str, pk: str, owner: str) -> None:
        """Change an owner, and remember that it was done."""
        self.records[thing][pk] |= {"OwnerId": owner, "SystemModstamp": self.stamp(), "LastModifiedDate": self.stamp()}
        self.owner_writes[pk] += 1

    def end_sessions(self) -> None:
        """All access tokens run out at once."""
        self.tokens.clear()
