"""The forms that pages show, as a browser would send them: found by following links."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

Attributes = dict[str, str | None]
NUMBER = re.compile(r"\d+")
#: What is no control of a form, or says nothing of its own.
SILENT = ("button", "reset", "image")
#: What is typed where the page leaves a field empty, so that one hostile field is not hidden behind an empty one.
TYPED = {"email": "x@baton.example", "number": "1", "url": "https://example.com/", "tel": "1", "time": "09:00"}
#: No page is asked for there: the API, downloads and the way out.
NO_PAGE = re.compile(r"^/(static|api|accounts/logout)|/(download|export|files?)/|\.(csv|xlsx|pdf|docx|ics)$")
#: Pages that show each reader other forms; of departures those of the one that is handed over.
EVERYBODYS = re.compile(r"^/$|^/handovers/handing_over/(\w+/)?$|^/(inherited|people)/n?/?$")
DEPARTURE = re.compile(r"^/handovers/(\d+)(?=/)")


@dataclass
class Field:
    """One control, or several of one name: what kind it is and what it would send."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form on a page somebody reads."""

    reader: str
    page: str
    action: str
    is_multipart: bool
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Where it is sent, whatever the ids."""
        return f"POST {_plain(urlsplit(self.action).path)}"

    @property
    def shape(self) -> tuple[str, ...]:
        """The same for all forms that differ in nothing but ids."""
        return (self.label, *sorted({_plain(name) for name in self.fields}))


class Page(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self, html: str, reader: str, address: str) -> None:
        super().__init__()
        self.reader, self.address = reader, address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._named: dict[str, Form] = {}
        self._open: Form | None = None
        self._elsewhere: list[tuple[str, Field]] = []
        self._select: tuple[Field, Form | str, list[str]] | None = None
        self._text: Field | None = None
        self.feed(html)
        for name, control in self._elsewhere:
            if name in self._named:
                _add(self._named[name], control)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        match tag:
            case "a":
                self.links.append(urljoin(self.address, said.get("href") or ""))
            case "form":
                self._begin(said)
            case "input" | "select" | "textarea" | "button":
                self._control(tag, said)
            case "option" if self._select:
                self._option(said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._text = None
        elif tag == "select" and self._select:
            control, _form, options = self._select
            control.values = control.values or options[:1]
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text.values = [data.strip() or "x"]

    def _begin(self, said: Attributes) -> None:
        self._open = None
        if (said.get("method") or "get").lower() == "post":
            action = urljoin(self.address, said.get("action") or self.address)
            self._open = Form(self.reader, self.address, action, said.get("enctype") == "multipart/form-data")
            self.forms.append(self._open)
            if name := said.get("id"):
                self._named[name] = self._open

    def _control(self, tag: str, said: Attributes) -> None:
        name, kind = said.get("name"), said.get("type") or {"input": "text", "button": "submit"}.get(tag, tag)
        if not name or name == "csrfmiddlewaretoken" or kind in SILENT or "disabled" in said:
            return
        control = Field(name, kind, _sent(kind, said))
        owner: Form | str | None = said.get("form") or self._open
        if tag == "textarea":
            control.values, self._text = ["x"], control
        if tag == "select" and owner:
            self._select = (control, owner, [])
        if isinstance(owner, str):
            self._elsewhere.append((owner, control))
        elif owner:
            _add(owner, control)

    def _option(self, said: Attributes) -> None:
        if self._select:
            value = said.get("value") or ""
            control, _form, options = self._select
            options.append(value)
            if "selected" in said:
                control.values.append(value)


def _sent(kind: str, said: Attributes) -> list[str]:
    value = said.get("value")
    if kind in ("checkbox", "radio"):
        return [value or "on"] if "checked" in said else []
    if kind == "file":
        return []
    today = datetime.datetime.now(datetime.UTC)
    typed = TYPED | {"date": today.date().isoformat(), "datetime-local": f"{today:%Y-%m-%dT%H:%M}"}
    return [value or ("" if kind in ("hidden", "submit") else typed.get(kind, "x"))]


def _add(form: Form, control: Field) -> None:
    """Of several buttons or choices of one name the first counts, of several boxes those that are ticked."""
    known = form.fields.setdefault(control.name, control)
    if known is not control and control.kind not in ("submit", "radio"):
        known.values += control.values
    elif known.kind == "radio":
        known.values = known.values or control.values


def _plain(text: str) -> str:
    return NUMBER.sub("n", text)


def found(readers: dict[str, Client], starts: dict[str, list[str]], states: dict[str, str]) -> Iterator[Form]:
    """Each form of every page that can be reached, once per shape, read by the first who is shown it. Departures look
    different in other `states` (by id).
    """
    shapes: set[tuple[str, ...]] = set()
    pages: set[str] = set()
    for reader, client in readers.items():
        waiting = [*starts.get(reader, []), "/"]
        while waiting:
            address = waiting.pop()
            if (shape := _shape(address, reader, states)) in pages or not _is_page(address):
                continue
            pages.add(shape)
            answer = client.get(address)
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html") or answer.streaming:
                continue
            page = Page(answer.content.decode(), reader, address)
            waiting += page.links
            for form in page.forms:
                if form.shape not in shapes:
                    shapes.add(form.shape)
                    yield form


def _is_page(address: str) -> bool:
    parts = urlsplit(address)
    if parts.netloc or parts.scheme or "&" in parts.query or NO_PAGE.search(parts.path):
        return False
    try:
        resolve(parts.path)
    except Resolver404:
        return False
    return True


def _shape(address: str, reader: str, states: dict[str, str]) -> str:
    parts = urlsplit(address)
    path = _plain(DEPARTURE.sub(lambda found: f"/handovers/{states.get(found[1], '')}", parts.path))
    names = sorted({each.partition("=")[0] for each in parts.query.split("&")})
    return f"{path} {names} {reader if EVERYBODYS.match(path) and not parts.query else ''}"
