"""The pages of coverage: the calendar, a gap and naming who covers it, the customers a person covers."""

import datetime
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from customers.models import Contract, Customer, Deal
from handover.models import Cover, Departure
from tests.cast import NOW

SignIn = Callable[[User], Client]
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def leaving(
    leaver: User, manager: User, supervisor: User, make_departure: Callable[..., Departure],
    make_customer: Callable[..., Customer], make_deal: Callable[..., Deal], today: datetime.date,
) -> Departure:  # fmt: skip
    """陈静 leaves in three days; nobody has planned anything for her two customers."""
    for number in range(2):
        customer = make_customer(leaver, name=f"Gap {number}", grade="AB"[number])
        make_deal(leaver, customer=customer, amount=430_000, currency="CNY")
        Contract.objects.create(
            owner=leaver, customer=customer, number=f"G-{number}", state="active", ends_on=today + 30 * A_DAY, amount=5
        )
    end = timezone.make_aware(datetime.datetime.combine(today + 3 * A_DAY, datetime.time(15, 59)), datetime.UTC)
    dates = {
        "last_day_on": today + 3 * A_DAY,
        "access_ends_at": end,
        "effective_at": end,
        "notice_on": today - 9 * A_DAY,
    }
    return make_departure(leaver, manager, supervisor=supervisor, supervisor_named_at=NOW, **dates)


def _address(departure: Departure, today: datetime.date) -> str:
    return f"/handovers/{departure.pk}/coverage/gap/?from={today + 4 * A_DAY}&until=&why=no_plan"


def _answers(today: datetime.date, person: User, **fields: Any) -> dict[str, Any]:
    days = {"first_on": today + 4 * A_DAY, "last_on": today + 9 * A_DAY}
    return {"person": person.pk, "at_end": "revert", "everything": "1"} | days | fields


def test_the_calendar_says_how_many_have_nobody_and_what_they_are_worth(
    leaving: Departure, manager: User, sign_in: SignIn
) -> None:
    page = html.unescape(sign_in(manager).get(f"/handovers/{leaving.pk}/coverage/").content.decode())
    assert "2 of 2 customers have a day with nobody" in page
    assert "2 customers worth ¥860k have nobody from" in page
    assert "2 contracts are to be renewed within 60 days." in page
    assert page.count('class="coverage-line"') == 1
    assert f"/handovers/{leaving.pk}/coverage/gap/?from=" in page


def test_without_a_plan_the_calendar_leads_to_it_and_keeps_the_head_of_the_departure(
    leaving: Departure, manager: User, sign_in: SignIn
) -> None:
    url, plan = f"/handovers/{leaving.pk}/coverage/", f'href="/handovers/{leaving.pk}/plan/">Plan who takes over</a>'
    shown = sign_in(manager).get(url).content.decode()
    assert plan in shown
    assert "Resignation; last working day" in shown
    assert shown.count("There is no plan yet") == 1


def test_the_picture_shows_who_answers_and_the_money_of_the_days_without_anybody(
    leaving: Departure, manager: User, sign_in: SignIn, today: datetime.date
) -> None:
    for day, deal in zip((today + A_DAY, today + 5 * A_DAY), Deal.objects.order_by("pk"), strict=True):
        Deal.objects.filter(pk=deal.pk).update(expected_close_on=day)
    answer = sign_in(manager).get(f"/handovers/{leaving.pk}/coverage/")
    assert "Deals worth ¥860k are to close on these days, ¥430k of it while nobody answers." in answer.content.decode()
    days = answer.context["chart"].columns
    looks = [{block.look: block.height for block in day.blocks} for day in days]
    assert looks[:4] == [{"owner": 100}] * 4, "until the last day she answers for both"
    assert set(map(str, looks[4:])) == {"{'nobody': 100}"}
    money = answer.context["chart"].money[0].columns
    assert [(number, each.blocks[0].look) for number, each in enumerate(money) if each.blocks] == [
        (1, "owner"),
        (5, "nobody"),
    ]


def test_from_the_gap_somebody_is_named_for_all_of_it(
    leaving: Departure, manager: User, supervisor: User, sign_in: SignIn, today: datetime.date
) -> None:
    client, address = sign_in(manager), _address(leaving, today)
    assert "Gap 0" in client.get(address).content.decode()
    answer = client.post(address, _answers(today, supervisor), follow=True).content.decode()
    assert "孙丽 covers 2 customers from" in answer
    assert Cover.objects.filter(person=supervisor).count() == 2
    mine = sign_in(supervisor).get("/covers/").content.decode()
    assert "Gap 0" in mine
    assert "Gap 1" in mine
    lifting = {"person": supervisor.pk, "first": today + 4 * A_DAY, "last": today + 9 * A_DAY}
    assert (
        "no longer covers 2 customers"
        in client.post(f"/handovers/{leaving.pk}/coverage/lift/", lifting, follow=True).content.decode()
    )
    assert not Cover.objects.filter(ended_at=None).exists()


def test_only_the_ticked_customers_are_covered(
    leaving: Departure, manager: User, supervisor: User, sign_in: SignIn, today: datetime.date
) -> None:
    one = Customer.objects.get(name="Gap 1")
    answers = _answers(today, supervisor, ids=[one.pk])
    del answers["everything"]
    assert sign_in(manager).post(_address(leaving, today), answers).status_code == 302
    assert Cover.objects.get().customer == one


def test_a_refusal_stands_at_its_field(
    leaving: Departure, manager: User, supervisor: User, sign_in: SignIn, today: datetime.date
) -> None:
    client, address = sign_in(manager), _address(leaving, today)
    User.objects.filter(pk=supervisor.pk).update(access_ends_at=timezone.now() + 5 * A_DAY)
    page = html.unescape(client.post(address, _answers(today, supervisor)).content.decode())
    assert 'id="id_person_error"><div>孙丽 can\'t cover until' in page
    page = client.post(address, _answers(today, manager, first_on=today - A_DAY)).content.decode()
    assert 'id="id_last_on_error"><div>A cover begins today at the earliest.' in page
    answers = _answers(today, manager)
    del answers["everything"]
    assert "Choose at least one customer of this handover." in client.post(address, answers).content.decode()
    assert not Cover.objects.exists()


def test_a_gap_that_is_closed_meanwhile_leads_back(leaving: Departure, manager: User, sign_in: SignIn) -> None:
    answer = sign_in(manager).get(f"/handovers/{leaving.pk}/coverage/gap/?from=2020-01-01", follow=True)
    assert "This gap is closed, or has changed meanwhile." in answer.content.decode()


def test_coverage_is_for_those_who_plan_and_supervise(
    leaving: Departure, leaver: User, hr: User, successor: User, auditor: User, supervisor: User, outsider: User,
    sign_in: SignIn, today: datetime.date,
) -> None:  # fmt: skip
    for path in (f"/handovers/{leaving.pk}/coverage/", _address(leaving, today)):
        for person, status in ((leaver, 404), (hr, 403), (successor, 404), (outsider, 404), (auditor, 200)):
            assert sign_in(person).get(path).status_code == status, person
        assert sign_in(supervisor).get(path).status_code == 200
    assert sign_in(auditor).post(_address(leaving, today), _answers(today, supervisor)).status_code == 200
    assert sign_in(leaver).get(f"/handovers/{leaving.pk}/").content.decode().count("/coverage/") == 0
    assert not Cover.objects.exists()


def test_pages_ask_as_often_for_many_as_for_few(
    leaving: Departure, leaver: User, manager: User, supervisor: User, make_customer: Callable[..., Customer],
    sign_in: SignIn, today: datetime.date,
) -> None:  # fmt: skip
    client = sign_in(manager)

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    def add(count: int) -> None:
        for number in range(count):
            customer = make_customer(leaver)
            days = {"first_on": today + number * A_DAY, "last_on": today + (number + 1) * A_DAY}
            Cover.objects.create(
                customer=customer, person=manager if number % 2 else supervisor, owner=leaver, instead_of=leaver,
                why="departure", named_by=manager, named_at=NOW, departure=leaving, **days,
            )  # fmt: skip

    paths = (f"/handovers/{leaving.pk}/coverage/", _address(leaving, today), "/covers/")
    add(2)
    few = [asked(path) for path in paths]
    add(60)
    assert [asked(path) for path in paths] == few
