"""Owners who are gone without a departure: listed with what is theirs, one click from a departure."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from customers.models import Customer, Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create(name="Bob Gone", email="bob@import.invalid", is_active=False)


def test_from_home_to_a_departure(
    sign_in: Callable, hr: User, bob: User, make_customer: Callable[..., Customer]
) -> None:
    make_customer(bob)
    make_customer(bob)
    client = sign_in(hr)
    assert "1 person who is gone still owns records." in client.get("/").content.decode()
    page = client.get("/handovers/gone/").content.decode()
    assert "2 customers are without anybody." in page
    assert f"/handovers/new/?leaver={bob.pk}&amp;gone=on" in page
    form = client.get(f"/handovers/new/?leaver={bob.pk}&gone=on").context["form"]
    assert (form["leaver"].value(), form["already_gone"].value()) == (str(bob.pk), True)
    answer = client.post("/handovers/new/", {"leaver": bob.pk, "kind": "resignation", "already_gone": "on"})
    assert answer.status_code == 302


def test_who_may_not_register_does_not_see_it(
    sign_in: Callable, leaver: User, bob: User, make_customer: Callable[..., Customer]
) -> None:
    make_customer(bob)
    assert sign_in(leaver).get("/handovers/gone/").status_code == 403
    assert "who is gone" not in sign_in(leaver).get("/").content.decode()


def test_it_asks_as_much_for_many_as_for_few(
    sign_in: Callable, hr: User, make_customer: Callable[..., Customer], make_deal: Callable[..., Deal]
) -> None:
    client, asked = sign_in(hr), []
    for start, count in ((0, 2), (2, 20)):
        for number in range(start, start + count):
            one = User.objects.create(name=f"Gone {number:02}", email=f"g{number}@import.invalid", is_active=False)
            make_deal(one, customer=make_customer(one))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/handovers/gone/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
