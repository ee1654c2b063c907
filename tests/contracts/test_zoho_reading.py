"""What is read of Zoho CRM, page by page, and how it reads in Baton's words."""

import datetime
from collections.abc import Iterator

import pytest

from customers.connectors.interface import ConnectorError
from customers.connectors.interface import Fault as Kind
from customers.connectors.registry import VENDORS
from customers.connectors.zoho.connector import Zoho
from customers.importing.dates import day, moment
from customers.importing.fields import KINDS
from customers.importing.numbers import money, percentage
from customers.importing.shape import Form
from tests.contracts.simulator import Fault
from tests.contracts.zoho import envelopes
from tests.contracts.zoho.side import START, Side, pages, read, started


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


def test_it_is_among_the_vendors() -> None:
    assert VENDORS["zoho"] is Zoho


def test_a_connection_is_tried(side: Side) -> None:
    assert side.connector.test() == "Ada Park"


def test_people_with_those_who_are_gone(side: Side) -> None:
    side.state.add_user("Gone Person", "gone@baton.example", "deleted")
    found = {person.name: person for person in side.connector.people()}
    assert len(found) == 9
    assert found["陈静"].email == "chen.jing@baton.example"
    assert [name for name, person in found.items() if not person.active] == ["Owen Marsh", "Gone Person"]


def test_a_parent_is_told_by_its_id_since_others_may_have_its_name(side: Side) -> None:
    owner = side.person("陈静")
    _namesake, parent = (side.state.add("Accounts", owner, Account_Name="恒丰集团") for _twice in range(2))
    side.state.add("Accounts", owner, Account_Name="恒丰苏州", Parent_Account=parent)
    assert [record.texts.get("parent") for record in read(side.connector, "customers")] == [None, None, parent]


def test_more_people_than_a_page(side: Side) -> None:
    for number in range(450):
        side.state.add_user(f"Person {number}", f"p{number}@baton.example")
    assert len({person.id for person in side.connector.people()}) == 458


@pytest.mark.parametrize("kind", Zoho.can.reads)
def test_every_record_reads_as_an_import_takes_it(busy_side: Side, kind: str) -> None:
    found = read(busy_side.connector, kind)
    modules = {"customers": ["Accounts"], "activities": ["Events", "Calls", "Notes"]}.get(kind, [kind.capitalize()])
    assert len(found) == sum(len(busy_side.state.records[module]) for module in modules) > 0
    for record in found:
        assert record.owner in busy_side.state.users
        assert not [each.name for each in KINDS[kind].needed if not record.texts.get(each.name)]
        for name, text in record.texts.items():
            _reads(kind, name, text)


def _reads(kind: str, name: str, text: str) -> None:
    known = KINDS[kind].field(name)
    if known.form is Form.CHOICE:
        assert known.choices is not None
        assert text in known.choices.values
    elif known.form is Form.MOMENT:
        assert moment(text, "", datetime.UTC)
    elif known.form is Form.DAY:
        assert day(text)
    elif known.form in (Form.MONEY, Form.PERCENT):
        assert (money if known.form is Form.MONEY else percentage)(text) >= 0
    elif known.limit:
        assert len(text) <= known.limit


def test_a_deal_in_batons_words(side: Side) -> None:
    owner = side.person("陈静")
    [account] = side.accounts(owner, 1)
    common = {"Account_Name": account, "Closing_Date": "2026-07-01"}
    side.state.add("Deals", owner, Deal_Name="A", Stage="Negotiation/Review", Amount=12.5, Probability=90, **common)
    side.state.add("Deals", owner, Deal_Name="B", Stage="Closed Lost to Competition", **common)
    side.state.add(
        "Deals", owner, Deal_Name="C", Stage="自定义阶段", Created_Time="2026-08-01T00:00:00+08:00", **common
    )
    a, b, c = (record.texts for record in read(side.connector, "deals"))
    assert a == {
        "name": "A",
        "customer": account,
        "stage": "negotiating",
        "state": "open",
        "amount": "12.5",
        "currency": "CNY",
        "probability": "90",
        "opened_on": "2026-06-01",
        "expected_close_on": "2026-07-01",
    }
    assert (b["stage"], b["state"], b["closed_on"]) == ("closed", "lost", "2026-07-01")
    assert "stage" not in c
    assert (c["state"], c.get("opened_on")) == ("open", None)


@pytest.mark.parametrize("tells", [True, False])
def test_what_hangs_on_what_is_found_out(side: Side, tells: bool) -> None:
    side.state.tells_module = tells
    owner = side.person("陈静")
    account, other = side.accounts(owner, 2)
    contact = side.state.add("Contacts", owner, First_Name="建国", Last_Name="王", Account_Name=other)
    deal = side.state.add("Deals", owner, Deal_Name="D", Account_Name=account)
    for hangs in ({"What_Id": account}, {"What_Id": deal, "Who_Id": contact}, {"Who_Id": contact}, {}):
        side.state.add("Tasks", owner, Subject="T", **hangs)
    side.state.add("Notes", owner, Note_Content="Erste Zeile\nzweite", Parent_Id=contact)
    found = [record.texts for record in read(side.connector, "tasks")]
    assert [texts.get("customer") for texts in found] == [account, account, other, None]
    assert [texts.get("deal") for texts in found] == [None, deal, None, None]
    [note] = [record.texts for record in read(side.connector, "activities")]
    assert (note["customer"], note["contact"], note["subject"]) == (other, contact, "Erste Zeile")
    assert read(side.connector, "contacts")[0].texts["name"] == "王建国"


def test_pages_past_two_thousand_go_by_token(side: Side) -> None:
    ids = side.accounts(side.person("陈静"), 2_450)
    assert [record.id for record in read(side.connector, "customers")] == ids
    assert len(side.heard("/Accounts")) == 13
    assert all("page_token" in call.query for call in side.heard("/Accounts")[1:])


def test_a_page_given_twice_loses_nothing(side: Side) -> None:
    ids = side.accounts(side.person("陈静"), 900)
    side.state.repeats = 2
    found = [record.id for record in read(side.connector, "customers")]
    assert set(found) == set(ids)
    assert len(found) > len(ids)


def test_a_place_that_expired_begins_again(side: Side) -> None:
    ids = side.accounts(side.person("陈静"), 500)
    first = side.connector.changed("customers", since=None, after=None)
    side.wait(hours=25)
    second = side.connector.changed("customers", since=None, after=first.after)
    assert [record.id for record in second.records] == ids[:200]
    assert second.after is not None


def test_a_place_that_is_lost_time_and_again_is_an_end(side: Side) -> None:
    side.accounts(side.person("陈静"), 500)
    lost = envelopes.refused(400, "TOKEN_BOUND_DATA_MISMATCH", "The page_token given seems to be invalid")
    side.system.faults = [Fault(lost, lambda call: "page_token" in call.query, times=99)]
    with pytest.raises(ConnectorError) as caught:
        pages(side.connector, "customers")
    assert (caught.value.fault, caught.value.code) == (Kind.PERMANENT, "TOKEN_BOUND_DATA_MISMATCH")


@pytest.mark.parametrize("kind", Zoho.can.reads)
def test_nothing_there_is_no_error(side: Side, kind: str) -> None:
    assert read(side.connector, kind) == []
    assert read(side.connector, kind, START + datetime.timedelta(days=1)) == []


def test_what_changed_and_what_is_gone_since(side: Side) -> None:
    old, changed, gone, gone_before = side.accounts(side.person("陈静"), 4)
    side.state.delete("Accounts", gone_before)
    side.wait(hours=2)
    since = side.now()
    side.state.give("Accounts", changed, side.person("李伟"))
    side.state.delete("Accounts", gone)
    found = pages(side.connector, "customers", since)
    assert [record.id for each in found for record in each.records] == [changed]
    assert [pk for each in found for pk in each.gone] == [gone]
    assert old not in str(found)
    assert side.heard("/Accounts")[0].headers["If-Modified-Since"] == "2026-06-01T11:00:00+00:00"


def test_many_gone(side: Side) -> None:
    ids = side.accounts(side.person("陈静"), 450)
    for pk in ids:
        side.state.delete("Accounts", pk)
    assert {pk for each in pages(side.connector, "customers", START) for pk in each.gone} == set(ids)
