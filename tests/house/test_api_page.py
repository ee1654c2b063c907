"""The page that shows the API, in a real browser, under the same policy as every page."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.models import User


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_api_can_be_read_and_tried(browser: Browser, live_server: Any, hr: User) -> None:
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/accounts/login/?next=/api/v1/")
    page.fill("[name=login]", hr.email)
    page.fill("[name=password]", "x")
    page.click("main button")
    wanted = page.locator("#operations-users-users_list")
    page.locator(".opblock").first.wait_for()
    for _turn in range(200):  # so long a list is drawn as far as it is looked at
        if wanted.count():
            break
        page.mouse.wheel(0, 1500)
        page.wait_for_timeout(50)
    wanted.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.get_by_text("Grace Hill").first.wait_for()
    assert complaints == []
    context.close()
