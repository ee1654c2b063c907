"""A browser without JavaScript: the menu of a phone opens, forms are sent, and paper shows tables as tables."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def signed_in(context: BrowserContext, server: LiveServer, user: User) -> Page:
    client = Client()
    client.force_login(user, backend="accounts.backend.PersonBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    return context.new_page()


@pytest.fixture(params=[False, True], ids=["without", "with"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=request.param)
    yield context
    context.close()


def test_the_menu_opens_on_a_phone(
    transactional_db: None, phone: BrowserContext, live_server: LiveServer, admin: User
) -> None:
    page = signed_in(phone, live_server, admin)
    page.goto(f"{live_server.url}/profile/")
    people = page.get_by_role("navigation").get_by_role("link", name="People", exact=True)
    assert not people.is_visible()
    page.get_by_role("button", name="Menu").click()
    people.wait_for(state="visible")
    people.click()
    page.wait_for_url("**/people/")


def test_a_refused_form_begins_at_what_is_wrong(
    transactional_db: None, phone: BrowserContext, live_server: LiveServer
) -> None:
    page = phone.new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    page.locator("[name=login]").fill("nobody@baton.example")
    page.locator("[name=password]").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[data-problems]")).to_be_focused()


def test_one_can_sign_out(transactional_db: None, browser: Browser, live_server: LiveServer, admin: User) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = signed_in(context, live_server, admin)
    page.goto(f"{live_server.url}/profile/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    context.close()


def test_on_paper_a_table_is_a_table_and_nothing_is_to_be_pressed(
    transactional_db: None, browser: Browser, live_server: LiveServer, admin: User
) -> None:
    context = browser.new_context(viewport={"width": 700, "height": 990})
    page = signed_in(context, live_server, admin)
    page.goto(f"{live_server.url}/people/")
    page.emulate_media(media="print")
    shown = "element => getComputedStyle(element).display"
    assert page.locator("main tbody tr").first.evaluate(shown) == "table-row"
    assert page.locator("main tbody td").first.evaluate(shown) == "table-cell"
    assert page.locator(".btn:visible").count() == 0
    context.close()


def test_a_form_is_sent_once_and_its_button_keeps_the_focus(
    transactional_db: None, browser: Browser, live_server: LiveServer, admin: User
) -> None:
    context = browser.new_context()
    page = signed_in(context, live_server, admin)
    page.goto(f"{live_server.url}/profile/")
    sent: list[str] = []

    def stay(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/profile/", stay)
    save = page.get_by_role("button", name="Save", exact=True)
    for _press in range(2):
        save.press("Enter", no_wait_after=True)
        expect(save).to_be_disabled()
        expect(save).to_be_focused()
    assert sent == ["POST"]
    context.close()
