"""The browser of the tests shows what a person would see, Chinese included, on a machine without fonts of its own."""

import pytest
from playwright.sync_api import Browser


@pytest.mark.browser
def test_two_chinese_characters_look_different(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<b id=one>陈</b> <b id=two>静</b>")
    assert page.locator("#one").screenshot() != page.locator("#two").screenshot()
    page.close()
