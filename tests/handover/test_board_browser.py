"""The board by keyboard, each key beside its button; keys only where they are wanted; filters survive Back."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from handover.models import BoardView, Departure
from tests.gallery.inspecting import inaccessible, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(
    browser: Browser,
    live_server: LiveServer,
    leaver: User,
    second_successor: User,
    manager: User,
    make_departure: Callable[..., Departure],
    sign_in: Callable[[User], Client],
) -> Iterator[Page]:
    """The manager at the board, on which 陈静 and 赵敏 leave."""
    for person in (leaver, second_successor):
        make_departure(person, manager)
    session = sign_in(manager).cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto("/handovers/?sort=name")
    yield page
    context.close()


def test_down_up_tick_and_open_by_keys_and_by_buttons(page: Page) -> None:
    links = page.locator(".board-who a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.get_by_role("button", name="Row down").click()
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("tbody [type=checkbox]").nth(1)).to_be_checked()
    expect(page.get_by_text("Ticked: 1")).to_be_visible()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    name = links.nth(0).inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/handovers/\?sort=name$"))


def test_search_is_a_key_away_and_what_is_found_is_kept_as_a_tab(page: Page, manager: User) -> None:
    page.keyboard.press("/")
    page.keyboard.type("陈")
    page.keyboard.press("Enter")
    expect(page.locator(".board-who")).to_have_count(1)
    page.get_by_text("Save this view").click()
    page.get_by_label("What do you call it?").fill("陈")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="陈", exact=True)).to_have_attribute("aria-current", "page")
    expect(page.locator(".board-who")).to_have_count(1)
    assert BoardView.objects.get().person == manager


def test_who_does_not_want_keys_has_none(page: Page, manager: User) -> None:
    User.objects.filter(pk=manager.pk).update(uses_shortcuts=False)
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(".board-who a").nth(0)).not_to_be_focused()
    page.get_by_role("button", name="Row down").click()
    expect(page.locator(".board-who a").nth(0)).to_be_focused()


@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_readable_by_everybody_at_any_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/handovers/")
    assert inaccessible(page) == []
    assert not sideways(page)
