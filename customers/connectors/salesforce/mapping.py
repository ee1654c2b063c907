"""Salesforce's objects in Baton's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from customers.connectors.interface import Person, Record
from customers.connectors.texts import chosen, fitted, name_of, number, text
from customers.kinds import LinkedKind
from customers.models import ContractState, DealState, Stage, TaskState

Item = Mapping[str, Any]

#: Values of Salesforce's own pick lists that files of other systems do not have.
STAGES = {"id. decision makers": "engaging", "perception analysis": "qualifying"}
TYPES = {
    "customer - direct": "active",
    "customer - channel": "active",
    "channel partner / reseller": "active",
    "installation partner": "active",
    "technology partner": "active",
}
CONTRACT_STATES = {"in approval process": "draft"}
#: How the ids of what a task is about begin.
ACCOUNT, OPPORTUNITY = "001", "006"


@dataclass(frozen=True)
class Thing:
    """One object: what is asked of it beside the id, and how a record of it reads."""

    name: str
    kind: str
    fields: tuple[str, ...]
    texts: Callable[[Item], dict[str, str]]

    @property
    def asked(self) -> tuple[str, ...]:
        """The fields of a question."""
        return ("Id", "OwnerId", *self.fields)


def record(thing: Thing, item: Item, currency: str) -> Record:
    """A record as Baton reads it."""
    texts = fitted(thing.kind, thing.texts(item))
    if currency and texts.get("amount"):
        texts["currency"] = currency
    return Record(thing.kind, str(item["Id"]), text(item.get("OwnerId")), texts)


def person(user: Item) -> Person:
    """A user; nobody is ever deleted there, only made inactive."""
    name = str(user.get("Name") or user.get("Email") or user["Id"])
    return Person(str(user["Id"]), name, str(user.get("Email") or ""), user.get("IsActive") is True)


def _account(item: Item) -> dict[str, str]:
    places = [" ".join(text(item.get(f"Billing{part}")).split()) for part in ("Street", "City", "State", "Country")]
    return {
        "name": text(item.get("Name")),
        "status": chosen("status", item.get("Type"), TYPES),
        "industry": text(item.get("Industry")),
        "region": places[2] or places[3],
        "address": ", ".join(place for place in places if place),
        "parent": text(item.get("ParentId")),
    }


def _contact(item: Item) -> dict[str, str]:
    return {
        "customer": text(item.get("AccountId")),
        "name": name_of(item.get("FirstName"), item.get("LastName")),
        "title": text(item.get("Title")),
        "email": text(item.get("Email")),
        "phone": text(item.get("MobilePhone") or item.get("Phone")),
        "note": text(item.get("Description")),
    }


def _opportunity(item: Item) -> dict[str, str]:
    closed = item.get("IsClosed") is True
    won = DealState.WON if item.get("IsWon") is True else DealState.LOST
    closes, created = text(item.get("CloseDate")), text(item.get("CreatedDate"))[:10]
    return {
        "name": text(item.get("Name")),
        "customer": text(item.get("AccountId")),
        "stage": Stage.CLOSED if closed else chosen("stage", item.get("StageName"), STAGES),
        "state": won if closed else DealState.OPEN,
        "amount": number(item.get("Amount")),
        "probability": number(item.get("Probability")),
        "opened_on": "" if closes and closes < created else created,  # it was closed before it came to Salesforce
        "expected_close_on": closes,
        "closed_on": closes if closed else "",
    }


def _contract(item: Item) -> dict[str, str]:
    return {
        "number": text(item.get("ContractNumber")),
        "customer": text(item.get("AccountId")),
        "state": chosen("contract_state", item.get("Status"), CONTRACT_STATES) or ContractState.DRAFT,
        "starts_on": text(item.get("StartDate")),
        "ends_on": text(item.get("EndDate")),
    }


def _task(item: Item) -> dict[str, str]:
    about = text(item.get("WhatId"))
    done = item.get("IsClosed") is True
    return {
        "title": text(item.get("Subject")),
        "customer": about if about.startswith(ACCOUNT) else text(item.get("AccountId")),
        "deal": about if about.startswith(OPPORTUNITY) else "",
        "note": text(item.get("Description")),
        "due_on": text(item.get("ActivityDate")),
        "state": TaskState.DONE if done else TaskState.OPEN,
        "done_at": text(item.get("CompletedDateTime")) if done else "",
    }


ACCOUNTS = Thing(
    "Account",
    "customers",
    ("Name", "Type", "Industry", "ParentId", "BillingStreet", "BillingCity", "BillingState", "BillingCountry"),
    _account,
)
CONTACTS = Thing(
    "Contact",
    "contacts",
    ("FirstName", "LastName", "AccountId", "Title", "Email", "Phone", "MobilePhone", "Description"),
    _contact,
)
OPPORTUNITIES = Thing(
    "Opportunity",
    "deals",
    ("Name", "AccountId", "StageName", "IsClosed", "IsWon", "Amount", "Probability", "CloseDate", "CreatedDate"),
    _opportunity,
)
CONTRACTS = Thing("Contract", "contracts", ("ContractNumber", "AccountId", "Status", "StartDate", "EndDate"), _contract)
TASKS = Thing(
    "Task",
    "tasks",
    (
        *("Subject", "IsClosed", "ActivityDate", "CompletedDateTime"),
        *("WhatId", "AccountId", "Description"),
    ),
    _task,
)

#: Every object by Baton's kind, in the order in which they are read.
THINGS: dict[str, Thing] = {each.kind: each for each in (ACCOUNTS, CONTACTS, OPPORTUNITIES, CONTRACTS, TASKS)}
#: The objects whose owner is changed.
OWNED: dict[LinkedKind, str] = {
    LinkedKind.CUSTOMER: ACCOUNTS.name,
    LinkedKind.CONTACT: CONTACTS.name,
    LinkedKind.DEAL: OPPORTUNITIES.name,
    LinkedKind.CONTRACT: CONTRACTS.name,
    LinkedKind.TASK: TASKS.name,
}
