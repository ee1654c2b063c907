"""The search palette finds what its reader may see, and nothing else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from customers.models import Customer, Deal
from handover.models import Departure


@pytest.fixture
def firm(
    leaver: User,
    successor: User,
    departure: Departure,
    make_customer: Callable[..., Customer],
    make_deal: Callable[..., Deal],
) -> None:
    customer = make_customer(leaver, name="华东精密仪器")
    make_deal(leaver, customer=customer, name="精密仪器二期")
    for number in range(8):
        make_customer(successor, name=f"苏州电子 {number}")


def found(client: Client, typed: str, **headers: str) -> str:
    answer = client.get(reverse("search"), {"q": typed}, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("精密", ["华东精密仪器", "精密仪器二期"]), ("陈静", ["陈静", "Handovers", "People"]), ("二期", ["精密仪器二期"])],
)
def test_each_kind_is_found_by_a_part_of_its_name(
    firm: None, manager: User, sign_in: Callable[[User], Client], typed: str, shown: list[str]
) -> None:
    page = found(sign_in(manager), typed)
    assert [each for each in shown if each not in page] == []


def test_what_is_not_yours_does_not_exist(
    firm: None, successor: User, hr: User, sign_in: Callable[[User], Client]
) -> None:
    assert "华东精密仪器" not in found(sign_in(successor), "精密")
    of_hr = found(sign_in(hr), "精密")
    assert "华东精密仪器" not in of_hr
    assert "Nothing you may see contains" in of_hr


def test_many_of_a_kind_lead_to_their_list(firm: None, successor: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(successor)
    page = found(client, "苏州")
    assert page.count("苏州电子") == 6
    more = f"{reverse('customers')}?q=%E8%8B%8F%E5%B7%9E"
    assert more in page
    assert client.get(more).content.decode().count("苏州电子") >= 8


def test_the_palette_gets_only_what_it_shows(firm: None, manager: User, sign_in: Callable[[User], Client]) -> None:
    part = found(sign_in(manager), "精密", **{"HX-Request": "true"})
    assert "<html" not in part
    assert "华东精密仪器" in part


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "%", "<b>", "啊" * 200])
def test_odd_letters_find_nothing_and_break_nothing(
    firm: None, manager: User, sign_in: Callable[[User], Client], typed: str
) -> None:
    page = found(sign_in(manager), typed)
    assert "found-hit" not in page
    assert "<b>" not in page
