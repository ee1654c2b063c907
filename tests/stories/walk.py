"""A person at a browser: signs in, presses what stands on the page, and keeps a picture of each step.

Everything is looked for in the words of the story's language, so a page that is not translated is not found.
"""

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from shutil import rmtree
from types import TracebackType

from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from accounts.models import User
from demo.cast import PASSWORD
from tests.browser import PATIENCE

PICTURES = Path(__file__).resolve().parents[2] / "var" / "stories"
DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
#: Each language's name as the button writes it that switches to it.
SWITCH = {"en": "English", "zh-hans": "中文"}
OTHER = {"en": "zh-hans", "zh-hans": "en"}
#: What a browser asks for by itself; the people of a story start in the other language and switch.
LOCALES = {"en": "en-US", "zh-hans": "zh-CN"}
#: Two small English words in a row: no name of a person, product or file looks like that.
ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")


class Walk:
    """One story in one language: its words, its pictures, and what browsers complained about."""

    def __init__(self, browser: Browser, address: str, language: str, pictures: Path | None = None) -> None:
        self.browser = browser
        self.address = address
        self.language = language
        self.folder = pictures or PICTURES / language
        self.numbers = count(1)
        self.complaints: list[str] = []
        rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def words(self, english: str, context: str = "", **names: object) -> str:
        """What the page says for `english`; fails where the catalogue has no translation."""
        with translation.override(self.language):
            found = translation.pgettext(context, english) if context else translation.gettext(english)
        assert self.language == "en" or found != english, f"“{english}” is not translated."
        return found % names if names else found

    def counted(self, singular: str, plural: str, number: int, **names: object) -> str:
        """What the page says for so many of something."""
        with translation.override(self.language):
            return translation.ngettext(singular, plural, number) % names

    def as_person(
        self, person: User, size: ViewportSize = DESK, *, scripts: bool = True, invitation: str = ""
    ) -> "Visitor":
        """`person` with a browser of their own, signed in through the page and reading the story's language; by an
        `invitation` they come for the first time and choose a password.
        """
        context = self.browser.new_context(
            base_url=self.address,
            viewport=size,
            locale=LOCALES[OTHER[self.language]],
            timezone_id=person.time_zone,
            java_script_enabled=scripts,
        )
        return Visitor(self, context, person, invitation)


class Visitor:
    """One person with a browser of their own."""

    def __init__(self, walk: Walk, context: BrowserContext, person: User, invitation: str = "") -> None:
        self.walk = walk
        self.context = context
        self.person = person
        self.words: Callable[..., str] = walk.words
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda said: self._complain(said.text) if said.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self._complain(str(error)))
        self.page.on("response", lambda answer: self._complain(answer.url) if answer.status >= 400 else None)
        self._sign_in(invitation)

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.page.screenshot(path=self.walk.folder / "failed.png", full_page=True)
        self.context.close()

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)

    def button(self, english: str, **names: object) -> Locator:
        """The button with these words, the first if there are several."""
        return self.page.get_by_role("button", name=self.words(english, **names), exact=True).first

    def press(self, english: str, **names: object) -> None:
        """Press the button with these words."""
        self.button(english, **names).click()

    def follow(self, english: str, **names: object) -> None:
        """Follow the link with these words."""
        self.page.get_by_role("link", name=self.words(english, **names), exact=True).first.click()

    def choose(self, label: str, option: str) -> None:
        """Choose an option, by its value, in the field with this label."""
        self.page.get_by_label(self.words(label)).select_option(option)

    def sees(self, english: str, **names: object) -> None:
        """These words stand somewhere on the page, or come up soon."""
        self.sees_text(self.words(english, **names))

    def sees_text(self, text: str) -> None:
        """This text stands somewhere on the page, or comes up soon."""
        expect(self.page.locator("body")).to_contain_text(text)

    def through_menu(self, english: str) -> None:
        """Through the menu, opened first on a phone, to the page with this name."""
        menu = self.page.get_by_role("button", name=self.words("Menu"))
        if menu.is_visible():
            menu.click()
        self.page.get_by_role("navigation").get_by_role("link", name=self.words(english), exact=True).click()

    def departure_of(self, leaver: User) -> None:
        """Through the menu to the handovers, and into that person's."""
        self.through_menu("Handovers")
        self.page.get_by_role("main").get_by_role("link", name=leaver.name, exact=True).click()

    def shows(self, what: str) -> None:
        """Keep a picture of the page, and look at what can be seen on any page."""
        self.page.wait_for_load_state()
        name = f"{next(self.walk.numbers):02}-{what}.png"
        self.page.screenshot(path=self.walk.folder / name, full_page=True, animations="disabled")
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} can be pushed sideways by {wide} px."
        if self.walk.language != "en":
            left = ENGLISH.findall(self.page.locator("body").inner_text())
            assert not left, f"{name} still says {left}."

    def _sign_in(self, invitation: str) -> None:
        self.go(invitation or "/")
        self._speak()
        if invitation:
            self.page.get_by_label(self.words("New password"), exact=True).fill(PASSWORD)
            self.page.get_by_label(self.words("New password, once more")).fill(PASSWORD)
            self.press("Keep this password")
            self.follow("Sign in")
        self.page.get_by_label(self.words("E-mail")).fill(self.person.email)
        self.page.get_by_label(self.words("Password")).fill(PASSWORD)
        self.press("Sign in")
        self._speak()

    def _speak(self) -> None:
        """Press the page's own language button where it speaks another language."""
        html, language = self.page.locator("html"), self.walk.language
        self.page.wait_for_load_state()
        if html.get_attribute("lang") != language:
            self.page.get_by_role("button", name=SWITCH[language], exact=True).click()
        expect(html).to_have_attribute("lang", language)

    def _complain(self, what: str) -> None:
        self.walk.complaints.append(f"{self.person.name} at {self.page.url}: {what}")
