"""Fxiaoke's connector against its gateway on loopback: every bad day."""

import datetime
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from customers.connectors.fxiaoke.calls import QUERY
from customers.connectors.fxiaoke.errors import until_midnight
from customers.connectors.interface import Fault
from tests.contracts.clock import START, failing
from tests.contracts.fxiaoke import gateway as fxiaoke
from tests.contracts.fxiaoke.there import LEAVER, TAKER, There, asked, error, opened
from tests.contracts.simulator import Lost, reply, running


@pytest.fixture
def there(settings: Any) -> Iterator[There]:
    """A firm without records."""
    found = opened()
    with running(found.simulator):
        settings.STAND_INS = found.simulator.stand_ins
        yield found


@pytest.mark.parametrize(
    ("code", "fault", "seconds", "sent"),
    [
        (-1, Fault.LATER, None, True),
        (50009, Fault.LATER, None, True),
        (14001, Fault.LATER, 20, False),
        (30004, Fault.LATER, 20, False),
        (30003, Fault.CONFIG, None, False),
        (20021, Fault.CONFIG, None, False),
        (20022, Fault.CONFIG, None, False),
        (20017, Fault.CONFIG, None, False),
        (-2, Fault.PERMANENT, None, False),
        (32000, Fault.PERMANENT, None, False),
        (10013, Fault.PERMANENT, None, False),
        (11009, Fault.PERMANENT, None, False),
        (30007, Fault.PERMANENT, None, False),
        (987654, Fault.PERMANENT, None, False),
    ],
)
def test_a_code_says_what_it_means_for_the_caller(
    there: There, code: int, fault: Fault, seconds: int | None, sent: bool
) -> None:
    there.connector().test()
    there.bad_day(error(code), QUERY)
    failed = failing(lambda: there.connector().changed("customers", since=None, after=None))
    wait = datetime.timedelta(seconds=seconds) if seconds else None
    assert (failed.fault, failed.code, failed.after, failed.sent) == (fault, str(code), wait, sent)
    assert "it went wrong" in failed.detail


def test_a_hundred_calls_of_a_kind_in_20_seconds_and_then_a_pause(there: There) -> None:
    connector = there.connector()
    for _each in range(100):
        connector.changed("customers", since=None, after=None)
    failed = failing(lambda: connector.changed("customers", since=None, after=None))
    assert (failed.code, failed.after) == ("14001", datetime.timedelta(seconds=20))
    there.clock.tick(seconds=20)
    connector.changed("customers", since=None, after=None)


def test_the_quota_of_a_day_ends_at_midnight_in_china(there: There) -> None:
    there.gateway.quota = 3
    connector = there.connector()
    connector.test()
    failed = failing(connector.test)
    assert (failed.fault, failed.code) == (Fault.LATER, "30002")
    assert failed.after is not None
    assert failed.after <= datetime.timedelta(days=1)
    assert until_midnight(START) == datetime.timedelta(hours=14)
    there.clock.tick(hours=14)
    assert connector.test()


def test_no_quota_bought_is_for_an_administrator(there: There) -> None:
    there.gateway.quota = 0
    assert failing(there.connector().test).fault is Fault.CONFIG


@pytest.mark.parametrize(
    "answer", [reply("<html>gateway</html>", 502), reply("", 200), reply([1]), reply({"data": {}}), Lost.BEFORE]
)
def test_what_is_no_answer_may_have_taken_effect(there: There, answer: Any) -> None:
    ids = there.customers(1)
    there.bad_day(answer)
    failed = failing(lambda: there.connector().change_owners(asked(ids)))
    assert (failed.fault, failed.sent) == (Fault.LATER, True)


def test_no_secret_is_in_an_error_or_a_log(there: There, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    connector = there.connector()
    connector.test()
    token = next(iter(there.gateway.tokens))
    there.bad_day(error(32000, f"bad {fxiaoke.SECRET} {fxiaoke.CODE} {token}"), QUERY)
    failed = failing(lambda: connector.changed("customers", since=None, after=None))
    told = f"{failed!r} {failed} {failed.detail} {caplog.text} {there.connector()._client._token()!r}"
    assert "bad … … …" in failed.detail
    assert not [secret for secret in (fxiaoke.SECRET, fxiaoke.CODE, token) if secret in told]


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("changeOwner", {"data": [{"objectDataId": "1", "ownerId": [TAKER]}]}, 32000),
        ("changeOwner", {"Data": [{"objectDataId": "1", "ownerId": TAKER}]}, 32000),
        ("changeOwner", {"Data": [{"objectDataId": "1", "ownerId": [TAKER]}] * 101}, 32000),
        ("query", {"search_query_info": {"limit": 101, "offset": 0, "filters": [], "orders": []}}, 32000),
        ("query", {"search_query_info": {"limit": 100, "offset": 50, "filters": [], "orders": []}}, 32000),
        ("query", {"search_query_info": {"limit": 100, "offset": 10_100, "filters": [], "orders": []}}, 10013),
        ("update", {"object_data": {"_id": "", "dataObjectApiName": "AccountObj", "owner": [TAKER]}}, 32000),
    ],
)
def test_the_simulated_gateway_refuses_what_the_real_one_would(
    there: There, path: str, data: dict[str, Any], code: int
) -> None:
    (id_,) = there.customers(1)
    if path == "update":
        data["object_data"]["_id"] = id_
    body = {"data": {"dataObjectApiName": "AccountObj"} | data}
    failed = failing(lambda: there.connector()._client.call(f"/cgi/crm/v2/data/{path}", body))
    assert failed.code == str(code)
    assert there.firm.owner("AccountObj", id_) == LEAVER


def test_the_sample_firm_runs_as_a_process_of_its_own(there: There, settings: Any) -> None:
    command = [sys.executable, "-m", "tests.contracts.fxiaoke"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR) as served:
        try:
            assert served.stdout
            told = json.loads(served.stdout.readline())
            settings.STAND_INS = told["stand_ins"]
            assert there.connector(**told["settings"]).test() == f"系统管理员 ({fxiaoke.EA})"
        finally:
            served.terminate()
