"""Every form of every page takes whatever is sent for its fields: refused in words, never a failure of ours."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from typing import Any
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve

from tests.fuzz.firm import person, taken_back
from tests.fuzz.forms import Form, Page

PEOPLE = ("manager", "admin", "chen.jing", "successor", "supervisor", "hr", "auditor")
#: So many pages of one address are read; others of it have the same forms.
PAGES = 2
#: Text that is no text, numbers beyond counting, days at the ends of the calendar, digits of other scripts.
HOSTILE = (
    *("\x00", "²", "٣", "-1", "9" * 30, "9" * 5000, "1e400", "NaN", "x" * 20_000, "\ufffe\u202e", "[", '{"a":', "%00"),
    *("0001-01-01", "9999-12-31", "0000-00-00", "0001-01-01T00:00", "9999-12-31T23:59", "9999-12-31T23:59:59-14:00"),
)
#: So many of them each field gets alone, the next ones where it stands again; all fields together get each.
EACH = 3
LEFT_OUT = ("logout", "/static/", "/media/", "/password/")


class Walk:
    """One person's way through all pages, sending each form once for each field and value."""

    def __init__(self, who: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person(who), backend="accounts.backend.PersonBackend")
        self.seen: Counter[str] = Counter()
        self.forms: set[tuple[str, ...]] = set()
        self.sent = 0
        self.values = cycle(HOSTILE)
        self.failed: dict[str, str] = {}

    def all(self) -> None:
        """From Home, wherever links lead."""
        waiting, known = ["/"], {"/"}
        while waiting:
            address = waiting.pop(0)
            if (route := _route(address)) is None or self.seen[route] >= PAGES:
                continue
            self.seen[route] += 1
            page = self._page(address)
            if page is None:
                continue
            for form in page.forms:
                self._form(address, form)
            found = {urldefrag(urljoin(address, each)).url for each in page.links}
            waiting += sorted(each for each in found - known if not any(part in each for part in LEFT_OUT))
            known |= found

    def _page(self, address: str) -> Page | None:
        answer = self.client.get(address, follow=True)
        self._judge(f"GET {address}", answer)
        is_page = answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")
        text = answer.content.decode() if is_page and not answer.streaming else ""
        return Page(text) if text.strip() else None

    def _form(self, address: str, form: Form) -> None:
        action = urljoin(address, form.action)
        known = (form.method, _route(action) or "", *_alike(form.fields))
        if known in self.forms or any(part in action for part in LEFT_OUT):
            return
        self.forms.add(known)
        for sent in _filled(form, self.values):
            self.sent += 1
            with taken_back():
                if form.method == "GET":
                    url = f"{urlsplit(action).path}?{urlencode(sent, doseq=True)}"
                    self._judge(f"GET {url[:300]}", self.client.get(url))
                else:
                    self._judge(f"POST {action} {str(sent)[:300]}", self.client.post(action, sent))

    def _judge(self, what: str, answer: Any) -> None:
        if answer.status_code >= 500:
            error = getattr(answer, "exc_info", None)
            place = error[2] if error else None
            while place is not None and place.tb_next is not None:
                place = place.tb_next
            where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place is not None else ""
            self.failed.setdefault(f"{where} {error[1]!r:.200}" if error else what[:100], what)


def _filled(form: Form, values: Iterator[str]) -> Iterator[dict[str, Any]]:
    for name in _alike(form.fields).values():
        for value in islice(values, EACH):
            yield form.fields | {name: value}
            if name in form.files:
                yield form.fields | {name: SimpleUploadedFile(f"{value[:50]}.csv", value.encode())}
    for value in HOSTILE:
        yield dict.fromkeys(form.fields, value)


def _alike(names: Iterable[str]) -> dict[str, str]:
    """One name of those that differ by a number only, as rows have them."""
    return {re.sub(r"\d+", "0", name): name for name in sorted(names)}


def _route(address: str) -> str | None:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path.startswith("/api/"):
        return None
    try:
        return resolve(parts.path).route
    except Resolver404:
        return None


def test_every_form_takes_whatever_is_sent(firm: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    failed: dict[str, str] = {}
    for who in PEOPLE:
        walk = Walk(who)
        walk.all()
        failed |= walk.failed
        with capsys.disabled():
            print(f"{who}: {walk.seen.total()} pages, {len(walk.forms)} forms, sent {walk.sent} times")
    assert not failed, "\n".join(f"{error}\n    {what}" for error, what in failed.items())
