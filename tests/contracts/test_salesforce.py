"""The Salesforce connector against a Salesforce on loopback, on good days and bad ones."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.connectors.interface import Account, Asked, Note, Record, Result
from customers.connectors.interface import Fault as Kind
from customers.connectors.salesforce.connector import Salesforce
from customers.kinds import LinkedKind
from tests.contracts.salesforce import envelopes
from tests.contracts.salesforce.org import HOST
from tests.contracts.salesforce.side import Side, started
from tests.contracts.salesforce.state import CLIENT_SECRET
from tests.contracts.settling import settle
from tests.contracts.side import of
from tests.contracts.simulator import Fault, Lost, Reply


@pytest.fixture
def side() -> Iterator[Side]:
    with started(accounts=14) as found:
        yield found


def read(salesforce: Salesforce, kind: str, **since: Any) -> list[Record]:
    page = salesforce.changed(kind, since=since.get("since"), after=None)
    found = list(page.records)
    while page.after is not None:
        page = salesforce.changed(kind, since=since.get("since"), after=page.after)
        found += page.records
    return found


def customers(salesforce: Salesforce) -> Any:
    return salesforce.changed("customers", since=None, after=None)


def test_every_kind_is_read(side: Side) -> None:
    salesforce = side.connector
    assert salesforce.test() == HOST
    assert [person.active for person in salesforce.people()].count(False) == 1
    for kind, thing in (("customers", "Account"), ("contacts", "Contact"), ("contracts", "Contract")):
        assert [record.id for record in read(salesforce, kind)] == sorted(side.state.records[thing])
    first, won = read(salesforce, "deals")[0], read(salesforce, "deals")[2]
    assert (first.texts["amount"], first.texts["currency"]) == ("125000.5", "USD")
    assert (first.texts["stage"], first.texts["state"], won.texts["state"]) == ("prospecting", "open", "won")
    account_task, deal_task = read(salesforce, "tasks")[:2]
    assert (account_task.texts["state"], "deal" in account_task.texts) == ("done", False)
    assert deal_task.texts["deal"].startswith("006")
    assert deal_task.texts["customer"].startswith("001")


def test_what_changed_since_and_pages_that_go_on(side: Side) -> None:
    side.state.page = 5
    assert len(read(side.connector, "customers")) == 14
    assert len(list(side.connector.people())) == 6
    accounts = list(side.state.records["Account"])
    assert list(side.connector.owners(LinkedKind.CUSTOMER, accounts)) == accounts
    side.wait(minutes=5)
    [changed] = side.accounts(1)
    assert [record.id for record in read(side.connector, "customers", since=side.now())] == [changed]


def test_a_session_that_ends_between_pages_is_opened_anew(side: Side) -> None:
    side.state.page = 5
    salesforce = side.connector
    first = customers(salesforce)
    side.state.end_sessions()
    second = salesforce.changed("customers", since=None, after=first.after)
    assert not {record.id for record in first.records} & {record.id for record in second.records}
    assert len(side.heard("/oauth2/")) == 2


def test_a_place_that_is_lost_and_one_that_is_none(side: Side) -> None:
    side.state.page = 5
    first = customers(side.connector)
    side.state.cursors.clear()
    lost = side.fails(lambda salesforce: salesforce.changed("customers", since=None, after=first.after))
    assert (lost.fault, lost.code) == (Kind.PERMANENT, "INVALID_QUERY_LOCATOR")
    assert side.fails(lambda salesforce: salesforce.changed("customers", since=None, after="//x")).code == (
        "no_such_place"
    )


def test_workers_open_one_session_together_and_say_no_secret(side: Side) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _number: side.connector.test(), range(8))) == {HOST}
    assert len(side.heard("/oauth2/")) == 1
    token = json.loads(side.memory.token or "")[0]
    error = side.fails(customers, Fault(envelopes.refused(400, "X", f"{token} {CLIENT_SECRET}"), of("query")))
    assert error.detail == "… …"
    assert CLIENT_SECRET not in repr(Account(side.settings, side.memory, side.secrets))


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"host": "login.salesforce.com"}, "no_my_domain"),
        ({"host": "acme.my.salesforce.com.evil.example"}, "no_my_domain"),
        ({"host": "evil.example/acme.my.salesforce.com"}, "no_my_domain"),
        ({"host": "user@acme.my.salesforce.com"}, "no_my_domain"),
        ({"host": ""}, "no_my_domain"),
        ({"version": "62"}, "api_version"),
        ({"client_id": ""}, "settings"),
    ],
)
def test_what_is_filled_in_wrong(side: Side, settings: dict[str, str], code: str) -> None:
    side.settings |= settings
    error = side.fails(Salesforce.test)
    assert (error.fault, error.code) == (Kind.CONFIG, code)
    assert not side.system.heard


def test_a_version_that_is_not_there_is_set_up_wrong(side: Side) -> None:
    side.settings["version"] = "99.0"
    error = side.fails(Salesforce.test)
    assert (error.fault, error.code) == (Kind.CONFIG, "NOT_FOUND")


def test_customers_in_portals_and_robots_are_no_people_of_the_firm(side: Side) -> None:
    before = [person.id for person in side.connector.people()]
    for kind in ("CspLitePortal", "PowerCustomerSuccess", "CsnOnly", "Guest", "AutomatedProcess"):
        side.state.add_user(kind, f"{kind.lower()}@portal.example", kind=kind)
    partner = side.state.add_user("Pat Partner", "pat@partner.example", kind="PowerPartner")
    assert [person.id for person in side.connector.people()] == [*before, partner]


def test_an_address_is_as_good_as_a_host(side: Side) -> None:
    side.settings["host"] = f"https://{HOST.upper()}/"
    assert side.connector.test() == HOST


def test_wrong_keys_and_tokens_for_elsewhere(side: Side) -> None:
    side.secrets["client_secret"] = "wrong"
    assert (side.fails(Salesforce.test).fault, side.fails(Salesforce.test).code) == (Kind.CONFIG, "invalid_client")
    refused = side.fails(Salesforce.test, Fault(envelopes.BAD_GRANT, of("/oauth2/")))
    assert (refused.fault, refused.detail) == (Kind.CONFIG, "user hasn't approved this consumer")
    told = b'{"access_token": "t", "instance_url": "https://evil.example"}'
    assert side.fails(Salesforce.test, Fault((200, {}, told), of("/oauth2/"))).code == "no_my_domain"


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (envelopes.USED_UP, Kind.LATER, "REQUEST_LIMIT_EXCEEDED"),
        (envelopes.LOCKED, Kind.LATER, "UNABLE_TO_LOCK_ROW"),
        (envelopes.BROKEN, Kind.LATER, "UNKNOWN_EXCEPTION"),
        (envelopes.PROXY_PAGE, Kind.LATER, "no_json"),
        (envelopes.STALE, Kind.CONFIG, "INVALID_SESSION_ID"),
        (envelopes.NO_RIGHT, Kind.CONFIG, "INSUFFICIENT_ACCESS_OR_READONLY"),
        (envelopes.NOT_FOUND, Kind.CONFIG, "NOT_FOUND"),
        (envelopes.BAD_QUERY, Kind.PERMANENT, "MALFORMED_QUERY"),
        (Lost.BEFORE, Kind.LATER, "no_answer"),
    ],
)
def test_what_an_answer_means(side: Side, answer: Reply | Lost, kind: Kind, code: str) -> None:
    for act in (customers, lambda salesforce: salesforce.write_notes([Note(LinkedKind.CUSTOMER, "1", "a", "b", "b")])):
        error = side.fails(act, Fault(answer, of("/services/data/"), times=2))
        assert (error.fault, error.code) == (kind, code)


def test_it_stops_before_the_calls_of_the_day_are_used_up(side: Side) -> None:
    side.state.most_calls, side.state.calls = 100, 88
    salesforce = side.connector
    customers(salesforce)
    customers(salesforce)
    error = side.fails(lambda _new: customers(salesforce))
    assert (error.fault, error.code, error.after is not None) == (Kind.LATER, "limit_near", True)
    assert side.state.calls == 90
    side.state.calls = 100
    assert side.fails(customers).code == "REQUEST_LIMIT_EXCEEDED"


def test_ids_that_are_no_ids_stay_in_their_quotes(side: Side) -> None:
    [pk] = side.accounts(1)
    assert side.connector.owners(LinkedKind.CUSTOMER, [pk, "' OR Name LIKE '%", "\\"]) == {pk: side.person("陈静")}


@pytest.mark.parametrize("kind", Salesforce.can.gives)
def test_every_kind_is_given_and_nothing_beside_it(side: Side, kind: LinkedKind) -> None:
    things = {1: "Account", 2: "Opportunity", 3: "Contract", 4: "Task", 5: "Contact"}
    pk, wanted = next(iter(side.state.records[things[kind]])), side.person("赵敏")
    outcomes = side.connector.change_owners([Asked(kind, pk, side.state.owner(pk), wanted)])
    assert [outcome.result for outcome in outcomes] == [Result.DONE]
    assert side.connector.owners(kind, [pk]) == {pk: wanted}
    assert set(side.state.owner_writes) == {pk}


def test_rows_are_told_apart_by_their_place(side: Side) -> None:
    ids = side.accounts(5)
    side.state.stopped, side.state.locked[ids[3]] = {ids[1]}, 1
    asked = side.asked(ids)
    asked[2] = Asked(LinkedKind.CUSTOMER, ids[2], asked[2].expected, side.person("Owen Marsh"))
    asked.append(Asked(LinkedKind.CUSTOMER, "0015g0000099999AAC", asked[0].expected, asked[0].wanted))
    assert [(each.asked.id, each.result, each.code) for each in side.connector.change_owners(asked)] == [
        (ids[0], Result.DONE, ""),
        (ids[1], Result.PERMANENT, "INSUFFICIENT_ACCESS_OR_READONLY"),
        (ids[2], Result.PERMANENT, "INACTIVE_OWNER_OR_USER"),
        (ids[3], Result.LATER, "UNABLE_TO_LOCK_ROW"),
        (ids[4], Result.DONE, ""),
        ("0015g0000099999AAC", Result.PERMANENT, "ENTITY_IS_DELETED"),
    ]


def test_as_many_at_once_as_it_says(side: Side) -> None:
    ids = side.accounts(Salesforce.can.at_once + 1)
    assert len(side.connector.owners(LinkedKind.CUSTOMER, ids[:-1])) == Salesforce.can.owners_at_once
    assert {each.result for each in side.connector.change_owners(side.asked(ids[:-1]))} == {Result.DONE}
    error = side.fails(lambda salesforce: salesforce.change_owners(side.asked(ids)))
    assert (error.fault, error.code) == (Kind.PERMANENT, "EXCEEDED_ID_LIMIT")


def test_a_note_is_a_task_that_is_done(side: Side) -> None:
    [pk] = side.accounts(1)
    side.connector.write_notes([Note(LinkedKind.CUSTOMER, pk, "交接" * 200, "https://baton.example/briefings/1/", "")])
    note = list(side.state.records["Task"].values())[-1]
    assert (note["WhatId"], note["Status"], len(note["Subject"])) == (pk, "Completed", 255)


BAD_DAYS: dict[str, Callable[[], Fault]] = {
    "used up": lambda: Fault(envelopes.USED_UP, of("/services/data/")),
    "broken": lambda: Fault(envelopes.BROKEN, of("/services/data/")),
    "broken after the write": lambda: Fault(envelopes.BROKEN, of("composite"), applied=True),
    "lost before": lambda: Fault(Lost.BEFORE, of("/services/data/")),
    "lost after the write": lambda: Fault(Lost.AFTER, of("composite")),
    "proxy's page": lambda: Fault(envelopes.PROXY_PAGE, of("/services/data/")),
    "proxy's page after the write": lambda: Fault(envelopes.PROXY_PAGE, of("composite"), applied=True),
    "answer without rows": lambda: Fault((200, {}, b"[]"), of("composite"), applied=True),
    "locked": lambda: Fault(envelopes.LOCKED, of("composite")),
    "no token": lambda: Fault(envelopes.PROXY_PAGE, of("/oauth2/")),
}


def test_reading_then_writing_ends_with_all_given_once() -> None:
    with started() as side:

        @given(st.data())
        def holds(data: st.DataObject) -> None:
            ids, thirds = side.accounts(20), side.accounts(2, "Priya Shah")
            days = data.draw(st.lists(st.sampled_from(sorted(BAD_DAYS)), max_size=8))
            side.system.faults = [BAD_DAYS[day]() for day in days]
            places = data.draw(st.dictionaries(st.integers(0, 19), st.integers(1, 2), max_size=4))
            side.state.locked.update({ids[place]: times for place, times in places.items()})
            if data.draw(st.booleans()):
                side.state.end_sessions()
            asked = [*side.asked(ids[:12]), *side.asked(ids[12:], wanted="赵敏"), *side.asked(thirds)]
            side.state.calls = 0
            seen = settle(lambda: side.connector, lambda: side.wait(hours=1), asked, len(days) + 5)
            assert [side.state.owner(each.id) for each in asked[:20]] == [each.wanted for each in asked[:20]]
            assert seen == set(ids)
            assert [side.state.owner_writes[pk] for pk in ids] == [1] * 20, "none twice"
            assert not [pk for pk in thirds if pk in side.state.owner_writes], "no third person's"

        holds()
