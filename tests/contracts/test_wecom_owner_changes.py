"""WeCom's connector against its API on loopback: asking for customers, what comes of it, and every bad day."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from customers.connectors.interface import Fault
from customers.connectors.wecom import calls
from tests.contracts.clock import failing
from tests.contracts.simulator import Lost, reply, running
from tests.contracts.wecom import server as wecom
from tests.contracts.wecom.corp import DAY
from tests.contracts.wecom.there import LEAVER, TAKER, THIRD, There, asked, opened, said


@pytest.fixture
def there(settings: Any) -> Iterator[There]:
    """A corporation without customers."""
    found = opened()
    with running(found.simulator):
        settings.STAND_INS = found.simulator.stand_ins
        yield found


def results(there: There, ids: list[str]) -> list[tuple[str, str]]:
    return said(there.connector().progress(asked(ids)))


@pytest.mark.parametrize("has_left", [True, False])
def test_customers_are_asked_for_and_go_when_24_hours_have_passed(there: There, has_left: bool) -> None:
    ids = there.customers(3)
    if has_left:
        there.corp.leave(LEAVER)
    assert said(there.connector(message="您好").change_owners(asked(ids))) == [("asked", "")] * 3
    assert len(there.calls(calls.GIVE)) == (0 if has_left else 1)
    there.corp.decline(ids[1])
    assert results(there, ids) == [("asked", ""), ("refused", ""), ("asked", "")]
    there.corp.room = {TAKER: 1}
    there.clock.tick(seconds=DAY.total_seconds())
    assert results(there, ids) == [("done", ""), ("refused", ""), ("full", "")]
    assert [there.corp.owner(id_) for id_ in ids] == [TAKER, LEAVER, LEAVER]
    assert set(there.corp.begun.values()) == {1}


def test_who_has_not_left_is_tried_once_in_a_piece_of_work(there: There) -> None:
    connector = there.connector()
    for id_ in there.customers(3):
        connector.change_owners(asked([id_]))
    assert (len(there.calls(calls.GIVE_LEFT)), len(there.calls(calls.GIVE))) == (1, 3)


def test_what_is_asked_for_again_is_under_way_and_not_begun_twice(there: There) -> None:
    ids = there.customers(2)
    there.bad_day(Lost.AFTER)
    failed = failing(lambda: there.connector().change_owners(asked(ids)))
    assert (failed.fault, failed.sent) == (Fault.LATER, True)
    assert said(there.connector().change_owners(asked(ids))) == [("asked", "")] * 2
    assert set(there.corp.begun.values()) == {1}


@pytest.mark.parametrize("shows_pending", [True, False])
def test_one_of_somebody_who_left_is_still_theirs_or_nobodys_while_it_waits(there: There, shows_pending: bool) -> None:
    ids = there.customers(1)
    there.corp.leave(LEAVER)
    there.corp.shows_pending = shows_pending
    connector = there.connector()
    connector.change_owners(asked(ids))
    owner = LEAVER if shows_pending else ""
    assert connector.owners(asked(ids)[0].kind, ids) == {ids[0]: owner}
    assert said(connector.change_owners(asked(ids))) == [("asked", "")]


def test_each_customer_has_an_outcome_of_its_own(there: There) -> None:
    good, other, often = there.corp.add(LEAVER, "a"), there.corp.add(THIRD, "b"), there.corp.add(LEAVER, "c")
    for giver, taker in ((LEAVER, THIRD), (THIRD, LEAVER)):
        there.connector().change_owners(asked([often], giver, taker))
        there.clock.tick(hours=24)
    outcomes = there.connector().change_owners(asked([good, "wmNONE", other, often]))
    assert said(outcomes) == [
        ("asked", ""),
        ("permanent", "no_such_customer"),
        ("conflict", "not_their_customer"),
        ("permanent", "handed_over_too_often"),
    ]
    there.clock.tick(days=89)
    assert said(there.connector().change_owners(asked([often]))) == [("asked", "")]


def test_what_is_wrong_with_the_two_members_is_an_outcome_of_all(there: There) -> None:
    ids = there.customers(2)
    connector = there.connector()
    there.corp.unverified = {TAKER}
    assert said(connector.change_owners(asked(ids))) == [("permanent", "taker_not_verified")] * 2
    there.corp.without_contact = {THIRD}
    assert said(connector.change_owners(asked(ids, taker=THIRD))) == [("permanent", "no_customer_contact")] * 2
    assert said(connector.change_owners(asked(ids, taker=LEAVER))) == [("permanent", "same_member")] * 2
    assert said(connector.change_owners(asked(ids, taker="nobody"))) == [("permanent", "no_such_member")] * 2
    assert said(connector.change_owners(asked(ids, giver=""))) == [("conflict", "nobody_has_it")] * 2
    there.bad_day(wecom.error(40099))
    assert said(connector.change_owners(asked(ids))) == [("full", "")] * 2
    assert not there.corp.begun


def test_no_room_is_said_at_once(there: There) -> None:
    there.corp.room = {TAKER: 0}
    assert said(there.connector().change_owners(asked(there.customers(1)))) == [("full", "")]


def test_what_fails_after_some_were_asked_for_is_for_later(there: There) -> None:
    first, second = there.corp.add(LEAVER, "a"), there.corp.add(LEAVER, "b")
    there.simulator.faults = []
    there.bad_day(Lost.BEFORE, calls.GIVE_LEFT, times=0)
    connector = there.connector()
    both = asked([first]) + asked([second], taker=THIRD)
    connector.change_owners(asked([first]))
    there.simulator.next = [reply({"errcode": 0, "customer": [{"external_userid": first, "errcode": 40129}]})]
    there.bad_day(wecom.error(45009))
    assert said(connector.change_owners(both)) == [("asked", ""), ("later", "45009")]
    assert said(connector.change_owners(both)) == [("asked", ""), ("asked", "")]


def test_of_a_request_nobody_knows_of_is_said_that_it_has_to_be_made_anew(there: There) -> None:
    assert results(there, there.customers(1)) == [("later", "no_record")]
    there.bad_day(
        reply({"errcode": 0, "customer": [{"external_userid": "wmEXAMPLE000001", "status": 5}]}), calls.RESULT
    )
    assert results(there, ["wmEXAMPLE000001"]) == [("later", "no_record")]


def test_the_newest_of_several_results_counts(there: There) -> None:
    ids = there.customers(1)
    for giver, taker in ((LEAVER, TAKER), (TAKER, LEAVER)):
        there.connector().change_owners(asked(ids, giver, taker))
        there.clock.tick(hours=24)
        there.corp.settle()
    there.corp.leave(LEAVER)
    there.connector().change_owners(asked(ids))
    assert results(there, ids) == [("asked", "")]
    there.clock.tick(hours=24)
    assert results(there, ids) == [("done", "")]


def test_results_come_in_pages_that_may_overlap_and_a_place_that_stands_still_is_for_later(there: There) -> None:
    ids = there.customers(7)
    there.connector().change_owners(asked(ids))
    there.server.page, there.server.overlap = 2, 1
    there.clock.tick(hours=24)
    assert results(there, ids) == [("done", "")] * 7
    assert len(there.calls(calls.RESULT)) == 4
    there.bad_day(reply({"errcode": 0, "customer": [], "next_cursor": "CURSOR2"}), calls.RESULT, times=2)
    failed = failing(lambda: results(there, ids))
    assert (failed.fault, failed.code) == (Fault.LATER, "page_repeated")


@pytest.mark.parametrize(
    ("code", "fault", "seconds"),
    [
        (-1, Fault.LATER, None),
        (45009, Fault.LATER, 60),
        (45033, Fault.LATER, 10),
        (40001, Fault.CONFIG, None),
        (60020, Fault.CONFIG, None),
        (84074, Fault.CONFIG, None),
        (40058, Fault.PERMANENT, None),
        (987654, Fault.PERMANENT, None),
    ],
)
def test_a_code_says_what_it_means_for_the_caller(there: There, code: int, fault: Fault, seconds: int | None) -> None:
    there.bad_day(wecom.error(code), calls.FOLLOWERS)
    failed = failing(there.connector().test)
    assert (failed.fault, failed.code) == (fault, str(code))
    assert (failed.after.total_seconds() if failed.after else None) == seconds
    assert "it went wrong" in failed.detail


@pytest.mark.parametrize(("changed", "code"), [({"secret": "wrong"}, "40001"), ({"corp_id": "ww0"}, "40013")])
def test_wrong_settings_are_for_an_administrator(there: There, changed: dict[str, str], code: str) -> None:
    failed = failing(there.connector(**changed).test)
    assert (failed.fault, failed.code) == (Fault.CONFIG, code)


def test_an_address_that_is_not_trusted_is_for_an_administrator(there: There) -> None:
    there.server.is_trusted = False
    failed = failing(there.connector().test)
    assert (failed.fault, failed.code) == (Fault.CONFIG, "60020")
    assert "203.0.113.7" in failed.detail


def test_more_calls_than_a_minute_takes_wait_for_the_next(there: There) -> None:
    there.server.most = 2
    connector = there.connector()
    connector.test()
    connector.test()
    assert failing(connector.test).code == "45009"
    there.clock.tick(minutes=1)
    assert connector.test()


@pytest.mark.parametrize("answer", [reply("<html>proxy</html>", 502), reply("", 200), reply([1]), Lost.BEFORE])
def test_what_is_no_answer_may_have_begun(there: There, answer: Any) -> None:
    ids = there.customers(1)
    there.bad_day(answer)
    failed = failing(lambda: there.connector().change_owners(asked(ids)))
    assert (failed.fault, failed.sent) == (Fault.LATER, True)


def test_neither_secret_nor_token_is_in_an_error_its_causes_or_a_log(
    there: There, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connector = there.connector()
    connector.test()
    (token,) = there.server.tokens
    there.bad_day(wecom.error(40058, f"bad {wecom.SECRET} {token}"), calls.FOLLOWERS)
    errors = [failing(connector.test)]
    there.bad_day(Lost.BEFORE, calls.FOLLOWERS)
    errors.append(failing(connector.test))
    there.tokens.forget()
    there.bad_day(Lost.BEFORE, calls.TOKEN)
    errors.append(failing(connector.test))
    assert errors[0].detail == "bad … …"
    told = [caplog.text]
    for error in errors:
        cause: BaseException | None = error
        while cause is not None:
            told.append(f"{cause!r} {cause}")
            cause = cause.__cause__ or cause.__context__
    assert not [text for text in told if wecom.SECRET in text or token in text]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        (calls.GIVE, {"external_userid": ["x"] * 101}, "40058"),
        (calls.GIVE, {"external_userid": []}, "40058"),
        (calls.GIVE, {"external_userid": ["x"], "transfer_success_msg": "好" * 201}, "40058"),
        (calls.GIVE_LEFT, {"external_userid": ["x"]}, "40097"),
        (calls.RESULT_LEFT, {}, "40097"),
        (calls.UNASSIGNED, {"page_size": 1001}, "40058"),
        (calls.CUSTOMERS, {"userid_list": ["x"] * 101}, "40058"),
        (calls.RESULT, {"cursor": "made up"}, "40058"),
    ],
)
def test_the_simulated_api_refuses_what_the_real_one_would(
    there: There, path: str, body: dict[str, Any], code: str
) -> None:
    pair = {"handover_userid": LEAVER, "takeover_userid": TAKER}
    assert failing(lambda: there.connector()._client.ask(path, pair | body)).code == code
    assert not there.corp.begun
