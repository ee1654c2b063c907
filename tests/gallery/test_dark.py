"""The main pages in the dark, as a device asks for it, at both widths; and on paper, which is light all the same.

Pictures stay in `var/screenshots/dark-<width>/` and `var/screenshots/paper/`.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from demo.cast import DOMAIN
from handover.models import Departure
from handover.models.inheritance import Inheritance
from tests.demo_firm import fill_demo_firm
from tests.gallery import inspecting
from tests.gallery.test_every_page import PICTURES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GROUND = "() => getComputedStyle(document.body).backgroundColor"


def _pages() -> Iterator[tuple[str, str, str]]:
    """Who looks, at what, and what the picture is called."""
    busy = Departure.objects.open().filter(leaver__email=f"chen.jing@{DOMAIN}").first()
    assert busy
    heir = Inheritance.objects.filter(successor__email=f"successor@{DOMAIN}").first()
    parts = ("departure", "departure_checklist", "departure_plan", "departure_coverage", "departure_promises")
    for name in ("home", "departures", "customers", "profile"):
        yield "manager", reverse(name), name
    for name in (*parts, "departure_verification", "departure_meetings"):
        yield "manager", reverse(name, args=[busy.pk]), name
    yield "chen.jing", reverse("departure_checklist", args=[busy.pk]), "leaver_checklist"
    yield "successor", reverse("inherited"), "inherited"
    if heir:
        yield "successor", heir.get_absolute_url(), "briefing"
    yield "admin", reverse("settings"), "settings"


def _sign_in(page: Page, address: str, name: str) -> None:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@{DOMAIN}"), backend="accounts.backend.PersonBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


@pytest.mark.django_db(transaction=True)
def test_the_main_pages_can_be_read_in_the_dark(browser: Browser, live_server: LiveServer) -> None:
    fill_demo_firm()
    wrong, shown = [], list(_pages())
    for width in (1280, 390):
        folder = PICTURES / f"dark-{width}"
        folder.mkdir(parents=True, exist_ok=True)
        with browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark") as context:
            page = context.new_page()
            page.set_default_timeout(60_000)
            for who, path, name in shown:
                _sign_in(page, live_server.url, who)
                page.goto(live_server.url + path)
                assert page.evaluate(GROUND) == "rgb(19, 25, 23)", f"{name} is dark"
                page.screenshot(path=folder / f"{name}.png", full_page=True, animations="disabled")
                wrong += [
                    f"{name} {width}: {each}" for each in inspecting.sideways(page) + inspecting.inaccessible(page)
                ]
    (PICTURES / "paper").mkdir(parents=True, exist_ok=True)
    with browser.new_context(viewport={"width": 720, "height": 990}, color_scheme="dark") as context:
        page = context.new_page()
        page.emulate_media(media="print", color_scheme="dark")
        for who, path, name in shown:
            if name in ("departure", "leaver_checklist", "briefing"):
                _sign_in(page, live_server.url, who)
                page.goto(live_server.url + path)
                assert page.evaluate(GROUND) == "rgb(255, 255, 255)", f"{name} is light on paper"
                page.screenshot(path=PICTURES / "paper" / f"{name}.png", full_page=True)
    assert not wrong, "\n".join(wrong)
