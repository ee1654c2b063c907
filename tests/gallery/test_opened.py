"""What opens over a page can be used by everybody: the search, the menus, the board's saved view, one's own evidence.

What unfolds in its place (every `details`) is opened on each page by `test_every_page.py`.
"""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from customers.models import Customer
from handover.models import Departure
from tests.gallery.inspecting import inaccessible, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[1280, 390])
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    live_server: LiveServer,
    departure: Departure,
    leaver: User,
    manager: User,
    make_customer: Callable[..., Customer],
    sign_in: Callable[[User], Client],
) -> Iterator[Page]:
    """The manager at the board, on which 陈静 leaves Firm North."""
    make_customer(leaver, name="Firm North")
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": request.param, "height": 900}, reduced_motion="reduce"
    )
    session = sign_in(manager).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto("/handovers/?sort=name")
    yield page
    context.close()


def fit(page: Page) -> list[str]:
    return inaccessible(page) + sideways(page)


def test_the_search_with_what_it_found_and_with_nothing(page: Page) -> None:
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Search")
    expect(palette).to_be_visible()
    assert fit(page) == []
    page.keyboard.type("north")
    expect(palette.get_by_role("link", name="Firm North")).to_be_visible()
    assert fit(page) == []
    page.keyboard.type(" pole")
    expect(palette.get_by_role("link", name="Firm North")).to_have_count(0)
    assert fit(page) == []


def test_the_menus(page: Page) -> None:
    if (menu := page.get_by_role("button", name="Menu")).is_visible():
        menu.click()
        expect(page.get_by_role("navigation").get_by_role("link", name="Customers")).to_be_visible()
        assert fit(page) == []
    page.goto("/notices/")  # nothing to press lies below the menu there
    page.get_by_role("button", name="王芳").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert fit(page) == []


def test_keeping_a_view(page: Page) -> None:
    page.get_by_text("Save this view").click()
    expect(page.get_by_label("What do you call it?")).to_be_visible()
    assert fit(page) == []
