"""The whole job against a Zoho on its bad days: all read, all given away, undone, and nothing moved twice."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from customers.actions import connections, ownership
from customers.kinds import LinkedKind
from customers.models import (
    Connection,
    ConnectionRun,
    Contact,
    Customer,
    Deal,
    LinkState,
    RecordLink,
    RunKind,
    RunState,
    Task,
    Why,
)
from customers.syncing import comparing, running
from tests.contracts.side import of
from tests.contracts.simulator import Fault, Lost
from tests.contracts.zoho import envelopes
from tests.contracts.zoho.side import Side, started
from tests.stories.crms.acting import Held
from tests.worker import Workers, wait_for

GIVEN = """
    SELECT 1, id, owner_id, %s::bigint FROM customers_customer WHERE owner_id = %s
    UNION ALL SELECT 2, id, owner_id, %s FROM customers_deal WHERE owner_id = %s
    UNION ALL SELECT 4, id, owner_id, %s FROM customers_task WHERE owner_id = %s
"""


@pytest.fixture
def side(settings: Any) -> Iterator[Side]:
    settings.CONNECTION_WAITS = (datetime.timedelta(0), datetime.timedelta(0))
    with started(accounts=60) as found:
        yield found


@pytest.fixture
def zoho(side: Side, admin: User) -> Connection:
    fields = {"name": "Zoho", "source": "zoho", "writes_owners": True, "values": side.settings}
    return connections.save(
        connection=Connection(vendor="zoho"), fields=fields, secrets=side.secrets, by=admin, at=timezone.now()
    )


def run(connection: Connection, what: RunKind, attempts: int = 40) -> ConnectionRun:
    """Queue a run and let it go on until it is over."""
    queued = connections.ask(connection=connection, what=what, by=None, at=timezone.now())
    for _again in range(attempts):
        if not running.run(queued.pk, at=timezone.now()):
            break
    queued.refresh_from_db()
    return queued


def hand_over(giver: User, taker: User, by: User, why: Why = Why.HANDOVER) -> int:
    """Move all one person has, as a handover does; how many records."""
    params = [taker.pk, giver.pk] * 3
    moved = ownership.move(targets=GIVEN, params=params, why=why, move_id=None, by=by, at=timezone.now())
    return sum(each.records for each in moved)


def bad_days() -> list[Fault]:
    return [
        Fault(Lost.AFTER, of("change_owner"), times=2),
        Fault(envelopes.BUSY, of("change_owner")),
        Fault(Lost.BEFORE, of("change_owner")),
        Fault(envelopes.STALE, of("Accounts"), times=1),
        Fault(envelopes.BROKEN, of("Deals"), times=1),
        Fault(envelopes.PROXY_PAGE, of("Tasks"), times=1),
    ]


def test_everything_is_read_whatever_happens(
    side: Side, zoho: Connection, leaver: User, successor: User, second_successor: User
) -> None:
    side.state.repeats = 1
    side.system.faults = [
        Fault(Lost.BEFORE, of("Accounts")),
        Fault(envelopes.BUSY, of("users")),
        Fault(envelopes.STALE, of("Deals")),
        Fault(envelopes.PROXY_PAGE, of("Contacts")),
    ]
    done = run(zoho, RunKind.IN)
    assert done.state == RunState.DONE, (done.problem, done.detail)
    stored = side.state.records
    assert Customer.objects.filter(source="zoho").count() == len(stored["Accounts"]) == 60
    assert Contact.objects.count() == len(stored["Contacts"])
    assert Deal.objects.count() == len(stored["Deals"])
    assert Task.objects.count() == len(stored["Tasks"])
    assert done.taken is not None
    assert done.taken.rows_read == sum(map(len, stored.values()))
    assert done.taken.refused == 0
    gone = User.objects.get(name="Owen Marsh")
    assert not gone.is_active
    assert Customer.objects.filter(owner=gone).count() == 6
    assert comparing.standing(zoho).percent == 100


def test_a_handover_and_its_undo_end_in_agreement_and_nothing_moves_twice(
    side: Side, zoho: Connection, leaver: User, successor: User, admin: User
) -> None:
    run(zoho, RunKind.IN)
    links = dict(RecordLink.objects.values_list("source_id", "kind"))
    mine = [id_ for id_ in links if side.state.owner(id_) == side.person("陈静")]
    contacts = [id_ for id_ in mine if links[id_] == LinkedKind.CONTACT]
    side.system.faults = bad_days()
    assert hand_over(leaver, successor, admin) == len(mine) - len(contacts) > 50
    assert contacts
    done = run(zoho, RunKind.OUT)
    assert done.state == RunState.DONE, (done.problem, done.detail)
    assert not any(fault.times for fault in side.system.faults)
    assert side.state.owner_writes == Counter(mine)
    assert comparing.standing(zoho).by_state.keys() == {"agreed"}
    side.system.faults = bad_days()
    targets = "SELECT kind, record_id, to_owner_id, from_owner_id FROM customers_ownershipchange WHERE why = 'handover'"
    ownership.move(targets=targets, params=[], why=Why.UNDO, move_id=None, by=admin, at=timezone.now())
    run(zoho, RunKind.OUT)
    assert {side.state.owner(pk) for pk in mine} == {side.person("陈静")}
    assert side.state.owner_writes == Counter(mine * 2)
    run(zoho, RunKind.CHECK)
    assert comparing.standing(zoho).by_state.keys() == {"agreed"}


def test_what_somebody_else_has_or_nobody_may_change_is_reported(
    side: Side, zoho: Connection, leaver: User, successor: User, admin: User
) -> None:
    run(zoho, RunKind.IN)
    taken, stopped, deleted = [
        link.source_id
        for link in RecordLink.objects.filter(kind=1)
        if side.state.owner(link.source_id) == side.person("陈静")
    ][:3]
    side.state.records["Accounts"][taken]["Owner"] = side.person("赵敏")
    side.state.stopped = {stopped}
    side.state.delete("Accounts", deleted)
    hand_over(leaver, successor, admin)
    run(zoho, RunKind.OUT)
    found = {link.source_id: link for link in RecordLink.objects.exclude(state=LinkState.AGREED)}
    assert {pk: link.state for pk, link in found.items()} == {taken: "conflict", stopped: "failed", deleted: "gone"}
    assert comparing.rows(zoho, [found[taken]])[0].there == "赵敏"
    assert found[stopped].code
    assert side.state.owner(taken) == side.person("赵敏")
    assert not side.state.owner_writes[taken]


def there(side: Side) -> str:
    """What a worker is to be told of where the simulated Zoho is."""
    return ",".join(f"{host}={url}" for host, url in side.system.stand_ins.items())


@pytest.mark.worker
def test_a_worker_killed_in_mid_read_leaves_the_rest_to_the_next(
    workers: Workers, side: Side, zoho: Connection, leaver: User, successor: User
) -> None:
    held = Held(side.system, of("/Deals"))
    given = {"STAND_INS": there(side)}
    first = workers.worker(**given)
    workers.beat(**given)
    wait_for(lambda: held.caught, "the worker to read deals")
    workers.kill(first)
    held.release()
    assert (Customer.objects.count(), Deal.objects.count()) == (60, 0)
    workers.worker(**given)
    workers.beat(**given)
    done = ConnectionRun.objects.filter(what=RunKind.IN, state=RunState.DONE).order_by("pk")
    wait_for(done.exists, "the reading to end")
    taken = done[0].taken
    assert taken is not None
    assert (taken.created["customers"], taken.created["deals"]) == (60, Deal.objects.count())
    assert Deal.objects.count() == len(side.state.records["Deals"])
    lists = [call for call in side.heard("/v8/Accounts") if "sort_by" in call.query]
    assert sum("If-Modified-Since" not in call.headers for call in lists) == 1, "what was read is not read again"


@pytest.mark.worker
def test_a_worker_killed_in_mid_write_moves_nothing_twice(
    workers: Workers, side: Side, zoho: Connection, leaver: User, successor: User, admin: User
) -> None:
    run(zoho, RunKind.IN)
    hand_over(leaver, successor, admin)
    held = Held(side.system, of("change_owner"))  # it is written, and nobody hears of it
    given = {"STAND_INS": there(side)}
    first = workers.worker(**given)
    workers.beat(**given)
    wait_for(lambda: held.caught, "the worker to write owners")
    workers.kill(first)
    held.release()
    assert not RecordLink.objects.filter(state=LinkState.WAITING, wanted_there="").exclude(kind__in=[2, 4]).exists()
    workers.worker(**given)
    workers.beat(**given)
    wait_for(lambda: comparing.standing(zoho).by_state.keys() == {"agreed"}, "all owners to agree")
    moved = [pk for pk, times in side.state.owner_writes.items() if times]
    assert side.state.owner_writes == Counter(moved)
    assert {side.state.owner(pk) for pk in moved} == {side.person("李伟")}
    done = ConnectionRun.objects.filter(what=RunKind.OUT, state=RunState.DONE)
    wait_for(done.exists, "the run to end")
