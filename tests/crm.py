"""A CRM on loopback, connected."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from customers.actions import connections
from customers.connectors.registry import VENDORS
from customers.kinds import LinkedKind
from customers.models import Connection, ConnectionRun, Contact, RecordLink, RunKind
from customers.syncing import running
from tests.contracts.plain.connector import Plain
from tests.contracts.plain.crm import HOST, KEY, Crm
from tests.contracts.simulator import Simulator
from tests.contracts.simulator import running as served

Runs = Callable[..., ConnectionRun]


@pytest.fixture
def crm() -> Crm:
    """Two reps, five customers, two deals, a contact, a call."""
    made = Crm()
    made.person("p1", "Chen Jing there", "chen.jing@baton.example")
    made.person("p2", "Li Wei there", "successor@baton.example")
    for number in range(1, 6):
        made.record("customers", f"c{number}", "p1", name=f"Customer {number}", annual_value="1000")
    made.record("deals", "d1", "p1", name="Deal 1", customer="c1", amount="50000")
    made.record("deals", "d2", "p2", name="Deal 2", customer="c2")
    made.record("contacts", "k1", "p1", name="Wu", customer="c1")
    call = {"subject": "Call", "customer": "c1", "contact": "k1", "kind": "call", "at": "2026-11-02T09:00:00+00:00"}
    made.record("activities", "a1", "p1", **call)
    return made


@pytest.fixture
def server(crm: Crm, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """The CRM on loopback, its vendor known."""
    monkeypatch.setitem(VENDORS, Plain.name, Plain)
    settings.CONNECTION_WAITS = (datetime.timedelta(0), datetime.timedelta(0))
    with served(crm.simulator()) as simulator:
        settings.STAND_INS = simulator.stand_ins
        yield simulator


@pytest.fixture
def connection(server: Simulator, admin: User) -> Connection:
    return connections.save(
        connection=Connection(vendor="plain"),
        fields={
            "name": "Plain",
            "source": "plain",
            "writes_owners": True,
            "values": {"address": f"https://{HOST}"},
        },
        secrets={"key": KEY},
        by=admin,
        at=timezone.now(),
    )


@pytest.fixture
def runs(connection: Connection) -> Runs:
    """Queue a run and let it go on until it is over."""

    def go(what: RunKind, *, full: bool = False, times: int = 20) -> ConnectionRun:
        run = connections.ask(connection=connection, what=what, by=None, at=timezone.now(), full=full)
        for _again in range(times):
            if not running.run(run.pk, at=timezone.now()):
                break
        run.refresh_from_db()
        return run

    return go


@pytest.fixture
def read(runs: Runs, leaver: User, successor: User) -> ConnectionRun:
    """The CRM, read into the book once."""
    return runs(RunKind.IN)


def states(connection: Connection) -> dict[str, str]:
    """How each record (by its id there) stands."""
    return dict(RecordLink.objects.filter(connection=connection).values_list("source_id", "state"))


def followers(customers: Iterable[str]) -> set[str]:
    """The contacts that go with these customers there, all by their ids there."""
    contacts = Contact.objects.filter(customer__source_id__in=customers)
    links = RecordLink.objects.filter(kind=LinkedKind.CONTACT, record_id__in=contacts.values("pk"))
    return set(links.values_list("source_id", flat=True))
