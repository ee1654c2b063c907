"""What is typed outlives a lost connection, a closed page and a refused form, and is gone once it was taken."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Draft, User
from customers.models import Customer
from handover.actions import checklist
from handover.models import Briefing, Departure
from tests.cast import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(
    browser: Browser,
    live_server: LiveServer,
    departure: Departure,
    leaver: User,
    make_customer: Callable[..., Customer],
    sign_in: Callable[[User], Client],
) -> Page:
    """陈静's page about Hottechi, on a phone."""
    customer = make_customer(leaver, name="Hottechi", grade="A")
    checklist.generate(departure=departure, at=NOW)
    session = sign_in(leaver).cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("tell", args=[departure.pk, customer.pk]))
    return page


def test_text_is_kept_found_again_and_gone_once_sent(page: Page, leaver: User) -> None:
    page.get_by_label("What never to do").fill("Never call before nine")
    expect(page.locator("form[data-draft=tell] [data-draft-said]")).to_contain_text("Saved")
    assert Draft.objects.get().values == {"never_do": "Never call before nine"}
    page.reload()
    expect(page.get_by_label("What never to do")).to_have_value("Never call before nine")
    expect(page.locator("form[data-draft=tell] [data-draft-said]")).to_contain_text("What you typed is back")
    address = page.url
    page.get_by_role("button", name="Save and next").click()
    page.wait_for_load_state()
    assert not Draft.objects.exists()
    assert Briefing.objects.get().never_do == "Never call before nine"
    page.goto(address)
    assert "is back" not in page.locator("main").inner_text()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length") == 0


def test_without_a_connection_the_text_stays_on_the_phone(page: Page) -> None:
    said = page.locator("form[data-draft=tell] [data-draft-said]")
    page.context.set_offline(True)
    page.get_by_label("What else to know").fill("Old friends")
    expect(said).to_contain_text("Kept on this device, not yet sent")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_label("What else to know")).to_have_value("Old friends")
    assert not Draft.objects.exists()
    page.context.set_offline(False)
    expect(said).to_contain_text("Saved")
    assert Draft.objects.get().values == {"background": "Old friends"}


def test_a_draft_is_thrown_away_when_nobody_wants_it(page: Page) -> None:
    page.get_by_label("What never to do").fill("Never mind")
    expect(page.locator("form[data-draft=tell] [data-draft-said]")).to_contain_text("Saved")
    page.reload()
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_label("What never to do")).to_have_value("")
    page.wait_for_load_state("networkidle")
    assert not Draft.objects.exists()
