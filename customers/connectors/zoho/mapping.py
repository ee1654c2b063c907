"""Zoho's modules in Baton's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from customers.connectors.interface import Person, Record
from customers.connectors.texts import chosen, fitted, name_of, number, text
from customers.connectors.zoho.references import Item, id_of
from customers.kinds import LinkedKind
from customers.models import ActivityKind, DealState, Stage, TaskState

#: Values of Zoho's own pick lists that files of other systems do not have.
OWN_WORDS = {
    "stage": {
        "identify decision makers": "engaging",
        "id. decision makers": "engaging",
        "perception analysis": "engaging",
    },
    "deal_state": {"closed lost to competition": "lost", "closed-lost to competition": "lost"},
    "task_state": {"waiting for input": "open", "waiting on someone else": "open"},
    "status": {},
}


@dataclass(frozen=True)
class Module:
    """One module: what is asked of it, and how a record of it reads; `about` is what `references.about` found."""

    name: str
    kind: str
    fields: tuple[str, ...]
    texts: Callable[[Item, Mapping[str, str]], dict[str, str]]
    #: Whether its records hang on any other record.
    hangs: bool = False
    tells_gone: bool = True


def record(module: Module, item: Item, about: Mapping[str, str], currency: str) -> Record:
    """A record as Baton reads it."""
    texts = fitted(module.kind, module.texts(item, about))
    if currency and texts.get("amount"):
        texts["currency"] = currency
    return Record(module.kind, str(item["id"]), id_of(item.get("Owner")), texts)


def person(user: Item) -> Person:
    """A user; only "active" ones may get records."""
    name = str(user.get("full_name") or user.get("email") or user["id"])
    return Person(str(user["id"]), name, str(user.get("email") or ""), user.get("status") == "active")


def _choice(choice: str, said: Any) -> str:
    return chosen(choice, said, OWN_WORDS[choice])


def _name(item: Item) -> str:
    return name_of(item.get("First_Name"), item.get("Last_Name")) or text(item.get("Full_Name"))


def _account(item: Item, _about: Mapping[str, str]) -> dict[str, str]:
    places = [" ".join(text(item.get(f"Billing_{part}")).split()) for part in ("Street", "City", "State", "Country")]
    return {
        "name": text(item.get("Account_Name")),
        "status": _choice("status", item.get("Account_Type")),
        "industry": text(item.get("Industry")),
        "region": places[2] or places[3],
        "address": ", ".join(place for place in places if place),
        "parent": id_of(item.get("Parent_Account")),
    }


def _contact(item: Item, _about: Mapping[str, str]) -> dict[str, str]:
    return {
        "customer": id_of(item.get("Account_Name")),
        "name": _name(item),
        "title": text(item.get("Title")),
        "email": text(item.get("Email")),
        "phone": text(item.get("Mobile") or item.get("Phone")),
        "note": text(item.get("Description")),
    }


def _deal(item: Item, _about: Mapping[str, str]) -> dict[str, str]:
    state = _choice("deal_state", item.get("Stage")) or DealState.OPEN
    closes, created = text(item.get("Closing_Date")), text(item.get("Created_Time"))[:10]
    return {
        "name": text(item.get("Deal_Name")),
        "customer": id_of(item.get("Account_Name")),
        "stage": Stage.CLOSED if state != DealState.OPEN else _choice("stage", item.get("Stage")),
        "state": state,
        "amount": number(item.get("Amount")),
        "probability": number(item.get("Probability")),
        "opened_on": "" if closes and closes < created else created,  # it was closed before it came to Zoho
        "expected_close_on": closes,
        "closed_on": closes if state != DealState.OPEN else "",
    }


def _task(item: Item, about: Mapping[str, str]) -> dict[str, str]:
    state = _choice("task_state", item.get("Status"))
    return {
        "title": text(item.get("Subject")),
        **{name: about[name] for name in ("customer", "deal") if name in about},
        "note": text(item.get("Description")),
        "due_on": text(item.get("Due_Date")),
        "state": state or TaskState.OPEN,
        "done_at": text(item.get("Closed_Time")) if state == TaskState.DONE else "",
    }


def _activity(
    kind: ActivityKind, subject: str, at: str, body: str
) -> Callable[[Item, Mapping[str, str]], dict[str, str]]:
    def texts(item: Item, about: Mapping[str, str]) -> dict[str, str]:
        said = text(item.get(body))
        return {
            **about,
            "kind": kind,
            "at": text(item.get(at) or item.get("Created_Time")),
            "subject": text(item.get(subject)) or said.strip().partition("\n")[0],
            "by": id_of(item.get("Owner")),
            "body": said,
        }

    return texts


ACCOUNTS = Module(
    "Accounts",
    "customers",
    (
        "Account_Name",
        "Owner",
        "Account_Type",
        "Industry",
        "Parent_Account",
        "Billing_Street",
        "Billing_City",
        "Billing_State",
        "Billing_Country",
    ),
    _account,
)
CONTACTS = Module(
    "Contacts",
    "contacts",
    ("First_Name", "Last_Name", "Owner", "Account_Name", "Title", "Email", "Phone", "Mobile", "Description"),
    _contact,
)
DEALS = Module(
    "Deals",
    "deals",
    ("Deal_Name", "Owner", "Account_Name", "Stage", "Amount", "Probability", "Closing_Date", "Created_Time"),
    _deal,
)
_HANGS = ("Owner", "What_Id", "Who_Id", "Description", "Created_Time")
TASKS = Module("Tasks", "tasks", ("Subject", "Status", "Due_Date", "Closed_Time", *_HANGS), _task, hangs=True)
EVENTS = Module(
    "Events",
    "activities",
    ("Event_Title", "Start_DateTime", *_HANGS),
    _activity(ActivityKind.VISIT, "Event_Title", "Start_DateTime", "Description"),
    hangs=True,
)
CALLS = Module(
    "Calls",
    "activities",
    ("Subject", "Call_Start_Time", *_HANGS),
    _activity(ActivityKind.CALL, "Subject", "Call_Start_Time", "Description"),
    hangs=True,
)
NOTES = Module(
    "Notes",
    "activities",
    ("Note_Title", "Note_Content", "Parent_Id", "Owner", "Created_Time"),
    _activity(ActivityKind.NOTE, "Note_Title", "Created_Time", "Note_Content"),
    hangs=True,
    tells_gone=False,
)

#: The modules of each kind, in the order in which they are read.
MODULES: dict[str, tuple[Module, ...]] = {
    "customers": (ACCOUNTS,),
    "contacts": (CONTACTS,),
    "deals": (DEALS,),
    "tasks": (TASKS,),
    "activities": (EVENTS, CALLS, NOTES),
}
#: Where the records whose owner is changed are.
OWNED: dict[LinkedKind, str] = {
    LinkedKind.CUSTOMER: ACCOUNTS.name,
    LinkedKind.CONTACT: CONTACTS.name,
    LinkedKind.DEAL: DEALS.name,
    LinkedKind.TASK: TASKS.name,
}
