"""The whole way with WeCom: read into the book, handed over in Baton, asked for there, settled by the customers."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from customers.actions import connections, differences, ownership
from customers.actions.differences import Deed
from customers.connectors.wecom import calls
from customers.models import Connection, ConnectionRun, Customer, RecordLink, RunKind, RunState
from customers.syncing import running as work
from tests.contracts.simulator import Lost, running
from tests.contracts.wecom import server as wecom
from tests.contracts.wecom.there import LEAVER, TAKER, THIRD, There, opened
from tests.crm import states


@pytest.fixture
def there(settings: Any) -> Iterator[There]:
    """A corporation whose leaver has five customers."""
    found = opened()
    found.customers(5)
    settings.CONNECTION_WAITS = (datetime.timedelta(0), datetime.timedelta(0))
    with running(found.simulator):
        settings.STAND_INS = found.simulator.stand_ins
        yield found


@pytest.fixture
def connection(there: There, leaver: User, successor: User, second_successor: User, admin: User) -> Connection:
    made = connections.save(
        connection=Connection(vendor="wecom"),
        fields={"name": "WeCom", "source": "wecom", "writes_owners": True, "values": {"corp_id": wecom.CORP}},
        secrets={"secret": wecom.SECRET},
        by=admin,
        at=timezone.now(),
    )
    finish(made, RunKind.IN)
    return made


def finish(connection: Connection, what: RunKind) -> ConnectionRun:
    """A run from its beginning to its end, in several goes when there is something wrong."""
    run = connections.ask(connection=connection, what=what, by=None, at=timezone.now())
    for _again in range(20):
        if not work.run(run.pk, at=timezone.now()):
            break
        ConnectionRun.objects.filter(pk=run.pk).update(not_before=None)  # the wait WeCom asks for is over
        RecordLink.objects.filter(state="waiting").update(due_at=timezone.now())
    run.refresh_from_db()
    assert run.state == RunState.DONE
    return run


def ask_after(connection: Connection) -> ConnectionRun:
    """An hour later."""
    RecordLink.objects.filter(state="asked").update(due_at=timezone.now())
    return finish(connection, RunKind.OUT)


def give(to: User, by: User, ids: list[str] | None = None) -> None:
    rows = Customer.objects.filter(source="wecom", source_id__in=ids) if ids else Customer.objects.all()
    for customer in rows.exclude(owner=to):
        ownership.change(record=customer, to=to, by=by, at=timezone.now())


@pytest.mark.parametrize("has_left", [True, False])
def test_what_is_moved_in_baton_is_asked_for_there_and_settled_by_the_customers(
    has_left: bool, there: There, connection: Connection, leaver: User, successor: User, admin: User
) -> None:
    assert set(Customer.objects.values_list("owner", flat=True)) == {leaver.pk}
    assert set(states(connection).values()) == {"agreed"}
    if has_left:
        there.corp.leave(LEAVER)
        finish(connection, RunKind.IN)
    give(successor, admin)
    assert finish(connection, RunKind.OUT).counts == {"sent": 5, "asked": 5}
    assert set(states(connection).values()) == {"asked"}
    ids = sorted(states(connection))
    there.corp.decline(ids[1])
    there.corp.room = {TAKER: 3}
    assert ask_after(connection).counts == {"asked": 4, "refused": 1}
    there.clock.tick(hours=24)
    assert ask_after(connection).counts == {"done": 3, "full": 1}
    assert [states(connection)[id_] for id_ in ids] == ["agreed", "refused", "agreed", "agreed", "full"]
    finish(connection, RunKind.CHECK)
    finish(connection, RunKind.IN)
    finish(connection, RunKind.OUT)
    assert [states(connection)[id_] for id_ in ids] == ["agreed", "refused", "agreed", "agreed", "full"]
    assert set(there.corp.begun.values()) == {1}
    assert {taker for _id, _giver, taker in there.corp.moved} == {TAKER}


def test_whoever_declined_goes_to_the_next_and_both_sides_agree(
    there: There, connection: Connection, successor: User, second_successor: User, admin: User
) -> None:
    give(successor, admin)
    finish(connection, RunKind.OUT)
    declined = sorted(states(connection))[0]
    there.corp.decline(declined)
    there.clock.tick(hours=24)
    ask_after(connection)
    give(second_successor, admin, [declined])
    finish(connection, RunKind.OUT)
    there.clock.tick(hours=24)
    ask_after(connection)
    assert set(states(connection).values()) == {"agreed"}
    assert there.corp.owner(declined) == THIRD
    assert there.corp.begun[declined] == 2


@pytest.mark.parametrize("has_left", [True, False])
@pytest.mark.parametrize("shows_pending", [True, False])
def test_whatever_breaks_nothing_is_begun_twice(
    shows_pending: bool, has_left: bool, there: There, connection: Connection, successor: User, admin: User
) -> None:
    if has_left:
        there.corp.leave(LEAVER)
    there.corp.shows_pending = shows_pending
    give(successor, admin)
    path = calls.GIVE_LEFT if has_left else calls.GIVE
    there.bad_day(Lost.AFTER, path, times=2)
    there.bad_day(wecom.error(45033), path)
    there.bad_day(wecom.error(42001), calls.CUSTOMER if not has_left else calls.UNASSIGNED)
    finish(connection, RunKind.OUT)
    assert set(states(connection).values()) == {"asked"}
    finish(connection, RunKind.CHECK)
    there.clock.tick(hours=24)
    there.bad_day(wecom.error(45009), calls.RESULT)
    ask_after(connection)
    ask_after(connection)
    assert set(states(connection).values()) == {"agreed"}
    assert set(there.corp.begun.values()) == {1}


def test_an_undo_while_the_customer_is_asked_goes_out_when_that_is_settled(
    there: There, connection: Connection, leaver: User, successor: User, admin: User
) -> None:
    give(successor, admin)
    finish(connection, RunKind.OUT)
    give(leaver, admin)
    finish(connection, RunKind.IN)
    finish(connection, RunKind.OUT)
    assert set(states(connection).values()) == {"asked"}
    declined = sorted(states(connection))[0]
    there.corp.decline(declined)
    there.clock.tick(hours=24)
    ask_after(connection)
    finish(connection, RunKind.OUT)
    there.clock.tick(hours=24)
    ask_after(connection)
    finish(connection, RunKind.OUT)
    assert set(states(connection).values()) == {"agreed"}
    assert {there.corp.owner(id_) for id_ in states(connection)} == {LEAVER}
    assert there.corp.begun[declined] == 1
    assert set(there.corp.begun.values()) == {1, 2}


def test_a_request_that_was_lost_there_is_made_anew(
    there: There, connection: Connection, successor: User, admin: User
) -> None:
    give(successor, admin)
    finish(connection, RunKind.OUT)
    there.corp.requests.clear()
    ask_after(connection)
    finish(connection, RunKind.OUT)
    there.clock.tick(hours=24)
    ask_after(connection)
    assert set(states(connection).values()) == {"agreed"}
    assert set(there.corp.begun.values()) == {2}


def test_a_customer_given_to_somebody_else_there_is_named_and_not_overwritten(
    there: There, connection: Connection, successor: User, admin: User
) -> None:
    taken = sorted(states(connection))[0]
    there.corp.follows[taken].clear()
    there.corp.follow(taken, THIRD)
    give(successor, admin)
    finish(connection, RunKind.OUT)
    link = RecordLink.objects.get(source_id=taken)
    assert (link.state, link.owner_there) == ("conflict", THIRD)
    assert not there.corp.begun[taken]
    differences.settle(connection=connection, links=[link.pk], deed=Deed.WRITE, by=admin, at=timezone.now())
    finish(connection, RunKind.OUT)
    assert states(connection)[taken] == "asked"
