"""The registration wizard: saved page by page, resumed, refused in sentences, confirmed once."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from handover.models import Departure, Registration


@pytest.fixture
def client(manager: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(manager)


def begin(client: Client, leaver: User, **answers: object) -> Registration:
    client.post("/handovers/new/", {"leaver": leaver.pk, "kind": "resignation"} | answers)
    return Registration.objects.get(leaver=leaver)


DATES = {"reason": "career", "notice_on": "2026-11-16", "last_day_on": "2026-12-15"}


def test_four_pages_lead_to_a_departure(
    client: Client, leaver: User, hr: User, make_customer: Callable, make_deal: Callable
) -> None:
    customer = make_customer(leaver, grade="A")
    make_deal(leaver, customer=customer, amount=86_000, currency="USD")
    begun = begin(client, leaver)
    page = f"/handovers/new/{begun.pk}/"
    assert client.post(page + "dates/", DATES).headers["Location"] == page + "holdings/"
    shown = client.get(page + "holdings/").content.decode()
    assert "$86k" in shown
    assert "Grace Hill" in client.get(page + "check/").content.decode()
    answer = client.post(page + "check/")
    departure = Departure.objects.get()
    assert answer.headers["Location"] == f"/handovers/{departure.pk}/"
    assert departure.access_ends_at == datetime.datetime(2026, 12, 15, 15, 59, tzinfo=datetime.UTC)
    assert departure.effective_at == datetime.datetime(2026, 12, 15, 16, 0, tzinfo=datetime.UTC)
    assert not Registration.objects.exists()


def test_what_was_begun_is_offered_again_and_can_be_forgotten(client: Client, leaver: User, manager: User) -> None:
    begun = begin(client, leaver)
    assert begin(client, leaver, kind="retirement") == begun
    assert f"/handovers/new/{begun.pk}/check/" in client.get("/handovers/new/").content.decode()
    assert client.get(f"/handovers/new/{begun.pk}/check/").headers["Location"].endswith("/dates/")
    client.post(f"/handovers/new/{begun.pk}/drop/")
    assert not Registration.objects.exists()


def test_moments_follow_the_last_day_until_somebody_sets_them(client: Client, leaver: User) -> None:
    begun = begin(client, leaver)
    page = f"/handovers/new/{begun.pk}/dates/"
    client.post(page, DATES)
    moments = {"access_ends_at": "2026-12-10T12:00", "effective_at": "2026-12-16T00:00"}
    client.post(page, DATES | moments | {"last_day_on": "2026-12-18"})
    begun.refresh_from_db()
    assert begun.access_ends_at == datetime.datetime(2026, 12, 10, 4, 0, tzinfo=datetime.UTC)
    assert begun.effective_at == datetime.datetime(2026, 12, 18, 16, 0, tzinfo=datetime.UTC)


def test_a_date_out_of_order_is_said_at_its_field(client: Client, leaver: User) -> None:
    begun = begin(client, leaver)
    answer = client.post(f"/handovers/new/{begun.pk}/dates/", DATES | {"last_day_on": "2026-11-01"})
    assert "The last working day is before notice was given." in answer.content.decode()
    assert set(answer.context["form"].errors) == {"last_day_on"}
    answer = client.post(f"/handovers/new/{begun.pk}/dates/", DATES | {"effective_at": "2026-11-01T00:00"})
    assert set(answer.context["form"].errors) == {"effective_at"}


def test_who_can_be_chosen(
    client: Client, manager: User, leaver: User, outsider: User, successor: User, make_departure: Callable
) -> None:
    for person in (manager, outsider):
        assert not client.post("/handovers/new/", {"leaver": person.pk, "kind": "resignation"}).headers.get("Location")
    make_departure(leaver, manager)
    answer = client.post("/handovers/new/", {"leaver": leaver.pk, "kind": "resignation"})
    assert "陈静 already has an open departure." in answer.content.decode()
    assert not Registration.objects.exists()


def test_hr_sees_counts_but_no_amounts(hr: User, leaver: User, make_deal: Callable, sign_in: Callable) -> None:
    make_deal(leaver, amount=86_000, currency="USD")
    client = sign_in(hr)
    begun = begin(client, leaver)
    shown = client.get(f"/handovers/new/{begun.pk}/holdings/").content.decode()
    assert "$86k" not in shown


def test_back_after_registering_says_that_it_is_done(client: Client, leaver: User) -> None:
    begun = begin(client, leaver)
    pages = f"/handovers/new/{begun.pk}/"
    client.post(f"{pages}drop/")
    for name in ("", "dates/", "holdings/", "check/"):
        answer = client.get(pages + name)
        assert (answer.status_code, "This registration is over" in answer.content.decode()) == (404, True), name


def test_nobody_goes_on_with_somebody_elses_registration(
    client: Client, leaver: User, hr: User, sign_in: Callable
) -> None:
    begun = begin(client, leaver)
    assert sign_in(hr).get(f"/handovers/new/{begun.pk}/check/").status_code == 404
    assert sign_in(leaver).get("/handovers/new/").status_code == 403
