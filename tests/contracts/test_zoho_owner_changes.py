"""Owners changed in Zoho CRM: each record's outcome, and that none is moved twice whatever happens."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.connectors.interface import Asked, Note, Result
from customers.connectors.interface import Fault as Kind
from customers.connectors.zoho.connector import Zoho
from customers.kinds import LinkedKind
from tests.contracts.settling import settle
from tests.contracts.side import of
from tests.contracts.simulator import Fault, Lost
from tests.contracts.zoho import envelopes
from tests.contracts.zoho.side import Side, results, started


@pytest.fixture
def side() -> Iterator[Side]:
    """An organisation with people and nothing else."""
    with started() as found:
        yield found


@pytest.fixture
def busy_side() -> Iterator[Side]:
    """The demo firm."""
    with started(accounts=60) as found:
        yield found


def test_owners_are_read_and_changed(side: Side) -> None:
    ids = side.accounts(side.person("陈静"), 3)
    assert side.connector.owners(LinkedKind.CUSTOMER, [*ids, "9"]) == dict.fromkeys(ids, side.person("陈静"))
    asked = [*side.asked(ids[:2]), *side.asked(ids[2:], wanted="赵敏")]
    outcomes = side.connector.change_owners(asked)
    assert [outcome.asked for outcome in outcomes] == asked
    assert results(outcomes) == [Result.DONE] * 3
    assert [side.state.owner(pk) for pk in ids] == [each.wanted for each in asked]
    assert {call.body["notify"] for call in side.heard("change_owner")} == {False}
    assert not [call for call in side.heard("change_owner") if "related_modules" in call.body]


def test_children_stay_whose_they_are(busy_side: Side) -> None:
    leaver = busy_side.person("陈静")
    ids = [pk for pk, record in busy_side.state.records["Accounts"].items() if record["Owner"] == leaver]
    assert set(results(busy_side.connector.change_owners(busy_side.asked(ids)))) == {Result.DONE}
    assert set(busy_side.state.owner_writes) == set(ids)


@pytest.mark.parametrize("kind", Zoho.can.gives)
def test_every_kind_is_given(busy_side: Side, kind: LinkedKind) -> None:
    module = {1: "Accounts", 2: "Deals", 4: "Tasks", 5: "Contacts"}[kind]
    pk = next(iter(busy_side.state.records[module]))
    wanted = busy_side.person("孙丽")
    asked = Asked(kind, pk, busy_side.state.owner(pk), wanted)
    assert results(busy_side.connector.change_owners([asked])) == [Result.DONE]
    assert busy_side.connector.owners(kind, [pk]) == {pk: wanted}


def test_as_many_at_once_as_it_says(side: Side) -> None:
    ids = side.accounts(side.person("陈静"), Zoho.can.at_once)
    assert set(results(side.connector.change_owners(side.asked(ids)))) == {Result.DONE}
    assert len(side.connector.owners(LinkedKind.CUSTOMER, ids[: Zoho.can.owners_at_once])) == Zoho.can.owners_at_once
    one_more = side.accounts(side.person("陈静"), Zoho.can.at_once + 1)
    assert set(results(side.connector.change_owners(side.asked(one_more)))) == {Result.PERMANENT}


@pytest.mark.parametrize("status", [200, 202, 207])
def test_one_bad_id_among_good_ones(side: Side, status: int) -> None:
    side.state.mixed = status
    good, stopped, modified, last = side.accounts(side.person("陈静"), 4)
    side.state.stopped, side.state.modified[modified] = {stopped}, 1
    outcomes = side.connector.change_owners(side.asked([good, "700000000009999", stopped, modified, last]))
    assert [(each.result, each.code) for each in outcomes] == [
        (Result.DONE, ""),
        (Result.PERMANENT, "INVALID_DATA"),
        (Result.PERMANENT, "CANNOT_PROCESS"),
        (Result.CONFLICT, "RECORD_MODIFIED"),
        (Result.DONE, ""),
    ]


def test_only_bad_ids(side: Side) -> None:
    assert results(side.connector.change_owners(side.asked(["1", "2"]))) == [Result.PERMANENT] * 2


def test_one_record_that_fails_the_whole_call_is_named(side: Side) -> None:
    ids = side.accounts(side.person("陈静"), 3)
    side.state.locked = {ids[1]}
    outcomes = side.connector.change_owners(side.asked(ids))
    assert results(outcomes) == [Result.LATER, Result.PERMANENT, Result.LATER]
    assert outcomes[1].code == "RECORD_LOCKED"
    assert results(side.connector.change_owners(side.asked([ids[0], "no-number", ids[2]]))) == [
        Result.LATER,
        Result.PERMANENT,
        Result.LATER,
    ], "named by its place in the list"


@pytest.mark.parametrize("who", ["Owen Marsh", "nobody"])
def test_a_receiver_who_may_not_is_said_of_each(side: Side, who: str) -> None:
    a, b = side.accounts(side.person("陈静"), 2)
    wanted = side.person(who) if who != "nobody" else "5"
    bad = Asked(LinkedKind.CUSTOMER, a, side.person("陈静"), wanted)
    outcomes = side.connector.change_owners([bad, *side.asked([b])])
    assert results(outcomes) == [Result.PERMANENT, Result.DONE]
    assert outcomes[0].code == "INVALID_DATA"


def test_what_was_done_before_a_call_failed_is_told(side: Side) -> None:
    a, b = side.accounts(side.person("陈静"), 2)
    wanted = side.person("赵敏")
    side.system.faults = [
        Fault(envelopes.BUSY, lambda call: "change_owner" in call.path and call.body["owner"]["id"] == wanted)
    ]
    outcomes = side.connector.change_owners([*side.asked([a]), *side.asked([b], wanted="赵敏")])
    assert [(each.result, each.code) for each in outcomes] == [(Result.DONE, ""), (Result.LATER, "TOO_MANY_REQUESTS")]


@pytest.mark.parametrize(
    "fault", [Fault(Lost.AFTER, of("change")), Fault(envelopes.BROKEN, of("change"), applied=True)]
)
def test_a_write_nobody_heard_of_is_seen_when_owners_are_read(side: Side, fault: Fault) -> None:
    [pk] = side.accounts(side.person("陈静"), 1)
    error = side.fails(lambda zoho: zoho.change_owners(side.asked([pk])), fault)
    assert (error.fault, error.sent) == (Kind.LATER, True)
    assert side.connector.owners(LinkedKind.CUSTOMER, [pk]) == {pk: side.person("李伟")}
    assert side.state.owner_writes[pk] == 1


def test_a_note_is_left(side: Side) -> None:
    [pk] = side.accounts(side.person("陈静"), 1)
    side.connector.write_notes([Note(LinkedKind.CUSTOMER, pk, "交接 " * 60, "https://baton.example/briefings/1/", "")])
    [note] = side.state.records["Notes"].values()
    assert (note["Parent_Id"], note["Note_Content"]) == (pk, "https://baton.example/briefings/1/")
    [noted] = side.connector.write_notes([Note(LinkedKind.DEAL, "7", "a", "b", "b")])
    assert (noted.result, noted.code) == (Result.PERMANENT, "INVALID_DATA")


BAD_DAYS: dict[str, Callable[[], Fault]] = {
    "busy": lambda: Fault(envelopes.BUSY, of("/crm/")),
    "broken": lambda: Fault(envelopes.BROKEN, of("/crm/")),
    "broken after the write": lambda: Fault(envelopes.BROKEN, of("change_owner"), applied=True),
    "lost before": lambda: Fault(Lost.BEFORE, of("/crm/")),
    "lost after the write": lambda: Fault(Lost.AFTER, of("change_owner")),
    "error in 200": lambda: Fault(envelopes.ERROR_IN_200, of("/crm/")),
    "error in 200 after the write": lambda: Fault(envelopes.ERROR_IN_200, of("change_owner"), applied=True),
    "proxy's page": lambda: Fault(envelopes.PROXY_PAGE, of("/crm/")),
    "proxy's page after the write": lambda: Fault(envelopes.PROXY_PAGE, of("change_owner"), applied=True),
    "modified": lambda: Fault(envelopes.MODIFIED, of("change_owner")),
    "no token": lambda: Fault(envelopes.TOO_MANY_TOKENS, of("/oauth/")),
}
#: At most one in a run: a fresh token that is not taken either is nothing to try again.
STALE = "stale token"
STALES: dict[str, Callable[[], Fault]] = {STALE: lambda: Fault(envelopes.STALE, of("/crm/"))}


def test_reading_then_writing_ends_with_all_given_once() -> None:
    with started() as side:

        @given(st.data())
        def holds(data: st.DataObject) -> None:
            ids = side.accounts(side.person("陈静"), 20)
            thirds = side.accounts(side.person("周强"), 2)
            days = _bad_days(side, data, ids)
            asked = [*side.asked(ids[:12]), *side.asked(ids[12:], wanted="赵敏"), *side.asked(thirds)]
            seen = settle(lambda: side.connector, lambda: side.wait(minutes=11), asked, len(days) + 5)
            assert [side.state.owner(each.id) for each in asked[:20]] == [each.wanted for each in asked[:20]]
            assert seen == set(ids)
            assert [side.state.owner_writes[pk] for pk in ids] == [1] * 20, "none twice"
            assert not [pk for pk in thirds if pk in side.state.owner_writes], "no third person's"

        holds()


def _bad_days(side: Side, data: st.DataObject, ids: list[str]) -> list[str]:
    """What goes wrong in one example."""
    days = data.draw(st.lists(st.sampled_from(sorted(BAD_DAYS)), max_size=8))
    if data.draw(st.booleans()):
        days.insert(data.draw(st.integers(0, len(days))), STALE)
    side.system.faults = [(BAD_DAYS | STALES)[day]() for day in days]
    side.state.modified.clear()
    places = data.draw(st.dictionaries(st.integers(0, 19), st.integers(1, 2), max_size=4))
    side.state.modified.update({ids[place]: times for place, times in places.items()})
    side.wait(hours=1)
    return days
