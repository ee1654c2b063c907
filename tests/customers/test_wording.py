"""The audit trail tells what happened to a record in a sentence."""

from collections.abc import Callable

from accounts import wording
from accounts.models import AuditEntry, User
from customers.actions import records
from customers.models import Customer
from tests.cast import NOW


def test_a_change_is_told_by_field(leaver: User, make_customer: Callable[..., Customer]) -> None:
    customer = make_customer(leaver)
    records.update(record=customer, changes={"next_step": "Call Kim", "annual_value": None}, by=leaver, at=NOW)
    told = wording.told(AuditEntry.objects.get())
    assert told.words == "changed the customer: next step: — → Call Kim"
    assert told.url == f"/customers/{customer.pk}/"


def test_a_creation_is_told_by_name(leaver: User) -> None:
    records.create(record=Customer(code="C", name="华东", owner=leaver), by=leaver, at=NOW)
    assert wording.told(AuditEntry.objects.get()).words == "added the customer “华东”"


def test_what_a_row_is_about_has_its_name(leaver: User, make_customer: Callable[..., Customer]) -> None:
    customer = make_customer(leaver, name="华东")
    records.update(record=customer, changes={"next_step": "Call Kim"}, by=leaver, at=NOW)
    entry = AuditEntry.objects.get()
    assert wording.told(entry, wording.names([entry])).subject == "customer 华东"
    assert wording.told(entry).subject == f"customer {customer.pk}", "as long as nobody looked the name up"
