"""The HubSpot connector against a HubSpot on loopback, on good days and bad ones."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.connectors.hubspot.connector import HubSpot
from customers.connectors.interface import Account, Asked, Note, Record, Result
from customers.connectors.interface import Fault as Kind
from customers.kinds import LinkedKind
from tests.contracts.clock import START
from tests.contracts.hubspot import envelopes
from tests.contracts.hubspot.side import Side, started
from tests.contracts.hubspot.state import SCOPES, TOKEN
from tests.contracts.settling import settle
from tests.contracts.side import of
from tests.contracts.simulator import Fault, Lost, Reply, reply


@pytest.fixture
def side() -> Iterator[Side]:
    with started(companies=14) as found:
        yield found


def read(hubspot: HubSpot, kind: str, since: datetime.datetime | None = None) -> list[Record]:
    page = hubspot.changed(kind, since=since, after=None)
    found = list(page.records)
    while page.after is not None:
        page = hubspot.changed(kind, since=since, after=page.after)
        found += page.records
    return found


def customers(hubspot: HubSpot) -> Any:
    return hubspot.changed("customers", since=None, after=None)


def test_every_kind_is_read(side: Side) -> None:
    hubspot = side.connector
    assert hubspot.test() == "HubSpot"
    assert [(person.name, person.active) for person in hubspot.people()][1:] == [
        *(("陈静", True), ("李伟", True), ("赵敏", True), ("Priya Shah", True), ("Owen Marsh", False))
    ]
    companies, contacts, deals, tasks = (read(hubspot, kind) for kind in HubSpot.can.reads)
    assert [record.id for record in companies] == list(side.state.objects["companies"])
    assert [record.texts["customer"] for record in contacts] == [record.id for record in companies]
    assert (deals[0].texts["amount"], deals[0].texts["currency"]) == ("125000.5", "CNY")
    assert [deals[n].texts["state"] for n in range(4)] == ["open", "open", "won", "lost"]
    assert (deals[0].texts["probability"], deals[0].texts["stage"]) == ("20", "prospecting")
    assert (tasks[0].texts["note"], tasks[0].texts["state"]) == ("Bring the drawings & samples", "done")
    assert ("deal" in tasks[0].texts, tasks[1].texts["deal"]) == (False, deals[1].id)
    assert companies[4].owner == side.person("Owen Marsh")


def test_days_are_those_of_the_account(side: Side) -> None:
    side.settings["time_zone"] = "Asia/Shanghai"
    owner, evening = side.person("陈静"), "2026-06-30T23:30:00.000Z"
    deal = side.state.add("deals", owner, dealname="七月", closedate=evening, hs_is_closed="false")
    task = side.state.add("tasks", owner, hs_task_subject="早会", hs_timestamp=evening)
    found = {record.id: record.texts for kind in ("deals", "tasks") for record in read(side.connector, kind)}
    assert (found[deal]["expected_close_on"], found[task]["due_on"]) == ("2026-07-01", "2026-07-01")


def test_lists_of_many_pages_the_last_without_paging(side: Side) -> None:
    side.companies(230)
    for number in range(101):
        side.state.add_owner("Rep", str(number), f"rep{number}@baton.example")
    assert [record.id for record in read(side.connector, "customers")] == list(side.state.objects["companies"])
    assert len(list(side.connector.people())) == 107


def test_more_than_a_search_goes_through(side: Side) -> None:
    ids = side.companies(10_450)
    page, found = side.connector.changed("customers", since=START, after=None), set()
    while page.after is not None:
        found |= {record.id for record in page.records}
        side.wait(seconds=1)
        page = side.connector.changed("customers", since=START, after=page.after)
    assert found | {record.id for record in page.records} == {*side.state.objects["companies"]} > set(ids)


@pytest.mark.parametrize("kind", HubSpot.can.reads)
def test_what_changed_since(side: Side, kind: str) -> None:
    side.wait(minutes=5)
    name = {"customers": "companies"}.get(kind, kind)
    new = side.state.add(name, side.person("陈静"), name="新", dealname="新", hs_task_subject="新", firstname="新")
    assert [record.id for record in read(side.connector, kind, side.now())] == [new]


def test_owners_are_read_past_the_search_that_is_behind(side: Side) -> None:
    [pk] = side.companies(1)
    side.wait(minutes=1)
    assert [each.result for each in side.connector.change_owners(side.asked([pk]))] == [Result.DONE]
    assert read(side.connector, "customers", side.now()) == [], "the search does not know yet"
    assert side.connector.owners(LinkedKind.CUSTOMER, [pk, "9"]) == {pk: side.person("李伟")}
    side.state.index()
    assert [record.owner for record in read(side.connector, "customers", side.now())] == [side.person("李伟")]


def test_no_secret_is_said(side: Side) -> None:
    error = side.fails(customers, Fault(envelopes.invalid(f"{TOKEN} is odd"), of("/crm/")))
    assert error.detail == "… is odd"
    assert TOKEN not in repr(Account(side.settings, side.memory, side.secrets))


def test_what_is_filled_in_wrong(side: Side) -> None:
    side.secrets["token"] = "pat-of-somebody-else"
    wrong = side.fails(HubSpot.test)
    assert (wrong.fault, wrong.code) == (Kind.CONFIG, "INVALID_AUTHENTICATION")
    side.secrets.clear()
    assert side.fails(HubSpot.test).code == "settings"


@pytest.mark.parametrize("scope", sorted(set(SCOPES.values())))
def test_a_scope_the_token_was_not_given_is_missed_at_once(side: Side, scope: str) -> None:
    side.state.scopes.remove((scope, "read"))
    assert side.fails(HubSpot.test).fault is Kind.CONFIG


def test_what_the_token_may_not_write_stops_the_connection(side: Side) -> None:
    [pk] = side.companies(1)
    side.state.scopes.remove(("crm.objects.companies", "write"))
    assert side.fails(lambda hubspot: hubspot.change_owners(side.asked([pk]))).fault is Kind.CONFIG


def test_what_is_deleted_while_reading_hides_nothing(side: Side) -> None:
    ids = side.companies(120)
    first = customers(side.connector)
    del side.state.objects["companies"][next(iter(side.state.objects["companies"]))]
    rest = side.connector.changed("customers", since=None, after=first.after)
    assert {record.id for page in (first, rest) for record in page.records} > set(ids)


def test_more_calls_than_ten_seconds_take_wait_for_their_end(side: Side) -> None:
    side.state.burst = 100
    hubspot = side.connector
    for _call in range(100):
        hubspot.owners(LinkedKind.CUSTOMER, ["1"])
    assert side.fails(customers).after == datetime.timedelta(seconds=10)
    side.wait(seconds=10)
    assert customers(side.connector).records


@pytest.mark.parametrize(
    ("answer", "kind", "code", "seconds"),
    [
        (envelopes.TEN_SECONDLY, Kind.LATER, "TEN_SECONDLY_ROLLING", 10),
        (envelopes.SECONDLY, Kind.LATER, "SECONDLY", 1),
        (envelopes.DAILY, Kind.LATER, "DAILY", 3600),
        (reply({}, 429, Retry_After="7"), Kind.LATER, "HTTP 429", 7),
        (envelopes.BROKEN, Kind.LATER, "HTTP 500", None),
        (envelopes.PROXY_PAGE, Kind.LATER, "no_json", None),
        (envelopes.NO_AUTH, Kind.CONFIG, "INVALID_AUTHENTICATION", None),
        (envelopes.NO_RIGHT, Kind.CONFIG, "HTTP 403", None),
        (envelopes.NOT_FOUND, Kind.PERMANENT, "HTTP 404", None),
        (envelopes.EMPTY_ERROR, Kind.PERMANENT, "HTTP 400", None),
        (envelopes.invalid("no"), Kind.PERMANENT, "VALIDATION_ERROR", None),
        (Lost.BEFORE, Kind.LATER, "no_answer", None),
    ],
)
def test_what_an_answer_means(side: Side, answer: Reply | Lost, kind: Kind, code: str, seconds: int | None) -> None:
    for act in (customers, lambda hubspot: hubspot.write_notes([Note(LinkedKind.CUSTOMER, "1", "a", "b", "b")])):
        error = side.fails(act, Fault(answer, of("/crm/")))
        assert (error.fault, error.code) == (kind, code)
        assert error.after == (None if seconds is None else datetime.timedelta(seconds=seconds))


def test_a_place_that_is_none(side: Side) -> None:
    error = side.fails(lambda hubspot: hubspot.changed("customers", since=START, after="x"))
    assert (error.fault, error.code) == (Kind.PERMANENT, "no_such_place")


@pytest.mark.parametrize("kind", HubSpot.can.gives)
def test_every_kind_is_given_and_nothing_beside_it(side: Side, kind: LinkedKind) -> None:
    types = {1: "companies", 2: "deals", 4: "tasks", 5: "contacts"}
    pk, wanted = next(iter(side.state.objects[types[kind]])), side.person("赵敏")
    outcomes = side.connector.change_owners([Asked(kind, pk, side.state.owner(pk), wanted)])
    assert [outcome.result for outcome in outcomes] == [Result.DONE]
    assert side.connector.owners(kind, [pk]) == {pk: wanted}
    assert set(side.state.owner_writes) == {pk}


def test_a_batch_done_in_part_names_the_others(side: Side) -> None:
    ids = side.companies(5)
    side.state.stopped, side.state.limited[ids[3]] = {ids[1]}, 1
    asked = side.asked(ids)
    asked[2] = Asked(LinkedKind.CUSTOMER, ids[2], asked[2].expected, side.person("Owen Marsh"))
    asked.append(Asked(LinkedKind.CUSTOMER, "99999", asked[0].expected, asked[0].wanted))
    assert [(each.asked.id, each.result, each.code) for each in side.connector.change_owners(asked)] == [
        (ids[0], Result.DONE, ""),
        (ids[1], Result.PERMANENT, "VALIDATION_ERROR"),
        (ids[2], Result.PERMANENT, "VALIDATION_ERROR"),
        (ids[3], Result.LATER, "RATE_LIMITS"),
        (ids[4], Result.DONE, ""),
        ("99999", Result.PERMANENT, "OBJECT_NOT_FOUND"),
    ]


def test_a_batch_that_names_nobody_and_owners_the_limit_hides(side: Side) -> None:
    [pk] = side.companies(1)
    side.system.next = [envelopes.batch([], [{"status": "error", "message": "odd"}], side.state.stamp())]
    assert [(each.result, each.code) for each in side.connector.change_owners(side.asked([pk]))] == [
        (Result.LATER, "no_result")
    ]
    side.system.next = [envelopes.batch([], [envelopes.row_error("RATE_LIMITS", "Too many", pk)], side.state.stamp())]
    error = side.fails(lambda hubspot: hubspot.owners(LinkedKind.CUSTOMER, [pk]))
    assert (error.fault, error.code) == (Kind.LATER, "RATE_LIMITS"), "a limit is no deletion"


def test_as_many_at_once_as_it_says(side: Side) -> None:
    ids = side.companies(HubSpot.can.at_once + 1)
    assert len(side.connector.owners(LinkedKind.CUSTOMER, ids)) == HubSpot.can.owners_at_once + 1
    assert {each.result for each in side.connector.change_owners(side.asked(ids[:-1]))} == {Result.DONE}
    error = side.fails(lambda hubspot: hubspot.change_owners(side.asked(ids)))
    assert (error.fault, error.code) == (Kind.PERMANENT, "VALIDATION_ERROR")


@pytest.mark.parametrize(("kind", "name"), [(LinkedKind.CUSTOMER, "companies"), (LinkedKind.DEAL, "deals")])
def test_a_note_hangs_on_its_record(side: Side, kind: LinkedKind, name: str) -> None:
    pk = next(iter(side.state.objects[name]))
    side.connector.write_notes([Note(kind, pk, "交接 <1>", "A & B\n\nhttps://baton.example/briefings/1/", "")])
    [note] = side.state.objects["notes"].values()
    assert note["hs_note_body"] == "<p>交接 &lt;1&gt;</p><p>A &amp; B</p><p>https://baton.example/briefings/1/</p>"
    assert side.state.links[name, "notes"] == {pk: [(note["hs_object_id"], f"{name}_to_note")]}


BAD_DAYS: dict[str, Callable[[], Fault]] = {
    "busy": lambda: Fault(envelopes.TEN_SECONDLY, of("/crm/")),
    "busy for the day": lambda: Fault(envelopes.DAILY, of("batch")),
    "broken": lambda: Fault(envelopes.BROKEN, of("/crm/")),
    "broken after the write": lambda: Fault(envelopes.BROKEN, of("update"), applied=True),
    "lost before": lambda: Fault(Lost.BEFORE, of("/crm/")),
    "lost after the write": lambda: Fault(Lost.AFTER, of("update")),
    "proxy's page": lambda: Fault(envelopes.PROXY_PAGE, of("/crm/")),
    "proxy's page after the write": lambda: Fault(envelopes.PROXY_PAGE, of("update"), applied=True),
    "answer without rows": lambda: Fault((200, {}, b"{}"), of("update"), applied=True),
}


def test_reading_then_writing_ends_with_all_given_once() -> None:
    with started() as side:

        @given(st.data())
        def holds(data: st.DataObject) -> None:
            ids, thirds = side.companies(20), side.companies(2, "Priya Shah")
            days = data.draw(st.lists(st.sampled_from(sorted(BAD_DAYS)), max_size=8))
            side.system.faults = [BAD_DAYS[day]() for day in days]
            places = data.draw(st.dictionaries(st.integers(0, 19), st.integers(1, 2), max_size=4))
            side.state.limited.update({ids[place]: times for place, times in places.items()})
            asked = [*side.asked(ids[:12]), *side.asked(ids[12:], wanted="赵敏"), *side.asked(thirds)]
            seen = settle(lambda: side.connector, lambda: side.wait(hours=1), asked, len(days) + 5)
            assert [side.state.owner(each.id) for each in asked[:20]] == [each.wanted for each in asked[:20]]
            assert seen == set(ids)
            assert [side.state.owner_writes[pk] for pk in ids] == [1] * 20, "none twice"
            assert not [pk for pk in thirds if pk in side.state.owner_writes], "no third person's"

        holds()
