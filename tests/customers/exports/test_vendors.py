"""Exports of every vendor, through the command: nothing refused, and owners, amounts and links as the files tell."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from accounts.models import User
from customers.models import Activity, Contact, Contract, Customer, Deal, Import, Order, Task
from tests.customers.exports.vendors import BOB, NORTH, STEEL, VENDORS, Files, as_csv
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db
Write = Callable[[Files], list[str]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(files: Files) -> list[str]:
        paths = []
        for name, (header, rows) in files.items():
            (tmp_path / name).write_text(as_csv(header, rows), encoding="utf-8-sig")
            paths.append(str(tmp_path / name))
        return paths

    return make


def rows_of(files: Files) -> int:
    return sum(len(rows) for _header, rows in files.values())


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_whole_export(vendor: str, write: Write, admin: User, leaver: User) -> None:
    files = VENDORS[vendor]
    run = bring(*write(files), by=admin, source=vendor)
    assert refusals(run) == []
    assert {file.name: bool(file.kind) for file in run.files.all()} == dict.fromkeys(files, True)
    assert run.rows_read == rows_of(files)

    steel, north = Customer.objects.get(name=STEEL), Customer.objects.get(name=NORTH)
    bob = User.objects.get(name=BOB)
    assert (steel.owner, north.owner) == (leaver, bob)
    assert (bob.is_active, bob.may_sign_in()) == (False, False)
    assert "Shanghai" in steel.address or "上海" in steel.address
    frame = Deal.objects.get(name__in=["Frame 2027", "年框"])
    assert (frame.customer, frame.owner, frame.amount, frame.state) == (steel, leaver, Decimal(120_000), "open")
    assert frame.stage in ("negotiating", "quoted")
    assert frame.expected_close_on == datetime.date(2026, 12, 31)
    pilot = Deal.objects.get(name__in=["Pilot", "试点"])
    assert (pilot.customer, pilot.owner, pilot.amount, pilot.state) == (north, bob, Decimal(5_000), "won")
    assert Contact.objects.filter(name__in=["Mary Jones", "王强"], customer=steel).count() == Contact.objects.count()
    assert set(Task.objects.values_list("owner", "state")) <= {(leaver.pk, "open")}
    assert set(Activity.objects.values_list("customer", "by")) <= {(steel.pk, leaver.pk)}
    assert set(Contract.objects.values_list("customer", "owner", "state")) <= {(steel.pk, leaver.pk, "active")}
    assert set(Order.objects.values_list("customer", "amount")) <= {(steel.pk, Decimal(35_000))}

    again = bring(*write(files), by=admin, source=vendor)
    assert refusals(again) == []
    assert set(again.created.values()) <= {0}


def told(run: Import, name: str) -> dict[str, str]:
    file = run.files.get(name=name)
    return {field: header for header, field in zip(file.headers, file.mapping, strict=True) if field}


def test_ids_find_what_names_can_not(write: Write, admin: User, leaver: User) -> None:
    """Salesforce's files know each other only by ids, Zoho's by ids and names."""
    run = bring(*write(VENDORS["salesforce"]), by=admin, source="sf")
    assert told(run, "Account.csv")["owner_key"] == "OwnerId"
    assert Customer.objects.get(name=NORTH).parent == Customer.objects.get(name=STEEL)
    task = Task.objects.get()
    assert (task.deal, task.customer) == (Deal.objects.get(name="Frame 2027"), Customer.objects.get(name=STEEL))


def test_several_phones_and_a_name_in_parts(write: Write, admin: User, leaver: User) -> None:
    bring(*write(VENDORS["zoho"]), by=admin, source="zoho")
    mary = Contact.objects.get()
    assert (mary.name, mary.phone, mary.email) == ("Mary Jones", "021-555 / 13800000000", "mary@steel.example")
    assert Customer.objects.get(name=STEEL).address == "1 Main St, Shanghai, SH, 200000, China"
    assert Customer.objects.get(name=STEEL).source_id == "1001"
