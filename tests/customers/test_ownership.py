"""Owners change in one place, and the ledger tells the whole story."""

import itertools
import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.models import AuditEntry, User
from accounts.permissions import Role
from customers.actions import ownership
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, Owned, OwnershipChange, SeatChange, Task, Why
from tests.cast import NOW
from web.errors import Refused

MakeCustomer = Callable[..., Customer]
MakeDeal = Callable[..., Deal]
PEOPLE = st.integers(0, 3)
RECORDS = st.integers(0, 3)


class Ledger(RuleBasedStateMachine):
    """Random changes by hand and by moves, with the naive model beside them: who owned each record, in order."""

    @initialize()
    def start(self) -> None:
        self.savepoint = transaction.savepoint()
        self.people = [
            User.objects.create_user(f"p{number}@baton.example", name=f"P{number}", role=Role.REP)
            for number in range(4)
        ]
        first = self.people[0]
        customer = Customer.objects.create(code="H-1", name="H", owner=first)
        self.records: list[Owned] = [
            customer,
            Deal.objects.create(name="D", owner=first, customer=customer),
            Contract.objects.create(number="H-1", owner=first, customer=customer),
            Task.objects.create(title="T", owner=first, customer=customer),
        ]
        self.owners = [[first.pk] for _ in self.records]
        self.moves = 0

    @rule(record=RECORDS, to=PEOPLE, by=PEOPLE)
    def change_by_hand(self, record: int, to: int, by: int) -> None:
        found, person = self.records[record], self.people[to]
        found.refresh_from_db()
        if found.owner_id == person.pk:
            with pytest.raises(Refused, match="already owns"):
                ownership.change(record=found, to=person, by=self.people[by], at=NOW)
            return
        ownership.change(record=found, to=person, by=self.people[by], at=NOW)
        self.owners[record].append(person.pk)

    @rule(record=RECORDS, to=PEOPLE)
    def change_with_stale_knowledge(self, record: int, to: int) -> None:
        found = type(self.records[record])._default_manager.get(pk=self.records[record].pk)
        stale = next(person for person in self.people if person.pk != found.owner_id)
        target = next(person for person in self.people if person.pk not in {stale.pk, found.owner_id})
        found.owner = stale
        with pytest.raises(Refused) as refusal, transaction.atomic():
            ownership.change(record=found, to=target, by=stale, at=NOW)
        assert refusal.value.code == "owner_changed"

    @rule(leaver=PEOPLE, to=PEOPLE)
    def move_everything(self, leaver: int, to: int) -> None:
        old, new = self.people[leaver].pk, self.people[to].pk
        targets = " UNION ALL ".join(
            f"SELECT {int(kind)}, id, {old}, {new} FROM {model._meta.db_table}"
            for kind, model in ownership.MODELS.items()
        )
        self.moves += 1
        ownership.move(targets=targets, params=(), why=Why.HANDOVER, move_id=self.moves, by=self.people[0], at=NOW)
        for owners in self.owners:
            if owners[-1] == old != new:
                owners.append(new)

    @rule(record=RECORDS, to=PEOPLE)
    def write_past_the_module(self, record: int, to: int) -> None:
        found = self.records[record]
        rows = type(found)._default_manager.filter(~Q(owner=self.people[to]), pk=found.pk)
        if rows.exists():
            with pytest.raises(DatabaseError, match="ownership"), transaction.atomic():
                rows.update(owner=self.people[to])

    @invariant()
    def the_ledger_tells_who_owned_what_in_order(self) -> None:
        for kind, record, owners in zip(RecordKind, self.records, self.owners, strict=True):
            changes = list(OwnershipChange.objects.filter(kind=kind, record_id=record.pk).order_by("id"))
            assert [(change.from_owner_id, change.to_owner_id) for change in changes] == list(
                itertools.pairwise(owners)
            )
            assert type(record)._default_manager.get(pk=record.pk).owner_id == owners[-1]

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)


class TestLedger(TestCase):
    def test_whatever_happens(self) -> None:
        from hypothesis.stateful import run_state_machine_as_test

        run_state_machine_as_test(
            Ledger,
            settings=settings(
                max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )


@pytest.fixture
def change(manager: User, leaver: User, successor: User, make_customer: MakeCustomer) -> OwnershipChange:
    return ownership.change(record=make_customer(leaver), to=successor, by=manager, at=NOW)


@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_the_ledgers_are_append_only(change: OwnershipChange, statement: str) -> None:
    people = {"from_user_id": change.from_owner_id, "to_user_id": change.to_owner_id}
    SeatChange.objects.create(move_id=1, customer_id=change.record_id, at=NOW, **people)
    for ledger in (OwnershipChange, SeatChange):
        table = ledger._meta.db_table
        with (
            pytest.raises(DatabaseError, match=f"{table} is append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table))


@pytest.mark.parametrize("model", ownership.MODELS.values())
def test_saving_another_owner_is_refused(
    model: type[Owned], leaver: User, successor: User, make_customer: MakeCustomer, make_deal: MakeDeal
) -> None:
    customer = make_customer(leaver)
    record = {
        Customer: lambda: customer,
        Deal: lambda: make_deal(leaver),
        Contract: lambda: Contract.objects.create(customer=customer, number="N", owner=leaver),
        Task: lambda: Task.objects.create(title="T", owner=leaver),
    }[model]()
    record.owner = successor
    with pytest.raises(DatabaseError, match=r"customers\.actions\.ownership"), transaction.atomic():
        record.save()


def test_a_change_by_hand_is_audited(change: OwnershipChange, manager: User) -> None:
    entry = AuditEntry.objects.get(verb="owner.changed")
    assert (entry.by, entry.details) == (manager, {"from": "陈静", "to": "李伟"})


def test_who_cannot_look_after_customers_receives_none(
    manager: User, leaver: User, auditor: User, successor: User, make_customer: MakeCustomer
) -> None:
    successor.is_active = False
    successor.save()
    for unable in (auditor, successor):
        with pytest.raises(Refused) as refusal:
            ownership.change(record=make_customer(leaver), to=unable, by=manager, at=NOW)
        assert refusal.value.code == "cannot_receive"


def test_an_app_above_can_hold_somebody_back(
    manager: User, leaver: User, successor: User, make_customer: MakeCustomer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownership, "_unable", [lambda _reader: Q(pk=successor.pk)])
    with pytest.raises(Refused, match="can't take over"):
        ownership.change(record=make_customer(leaver), to=successor, by=manager, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_wins_and_one_is_told(
    manager: User, leaver: User, successor: User, second_successor: User, make_customer: MakeCustomer
) -> None:
    customer = make_customer(leaver)
    start = threading.Barrier(2)
    told: list[str] = []

    def hand_to(person: User) -> None:
        mine = Customer.objects.get(pk=customer.pk)
        start.wait()
        try:
            ownership.change(record=mine, to=person, by=manager, at=NOW)
        except Refused as refusal:
            told.append(str(refusal.code))
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_to, args=(person,)) for person in (successor, second_successor)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["owner_changed"]
    assert OwnershipChange.objects.get().to_owner == Customer.objects.get(pk=customer.pk).owner
