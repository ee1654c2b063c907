"""The book: customers and what belongs to them, the ownership ledger, imports."""

from customers.models.activity import Activity, ActivityKind, Task, TaskState
from customers.models.base import Owned, Sourced
from customers.models.connection import (
    OPEN_RUNS,
    Connection,
    ConnectionRun,
    RunKind,
    RunState,
    VendorPerson,
)
from customers.models.contract import Contract, ContractState, Order
from customers.models.customer import AccountTeamMember, Channel, Contact, ContactRole, Customer, CustomerStatus, Grade
from customers.models.deal import Deal, DealState, Product, Stage
from customers.models.importing import Import, ImportFile, ImportState, RefusedRow, RememberedMapping
from customers.models.known_as import PersonAtSource
from customers.models.ownership import OwnershipChange, Why
from customers.models.record_link import LinkState, RecordLink
from customers.models.record_note import NoteState, RecordNote
from customers.models.search import CustomerSearch, DealSearch
from customers.models.seat import SeatChange
from web.currency import Currency

__all__ = [
    "OPEN_RUNS",
    "AccountTeamMember",
    "Activity",
    "ActivityKind",
    "Channel",
    "Connection",
    "ConnectionRun",
    "Contact",
    "ContactRole",
    "Contract",
    "ContractState",
    "Currency",
    "Customer",
    "CustomerSearch",
    "CustomerStatus",
    "Deal",
    "DealSearch",
    "DealState",
    "Grade",
    "Import",
    "ImportFile",
    "ImportState",
    "LinkState",
    "NoteState",
    "Order",
    "Owned",
    "OwnershipChange",
    "PersonAtSource",
    "Product",
    "RecordLink",
    "RecordNote",
    "RefusedRow",
    "RememberedMapping",
    "RunKind",
    "RunState",
    "SeatChange",
    "Sourced",
    "Stage",
    "Task",
    "TaskState",
    "VendorPerson",
    "Why",
]
