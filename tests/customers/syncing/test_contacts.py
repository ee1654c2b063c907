"""Contacts have owners in a CRM: they go with their customer there, and with nobody else."""

import dataclasses
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from customers.actions import differences, ownership
from customers.actions.differences import Deed
from customers.kinds import LinkedKind
from customers.models import Connection, ConnectionRun, Customer, RecordLink, RunKind
from customers.syncing import comparing
from tests.contracts.plain.connector import Plain
from tests.contracts.plain.crm import Crm
from tests.contracts.simulator import Call, Fault, Lost, Simulator
from tests.crm import Runs, states

Give = Callable[[str, User], None]


@pytest.fixture(autouse=True)
def known(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CRM whose contacts have owners: one has the customer's, one another."""
    gives = (LinkedKind.CUSTOMER, LinkedKind.CONTACT, LinkedKind.DEAL)
    monkeypatch.setattr(Plain, "can", dataclasses.replace(Plain.can, gives=gives))
    crm.person("p3", "Zhao Min there", "zhao.min@baton.example")
    crm.record("contacts", "k2", "p3", name="Sun", customer="c1")


@pytest.fixture
def give(read: ConnectionRun, admin: User) -> Give:
    def to(customer: str, person: User) -> None:
        record = Customer.objects.get(source_id=customer)
        ownership.change(record=record, to=person, by=admin, at=timezone.now())

    return to


def is_write(call: Call) -> bool:
    return call.path == "/change"


def contacts(connection: Connection) -> dict[str, str]:
    return {id_: state for id_, state in states(connection).items() if id_.startswith("k")}


def test_they_go_with_their_customer_and_come_back_with_it(
    give: Give, runs: Runs, connection: Connection, crm: Crm, leaver: User, successor: User
) -> None:
    assert contacts(connection) == {"k1": "agreed"}
    give("c1", successor)
    assert runs(RunKind.OUT).counts == {"sent": 2, "done": 2}
    assert [crm.owner("contacts", pk) for pk in ("k1", "k2")] == ["p2", "p3"]
    give("c1", leaver)
    runs(RunKind.OUT)
    assert (crm.owner("customers", "c1"), crm.owner("contacts", "k1")) == ("p1", "p1")
    assert crm.writes == {"c1": 2, "k1": 2}
    runs(RunKind.CHECK)
    assert comparing.standing(connection).percent == 100


def test_reading_before_writing_leaves_them_to_follow(
    give: Give, runs: Runs, connection: Connection, crm: Crm, successor: User
) -> None:
    give("c1", successor)
    runs(RunKind.IN, full=True)
    assert contacts(connection) == {"k1": "agreed"}
    runs(RunKind.OUT)
    assert crm.owner("contacts", "k1") == "p2"


@pytest.mark.parametrize("lost", Lost)
def test_a_lost_answer_is_no_second_write(
    give: Give, runs: Runs, connection: Connection, crm: Crm, server: Simulator, successor: User, lost: Lost
) -> None:
    give("c1", successor)
    server.faults = [Fault(lost, is_write), Fault(lost, lambda call: is_write(call) and call.body[0]["id"] == "k1")]
    runs(RunKind.OUT)
    assert crm.writes == {"c1": 1, "k1": 1}
    assert set(states(connection).values()) == {"agreed"}


def test_one_that_somebody_was_given_there_goes_its_own_way(
    give: Give, runs: Runs, connection: Connection, crm: Crm, successor: User
) -> None:
    crm.record("contacts", "k1", "p3", name="Wu", customer="c1")
    runs(RunKind.IN)
    assert not contacts(connection)
    give("c1", successor)
    runs(RunKind.OUT)
    assert crm.owner("contacts", "k1") == "p3"
    crm.record("contacts", "k1", "p2", name="Wu", customer="c1")
    runs(RunKind.IN)
    assert contacts(connection) == {"k1": "agreed"}


def test_one_given_away_unseen_is_a_difference_and_not_overwritten(
    give: Give, runs: Runs, connection: Connection, crm: Crm, successor: User, admin: User, admin_client: Client
) -> None:
    give("c1", successor)
    crm.record("contacts", "k1", "p3", name="Wu", customer="c1")
    runs(RunKind.OUT)
    assert (crm.owner("contacts", "k1"), contacts(connection)) == ("p3", {"k1": "conflict"})
    page = admin_client.get(f"/settings/connections/{connection.pk}/differences/?kind={LinkedKind.CONTACT.value}")
    assert page.status_code == 200
    assert successor.name in page.content.decode()

    link = RecordLink.objects.get(source_id="k1")
    at = timezone.now()
    assert not differences.settle(connection=connection, links=[link.pk], deed=Deed.TAKE, by=admin, at=at)
    assert differences.settle(connection=connection, links=[link.pk], deed=Deed.WRITE, by=admin, at=at) == 1
    runs(RunKind.OUT)
    assert (crm.owner("contacts", "k1"), contacts(connection)) == ("p2", {"k1": "agreed"})
