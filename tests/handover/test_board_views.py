"""Saved views of the board, what is late and whose it is, and what is done to several departures at once."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from handover.lifecycle import State
from handover.models import BoardView, ChecklistItem, Departure
from notices.models import Notice

SignIn = Callable[[User], Client]
LONG_AGO = datetime.date(2020, 1, 6)


@pytest.fixture
def departure(leaver: User, manager: User, make_departure: Callable[..., Departure]) -> Departure:
    return make_departure(leaver, manager, State.HANDING_OVER)


def _item(departure: Departure, **fields: object) -> ChecklistItem:
    usual = {
        "key": f"k{ChecklistItem.objects.count()}", "section": "documents", "responsible": "leaver",
        "anchor": "last_day_on", "offset": 0, "due_on": LONG_AGO,
        "params": {"rule": "template", "title_en": "Hand in the files", "title_zh": "上交文件"},
    }  # fmt: skip
    return ChecklistItem.objects.create(departure=departure, **usual | fields)


def _rows(client: Client, query: str = "?tab=open") -> list:
    return list(client.get("/handovers/" + query).context["board"].rows)


def test_a_row_names_what_is_late_for_longest_and_whose_it_is(
    departure: Departure, manager: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    assert _rows(client)[0].late is None
    _item(departure, due_on=LONG_AGO + datetime.timedelta(days=1))
    _item(departure, params={"rule": "template", "title_en": "Return the laptop", "title_zh": "归还电脑"})
    late = _rows(client)[0].late
    assert (late.title, late.whose) == ("Return the laptop", "陈静")
    shown = client.get("/handovers/?tab=open").content.decode()
    assert "Return the laptop" in shown
    assert "days late" in shown


def test_who_reads_no_records_is_not_told_which_customer_is_late(
    departure: Departure, hr: User, sign_in: SignIn
) -> None:
    _item(departure, section="customers", params={"rule": "customer", "name": "Hottechi"})
    client = sign_in(hr)
    assert _rows(client)[0].late is None
    shown = client.get("/handovers/?tab=open").content.decode()
    assert "Hottechi" not in shown
    assert "1 late" in shown


def test_the_board_is_narrowed_by_what_asks_for_attention(
    departure: Departure, manager: User, successor: User, make_departure: Callable, sign_in: SignIn
) -> None:
    make_departure(successor, manager, supervisor=manager)
    _item(departure)
    client = sign_in(manager)

    def names(query: str) -> set[str]:
        return {row.departure.leaver.name for row in _rows(client, query)}

    assert names("?attention=late") == {"陈静"}
    assert names("?attention=unsupervised") == {"陈静"}
    assert names("?attention=unplanned") == {"陈静", "李伟"}
    assert names("?sort=late") == {"陈静", "李伟"}
    assert _rows(client, "?sort=late")[0].departure == departure


def test_a_view_is_saved_shown_as_a_tab_renamed_opened_first_and_deleted(
    departure: Departure, manager: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    query = "tab=open&attention=late&sort=-late"
    said = client.post("/handovers/views/new/", {"name": "Late ones", "query": query}, follow=True)
    view = BoardView.objects.get()
    assert (view.person, view.name, view.query) == (manager, "Late ones", query)
    assert said.request["QUERY_STRING"] == f"view={view.pk}&{query}"
    assert 'aria-current="page"' in said.content.decode()
    assert said.context["view"] == view

    client.post(f"/handovers/views/{view.pk}/", {"deed": "rename", "name": "What is late"})
    client.post(f"/handovers/views/{view.pk}/", {"deed": "first"})
    opened = client.get("/handovers/", follow=True)
    assert opened.redirect_chain == [(f"/handovers/?view={view.pk}&{query}", 302)]
    assert "What is late" in opened.content.decode()

    client.post(f"/handovers/views/{view.pk}/", {"deed": "delete"})
    assert not BoardView.objects.exists()
    assert client.get("/handovers/").status_code == 200


def test_a_view_is_nobody_elses(departure: Departure, manager: User, admin: User, sign_in: SignIn) -> None:
    view = BoardView.objects.create(person=manager, name="Mine", query="tab=mine")
    client = sign_in(admin)
    assert client.post(f"/handovers/views/{view.pk}/", {"deed": "delete"}).status_code == 404
    assert "Mine" not in client.get("/handovers/views/").content.decode()
    assert "Mine" not in client.get(f"/handovers/?view={view.pk}").content.decode()


def test_a_saved_query_leads_nowhere_else(departure: Departure, manager: User, sign_in: SignIn) -> None:
    answer = sign_in(manager).post("/handovers/views/new/", {"name": "", "query": "//evil.example/?a=b"})
    assert answer.headers["Location"].startswith("/handovers/?")


def test_one_supervisor_is_named_for_several(
    departure: Departure, manager: User, supervisor: User, leaver: User, second_successor: User,
    make_departure: Callable, sign_in: SignIn,
) -> None:  # fmt: skip
    other = make_departure(second_successor, manager)
    ids = [departure.pk, other.pk]
    answer = sign_in(manager).post(
        "/handovers/several/",
        {"ids": ids, "deed": "name", "supervisor": supervisor.pk, "query": "tab=open"},
        follow=True,
    )
    assert "supervises 2 handovers" in answer.content.decode()
    assert set(Departure.objects.filter(supervisor=supervisor)) == {departure, other}


def test_those_it_waits_for_are_reminded_once_a_day(
    departure: Departure, manager: User, leaver: User, sign_in: SignIn
) -> None:
    _item(departure)
    _item(departure)
    client = sign_in(manager)
    for sentence in ("Reminded: 陈静.", "Somebody reminded them today already: 陈静."):
        answer = client.post("/handovers/several/", {"ids": [departure.pk], "deed": "remind"}, follow=True)
        assert sentence in answer.content.decode()
    notice = Notice.objects.get(kind="items_asked")
    assert (notice.recipient, notice.params["count"]) == (leaver, 2)
    assert AuditEntry.objects.filter(verb="departure.prompted").count() == 1
    assert "reminded of what is late: 陈静" in client.get(f"/handovers/{departure.pk}/timeline/").content.decode()


def test_nothing_is_done_to_departures_of_others(
    departure: Departure, outsider: User, successor: User, sign_in: SignIn
) -> None:
    _item(departure)
    answer = sign_in(successor).post("/handovers/several/", {"ids": [departure.pk], "deed": "remind"})
    assert answer.status_code == 403
    assert not Notice.objects.filter(kind="items_asked").exists()


def test_keys_are_a_choice(departure: Departure, manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    assert 'data-keys="on"' in client.get("/handovers/?tab=open").content.decode()
    User.objects.filter(pk=manager.pk).update(uses_shortcuts=False)
    shown = client.get("/handovers/?tab=open").content.decode()
    assert 'data-keys="off"' in shown
    assert "data-no-keys" in shown
