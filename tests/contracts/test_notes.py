"""Notes, the same for every vendor that takes some: each is told apart, and one nobody heard of is found there."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from customers.connectors.interface import Connector, ConnectorError, Note, Result
from customers.connectors.interface import Fault as Kind
from customers.kinds import LinkedKind
from tests.contracts.clock import failing
from tests.contracts.hubspot import envelopes as hubspot_says
from tests.contracts.hubspot import side as hubspot
from tests.contracts.salesforce import envelopes as salesforce_says
from tests.contracts.salesforce import side as salesforce
from tests.contracts.simulator import Call, Fault, Lost, Reply, Simulator
from tests.contracts.zoho import envelopes as zoho_says
from tests.contracts.zoho import side as zoho

SINCE = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)


@dataclass
class There:
    """A vendor's side: `texts` are the notes on a record, `refuse` lets a record take none."""

    opened: Callable[[], Connector]
    system: Simulator
    customers: list[str]
    texts: Callable[[str], list[str]]
    refuse: Callable[[str], object]
    writes: Callable[[Call], bool]
    busy: Reply
    broken: Reply

    def note(self, number: int) -> Note:
        mark = f"[Baton {number}]"
        return Note(LinkedKind.CUSTOMER, self.customers[number], "Handed over", f"See <Baton> & ask\n\n{mark}", mark)

    def marks(self, number: int) -> int:
        return sum(self.note(number).mark in text for text in self.texts(self.customers[number]))

    def find(self, *numbers: int) -> set[str]:
        return self.opened().find_notes([self.note(number) for number in numbers], since=SINCE)


@contextmanager
def at_zoho() -> Iterator[There]:
    with zoho.started() as side:
        notes = side.state.records["Notes"]
        yield There(
            lambda: side.connector,
            side.system,
            side.accounts(side.person("陈静"), 3),
            lambda pk: [note["Note_Content"] for note in notes.values() if note["Parent_Id"] == pk],
            side.state.unnotable.add,
            lambda call: call.method == "POST" and call.path.endswith("/Notes"),
            zoho_says.BUSY,
            zoho_says.BROKEN,
        )


@contextmanager
def at_salesforce() -> Iterator[There]:
    with salesforce.started() as side:
        tasks = side.state.records["Task"]
        yield There(
            lambda: side.connector,
            side.system,
            side.accounts(3),
            lambda pk: [row["Description"] for row in tasks.values() if row.get("WhatId") == pk],
            side.state.stopped.add,
            lambda call: call.method == "POST" and "composite" in call.path,
            salesforce_says.USED_UP,
            salesforce_says.BROKEN,
        )


@contextmanager
def at_hubspot() -> Iterator[There]:
    with hubspot.started(companies=3) as side:
        notes, links = side.state.objects["notes"], side.state.links
        yield There(
            lambda: side.connector,
            side.system,
            list(side.state.objects["companies"]),
            lambda pk: [notes[to]["hs_note_body"] for to, _said in links.get(("companies", "notes"), {}).get(pk, [])],
            side.state.objects["companies"].pop,
            lambda call: call.method == "POST" and call.path.endswith("/objects/notes"),
            hubspot_says.TEN_SECONDLY,
            hubspot_says.BROKEN,
        )


@pytest.fixture(params=[at_zoho, at_salesforce, at_hubspot], ids=["zoho", "salesforce", "hubspot"])
def there(request: pytest.FixtureRequest) -> Iterator[There]:
    with request.param() as found:
        yield found


def test_each_note_is_on_its_record_once(there: There) -> None:
    notes = [there.note(number) for number in range(3)]
    assert [noted.result for noted in there.opened().write_notes(notes)] == [Result.DONE] * 3
    assert [there.marks(number) for number in range(3)] == [1, 1, 1]
    assert there.find(0, 2) == {notes[0].mark, notes[2].mark}
    assert "&lt;Baton&gt;" in there.texts(there.customers[0])[0] or "<Baton>" in there.texts(there.customers[0])[0]


def test_a_record_that_takes_none_spoils_no_other(there: There) -> None:
    notes = [there.note(number) for number in range(3)]
    there.refuse(there.customers[1])
    at_once = there.opened().can.notes_at_once
    found: list[Result] = []
    for start in range(0, 3, at_once):
        part = notes[start : start + at_once]
        try:
            found += [noted.result for noted in there.opened().write_notes(part)]
        except ConnectorError as error:
            found += [Result(error.fault.value)] * len(part)
    assert found == [Result.DONE, Result.PERMANENT, Result.DONE]
    assert [there.marks(number) for number in range(3)] == [1, 0, 1]


@pytest.mark.parametrize("day", ["lost", "broken"])
def test_a_note_nobody_heard_of_is_found(there: There, day: str) -> None:
    instead = Lost.AFTER if day == "lost" else there.broken
    there.system.faults = [Fault(instead, there.writes, applied=True)]
    error = failing(lambda: there.opened().write_notes([there.note(0)]))
    assert (error.fault, error.sent) == (Kind.LATER, True)
    assert there.find(0, 1) == {there.note(0).mark}


def test_a_limit_says_that_nothing_was_written(there: There) -> None:
    there.system.faults = [Fault(there.busy, there.writes)]
    error = failing(lambda: there.opened().write_notes([there.note(0)]))
    assert (error.fault, error.sent) == (Kind.LATER, False)
    assert there.find(0) == set()


def test_nothing_is_done_about_nothing(there: There) -> None:
    assert there.opened().write_notes([]) == []
    assert there.opened().find_notes([], since=SINCE) == set()
