"""A visitor who follows every link they see, once per shape, keeps a picture of each page and notes what is wrong."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from accounts.models import User
from handover.models import Departure
from tests.browser import PATIENCE
from tests.gallery import inspecting
from tests.gallery.looks import Look

LOCALES = {"en": "en-US", "zh-hans": "zh-CN"}
HREFS = "() => [...document.querySelectorAll('a[href]:not([download])')].map(each => each.href)"
SHAPE = re.compile(r"\d+|(?<==)[^&]*")
DEPARTURE = re.compile(r"^/handovers/(\d+)(?=/)")
#: Pages that look different to each person, and are looked at as each.
EVERYBODYS = re.compile(r"^/$|^/handovers/$|^/handovers/\w+/$|^/handovers/\w+/checklist/$")
#: Addresses that answer with something else than a page of ours (that of the API is Swagger's).
NO_PAGE = re.compile(r"^/(static|api|accounts/logout)|/(download|export|files)/|\.(csv|xlsx|pdf|docx|ics)$|format=")
#: Nothing the page asked for by itself is still on its way.
STILL = "() => !document.querySelector('.htmx-request')"
HEIGHT = 900


class Gallery:
    """All the pages of one look; `known` are shapes that axe has judged in another. Pictures only where `folder` is."""

    def __init__(
        self, browser: Browser, address: str, look: Look, folder: Path | None, data: str, known: set[str]
    ) -> None:
        self.browser, self.address, self.look, self.data, self.known = browser, address, look, data, known
        self.folder = folder / str(look) if folder else None
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
        self.states = {str(pk): state for pk, state in Departure.objects.values_list("pk", "state")}
        self.seen: set[str] = set()
        self.complaints: dict[str, list[str]] = {}
        self.scales = inspecting.Scales()

    def visit_as(self, person: User) -> None:
        """Follow every link `person` is shown to pages nobody before saw."""
        with self.browser.new_context(
            base_url=self.address,
            viewport={"width": self.look.width, "height": HEIGHT},
            locale=LOCALES[self.look.language],
            timezone_id=person.time_zone,
            reduced_motion="reduce",
        ) as context:
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": self._session(person), "url": self.address}])
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.on("console", lambda said: self._say(page, said.text) if said.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: self._say(page, str(error)))
            waiting = ["/"]
            while waiting:
                path = waiting.pop(0)
                if (shape := self._shape(path, person)) not in self.seen:
                    self.seen.add(shape)
                    waiting += self._look_at(page, path, shape)

    def _look_at(self, page: Page, path: str, shape: str) -> Iterator[str]:
        try:
            answer = page.goto(path)
        except BrowserError as error:
            if "Download is starting" not in str(error):
                raise
            return iter(())
        if answer is None or answer.status >= 400:
            self._say(page, f"{path} answers {answer and answer.status}")
            return iter(())
        if "html" not in answer.headers.get("content-type", "") or NO_PAGE.search(urlsplit(page.url).path):
            return iter(())
        page.wait_for_function(STILL)
        if self.folder:
            page.wait_for_load_state("networkidle")
            page.screenshot(path=self.folder / self._picture(shape), full_page=True, animations="disabled")
        links = self._links(page)
        wrong = inspecting.sideways(page) + self.scales.too_heavy(page)
        if self.look.language != "en":
            wrong += inspecting.untranslated(page, self.data)
        for each in wrong + inspecting.inaccessible(page, again=shape in self.known):
            self._say(page, each)
        return links

    def _links(self, page: Page) -> Iterator[str]:
        here = urlsplit(self.address).netloc
        targets = [urlsplit(urljoin(page.url, href)) for href in page.evaluate(HREFS)]
        return (
            f"{target.path}?{target.query}".rstrip("?")
            for target in targets
            if target.netloc == here
            and "&" not in target.query
            and not NO_PAGE.search(f"{target.path}?{target.query}".rstrip("?"))
        )

    def _shape(self, path: str, person: User) -> str:
        """What is the same for all pages of one kind: numbers do not count, a departure's state does (but for lists
        narrowed by their address, which look alike).
        """
        if "?" not in path:
            path = DEPARTURE.sub(lambda found: f"/handovers/{self.states.get(found[1], 'none')}", path)
        shape = SHAPE.sub("*", path)
        return f"{shape} {person.email}" if EVERYBODYS.match(shape) else shape

    def _picture(self, shape: str) -> str:
        name = re.sub(r"[^\w=*.-]+", "_", shape.split("@", maxsplit=1)[0].replace("*", "n")).strip("_") or "home"
        return f"{name[:120]}.png"

    def _session(self, person: User) -> str:
        client = Client()
        client.force_login(person)
        return client.session.session_key or ""

    def report(self) -> str:
        """What is wrong, each thing once, with the pages it was seen on."""
        return "\n".join(
            f"{what}\n    on {', '.join(paths[:3])} ({len(paths)})" for what, paths in self.complaints.items()
        )

    def _say(self, page: Page, what: str) -> None:
        self.complaints.setdefault(what, []).append(urlsplit(page.url).path)
