"""A form that makes something is taken once, however often it is sent."""

import re
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from customers.models import Activity, Customer, Task

SignIn = Callable[[User], Client]
GIVEN = {"title": "Call back", "due_on": "2026-12-01", "form_key": "0" * 32}


@pytest.fixture
def customer(leaver: User, make_customer: Callable[..., Customer]) -> Customer:
    return make_customer(leaver)


def test_the_second_of_two_is_led_where_the_first_was(leaver: User, customer: Customer, sign_in: SignIn) -> None:
    client, url = sign_in(leaver), f"/customers/{customer.pk}/tasks/new/"
    key = re.search(r'name="form_key" value="([0-9a-f]{32})"', client.get(url).content.decode())
    assert key
    given = GIVEN | {"form_key": key[1]}
    first, second = client.post(url, given), client.post(url, given)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Task.objects.count() == 1


def test_other_content_is_another_wish(leaver: User, customer: Customer, sign_in: SignIn) -> None:
    client, url = sign_in(leaver), f"/customers/{customer.pk}/tasks/new/"
    client.post(url, GIVEN)
    client.post(url, GIVEN | {"title": "Send the offer"})
    assert Task.objects.count() == 2


def test_two_forms_and_two_people_are_not_mixed_up(
    leaver: User, manager: User, customer: Customer, sign_in: SignIn
) -> None:
    url = f"/customers/{customer.pk}/tasks/new/"
    sign_in(leaver).post(url, GIVEN)
    sign_in(leaver).post(url, GIVEN | {"form_key": "1" * 32})
    sign_in(manager).post(url, GIVEN | {"owner": leaver.pk})
    assert Task.objects.count() == 3


def test_what_was_refused_may_be_sent_again(leaver: User, customer: Customer, sign_in: SignIn) -> None:
    client, url = sign_in(leaver), f"/customers/{customer.pk}/tasks/new/"
    for _again in range(2):
        assert client.post(url, GIVEN | {"title": ""}).status_code in (200, 422)
    assert not Task.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one(leaver: User, customer: Customer, sign_in: SignIn) -> None:
    clients, url = [sign_in(leaver) for _each in range(4)], f"/customers/{customer.pk}/tasks/new/"
    places: list[str] = []

    def send(client: Client) -> None:
        try:
            places.append(client.post(url, GIVEN)["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(places), len(set(places)), Task.objects.count()) == (4, 1, 1)
    assert not Activity.objects.exists()
