"""WeCom's connector against its API on loopback: what it reads, whom it takes for the owner, and the token."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from customers.connectors.interface import Fault, Person, Record
from customers.connectors.registry import VENDORS
from customers.connectors.wecom import calls
from customers.connectors.wecom.connector import WeCom
from customers.importing.fields import KINDS
from customers.kinds import LinkedKind
from tests.contracts.clock import failing
from tests.contracts.simulator import running
from tests.contracts.wecom import server as wecom
from tests.contracts.wecom.corp import GIVEN
from tests.contracts.wecom.there import LEAVER, TAKER, THIRD, There, opened

CUSTOMER = LinkedKind.CUSTOMER


@pytest.fixture
def there(settings: Any) -> Iterator[There]:
    """A corporation without customers."""
    found = opened()
    with running(found.simulator):
        settings.STAND_INS = found.simulator.stand_ins
        yield found


def test_it_is_among_the_vendors() -> None:
    assert VENDORS["wecom"] is WeCom
    assert WeCom.can.gives == (CUSTOMER,)
    assert WeCom.can.settles_later
    assert set(WeCom.can.reads) <= set(KINDS)


def test_a_connection_that_works_says_who_we_are(there: There) -> None:
    assert there.connector().test() == wecom.CORP


def test_a_corporation_where_nobody_has_customers_is_for_an_administrator(there: There) -> None:
    there.corp.without_contact = {LEAVER, TAKER, THIRD}
    failed = failing(there.connector().test)
    assert (failed.fault, failed.code) == (Fault.CONFIG, "nobody_has_customers")


@pytest.mark.parametrize(("changed", "code"), [({"corp_id": ""}, "settings"), ({"secret": ""}, "settings")])
def test_what_was_not_filled_in_is_asked_of_nobody(there: There, changed: dict[str, str], code: str) -> None:
    failed = failing(there.connector(**changed).test)
    assert (failed.fault, failed.code) == (Fault.CONFIG, code)
    assert not there.simulator.heard


def test_people_are_the_members_active_or_not(there: There) -> None:
    there.corp.hire("wangfang", "王芳", status=2)
    people = {person.id: person for person in there.connector().people()}
    assert people[LEAVER] == Person(LEAVER, "陈静", "chen.jing@baton.example", active=True)
    assert people["wangfang"] == Person("wangfang", "王芳", "", active=False)


def test_people_an_app_is_not_shown_are_known_by_their_ids(there: There) -> None:
    there.server.shows_members = False
    assert list(there.connector().people()) == [Person(id_, id_) for id_ in (LEAVER, TAKER, THIRD)]


def test_customers_speak_as_an_import_reads_and_grades_come_from_tags_an_administrator_names(there: There) -> None:
    there.corp.tags = {"t1": "核心", "t2": "重要", "t3": "一般"}
    corp = there.corp
    core = corp.add(LEAVER, "王建国", corp="示例钢铁", tags=("t2", "t1"))
    noted = corp.add(TAKER, "阳光总在风雨后", remark="周立新", tags=("t3",))
    named = there.connector(grade_a="核心", grade_b="重要，要客")
    assert there.all_of(named) == [
        Record("customers", core, LEAVER, {"name": "王建国@示例钢铁", "grade": "A"}),
        Record("customers", noted, TAKER, {"name": "周立新"}),
    ]
    assert all("grade" not in record.texts for record in there.all_of(there.connector()))
    assert len(there.calls(calls.TAGS)) == 1


def test_every_customer_comes_once_however_many_and_by_whomever_added(there: There) -> None:
    for number in range(150):
        there.corp.hire(f"member{number:03d}", f"成员{number}")
    ids = [there.corp.add(f"member{number % 150:03d}", f"客户{number}") for number in range(430)]
    for id_ in ids[:120]:
        there.corp.follow(id_, THIRD)
    there.server.overlap = 3
    records = there.all_of(there.connector())
    assert [record.id for record in records] == ids
    assert all(record.owner.startswith("member") for record in records)
    assert all(len(call.body["userid_list"]) <= 100 for call in there.calls(calls.CUSTOMERS))


def test_a_worker_that_takes_over_goes_on_where_the_other_stood(there: There) -> None:
    ids = there.customers(450)
    first = there.connector()
    after: str | None = None
    read: list[str] = []
    while not read:
        page = first.changed("customers", since=None, after=after)
        read, after = [record.id for record in page.records], page.after
    second = there.connector()
    while after is not None:
        page = second.changed("customers", since=None, after=after)
        read += [record.id for record in page.records]
        after = page.after
    assert read == ids


def test_the_owner_is_who_left_then_who_was_given_it_then_who_added_it_first(there: There) -> None:
    (id_,) = there.customers(1)
    connector = there.connector()
    there.clock.tick(days=1)
    there.corp.follow(id_, THIRD)
    assert connector.owners(CUSTOMER, [id_]) == {id_: LEAVER}
    there.clock.tick(days=1)
    there.corp.follow(id_, TAKER, way=GIVEN)
    assert connector.owners(CUSTOMER, [id_]) == {id_: TAKER}
    there.corp.leave(LEAVER)
    assert connector.owners(CUSTOMER, [id_]) == {id_: LEAVER}
    assert [record.owner for record in there.all_of(connector)] == [LEAVER]


def test_owners_of_what_is_gone_are_left_out_and_of_what_nobody_has_are_nobody(there: There) -> None:
    kept, lonely = there.customers(2)
    there.corp.follows[lonely].clear()
    assert there.connector().owners(CUSTOMER, [kept, lonely, "wmNONE"]) == {kept: LEAVER, lonely: ""}


def test_a_customer_only_somebody_who_left_had_is_not_renamed(there: There) -> None:
    left, other = there.corp.add(LEAVER, "王建国"), there.corp.add(LEAVER, "周立新")
    there.corp.follow(other, THIRD)
    there.corp.leave(LEAVER)
    assert [(record.id, record.owner) for record in there.all_of(there.connector())] == [(other, LEAVER)]
    assert there.connector().owners(CUSTOMER, [left]) == {left: LEAVER}


def test_the_token_is_fetched_once_for_all_and_kept_a_little_shorter_than_it_lives(there: There) -> None:
    workers = [threading.Thread(target=there.connector().test) for _each in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(there.calls(calls.TOKEN)) == 1
    there.clock.tick(minutes=114)
    there.connector().test()
    assert len(there.calls(calls.TOKEN)) == 1
    there.clock.tick(minutes=2)
    there.connector().test()
    assert len(there.calls(calls.TOKEN)) == 2


@pytest.mark.parametrize("forgotten", [True, False])
def test_a_token_that_ends_in_mid_run_is_fetched_anew_once(there: There, forgotten: bool) -> None:
    connector = there.connector()
    connector.test()
    if forgotten:
        there.server.tokens.clear()
    else:
        there.server.expire()
    assert connector.test() == wecom.CORP
    assert len(there.calls(calls.TOKEN)) == 2
    there.bad_day(wecom.error(42001), calls.FOLLOWERS, times=5)
    failed = failing(connector.test)
    assert (failed.fault, failed.code) == (Fault.CONFIG, "42001")
    assert len(there.calls(calls.FOLLOWERS)) == 5
