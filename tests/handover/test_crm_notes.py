"""A note in the CRM on each customer handed over: once, with the way to its briefing, whatever breaks on the way."""

import dataclasses
import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from customers.actions import connections, ownership
from customers.models import Connection, Customer, NoteState, RecordLink, RecordNote, RunKind
from customers.syncing import running
from handover.actions import plans
from handover.inheriting import following
from handover.models import Departure, Move, Plan
from tests.contracts.plain.connector import Plain
from tests.contracts.plain.crm import HOST, Crm
from tests.contracts.simulator import Call, Fault, Lost, Reply, Simulator, reply
from tests.contracts.zoho import envelopes
from tests.contracts.zoho.side import Side, started
from tests.crm import Runs
from tests.handover.conftest import carry_out, take_back
from tests.worker import Workers, wait_for

SignIn = Callable[[User], Client]
FORM = {"name": "Plain", "source": "plain", "every_minutes": "15", "set_address": f"https://{HOST}"}
ALL = [f"c{number}" for number in range(1, 6)]


def is_note(call: Call) -> bool:
    return call.path == "/notes"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def keeper(sign_in: SignIn, admin: User) -> Client:
    return sign_in(admin)


@pytest.fixture
def noting(read: Any, connection: Connection, keeper: Client) -> Connection:
    """The connection, told on its page to leave notes."""
    keeper.post(
        reverse("connection_edit", args=[connection.pk]), FORM | {"writes_owners": "on", "notes_language": "en"}
    )
    connection.refresh_from_db()
    return connection


def handed_over(departure: Departure, people: list[User], manager: User, admin: User) -> Move:
    plan = plans.propose(departure=departure, successors=people, strategy="best_fit", by=manager, at=timezone.now())
    plans.approve(plan=plan, by=admin, at=timezone.now())
    return carry_out(Plan.objects.get(pk=plan.pk), manager, timezone.now())


@pytest.fixture
def move(noting: Connection, departure: Departure, successor: User, manager: User, admin: User) -> Move:
    """All 陈静 has, at 李伟 by now."""
    return handed_over(departure, [successor], manager, admin)


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vendor lets us look for notes."""
    monkeypatch.setattr(Plain, "can", dataclasses.replace(Plain.can, finds_notes=True))


def on(crm: Crm) -> Counter[str]:
    return Counter(note["id"] for note in crm.notes)


def states() -> Counter[str]:
    return Counter(RecordNote.objects.values_list("state", flat=True))


def test_each_customer_has_one_note_that_leads_to_its_briefing(
    move: Move,
    departure: Departure,
    runs: Runs,
    crm: Crm,
    server: Simulator,
    keeper: Client,
    noting: Connection,
    sign_in: SignIn,
    successor: User,
) -> None:
    done = runs(RunKind.OUT)
    assert done.counts["noted"] == 5
    assert sorted(note["id"] for note in crm.notes) == ALL
    assert {note["title"] for note in crm.notes} == {"Handed over to 李伟"}
    assert all("陈静" in note["text"] and re.search(r"\[Baton \d+\]$", note["text"]) for note in crm.notes)
    assert not any(word in server.texts for word in ("resignation", "career"))
    assert [len(call.body) for call in server.heard if is_note(call)] == [2, 2, 1]
    following.follow_all()
    customer = Customer.objects.get(source_id="c1")
    [link] = [note["text"].split()[-3] for note in crm.notes if note["id"] == "c1"]
    assert link == f"{settings.BASE_URL}/handovers/{departure.pk}/customers/{customer.pk}/"
    assert sign_in(successor).get(link.removeprefix(settings.BASE_URL)).status_code == 200
    assert "5 notes are written." in text(keeper.get(reverse("connection", args=[noting.pk])))
    runs(RunKind.OUT)
    runs(RunKind.CHECK)
    runs(RunKind.OUT)
    assert set(on(crm).values()) == {1}


def test_no_note_unless_it_was_asked_for(
    read: Any,
    connection: Connection,
    departure: Departure,
    successor: User,
    manager: User,
    admin: User,
    runs: Runs,
    crm: Crm,
    keeper: Client,
) -> None:
    handed_over(departure, [successor], manager, admin)
    runs(RunKind.OUT)
    edit = reverse("connection_edit", args=[connection.pk])
    refused = keeper.post(edit, FORM | {"notes_language": "en"})
    assert refused.status_code == 422
    assert "Notes follow the owners" in text(refused)
    keeper.post(edit, FORM | {"writes_owners": "on", "notes_language": "en"})
    runs(RunKind.CHECK)
    runs(RunKind.OUT)
    assert not crm.notes, "what was handed over before has none"


def test_what_changes_hands_by_hand_has_none(
    noting: Connection, successor: User, admin: User, runs: Runs, crm: Crm
) -> None:
    ownership.change(record=Customer.objects.get(source_id="c1"), to=successor, by=admin, at=timezone.now())
    runs(RunKind.OUT)
    assert crm.owner("customers", "c1") == "p2"
    assert not crm.notes


def test_a_difference_has_its_note_once_it_is_settled(move: Move, runs: Runs, crm: Crm, keeper: Client) -> None:
    crm.person("p3", "Zhao Min there")
    crm.records["customers"]["c2"]["owner"] = "p3"
    runs(RunKind.OUT)
    assert sorted(on(crm)) == ["c1", "c3", "c4", "c5"]
    link = RecordLink.objects.get(source_id="c2")
    keeper.post(reverse("reconciliation", args=[link.connection_id]), {"link": link.pk, "deed": "write"})
    runs(RunKind.OUT)
    assert sorted(on(crm)) == ALL


def test_a_note_nobody_heard_of_is_not_written_again(
    move: Move, runs: Runs, crm: Crm, server: Simulator, keeper: Client, noting: Connection
) -> None:
    server.faults = [Fault(Lost.AFTER, is_note)]
    runs(RunKind.OUT)
    assert set(on(crm).values()) == {1}
    assert states() == {"written": 3, "unclear": 2}
    shown = text(keeper.get(reverse("connection", args=[noting.pk])))
    for words in ("2 notes were perhaps written.", "It did not answer in time", "Customer 1", "3 notes are written."):
        assert words in shown
    assert "failed note" not in shown


@pytest.mark.parametrize("fault", [Lost.AFTER, Lost.BEFORE])
def test_where_the_vendor_lets_us_look_it_is_found(
    fault: Lost, looking: None, move: Move, runs: Runs, crm: Crm, server: Simulator
) -> None:
    server.faults = [Fault(fault, is_note, times=2), Fault(reply({}, 503), lambda call: call.path == "/notes/of")]
    runs(RunKind.OUT)
    assert on(crm) == dict.fromkeys(ALL, 1)
    assert states() == {"written": 5}


def test_a_limit_is_waited_for(move: Move, runs: Runs, crm: Crm, server: Simulator) -> None:
    server.faults = [Fault(reply({}, 429), is_note, times=2)]
    run = runs(RunKind.OUT, times=1)
    assert (run.state, run.problem) == ("queued", "http_429")
    assert states() == {"waiting": 5}
    runs(RunKind.OUT)
    assert on(crm) == dict.fromkeys(ALL, 1)


def test_a_customer_that_takes_none_is_named_and_tried_again_when_told(
    move: Move, runs: Runs, crm: Crm, keeper: Client, noting: Connection
) -> None:
    crm.note_answers = {"c3": ["permanent"], "c4": ["later"]}
    runs(RunKind.OUT)
    runs(RunKind.OUT)
    assert states() == {"written": 4, "failed": 1}
    shown = text(keeper.get(reverse("connection", args=[noting.pk])))
    for words in ("1 note could not be written.", "Customer 3", "It says plain_permanent", "Write 1 failed note again"):
        assert words in shown
    said = keeper.post(reverse("connection_do", args=[noting.pk, "notes-again"]), follow=True)
    assert "1 note is written again." in text(said)
    runs(RunKind.OUT)
    assert on(crm) == dict.fromkeys(ALL, 1)


def test_one_bad_note_in_a_call_that_fails_as_a_whole_spoils_no_other(
    move: Move, runs: Runs, crm: Crm, server: Simulator
) -> None:
    def holds_c3(call: Call) -> bool:
        return is_note(call) and any(each["id"] == "c3" for each in call.body)

    server.faults = [Fault(reply({}, 400), holds_c3, times=9)]
    runs(RunKind.OUT)
    assert sorted(on(crm)) == ["c1", "c2", "c4", "c5"]
    assert RecordNote.objects.get(state=NoteState.FAILED).link.source_id == "c3"


def test_an_undo_leaves_a_second_note_where_there_was_a_first(move: Move, manager: User, runs: Runs, crm: Crm) -> None:
    crm.note_answers = {"c5": ["permanent"]}
    runs(RunKind.OUT)
    undo = take_back(move, manager, timezone.now())
    runs(RunKind.OUT)
    assert on(crm) == {"c1": 2, "c2": 2, "c3": 2, "c4": 2}
    last = crm.notes[-1]
    assert last["title"] == "Back with 陈静"
    assert "/customers/" in last["text"]
    assert "/handovers/" not in last["text"], "there is no briefing any more"
    take_back(undo, manager, timezone.now())
    runs(RunKind.OUT)
    assert on(crm) == {"c1": 3, "c2": 3, "c3": 3, "c4": 3, "c5": 1}


def test_what_was_undone_before_it_was_sent_has_none(move: Move, manager: User, runs: Runs, crm: Crm) -> None:
    take_back(move, manager, timezone.now())
    runs(RunKind.OUT)
    assert not crm.notes
    assert not RecordNote.objects.exists()


def test_a_note_that_was_not_written_before_the_undo_is_dropped(
    move: Move, manager: User, runs: Runs, crm: Crm, server: Simulator
) -> None:
    server.faults = [Fault(reply({}, 429), is_note)]
    runs(RunKind.OUT, times=1)
    assert states() == {"waiting": 5}
    take_back(move, manager, timezone.now())
    runs(RunKind.OUT)
    assert not crm.notes
    assert not RecordNote.objects.exists()


def test_switched_off_they_stop(move: Move, noting: Connection, keeper: Client, runs: Runs, crm: Crm) -> None:
    keeper.post(reverse("connection_edit", args=[noting.pk]), FORM | {"writes_owners": "on"})
    runs(RunKind.OUT)
    assert not crm.notes
    assert not Connection.objects.to_write(timezone.now()).exists()


def test_rest_and_the_page_cost_the_same_for_many(
    move: Move, runs: Runs, noting: Connection, keeper: Client, api: Any, admin: User
) -> None:
    runs(RunKind.OUT)
    address = reverse("connection", args=[noting.pk])
    RecordNote.objects.filter(link__source_id="c1").update(state="failed", code="gone")
    keeper.get(address)
    with CaptureQueriesContext(database) as few:
        keeper.get(address)
    RecordNote.objects.exclude(link__source_id="c2").update(state="unclear", code="no_answer")
    with CaptureQueriesContext(database) as many:
        assert "Customer 5" in text(keeper.get(address))
    assert len(many) == len(few)
    found = api(admin).get(f"/api/v1/connections/{noting.pk}/").json()
    assert (found["notes_language"], found["notes"]) == ("en", {"written": 1, "unclear": 4})


# ---- at a vendor that has them


@pytest.fixture
def zoho(admin: User, settings: Any) -> Iterator[tuple[Side, Connection]]:
    settings.CONNECTION_WAITS = (datetime.timedelta(0), datetime.timedelta(0))
    with started(accounts=60) as side:
        side.clock[0] = timezone.now()
        fields = {"name": "Zoho", "source": "zoho", "writes_owners": True, "notes_language": "zh-hans"}
        yield (
            side,
            connections.save(
                connection=Connection(vendor="zoho"),
                fields=fields | {"values": side.settings},
                secrets=side.secrets,
                by=admin,
                at=timezone.now(),
            ),
        )


def run(connection: Connection, what: RunKind) -> None:
    queued = connections.ask(connection=connection, what=what, by=None, at=timezone.now())
    for _again in range(40):
        if not running.run(queued.pk, at=timezone.now()):
            break


def at_zoho(side: Side) -> Counter[str]:
    """How many of Baton's notes there are on which account."""
    notes = side.state.records["Notes"].values()
    return Counter(note["Parent_Id"] for note in notes if "[Baton " in note["Note_Content"])


def is_zoho_note(call: Call) -> bool:
    return call.method == "POST" and call.path.endswith("/Notes")


def test_a_bad_day_at_zoho_doubles_and_loses_none(
    zoho: tuple[Side, Connection], departure: Departure, successor: User, manager: User, admin: User
) -> None:
    side, connection = zoho
    run(connection, RunKind.IN)
    mine = set(Customer.objects.filter(owner=departure.leaver).values_list("source_id", flat=True))
    handed_over(departure, [successor], manager, admin)
    side.system.faults = [
        Fault(envelopes.BUSY, is_zoho_note),
        Fault(Lost.BEFORE, is_zoho_note),
        Fault(Lost.AFTER, is_zoho_note),
        Fault(envelopes.BROKEN, lambda call: call.method == "GET" and call.path.endswith("/Notes")),
        Fault(envelopes.BROKEN, is_zoho_note, applied=True),
    ]
    refusing = sorted(mine)[0]
    side.state.unnotable = {refusing}
    run(connection, RunKind.OUT)
    assert not any(fault.times for fault in side.system.faults[:3])
    assert at_zoho(side) == dict.fromkeys(mine - {refusing}, 1)
    assert states() == {"written": len(mine) - 1, "failed": 1}


@pytest.mark.worker
def test_a_worker_killed_while_it_writes_notes_doubles_none(
    workers: Workers,
    zoho: tuple[Side, Connection],
    departure: Departure,
    successor: User,
    manager: User,
    admin: User,
) -> None:
    side, connection = zoho
    run(connection, RunKind.IN)
    mine = set(Customer.objects.filter(owner=departure.leaver).values_list("source_id", flat=True))
    handed_over(departure, [successor], manager, admin)
    plain = side.system.answer
    caught: list[Call] = []

    def hanging(call: Call) -> Reply:
        answer = plain(call)
        if is_zoho_note(call) and not caught:
            caught.append(call)
            side.system.slowness = 60  # they are written, and nobody hears of it
        return answer

    side.system.answer = hanging
    stand_ins = ",".join(f"{host}={url}" for host, url in side.system.stand_ins.items())
    first = workers.worker(STAND_INS=stand_ins)
    workers.beat(STAND_INS=stand_ins)
    wait_for(lambda: bool(caught), "the worker to write notes")
    workers.kill(first)
    side.system.slowness = 0
    workers.worker(STAND_INS=stand_ins)
    workers.beat(STAND_INS=stand_ins)
    wait_for(lambda: states() == {"written": len(mine)}, "all notes to be written")
    assert at_zoho(side) == dict.fromkeys(mine, 1)
