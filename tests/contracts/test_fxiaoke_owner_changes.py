"""Fxiaoke's connector against its gateway on loopback: owners, changed once and no more."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from customers.connectors.fxiaoke.calls import CHANGE_OWNER, QUERY
from customers.connectors.fxiaoke.connector import Fxiaoke
from customers.connectors.interface import Asked, ConnectorError, Fault, Note, Outcome, Result
from customers.kinds import LinkedKind
from tests.contracts.clock import failing
from tests.contracts.fxiaoke.checks import Refusal
from tests.contracts.fxiaoke.gateway import Batch
from tests.contracts.fxiaoke.there import LEAVER, TAKER, THIRD, There, asked, error, opened
from tests.contracts.simulator import Lost, reply, running


@pytest.fixture
def there(settings: Any) -> Iterator[There]:
    """A firm without records."""
    found = opened()
    with running(found.simulator):
        settings.STAND_INS = found.simulator.stand_ins
        yield found


def test_owners_are_read_and_changed_record_by_record(there: There) -> None:
    ids = there.customers(100)
    connector = there.connector()
    assert connector.owners(LinkedKind.CUSTOMER, ids) == dict.fromkeys(ids, LEAVER)
    outcomes = connector.change_owners(asked(ids))
    assert outcomes == [Outcome(each, Result.DONE) for each in asked(ids)]
    assert len(there.calls(CHANGE_OWNER)) == 1
    assert connector.owners(LinkedKind.CUSTOMER, ids) == dict.fromkeys(ids, TAKER)


def test_contacts_deals_and_contracts_are_changed_too(there: There) -> None:
    for kind, name in {2: "NewOpportunityObj", 3: "SaleContractObj", 5: "ContactObj"}.items():
        id_ = there.firm.add(name, LEAVER, name="一")
        assert there.connector().change_owners(asked([id_], LinkedKind(kind)))[0].result is Result.DONE
        assert there.firm.owner(name, id_) == TAKER


def test_a_customers_children_keep_their_owner(there: There) -> None:
    (customer,) = there.customers(1)
    deal = there.firm.add("NewOpportunityObj", LEAVER, name="一", account_id=customer)
    there.connector().change_owners(asked([customer]))
    assert there.firm.owner("NewOpportunityObj", deal) == LEAVER


@pytest.mark.parametrize("batch", Batch)
@pytest.mark.parametrize("place", [0, 7, 49])
def test_a_record_in_a_high_sea_says_so_and_stops_no_other(there: There, batch: Batch, place: int) -> None:
    there.gateway.batch = batch
    ids = there.customers(50)
    there.firm.change("AccountObj", ids[place], owner=[], high_seas_id="5f01")
    outcomes = there.connector().change_owners(asked(ids))
    assert [outcome.asked.id for outcome in outcomes] == ids
    bad = outcomes.pop(place)
    assert (bad.result, bad.code) == (Result.PERMANENT, "high_sea")
    assert {outcome.result for outcome in outcomes} == {Result.DONE}
    assert sorted(there.firm.writes.values()) == [1] * 49


@pytest.mark.parametrize("batch", [Batch.NOTHING, Batch.OTHERS])
def test_bad_records_nobody_can_tell_by_their_looks_are_found(there: There, batch: Batch) -> None:
    there.gateway.batch = batch
    ids = there.customers(60)
    bad = {ids[3], ids[4], ids[40]}
    usual = there.gateway._refusal

    def refusal(name: str, id_: str, owner: str) -> Any:
        return Refusal(32000, "数据已锁定") if id_ in bad else usual(name, id_, owner)

    there.gateway._refusal = refusal  # type: ignore[method-assign]
    outcomes = {outcome.asked.id: outcome for outcome in there.connector().change_owners(asked(ids))}
    assert {id_ for id_, outcome in outcomes.items() if outcome.result is not Result.DONE} == bad
    assert all("数据已锁定" in outcomes[id_].detail for id_ in bad)
    assert sorted(there.firm.writes.values()) == [1] * 57


def test_a_call_that_is_refused_for_all_stays_within_the_limits(there: There) -> None:
    ids = there.customers(100)
    there.bad_day(error(32000), times=10_000)
    outcomes = there.connector().change_owners(asked(ids))
    assert {outcome.result for outcome in outcomes} == {Result.PERMANENT, Result.LATER}
    assert len(there.calls(CHANGE_OWNER)) <= 40


def test_a_receiver_who_is_not_there_is_told_after_one_call(there: There) -> None:
    ids = there.customers(20)
    outcomes = there.connector().change_owners([Asked(LinkedKind.CUSTOMER, id_, LEAVER, "4711") for id_ in ids])
    assert {(outcome.result, outcome.code) for outcome in outcomes} == {(Result.PERMANENT, "30027")}
    assert len(there.calls(CHANGE_OWNER)) == 1


def test_a_record_that_is_gone_or_somebody_elses_is_told_apart(there: There) -> None:
    kept, void, other = there.customers(3)
    there.firm.change("AccountObj", void, life_status="invalid")
    there.bad_day(error(32000))
    there.firm.change("AccountObj", other, owner=[THIRD])
    found = {outcome.asked.id: outcome for outcome in there.connector().change_owners(asked([kept, void, other]))}
    assert (found[void].result, found[void].code) == (Result.PERMANENT, "gone")
    assert (found[other].result, found[other].detail) == (Result.CONFLICT, THIRD)
    assert found[kept].result is Result.DONE


@pytest.mark.parametrize("lost", [error(50009), Lost.AFTER])
def test_a_change_whose_answer_is_lost_has_to_be_read_before_it_is_tried_again(there: There, lost: Any) -> None:
    ids = there.customers(2)
    connector = there.connector()
    there.bad_day(lost, applied=True)
    failed = failing(lambda: connector.change_owners(asked(ids)))
    assert (failed.fault, failed.sent) == (Fault.LATER, True)
    assert connector.owners(LinkedKind.CUSTOMER, ids) == dict.fromkeys(ids, TAKER)


def test_owners_that_cannot_be_read_after_a_change_leave_it_open(there: There) -> None:
    ids = there.customers(1)
    there.bad_day(error(14001), QUERY)
    failed = failing(lambda: there.connector().change_owners(asked(ids)))
    assert (failed.fault, failed.sent, failed.after) == (Fault.LATER, True, datetime.timedelta(seconds=20))


def test_what_is_not_documented_is_not_offered(there: There) -> None:
    assert not Fxiaoke.can.notes
    assert failing(lambda: there.connector().write_notes([Note(LinkedKind.CUSTOMER, "1", "", "", "")])).fault
    assert failing(lambda: there.connector().progress([])).fault is Fault.PERMANENT
    assert there.connector().change_owners([]) == []
    assert there.connector().owners(LinkedKind.CUSTOMER, []) == {}


# ---- whatever happens

FAULTS: dict[str, Callable[[There], None]] = {
    "rate": lambda there: there.bad_day(error(14001)),
    "rate_reading": lambda there: there.bad_day(error(30004), QUERY),
    "busy": lambda there: there.bad_day(error(-1)),
    "slow": lambda there: there.bad_day(error(50009), applied=True),
    "lost_before": lambda there: there.bad_day(Lost.BEFORE),
    "lost_after": lambda there: there.bad_day(Lost.AFTER),
    "lost_reading": lambda there: there.bad_day(Lost.BEFORE, QUERY),
    "no_json": lambda there: there.bad_day(reply("<html></html>", 502)),
    "refused": lambda there: there.bad_day(error(32000)),
    "expired": lambda there: there.gateway.expire(),
    "quota": lambda there: there.bad_day(error(30002), times=2),
    "silent": lambda there: there.bad_day(error(0)),
    "nothing": lambda there: None,
}


def hand_over(there: There, ids: list[str], bad: list[str]) -> set[str]:
    """What a caller does: read, write what is not there yet, and again; returns the records that cannot move."""
    stuck: set[str] = set()
    for step in range(60):
        if step < len(bad):
            FAULTS[bad[step]](there)
        there.clock.tick(seconds=20)
        connector = there.connector()
        try:
            owners = connector.owners(LinkedKind.CUSTOMER, ids)
            todo = [each for each in asked(ids) if owners[each.id] != TAKER and each.id not in stuck]
            if not todo and step >= len(bad):
                return stuck
            outcomes = connector.change_owners(todo)
        except ConnectorError as failed:
            if failed.fault is not Fault.LATER:
                raise
            continue
        stuck |= {outcome.asked.id for outcome in outcomes if outcome.code == "high_sea"}
        done = [outcome.asked.id for outcome in outcomes if outcome.result is Result.DONE]
        assert all(there.firm.owner("AccountObj", id_) == TAKER for id_ in done)
    raise AssertionError("it never ended")


@examples(max_examples=60, deadline=None)
@given(
    bad=st.lists(st.sampled_from(list(FAULTS)), max_size=8),
    batch=st.sampled_from(Batch),
    count=st.integers(1, 25),
    in_high_sea=st.sets(st.integers(0, 24), max_size=3),
)
def test_whatever_happens_each_record_gets_its_owner_once(
    bad: list[str], batch: Batch, count: int, in_high_sea: set[int]
) -> None:
    there = opened()
    there.gateway.batch = batch
    ids = there.customers(count)
    away = {ids[place] for place in in_high_sea if place < count}
    for id_ in away:
        there.firm.change("AccountObj", id_, owner=[], high_seas_id="5f01")
    with running(there.simulator), override_settings(STAND_INS=there.simulator.stand_ins):
        assert hand_over(there, ids, bad) == away
    assert {id_ for id_ in ids if there.firm.owner("AccountObj", id_) == TAKER} == set(ids) - away
    assert all(there.firm.writes[id_] == 1 for id_ in ids if id_ not in away)
    assert not any(there.firm.writes[id_] for id_ in away)
