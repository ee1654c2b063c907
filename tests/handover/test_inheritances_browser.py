"""The inbox by keyboard and on a phone: accepted without leaving the list, opened by Enter, keys only where wanted."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from customers.models import Contact, Customer
from handover.models import Departure, Inheritance, Plan, PlanState
from tests.cast import NOW
from tests.gallery.inspecting import inaccessible, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rows(
    departure: Departure, leaver: User, manager: User, successor: User, make_customer: Callable[..., Customer]
) -> list[Inheritance]:
    """Three customers of 陈静 on their way to 李伟, the most important first."""
    approved = {"made_by": manager, "made_at": NOW, "approved_by": departure.supervisor, "approved_at": NOW}
    Plan.objects.create(departure=departure, state=PlanState.APPROVED, **approved)
    customers = [make_customer(leaver, name=f"Firm {grade}", grade=grade) for grade in "ABC"]
    Contact.objects.create(customer=customers[0], name="Kim Min-ji", role="decides", email="kim@firm.example")
    return [
        Inheritance.objects.create(departure=departure, customer=one, from_owner=leaver, successor=successor)
        for one in customers
    ]


@pytest.fixture
def page(
    browser: Browser,
    live_server: LiveServer,
    rows: list[Inheritance],
    successor: User,
    sign_in: Callable[[User], Client],
) -> Iterator[Page]:
    session = sign_in(successor).cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto("/inherited/")
    yield page
    context.close()


def test_all_of_it_by_keyboard(page: Page, rows: list[Inheritance]) -> None:
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Firm A", exact=True)).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("li", has_text="Firm A").locator(".tick.ok")).to_be_visible()
    expect(page.get_by_role("link", name="Firm B", exact=True)).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_label("Choose Firm B")).to_be_checked()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Firm A")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Firm B")
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text("Firm B is accepted")
    assert Inheritance.objects.filter(accepted_at__isnull=False).count() == 2


def test_keys_do_nothing_where_they_are_turned_off(page: Page) -> None:
    page.evaluate("document.body.dataset.noKeys = ''")
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert not Inheritance.objects.filter(accepted_at__isnull=False).exists()


def test_a_letter_from_the_briefing(page: Page, rows: list[Inheritance]) -> None:
    page.goto(rows[0].get_absolute_url())
    page.get_by_role("link", name="Open draft").click()
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_role("status")).to_contain_text("The letter to Kim Min-ji is on its way")
    expect(page.locator("main")).to_contain_text("First contact was on")


def test_a_phone_has_room_and_everybody_can_use_it(page: Page, rows: list[Inheritance]) -> None:
    letter = f"/inherited/{rows[0].pk}/letter/"
    for address in ("/inherited/", rows[0].get_absolute_url() + "?say=wrong", letter):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(address)
            assert sideways(page) + inaccessible(page) == [], f"{address} at {width}"
