"""HubSpot's objects in Baton's words. Every value of a property is text there, or null."""

import datetime
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.html import strip_tags

from customers.connectors.interface import Person, Record
from customers.connectors.texts import chosen, fitted, name_of, text
from customers.kinds import LinkedKind
from customers.models import Currency, DealState, Stage, TaskState

Item = Mapping[str, Any]

#: Values of HubSpot's own that files of other systems do not have.
LIFECYCLE = {"marketingqualifiedlead": "prospect", "salesqualifiedlead": "prospect"}
OWNER = "hubspot_owner_id"
#: What is told as a moment and read as a day.
DAYS = ("closedate", "createdate", "hs_timestamp")


@dataclass(frozen=True)
class Thing:
    """One type of object: its properties, the property of its last change, what it hangs on, and how it reads.

    `hangs` are the types of the records it belongs to, by Baton's field.
    """

    name: str
    kind: str
    properties: tuple[str, ...]
    texts: Callable[[Item], dict[str, str]]
    hangs: tuple[tuple[str, str], ...] = ()
    modified: str = "hs_lastmodifieddate"

    @property
    def asked(self) -> tuple[str, ...]:
        """The properties of a question."""
        return (OWNER, *self.properties)


def record(
    thing: Thing, row: Item, about: Mapping[str, str], currency: str, zone: datetime.tzinfo = datetime.UTC
) -> Record:
    """A record as Baton reads it, with the days of `zone`; `about` are the ids of the records it hangs on."""
    item = {**properties(row)}
    item |= {name: _day(item.get(name), zone) for name in DAYS if name in item}
    texts = fitted(thing.kind, {**thing.texts(item), **about})
    if texts.get("amount"):
        told = text(item.get("deal_currency_code"))
        texts["currency"] = told if told in Currency.values else currency
    return Record(thing.kind, str(row["id"]), owner_of(row), {name: value for name, value in texts.items() if value})


def _day(value: Any, zone: datetime.tzinfo) -> str:
    """The day of a moment, which HubSpot tells in UTC."""
    try:
        return datetime.datetime.fromisoformat(text(value)).astimezone(zone).date().isoformat()
    except ValueError:
        return text(value)[:10]


def properties(row: Item) -> Item:
    """The values of a record."""
    found = row.get("properties")
    return found if isinstance(found, dict) else {}


def owner_of(row: Item) -> str:
    """Whose a record is, empty for nobody."""
    return text(properties(row).get(OWNER))


def person(owner: Item, *, active: bool) -> Person:
    """An owner; the archived ones still own records."""
    email = text(owner.get("email"))
    name = name_of(owner.get("firstName"), owner.get("lastName")) or email or str(owner["id"])
    return Person(str(owner["id"]), name, email, active)


def _company(item: Item) -> dict[str, str]:
    places = [" ".join(text(item.get(name)).split()) for name in ("address", "city", "state", "country")]
    return {
        "name": text(item.get("name")) or text(item.get("domain")),
        "status": chosen("status", item.get("lifecyclestage"), LIFECYCLE),
        "industry": text(item.get("industry")).replace("_", " ").capitalize(),
        "region": places[2] or places[3],
        "address": ", ".join(place for place in places if place),
    }


def _contact(item: Item) -> dict[str, str]:
    return {
        "name": name_of(item.get("firstname"), item.get("lastname")) or text(item.get("email")),
        "title": text(item.get("jobtitle")),
        "email": text(item.get("email")),
        "phone": text(item.get("mobilephone") or item.get("phone")),
    }


def _deal(item: Item) -> dict[str, str]:
    closed = item.get("hs_is_closed") == "true"
    won = DealState.WON if item.get("hs_is_closed_won") == "true" else DealState.LOST
    closes, created = text(item.get("closedate")), text(item.get("createdate"))
    return {
        "name": text(item.get("dealname")),
        "stage": Stage.CLOSED if closed else chosen("stage", item.get("dealstage")),
        "state": won if closed else DealState.OPEN,
        "amount": text(item.get("amount")),
        "probability": _percent(item.get("hs_deal_stage_probability")),
        "opened_on": "" if closes and closes < created else created,  # it was closed before it came to HubSpot
        "expected_close_on": closes,
        "closed_on": closes if closed else "",
    }


def _percent(share: Any) -> str:
    """HubSpot's 0.2 is 20 %."""
    try:
        return format((Decimal(text(share)) * 100).normalize(), "f")
    except InvalidOperation:
        return ""


def _task(item: Item) -> dict[str, str]:
    done = item.get("hs_task_status") == "COMPLETED"
    note = html.unescape(strip_tags(text(item.get("hs_task_body"))))
    return {
        "title": text(item.get("hs_task_subject")) or note.strip().partition("\n")[0],
        "note": note,
        "due_on": text(item.get("hs_timestamp")),
        "state": TaskState.DONE if done else TaskState.OPEN,
        "done_at": text(item.get("hs_task_completion_date")) if done else "",
    }


COMPANIES = Thing(
    "companies",
    "customers",
    ("name", "domain", "lifecyclestage", "industry", "address", "city", "state", "country"),
    _company,
)
CONTACTS = Thing(
    "contacts",
    "contacts",
    ("firstname", "lastname", "jobtitle", "email", "phone", "mobilephone"),
    _contact,
    hangs=(("customer", "companies"),),
    modified="lastmodifieddate",
)
DEALS = Thing(
    "deals",
    "deals",
    (
        *("dealname", "dealstage", "hs_is_closed", "hs_is_closed_won", "hs_deal_stage_probability"),
        *("amount", "deal_currency_code", "closedate", "createdate"),
    ),
    _deal,
    hangs=(("customer", "companies"),),
)
TASKS = Thing(
    "tasks",
    "tasks",
    ("hs_task_subject", "hs_task_body", "hs_task_status", "hs_timestamp", "hs_task_completion_date"),
    _task,
    hangs=(("customer", "companies"), ("deal", "deals")),
)

#: Every type by Baton's kind, in the order in which they are read.
THINGS: dict[str, Thing] = {each.kind: each for each in (COMPANIES, CONTACTS, DEALS, TASKS)}
#: The types whose owner is changed.
OWNED: dict[LinkedKind, str] = {
    LinkedKind.CUSTOMER: COMPANIES.name,
    LinkedKind.CONTACT: CONTACTS.name,
    LinkedKind.DEAL: DEALS.name,
    LinkedKind.TASK: TASKS.name,
}
