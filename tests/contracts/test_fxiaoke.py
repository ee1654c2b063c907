"""Fxiaoke's connector against its gateway on loopback: what it reads, and the token."""

import datetime
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from customers.connectors.fxiaoke.calls import QUERY
from customers.connectors.fxiaoke.connector import Fxiaoke
from customers.connectors.interface import Fault, Person, Record, Result
from customers.connectors.registry import VENDORS
from customers.importing.fields import KINDS
from customers.kinds import LinkedKind
from tests.contracts.clock import failing
from tests.contracts.fxiaoke import gateway as fxiaoke
from tests.contracts.fxiaoke.firm import OBJECTS
from tests.contracts.fxiaoke.sample import CUSTOMERS, sample
from tests.contracts.fxiaoke.there import LEAVER, TAKER, There, asked, error, opened
from tests.contracts.simulator import reply, running


@pytest.fixture
def there(settings: Any) -> Iterator[There]:
    """A firm without records."""
    found = opened()
    with running(found.simulator):
        settings.STAND_INS = found.simulator.stand_ins
        yield found


def all_of(connector: Fxiaoke, kind: str, since: datetime.datetime | None = None) -> tuple[list[Record], list[str]]:
    """All pages of a kind: records and ids that are gone."""
    records: list[Record] = []
    gone: list[str] = []
    after: str | None = None
    while True:
        page = connector.changed(kind, since=since, after=after)
        records += page.records
        gone += page.gone
        after = page.after
        if after is None:
            return records, gone


def test_it_is_among_the_vendors() -> None:
    assert VENDORS["fxiaoke"] is Fxiaoke
    assert [kind for kind in KINDS if kind in Fxiaoke.can.reads] == list(Fxiaoke.can.reads)


def test_a_connection_that_works_says_who_we_are(there: There) -> None:
    assert there.connector().test() == f"系统管理员 ({fxiaoke.EA})"


def test_every_call_carries_the_newer_authentication_and_a_trace_of_its_own(there: There) -> None:
    there.connector().test()
    calls = [call for call in there.simulator.heard if not call.path.startswith("/oauth2.0")]
    headers = [{name.lower(): value for name, value in call.headers.items()} for call in calls]
    assert all(each["x-fs-ea"] == fxiaoke.EA and each["x-fs-userid"] == fxiaoke.ADMIN for each in headers)
    assert all(each["authorization"].startswith("Bearer ") for each in headers)
    assert not any("corpAccessToken" in call.body for call in calls)
    assert len({call.query["thirdTraceId"] for call in there.simulator.heard}) == len(there.simulator.heard)


def test_every_cloud_has_its_gateway(there: There, settings: Any) -> None:
    clouds = [cloud for cloud, _label in Fxiaoke.settings[0].choices]
    for cloud, host in zip(clouds, fxiaoke.HOSTS, strict=True):
        settings.STAND_INS = {host: there.simulator.stand_ins[host]}
        assert there.connector(cloud=cloud).test()


def test_a_cloud_nobody_knows_is_a_wrong_setting(there: There) -> None:
    assert failing(lambda: there.connector(cloud="moon")).fault is Fault.CONFIG


def test_people_are_all_of_the_firm_the_stopped_included(there: There) -> None:
    there.firm.hire("1003", "郑国栋", stopped=True)
    people = {person.id: person for person in there.connector().people()}
    assert people["1003"] == Person("1003", "郑国栋", "", active=False)
    assert people[LEAVER] == Person(LEAVER, f"员工{LEAVER}", f"{LEAVER}@baton.example", active=True)


def test_people_with_ids_of_the_older_way_are_refused_instead_of_owning_nothing(there: There) -> None:
    there.firm.hire("FSUID_1", "旧方式")
    assert failing(lambda: list(there.connector().people())).code == "old_ids"


def test_records_speak_as_an_import_reads(there: There) -> None:
    firm = there.firm
    customer = firm.add(
        "AccountObj",
        LEAVER,
        name="示例钢铁",
        account_no="KH1",
        account_level="1",
        deal_status="2",
        industry_level1="11",
    )
    contact = firm.add("ContactObj", LEAVER, name="王建国", account_id=customer, mobile="139", email="w@x.example")
    close = int(datetime.datetime(2026, 12, 31, 16, 0, tzinfo=datetime.UTC).timestamp() * 1000)
    open_deal = firm.add(
        "NewOpportunityObj",
        TAKER,
        name="装箱机",
        account_id=customer,
        amount="1200000.50",
        sales_stage="3",
        sales_status="1",
        probability="60.0",
        close_date=close,
    )
    lost = firm.add("NewOpportunityObj", TAKER, name="旧单", account_id=customer, sales_stage="6", close_date=close)
    contract = firm.add(
        "SaleContractObj",
        TAKER,
        name="HT1",
        account_id=customer,
        contract_amount="9.00",
        status="2",
        started_time=close,
        expired_time=close,
    )
    order = firm.add("SalesOrderObj", TAKER, name="DD1", account_id=customer, order_amount="5.10", order_time=close)
    talk = firm.add(
        "ActiveRecordObj",
        LEAVER,
        active_record_content="拜访采购部。\n价格再谈。",
        interactive_types="2",
        related_object_data=[
            {"id": customer, "describe_api_name": "AccountObj"},
            {"id": contact, "describe_api_name": "ContactObj"},
        ],
    )
    read = {kind: all_of(there.connector(), kind)[0] for kind in Fxiaoke.can.reads}
    base = {"customer": customer}
    deal = base | {"opened_on": "2026-11-22"}
    assert read["customers"] == [
        Record(
            "customers",
            customer,
            LEAVER,
            {"name": "示例钢铁", "code": "KH1", "grade": "A", "status": "active", "industry": "机械制造"},
        )
    ]
    assert read["contacts"][0].texts == base | {"name": "王建国", "phone": "139", "email": "w@x.example"}
    assert {record.id: dict(record.texts) for record in read["deals"]} == {
        open_deal: deal
        | {"name": "装箱机", "amount": "1200000.50", "stage": "quoted", "state": "open", "probability": "60.0%"}
        | {"expected_close_on": "2027-01-01"},
        lost: deal | {"name": "旧单", "state": "lost", "closed_on": "2027-01-01"},
    }
    dates = {"starts_on": "2027-01-01", "ends_on": "2027-01-01"}
    words = {"number": "HT1", "title": "HT1", "amount": "9.00", "state": "active"}
    assert read["contracts"] == [Record("contracts", contract, TAKER, base | words | dates)]
    assert read["orders"] == [
        Record("orders", order, TAKER, base | {"number": "DD1", "amount": "5.10", "ordered_on": "2027-01-01"})
    ]
    assert read["activities"] == [
        Record(
            "activities",
            talk,
            LEAVER,
            base
            | {"contact": contact, "kind": "visit", "at": "2026-11-22T02:00:00+00:00"}
            | {"subject": "拜访采购部。", "body": "拜访采购部。\n价格再谈。"},
        )
    ]


def test_names_of_kinds_and_fields_are_those_of_an_import() -> None:
    there = opened(sample)
    with running(there.simulator), override_settings(STAND_INS=there.simulator.stand_ins):
        for kind in Fxiaoke.can.reads:
            records, _gone = all_of(there.connector(), kind)
            names = {each.name for each in KINDS[kind].fields}
            needed = {each.name for each in KINDS[kind].needed}
            assert records
            assert all(needed <= record.texts.keys() <= names for record in records), kind
    assert len(there.firm.rows["AccountObj"]) == CUSTOMERS


def test_an_option_baton_has_no_word_for_is_left_out_and_the_record_taken(there: There) -> None:
    there.customers(1, account_level="3")
    assert all_of(there.connector(), "customers")[0][0].texts == {"name": "客户0"}


def test_a_field_the_firm_does_not_have_is_not_asked_for(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OBJECTS, "ContactObj", ("account_id", "tel"))
    there.firm.add("ContactObj", LEAVER, name="王建国", tel="0512")
    assert all_of(there.connector(), "contacts")[0][0].texts == {"name": "王建国", "phone": "0512"}


def test_more_records_than_an_offset_reaches_are_all_read(there: There) -> None:
    ids = there.customers(10_250)
    read: list[str] = []
    after = None
    connector = there.connector()
    while True:
        there.clock.tick(seconds=0.5)
        page = connector.changed("customers", since=None, after=after)
        read += [record.id for record in page.records]
        if (after := page.after) is None:
            break
    assert read == ids
    assert {call.body["data"]["search_query_info"]["offset"] for call in there.calls(QUERY)} == {0}


def test_a_new_connector_goes_on_where_a_page_ended(there: There) -> None:
    ids = there.customers(150)
    first = there.connector().changed("customers", since=None, after=None)
    second = there.connector().changed("customers", since=None, after=first.after)
    assert [record.id for page in (first, second) for record in page.records] == ids
    assert second.after is None


def test_a_full_last_page_is_followed_by_an_empty_one(there: There) -> None:
    there.customers(100)
    page = there.connector().changed("customers", since=None, after=None)
    assert page.after
    assert there.connector().changed("customers", since=None, after=page.after).records == []


def test_a_page_that_comes_twice_is_not_taken_for_progress(there: There) -> None:
    there.customers(250)
    connector = there.connector()
    first = connector.changed("customers", since=None, after=None)
    rows = list(there.firm.rows["AccountObj"].values())[:100]
    there.bad_day(reply({"errorCode": 0, "data": {"dataList": rows}}), QUERY)
    failed = failing(lambda: connector.changed("customers", since=None, after=first.after))
    assert (failed.fault, failed.code) == (Fault.LATER, "page_repeated")
    assert len(connector.changed("customers", since=None, after=first.after).records) == 100


def test_only_what_changed_since_is_read(there: There) -> None:
    old, new = there.customers(2)
    there.clock.tick(hours=1)
    since = there.clock()
    there.firm.change("AccountObj", new, name="改名")
    records, _gone = all_of(there.connector(), "customers", since)
    assert [record.id for record in records] == [new]
    there.firm.change("AccountObj", old, name="也改名")
    assert len(all_of(there.connector(), "customers", since)[0]) == 2


@pytest.mark.parametrize("tells", [True, False])
def test_a_record_made_invalid_is_gone(there: There, tells: bool) -> None:
    kept, void = there.customers(2)
    there.gateway.tells_void = tells
    there.firm.change("AccountObj", void, life_status="invalid")
    records, gone = all_of(there.connector(), "customers")
    assert [record.id for record in records] == [kept]
    assert gone == ([void] if tells else [])
    assert there.connector().owners(LinkedKind.CUSTOMER, [kept, void]) == {kept: LEAVER}


def test_an_answer_without_its_list_ends_nothing_quietly(there: There) -> None:
    there.bad_day(reply({"errorCode": 0, "data": {"_id": "1", "name": "bare"}}), QUERY)
    assert failing(lambda: there.connector().changed("customers", since=None, after=None)).code == "no_list"


def test_the_token_is_kept_for_6600_seconds_and_shared(there: There) -> None:
    there.connector().test()
    there.connector().test()
    assert len(there.calls("/oauth2.0/token")) == 1
    assert there.tokens.lifetimes == [datetime.timedelta(seconds=6600)]
    there.clock.tick(seconds=6601)
    there.connector().test()
    assert len(there.calls("/oauth2.0/token")) == 2


def test_a_token_that_is_old_already_is_kept_for_what_it_has_left(there: There) -> None:
    there.connector().test()
    there.clock.tick(seconds=6000)
    there.tokens.forget()
    there.connector().test()
    assert there.tokens.lifetimes[-1] == datetime.timedelta(seconds=600)


def test_many_workers_fetch_one_token(there: There) -> None:
    workers = [threading.Thread(target=there.connector().test) for _each in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(there.calls("/oauth2.0/token")) == 1


@pytest.mark.parametrize("code", [20005, 20016])
def test_a_token_that_ends_in_mid_run_is_replaced_once(there: There, code: int) -> None:
    ids = there.customers(3)
    connector = there.connector()
    connector.test()
    if code == 20016:
        there.gateway.expire()
    else:
        there.bad_day(error(code))
    assert [outcome.result for outcome in connector.change_owners(asked(ids))] == [Result.DONE] * 3
    assert len(there.calls("/oauth2.0/token")) == 2
    assert set(there.firm.writes.values()) == {1}


def test_a_token_that_is_never_taken_is_a_wrong_setting(there: There) -> None:
    there.bad_day(error(20016), QUERY, times=9)
    failed = failing(lambda: there.connector().test())
    assert (failed.fault, failed.code) == (Fault.CONFIG, "20016")
    assert len(there.calls("/oauth2.0/token")) == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"app_secret": "wrong-secret"}, "10006"),
        ({"app_id": "FSAID_0"}, "11001"),
        ({"permanent_code": "wrong-code"}, "20015"),
        ({"user_id": "4711"}, "30027"),
    ],
)
def test_what_was_filled_in_wrong_is_for_an_administrator(there: There, changed: dict[str, str], code: str) -> None:
    failed = failing(lambda: there.connector(**changed).test())
    assert (failed.fault, failed.code) == (Fault.CONFIG, code)


def test_an_employee_who_left_cannot_act_for_baton(there: There) -> None:
    there.firm.hire("1003", "郑国栋", stopped=True)
    assert failing(lambda: there.connector(user_id="1003").test()).code == "unknown_employee"
