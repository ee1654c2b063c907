"""Reading a CRM: everything once, whoever owns it, whatever breaks on the way."""

import dataclasses
import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from customers import tasks
from customers.actions import ownership
from customers.kinds import LinkedKind
from customers.models import (
    Activity,
    Connection,
    ConnectionRun,
    Contact,
    Customer,
    Deal,
    Import,
    ImportState,
    RecordLink,
    RefusedRow,
    RunKind,
    RunState,
    VendorPerson,
)
from customers.syncing import inward, running, wording
from customers.syncing.claims import LostClaim
from customers.syncing.connecting import connector_for
from notices.models import Notice
from tests.contracts.plain.connector import Plain
from tests.contracts.plain.crm import Crm
from tests.contracts.simulator import Fault, Lost, Simulator, reply
from tests.crm import Runs, states


def test_the_first_sync_takes_everything_and_both_agree(
    read: ConnectionRun, connection: Connection, leaver: User, successor: User
) -> None:
    assert read.state == RunState.DONE
    assert list(Customer.objects.order_by("source_id").values_list("source", "source_id", "owner")) == [
        ("plain", f"c{number}", leaver.pk) for number in range(1, 6)
    ]
    assert Deal.objects.get(source_id="d2").owner == successor
    assert Activity.objects.get().contact == Contact.objects.get()
    assert set(states(connection).values()) == {"agreed"}
    assert RecordLink.objects.count() == 7
    assert read.taken is not None
    assert read.taken.state == ImportState.DONE
    assert read.taken.created == {"customers": 5, "contacts": 1, "deals": 2, "activities": 1}
    assert not RefusedRow.objects.exists()


def test_nobody_is_lost(crm: Crm, runs: Runs, leaver: User) -> None:
    crm.person("p1", "陈静")
    crm.person("p9", "Gone Grete", active=False)
    crm.record("customers", "c1", "p9", name="Customer 1")
    crm.record("customers", "c2", "p404", name="Customer 2")
    runs(RunKind.IN)
    here = {each.vendor_id: each.person for each in VendorPerson.objects.select_related("person")}
    assert here["p1"] == leaver, "by a name that only one has"
    assert here["p2"].email == "successor@baton.example", "as their address there"
    assert not here["p2"].has_usable_password()
    assert here["p9"].name == "Gone Grete"
    assert not here["p9"].is_active
    assert not here["p404"].is_active
    assert Customer.objects.get(source_id="c2").owner == here["p404"]
    before = User.objects.count()
    runs(RunKind.IN, full=True)
    assert User.objects.count() == before


def test_a_kill_between_two_pages_goes_on_behind_the_last(
    connection: Connection, runs: Runs, server: Simulator, leaver: User, successor: User
) -> None:
    server.faults = [Fault(Lost.BEFORE, lambda call: call.query.get("after") == "c3")]
    run = runs(RunKind.IN, times=1)
    assert (run.state, run.place["after"], run.tries) == (RunState.QUEUED, "c3", 1)
    assert Customer.objects.count() == 3
    assert running.run(run.pk, at=timezone.now())
    assert Customer.objects.count() == 5
    first_pages = [call for call in server.heard if call.path == "/customers" and "after" not in call.query]
    assert len(first_pages) == 1
    assert Import.objects.get().created["customers"] == 5


def test_a_page_that_comes_twice_changes_nothing(read: ConnectionRun, runs: Runs, connection: Connection) -> None:
    connection.read_until.clear()
    again = runs(RunKind.IN, full=True)
    assert again.taken is not None
    assert again.taken.created == {"customers": 0, "contacts": 0, "deals": 0, "activities": 0}
    assert Customer.objects.count() == 5


def test_a_page_that_was_lost_to_another_worker_leaves_no_trace(
    connection: Connection, runs: Runs, leaver: User, successor: User
) -> None:
    run = runs(RunKind.IN, times=0)
    claimed = running.claim(run.pk, at=timezone.now())
    assert claimed is not None
    ConnectionRun.objects.update(claim=None)
    with pytest.raises(LostClaim):
        inward.read(claimed, connector_for(connection))
    assert not Customer.objects.exists()


def test_only_what_changed_is_read_again_and_an_owner_is_never_overwritten(
    read: ConnectionRun, runs: Runs, connection: Connection, crm: Crm, server: Simulator, leaver: User
) -> None:
    server.heard.clear()
    crm.record("customers", "c1", "p2", name="Customer One")
    runs(RunKind.IN)
    assert all("since" in call.query for call in server.heard if call.path == "/customers")
    changed = Customer.objects.get(source_id="c1")
    assert (changed.name, changed.owner) == ("Customer One", leaver)
    assert states(connection)["c1"] == "conflict"
    assert RecordLink.objects.get(source_id="c1").owner_there == "p2"


def test_a_deleted_record_is_gone_there_and_stays_here(
    read: ConnectionRun, runs: Runs, connection: Connection, crm: Crm
) -> None:
    crm.delete("customers", "c5")
    run = runs(RunKind.IN)
    assert run.counts["gone"] == 1
    assert states(connection)["c5"] == "gone"
    assert Customer.objects.filter(source_id="c5").exists()


def test_once_a_day_all_owners_are_compared_and_what_was_deleted_unsaid_is_noticed(
    read: ConnectionRun, connection: Connection, crm: Crm
) -> None:
    due, now, day = Connection.objects.to_compare, timezone.now(), datetime.timedelta(days=1)
    assert (due(now + 0.9 * day).exists(), due(now + day).exists()) == (False, True)
    del crm.records["customers"]["c5"]
    Connection.objects.update(next_compare_at=now)
    tasks.keep_connections()
    running.run(connection.runs.get(what=RunKind.CHECK).pk, at=timezone.now())
    assert states(connection)["c5"] == "gone"
    assert not due(now + 0.9 * day).exists()


def test_rows_that_cannot_be_taken_are_named(crm: Crm, runs: Runs, leaver: User) -> None:
    crm.record("deals", "d3", "p1", name="Deal 3", customer="nowhere")
    run = runs(RunKind.IN)
    assert run.taken is not None
    assert run.taken.refused == 1
    assert RefusedRow.objects.get().code == "customer_unknown"
    assert run.taken.rows_read == 10


def test_a_wrong_key_stops_the_connection_and_its_keepers_hear_of_it_once(
    runs: Runs, connection: Connection, server: Simulator, admin: User
) -> None:
    server.faults = [Fault(reply({}, 401), times=2)]
    assert runs(RunKind.IN).state == RunState.FAILED
    connection.refresh_from_db()
    assert connection.problem == "http_401"
    assert not Connection.objects.to_read(timezone.now()).exists()
    assert Notice.objects.get(kind="connection_stopped").recipient == admin
    assert runs(RunKind.CHECK).state == RunState.QUEUED, "nobody takes a run of a connection that is stopped"


def test_a_kind_that_cannot_be_read_stops_no_other(
    runs: Runs, connection: Connection, server: Simulator, leaver: User
) -> None:
    server.faults = [Fault(reply({}, 400), lambda call: call.path == "/contacts", times=9)]
    run = runs(RunKind.IN)
    connection.refresh_from_db()
    assert (run.state, run.problem) == (RunState.DONE, "http_400")
    assert Deal.objects.count() == 2
    assert "contacts" not in connection.read_until


def test_owners_that_cannot_be_changed_there_are_not_compared(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, leaver: User, successor: User, admin: User
) -> None:
    monkeypatch.setattr(Plain, "can", dataclasses.replace(Plain.can, gives=(LinkedKind.CUSTOMER,)))
    runs(RunKind.IN)
    assert set(RecordLink.objects.values_list("kind", flat=True)) == {LinkedKind.CUSTOMER}
    ownership.change(record=Deal.objects.get(source_id="d1"), to=successor, by=admin, at=timezone.now())
    assert not Connection.objects.to_write(timezone.now()).exists()


def test_a_record_given_away_while_it_is_read_is_no_difference(
    read: ConnectionRun, connection: Connection, runs: Runs, admin: User, successor: User
) -> None:
    ownership.change(record=Customer.objects.get(source_id="c1"), to=successor, by=admin, at=timezone.now())
    runs(RunKind.IN, full=True)
    assert states(connection)["c1"] == "waiting"


def test_a_later_page_that_never_comes_ends_the_kind_and_not_the_run(
    runs: Runs, server: Simulator, connection: Connection, leaver: User, successor: User
) -> None:
    server.faults = [Fault(reply({}, 400), lambda call: call.query.get("after") == "c3", times=1_000)]
    run = runs(RunKind.IN, times=1)
    connection.refresh_from_db()
    assert (run.state, run.problem, run.detail) == (RunState.DONE, "http_400", "customers: ")
    assert Customer.objects.count() == 3
    assert "customers" not in connection.read_until
    assert sum(call.query.get("after") == "c3" for call in server.heard) == inward.MOST_RESTARTS + 1


def test_what_nobody_has_there_is_counted_and_left_in_the_pool(
    crm: Crm, runs: Runs, connection: Connection, leaver: User
) -> None:
    crm.record("customers", "c8", "", name="Of nobody")
    crm.record("contacts", "k8", "p1", name="Xu", customer="c8")
    crm.record("deals", "d8", "", name="Deal of nobody", customer="c1")
    run = runs(RunKind.IN)
    assert not RefusedRow.objects.exists()
    assert not Customer.objects.filter(source_id="c8").exists()
    assert (run.counts["read"], run.counts["pool"], run.counts["beside"]) == (12, 1, 2)
    assert "1 customer belongs to nobody there and was left in the pool" in wording.counted(run)

    crm.record("customers", "c1", "", name="Customer 1, let go of")
    runs(RunKind.IN)
    kept = Customer.objects.get(source_id="c1")
    assert (kept.name, kept.owner) == ("Customer 1, let go of", leaver)
    assert states(connection)["c1"] == "conflict"

    crm.record("customers", "c8", "p1", name="Taken from the pool")
    crm.record("contacts", "k8", "p1", name="Xu", customer="c8")
    runs(RunKind.IN)
    assert Contact.objects.get(source_id="k8").customer == Customer.objects.get(source_id="c8", owner=leaver)
