"""The sample firm at Fxiaoke, read into the book and handed over, with bad days on the way."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from customers.actions import connections, ownership
from customers.connectors.fxiaoke.calls import CHANGE_OWNER, QUERY
from customers.models import Connection, ConnectionRun, Contract, Customer, Deal, RecordLink, RefusedRow, RunKind
from customers.syncing import running as engine
from tests.contracts.fxiaoke.gateway import ADMIN, APP, CODE, SECRET, Gateway, simulator
from tests.contracts.fxiaoke.sample import CUSTOMERS, sample
from tests.contracts.simulator import Call, Fault, Lost, Simulator, reply, running
from tests.crm import followers

LEAVER, TAKER = "1007", "1008"


@pytest.fixture
def gateway() -> Gateway:
    return Gateway(sample(lambda: datetime.datetime.now(datetime.UTC)))


@pytest.fixture
def served(gateway: Gateway, settings: Any) -> Iterator[Simulator]:
    settings.CONNECTION_WAITS = (datetime.timedelta(0), datetime.timedelta(0))
    with running(simulator(gateway)) as there:
        settings.STAND_INS = there.stand_ins
        yield there


@pytest.fixture
def fxiaoke(served: Simulator, admin: User) -> Connection:
    return connections.save(
        connection=Connection(vendor="fxiaoke"),
        fields={
            "name": "Fxiaoke",
            "source": "fxiaoke",
            "writes_owners": True,
            "values": {"cloud": "fxiaoke", "app_id": APP, "user_id": ADMIN},
        },
        secrets={"app_secret": SECRET, "permanent_code": CODE},
        by=admin,
        at=timezone.now(),
    )


def go(connection: Connection, what: RunKind) -> ConnectionRun:
    run = connections.ask(connection=connection, what=what, by=None, at=timezone.now())
    for _again in range(30):
        if not engine.run(run.pk, at=timezone.now()):
            break
    run.refresh_from_db()
    return run


def bad_day(served: Simulator, path: str, instead: Any, *, applied: bool = False) -> None:
    def of(call: Call) -> bool:
        return call.path == path

    served.faults.append(Fault(instead, of, applied=applied))


def test_the_whole_job_ends_in_agreement_and_nothing_is_written_twice(
    gateway: Gateway, served: Simulator, fxiaoke: Connection, leaver: User, successor: User, admin: User
) -> None:
    bad_day(served, QUERY, Lost.BEFORE)
    read = go(fxiaoke, RunKind.IN)
    assert not RefusedRow.objects.exists()
    assert read.counts["pool"] == 2, "those of the high sea"
    firm = gateway.firm
    assert Customer.objects.count() == CUSTOMERS - 2
    assert Deal.objects.count() == len(firm.rows["NewOpportunityObj"])
    assert Contract.objects.count() == len(firm.rows["SaleContractObj"])

    moved = [*Customer.objects.filter(owner=leaver), *Deal.objects.filter(owner=leaver)]
    moved += Contract.objects.filter(owner=leaver)
    for record in moved:
        ownership.change(record=record, to=successor, by=admin, at=timezone.now())
    gateway.expire()
    bad_day(served, CHANGE_OWNER, Lost.AFTER)
    bad_day(served, CHANGE_OWNER, reply({"errorCode": 50009, "errorMessage": "slow"}), applied=True)
    for _each in range(3):
        go(fxiaoke, RunKind.OUT)

    assert {link.state for link in RecordLink.objects.filter(source_id__in=firm.writes)} == {"agreed"}
    names = ("AccountObj", "NewOpportunityObj", "SaleContractObj")
    assert not [id_ for name in names for id_ in firm.rows[name] if firm.owner(name, id_) == LEAVER]
    ids = {record.source_id for record in moved}
    assert followers(ids)
    assert set(firm.writes) == ids | followers(ids)
    assert set(firm.writes.values()) == {1}
    assert {step[1:] for step in firm.moves} == {(LEAVER, TAKER)}
