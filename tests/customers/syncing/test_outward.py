"""Writing owners: each change here arrives there once, whatever breaks on the way, and nobody is overwritten."""

import threading

import pytest
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from customers.actions import connections, ownership
from customers.models import (
    Connection,
    ConnectionRun,
    Customer,
    LinkState,
    Owned,
    RecordLink,
    RunKind,
    RunState,
    VendorPerson,
)
from customers.syncing import outward, running
from customers.syncing.connecting import connector_for
from tests.contracts.plain.crm import Crm
from tests.contracts.simulator import Call, Fault, Lost, Simulator, reply
from tests.crm import Runs, states

pytestmark = pytest.mark.usefixtures("read")


def give(record: Owned, to: User, by: User) -> None:
    ownership.change(record=record, to=to, by=by, at=timezone.now())


def give_all(to: User, by: User) -> None:
    for customer in Customer.objects.exclude(owner=to):
        give(customer, to, by)


def is_write(call: Call) -> bool:
    return call.path == "/change"


def owners(crm: Crm) -> set[str]:
    return {row["owner"] for row in crm.records["customers"].values()}


def test_what_changed_here_is_written_there_once(
    runs: Runs, connection: Connection, crm: Crm, successor: User, admin: User
) -> None:
    give_all(successor, admin)
    run = runs(RunKind.OUT)
    assert (run.state, run.counts) == (RunState.DONE, {"sent": 5, "done": 5})
    assert owners(crm) == {"p2"}
    assert set(states(connection).values()) == {"agreed"}
    runs(RunKind.OUT)
    assert set(crm.writes.values()) == {1}


@pytest.mark.parametrize("lost", [Lost.AFTER, Lost.BEFORE])
def test_a_lost_answer_moves_nothing_twice(
    lost: Lost, runs: Runs, connection: Connection, crm: Crm, server: Simulator, successor: User, admin: User
) -> None:
    give_all(successor, admin)
    server.faults = [Fault(lost, is_write, times=2), Fault(reply({}, 429), is_write), Fault(reply({}, 503))]
    runs(RunKind.OUT)
    assert set(states(connection).values()) == {"agreed"}
    assert crm.writes == dict.fromkeys(("c1", "c2", "c3", "c4", "c5"), 1)


def test_somebody_else_there_is_named_and_not_overwritten(
    runs: Runs, connection: Connection, crm: Crm, successor: User, admin: User
) -> None:
    crm.person("p3", "Zhao Min there")
    crm.record("customers", "c1", "p3", name="Customer 1")
    give_all(successor, admin)
    runs(RunKind.OUT)
    link = RecordLink.objects.get(source_id="c1")
    assert (link.state, link.owner_there) == (LinkState.CONFLICT, "p3")
    assert crm.owner("customers", "c1") == "p3"
    assert not crm.writes["c1"]


def test_an_undo_before_anything_was_sent_sends_nothing(
    runs: Runs, connection: Connection, crm: Crm, leaver: User, successor: User, admin: User
) -> None:
    give_all(successor, admin)
    give_all(leaver, admin)
    runs(RunKind.OUT)
    assert set(states(connection).values()) == {"agreed"}
    assert not crm.writes


def test_an_undo_goes_out_the_same_way_even_after_a_lost_answer(
    runs: Runs, connection: Connection, crm: Crm, server: Simulator, leaver: User, successor: User, admin: User
) -> None:
    give_all(successor, admin)
    server.faults = [Fault(Lost.AFTER, is_write)]
    runs(RunKind.OUT, times=1)
    assert "p2" in owners(crm)
    give_all(leaver, admin)
    runs(RunKind.OUT)
    assert owners(crm) == {"p1"}
    assert set(states(connection).values()) == {"agreed"}


def test_an_undo_while_the_write_is_under_way_is_not_lost(
    runs: Runs, connection: Connection, crm: Crm, leaver: User, successor: User, admin: User
) -> None:
    give_all(successor, admin)
    run = runs(RunKind.OUT, times=0)
    claimed = running.claim(run.pk, at=timezone.now())
    assert claimed is not None
    connector = connector_for(connection)
    kind = connector.can.gives[0]
    ids = list(RecordLink.objects.filter(source_id="c1").values_list("pk", flat=True))
    asked = outward._prepare(claimed, connector, kind, ids)
    give_all(leaver, admin)
    outward._store(claimed, asked, connector.change_owners(list(asked.values())))
    assert states(connection)["c1"] == "waiting"
    outward.write(claimed, connector)
    assert owners(crm) == {"p1"}
    assert set(states(connection).values()) == {"agreed"}


def test_each_record_has_its_own_outcome(
    runs: Runs, connection: Connection, crm: Crm, successor: User, admin: User
) -> None:
    crm.answers = {"c1": ["refused"], "c2": ["full"], "c3": ["permanent"], "c4": ["later"], "c5": ["asked"]}
    give_all(successor, admin)
    run = runs(RunKind.OUT)
    found = states(connection)
    assert [found[f"c{number}"] for number in range(1, 6)] == ["refused", "full", "failed", "waiting", "asked"]
    assert run.counts["refused"] == 1
    assert RecordLink.objects.get(source_id="c3").code == "plain_permanent"
    RecordLink.objects.filter(state="asked").update(due_at=timezone.now())
    runs(RunKind.OUT)
    assert states(connection)["c5"] == "agreed"
    assert (crm.writes["c4"], crm.writes["c5"]) == (1, 1)


def test_a_call_that_can_never_work_is_narrowed_down_to_its_record(
    runs: Runs, connection: Connection, server: Simulator, crm: Crm, successor: User, admin: User
) -> None:
    def has_c2(call: Call) -> bool:
        return is_write(call) and any(each["id"] == "c2" for each in call.body)

    server.faults = [Fault(reply({}, 400), has_c2, times=99)]
    give_all(successor, admin)
    runs(RunKind.OUT)
    found = states(connection)
    assert found.pop("c2") == "failed"
    assert set(found.values()) == {"agreed"}


def test_who_is_nobody_there_is_said_and_tried_again_when_they_come(
    runs: Runs, connection: Connection, crm: Crm, second_successor: User, admin: User
) -> None:
    give(Customer.objects.get(source_id="c1"), second_successor, admin)
    runs(RunKind.OUT)
    assert RecordLink.objects.get(source_id="c1").code == "nobody_there"
    crm.person("p3", "Zhao Min", "zhao.min@baton.example")
    runs(RunKind.IN)
    runs(RunKind.OUT)
    assert crm.owner("customers", "c1") == "p3"


def test_a_record_deleted_there_is_gone(
    runs: Runs, connection: Connection, crm: Crm, successor: User, admin: User
) -> None:
    crm.delete("customers", "c1")
    give_all(successor, admin)
    runs(RunKind.OUT)
    assert states(connection)["c1"] == "gone"


def test_who_is_not_active_there_gets_nothing(
    runs: Runs, connection: Connection, crm: Crm, successor: User, admin: User
) -> None:
    VendorPerson.objects.filter(vendor_id="p2").update(is_active=False)
    give(Customer.objects.get(source_id="c1"), successor, admin)
    runs(RunKind.OUT)
    assert RecordLink.objects.get(source_id="c1").code == "inactive_there"


def test_a_check_reads_all_owners_anew(runs: Runs, connection: Connection, crm: Crm, leaver: User) -> None:
    crm.records["customers"]["c2"]["owner"] = "p2"
    del crm.records["customers"]["c3"]
    run = runs(RunKind.CHECK)
    assert run.counts == {"compared": 7, "differ": 1, "gone": 1}
    found = states(connection)
    assert (found["c2"], found["c3"], found["c1"]) == ("conflict", "gone", "agreed")


def test_a_connection_without_leave_to_write_writes_nothing(
    runs: Runs, connection: Connection, crm: Crm, successor: User, admin: User
) -> None:
    Connection.objects.update(writes_owners=False)
    give_all(successor, admin)
    assert not Connection.objects.to_write(timezone.now()).exists()
    connections.save(
        connection=Connection.objects.get(), fields={"writes_owners": True}, secrets={}, by=admin, at=timezone.now()
    )
    assert Connection.objects.to_write(timezone.now()).exists()
    assert ConnectionRun.objects.filter(what=RunKind.OUT).count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_link_a_move_is_writing_is_left_alone_and_not_waited_for(
    runs: Runs, connection: Connection, crm: Crm, successor: User, admin: User
) -> None:
    give_all(successor, admin)
    held, done = threading.Event(), threading.Event()

    def move() -> None:
        with transaction.atomic():
            RecordLink.objects.select_for_update().get(source_id="c1")
            held.set()
            done.wait(60)
        database.close()

    other = threading.Thread(target=move)
    other.start()
    held.wait(60)
    run = runs(RunKind.OUT)
    assert (run.state, run.counts["done"]) == (RunState.DONE, 4)
    done.set()
    other.join()
    assert states(connection)["c1"] == "waiting"
    runs(RunKind.OUT)
    assert crm.writes == dict.fromkeys(("c1", "c2", "c3", "c4", "c5"), 1)
