"""Zoho's modules in Baton's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from customers.connectors.interface import Person, Record
from customers.connectors.zoho.references import Item, id_of
from customers.importing.choice_words import CHOICES
from customers.importing.fields import KINDS
from customers.importing.shape import Form
from customers.kinds import RecordKind
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
    texts = {name: _fit(module.kind, name, value) for name, value in module.texts(item, about).items()}
    if currency and texts.get("amount"):
        texts["currency"] = currency
    return Record(
        module.kind, str(item["id"]), id_of(item.get("Owner")), {name: text for name, text in texts.items() if text}
    )


def person(user: Item) -> Person:
    """A user; only "active" ones may get records."""
    name = str(user.get("full_name") or user.get("email") or user["id"])
    return Person(str(user["id"]), name, str(user.get("email") or ""), user.get("status") == "active")


def _fit(kind: str, name: str, value: str) -> str:
    """Text no longer than there is room for; everything else as it is."""
    field = KINDS[kind].field(name)
    return value.strip()[: field.limit] if field.form is Form.TEXT and field.limit else value.strip()


@cache
def _words(choice: str) -> dict[str, str]:
    """What Zoho may say → the choice it means."""
    found = dict(OWN_WORDS[choice])
    for value, words in CHOICES[choice].items():
        found |= dict.fromkeys([value, *(word.strip().casefold() for word in words.split(","))], value)
    return found


def _choice(choice: str, said: Any) -> str:
    return _words(choice).get(_text(said).strip().casefold(), "")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _number(value: Any) -> str:
    return format(Decimal(str(value)), "f") if isinstance(value, int | float) else _text(value)


def _name(item: Item) -> str:
    """A person's name; written in Chinese it begins with the family's and has no space."""
    first, last = _text(item.get("First_Name")).strip(), _text(item.get("Last_Name")).strip()
    if (first + last) and all("\u4e00" <= letter <= "\u9fff" for letter in first + last):
        return last + first
    return f"{first} {last}".strip() or _text(item.get("Full_Name"))


def _account(item: Item, _about: Mapping[str, str]) -> dict[str, str]:
    places = [" ".join(_text(item.get(f"Billing_{part}")).split()) for part in ("Street", "City", "State", "Country")]
    parent = item.get("Parent_Account")
    return {
        "name": _text(item.get("Account_Name")),
        "status": _choice("status", item.get("Account_Type")),
        "industry": _text(item.get("Industry")),
        "region": places[2] or places[3],
        "address": ", ".join(place for place in places if place),
        "parent": _text(parent.get("name")) if isinstance(parent, dict) else "",
    }


def _contact(item: Item, _about: Mapping[str, str]) -> dict[str, str]:
    return {
        "customer": id_of(item.get("Account_Name")),
        "name": _name(item),
        "title": _text(item.get("Title")),
        "email": _text(item.get("Email")),
        "phone": _text(item.get("Mobile") or item.get("Phone")),
        "note": _text(item.get("Description")),
    }


def _deal(item: Item, _about: Mapping[str, str]) -> dict[str, str]:
    state = _choice("deal_state", item.get("Stage")) or DealState.OPEN
    closes, created = _text(item.get("Closing_Date")), _text(item.get("Created_Time"))[:10]
    return {
        "name": _text(item.get("Deal_Name")),
        "customer": id_of(item.get("Account_Name")),
        "stage": Stage.CLOSED if state != DealState.OPEN else _choice("stage", item.get("Stage")),
        "state": state,
        "amount": _number(item.get("Amount")),
        "probability": _number(item.get("Probability")),
        "opened_on": "" if closes and closes < created else created,  # it was closed before it came to Zoho
        "expected_close_on": closes,
        "closed_on": closes if state != DealState.OPEN else "",
    }


def _task(item: Item, about: Mapping[str, str]) -> dict[str, str]:
    state = _choice("task_state", item.get("Status"))
    return {
        "title": _text(item.get("Subject")),
        **{name: about[name] for name in ("customer", "deal") if name in about},
        "note": _text(item.get("Description")),
        "due_on": _text(item.get("Due_Date")),
        "state": state or TaskState.OPEN,
        "done_at": _text(item.get("Closed_Time")) if state == TaskState.DONE else "",
    }


def _activity(
    kind: ActivityKind, subject: str, at: str, body: str
) -> Callable[[Item, Mapping[str, str]], dict[str, str]]:
    def texts(item: Item, about: Mapping[str, str]) -> dict[str, str]:
        said = _text(item.get(body))
        return {
            **about,
            "kind": kind,
            "at": _text(item.get(at) or item.get("Created_Time")),
            "subject": _text(item.get(subject)) or said.strip().partition("\n")[0],
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
OWNED: dict[RecordKind, str] = {
    RecordKind.CUSTOMER: ACCOUNTS.name,
    RecordKind.DEAL: DEALS.name,
    RecordKind.TASK: TASKS.name,
}
