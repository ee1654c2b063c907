"""The whole job against a Salesforce on its bad days: all read, all given away, and nothing moved twice."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from customers.actions import connections, ownership
from customers.models import Connection, ConnectionRun, Contact, Contract, Customer, Deal, RefusedRow, RunKind, Task
from customers.syncing import comparing
from customers.syncing import running as engine
from tests.contracts.salesforce import envelopes
from tests.contracts.salesforce.side import Side, started
from tests.contracts.side import of
from tests.contracts.simulator import Fault, Lost
from tests.crm import followers


@pytest.fixture
def side(settings: Any) -> Iterator[Side]:
    settings.CONNECTION_WAITS = (datetime.timedelta(0), datetime.timedelta(0))
    with started(accounts=42) as found:
        yield found


@pytest.fixture
def salesforce(side: Side, admin: User) -> Connection:
    fields = {"name": "Salesforce", "source": "salesforce", "writes_owners": True, "values": side.settings}
    made = Connection(vendor="salesforce")
    return connections.save(connection=made, fields=fields, secrets=side.secrets, by=admin, at=timezone.now())


def go(connection: Connection, what: RunKind) -> ConnectionRun:
    run = connections.ask(connection=connection, what=what, by=None, at=timezone.now())
    for _again in range(40):
        if not engine.run(run.pk, at=timezone.now()):
            break
    run.refresh_from_db()
    return run


def test_the_whole_job_ends_in_agreement_and_nothing_is_written_twice(
    side: Side, salesforce: Connection, leaver: User, successor: User, admin: User
) -> None:
    side.state.page = 20
    side.system.faults = [Fault(Lost.BEFORE, of("query")), Fault(envelopes.STALE, of("query"))]
    read = go(salesforce, RunKind.IN)
    assert (read.state, list(RefusedRow.objects.all())) == ("done", []), (read.problem, read.detail)
    models = {"Account": Customer, "Contact": Contact, "Opportunity": Deal, "Contract": Contract, "Task": Task}
    for thing, model in models.items():
        assert model._default_manager.count() == len(side.state.records[thing]) == 42
    assert Task.objects.filter(state="done", done_at__isnull=False).count() == 14
    assert not User.objects.get(name="Owen Marsh").is_active

    moved: list[Any] = []
    for given in (Customer, Deal, Contract, Task):
        moved += given._default_manager.filter(owner=leaver)
    for record in moved:
        ownership.change(record=record, to=successor, by=admin, at=timezone.now())
    side.state.end_sessions()
    first = moved[0].source_id
    side.state.locked[first] = 1
    side.system.faults = [Fault(Lost.AFTER, of("composite")), Fault(envelopes.BROKEN, of("composite"), applied=True)]
    for _each in range(3):
        go(salesforce, RunKind.OUT)
    ids = {record.source_id for record in moved}
    assert followers(ids)
    assert side.state.owner_writes == Counter(ids | followers(ids))
    assert {side.state.owner(record.source_id) for record in moved} == {side.person("李伟")}
    go(salesforce, RunKind.CHECK)
    assert comparing.standing(salesforce).by_state.keys() == {"agreed"}
