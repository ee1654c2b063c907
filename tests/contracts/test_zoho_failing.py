"""Zoho CRM's bad days: tokens, limits, errors, and what the simulator refuses."""

import datetime
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from customers.connectors.interface import Account, Note, Result
from customers.connectors.interface import Fault as Kind
from customers.connectors.zoho.connector import Zoho
from customers.kinds import LinkedKind
from tests.contracts.side import of
from tests.contracts.simulator import Fault, Lost, Reply, reply
from tests.contracts.zoho import envelopes
from tests.contracts.zoho.side import Side, results, started
from tests.contracts.zoho.state import CLIENT_SECRET, REFRESH_TOKEN

SECRETS = (CLIENT_SECRET, REFRESH_TOKEN, "1000.access.")


@pytest.fixture
def side() -> Iterator[Side]:
    """An organisation with people and nothing else."""
    with started() as found:
        yield found


def test_workers_fetch_one_token_together(side: Side) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _number: side.connector.test(), range(8))) == {"Ada Park"}
    assert len(side.heard("/oauth/")) == 1


def test_a_token_that_ends_in_mid_run_is_fetched_anew(side: Side) -> None:
    ids = side.accounts(side.person("陈静"), 500)
    zoho = side.connector
    first = zoho.changed("customers", since=None, after=None)
    side.state.end_tokens()
    second = zoho.changed("customers", since=None, after=first.after)
    assert [record.id for record in second.records] == ids[200:400]
    side.wait(hours=2)
    assert zoho.changed("customers", since=None, after=second.after).records
    assert len(side.heard("/oauth/")) == 3


def test_a_write_with_an_old_token_is_done_once(side: Side) -> None:
    ids = side.accounts(side.person("陈静"), 3)
    side.connector.test()
    side.state.end_tokens()
    assert results(side.connector.change_owners(side.asked(ids))) == [Result.DONE] * 3
    assert set(side.state.owner_writes.values()) == {1}


@pytest.mark.parametrize("answer", [envelopes.STALE, envelopes.STALE_IN_200, envelopes.NO_AUTH])
def test_a_token_that_is_never_taken_is_for_an_administrator(side: Side, answer: Reply) -> None:
    error = side.fails(Zoho.test, Fault(answer, of("/crm/"), times=9))
    assert (error.fault, len(side.heard("/oauth/"))) == (Kind.CONFIG, 2)


@pytest.mark.parametrize("name", ["client_id", "client_secret", "refresh_token"])
def test_wrong_keys_though_with_http_200(side: Side, name: str) -> None:
    (side.secrets if name in side.secrets else side.settings)[name] = "wrong"
    error = side.fails(Zoho.test)
    assert error.fault == Kind.CONFIG
    assert error.code == {"refresh_token": "invalid_code"}.get(name, f"invalid_{name.removesuffix('_id')}")


def test_ten_tokens_in_ten_minutes(side: Side) -> None:
    for _turn in range(10):
        side.memory.forget()
        side.connector.test()
    side.memory.forget()
    error = side.fails(Zoho.test)
    assert (error.fault, error.after) == (Kind.LATER, datetime.timedelta(minutes=10))
    side.wait(minutes=11)
    assert side.connector.test()


@pytest.mark.parametrize(
    "settings",
    [{"region": "mars"}, {"environment": "moon"}, {"region": "ca", "environment": "sandbox"}, {"client_id": ""}],
)
def test_what_is_filled_in_wrong(side: Side, settings: dict[str, str]) -> None:
    side.settings |= settings
    assert side.fails(Zoho.test).fault == Kind.CONFIG
    assert not side.system.heard


def test_a_refresh_token_without_the_scope_to_change_owners_stops_the_connection(side: Side) -> None:
    side.state.scopes.remove("change_owner")
    [pk] = side.accounts(side.person("陈静"), 1)
    error = side.fails(lambda zoho: zoho.change_owners(side.asked([pk])))
    assert (error.fault, error.code) == (Kind.CONFIG, "OAUTH_SCOPE_MISMATCH")


#: What is wrong with a call as a whole, whatever was asked.
OF_THE_CALL = [
    (envelopes.BUSY, Kind.LATER, "TOO_MANY_REQUESTS"),
    (envelopes.BROKEN, Kind.LATER, "INTERNAL_ERROR"),
    (envelopes.PROXY_PAGE, Kind.LATER, "no_json"),
    (envelopes.SCOPE, Kind.CONFIG, "OAUTH_SCOPE_MISMATCH"),
    (envelopes.NO_RIGHT, Kind.CONFIG, "NO_PERMISSION"),
    (Lost.BEFORE, Kind.LATER, "no_answer"),
]


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        *OF_THE_CALL,
        (envelopes.ERROR_IN_200, Kind.LATER, "INTERNAL_ERROR"),
        (envelopes.MODIFIED, Kind.CONFLICT, "RECORD_MODIFIED"),
        (envelopes.BAD_MODULE, Kind.PERMANENT, "INVALID_MODULE"),
    ],
)
def test_what_an_answer_means(side: Side, answer: Reply | Lost, kind: Kind, code: str) -> None:
    def ask(zoho: Zoho) -> Any:
        return zoho.changed("customers", since=None, after=None)

    error = side.fails(ask, Fault(answer, of("/crm/")))
    assert (error.fault, error.code) == (kind, code)


NOTE = Note(LinkedKind.CUSTOMER, "1", "a", "b", "b")


@pytest.mark.parametrize(("answer", "kind", "code"), OF_THE_CALL)
def test_what_an_answer_to_notes_means(side: Side, answer: Reply | Lost, kind: Kind, code: str) -> None:
    error = side.fails(lambda zoho: zoho.write_notes([NOTE]), Fault(answer, of("/crm/")))
    assert (error.fault, error.code) == (kind, code)


@pytest.mark.parametrize(
    ("answer", "result", "code"),
    [
        (envelopes.ERROR_IN_200, Result.UNKNOWN, "INTERNAL_ERROR"),
        (envelopes.MODIFIED, Result.LATER, "RECORD_MODIFIED"),
        (envelopes.BAD_MODULE, Result.PERMANENT, "INVALID_MODULE"),
    ],
)
def test_what_is_wrong_with_one_note_is_its_outcome(side: Side, answer: Reply, result: Result, code: str) -> None:
    side.system.faults = [Fault(answer, of("/crm/"))]
    assert [(each.result, each.code) for each in side.connector.write_notes([NOTE])] == [(result, code)]


def test_429_says_not_how_long_and_was_not_done(side: Side) -> None:
    [pk] = side.accounts(side.person("陈静"), 1)
    error = side.fails(lambda zoho: zoho.change_owners(side.asked([pk])), Fault(envelopes.BUSY, of("change_owner")))
    assert (error.fault, error.after, error.sent) == (Kind.LATER, None, False)


def test_more_records_than_can_be_listed_are_for_an_administrator(side: Side) -> None:
    message = "You can only get upto 100000 records using page_token param"
    end = Fault(envelopes.refused(400, "PAGINATION_LIMIT_EXCEEDED", message), of("/crm/"))
    assert side.fails(lambda zoho: zoho.changed("customers", since=None, after=None), end).fault == Kind.CONFIG


def test_credits_that_are_used_up(side: Side) -> None:
    side.state.credits = 3
    for _turn in range(3):
        side.connector.changed("customers", since=None, after=None)
    assert side.fails(lambda zoho: zoho.changed("customers", since=None, after=None)).fault == Kind.LATER


@pytest.mark.parametrize(
    ("path", "header", "status", "code"),
    [
        ("Accounts", "Zoho-oauthtoken", 400, "REQUIRED_PARAM_MISSING"),
        ("Accounts?fields=Owner", "Bearer", 401, "AUTHENTICATION_FAILURE"),
        ("Accounts?fields=Owner", "Zoho-oauthtoken x", 401, "INVALID_TOKEN"),
        ("Accounts?fields=Colour", "Zoho-oauthtoken", 400, "INVALID_DATA"),
        ("Accounts?fields=Owner&page=11", "Zoho-oauthtoken", 400, "DISCRETE_PAGINATION_LIMIT_EXCEEDED"),
        ("Accounts?fields=Owner&page=1&page_token=x", "Zoho-oauthtoken", 400, "AMBIGUITY_DURING_PROCESSING"),
        ("Accounts?fields=Owner&page_token=x", "Zoho-oauthtoken", 400, "TOKEN_BOUND_DATA_MISMATCH"),
        ("Accounts?fields=Owner&per_page=201", "Zoho-oauthtoken", 400, "INVALID_DATA"),
        ("Widgets?fields=Owner", "Zoho-oauthtoken", 400, "INVALID_MODULE"),
        ("a/b/c", "Zoho-oauthtoken", 404, "INVALID_URL_PATTERN"),
    ],
)
def test_the_simulator_refuses_as_documented(side: Side, path: str, header: str, status: int, code: str) -> None:
    side.connector.test()
    token = next(iter(side.state.tokens))
    named = header if " " in header else f"{header} {token}"
    base = side.system.stand_ins["www.zohoapis.com"]
    answer = requests.get(f"{base}/crm/v8/{path}", headers={"Authorization": named}, timeout=5)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_no_failure_tells_a_secret(side: Side, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    ids = side.accounts(side.person("陈静"), 2)
    echo = envelopes.refused(400, "INVALID_DATA", f"{CLIENT_SECRET} {REFRESH_TOKEN} 1000.access.700000000000011")
    side.memory.put("1000.access.700000000000011", datetime.timedelta(hours=1))
    side.state.tokens["1000.access.700000000000011"] = side.now() + datetime.timedelta(hours=1)
    told = [str(side.fails(lambda zoho: zoho.changed("customers", since=None, after=None), Fault(echo)))]
    side.system.faults = [Fault(echo)]
    told += [outcome.detail for outcome in side.connector.change_owners(side.asked(ids))]
    for answer in (envelopes.BUSY, envelopes.PROXY_PAGE, Lost.BEFORE):
        told.append(str(side.fails(Zoho.test, Fault(answer, times=9))))
    side.memory.forget()
    told.append(str(side.fails(Zoho.test, Fault(reply({"error": f"bad {CLIENT_SECRET}"})))))
    side.secrets["client_secret"] = "another-secret"
    told.append(str(side.fails(Zoho.test)))
    told.append(repr(Account(side.settings, side.memory, side.secrets)).replace(repr(side.memory), ""))
    assert [secret for secret in (*SECRETS, "another-secret") if secret in json.dumps(told) + caplog.text] == []
