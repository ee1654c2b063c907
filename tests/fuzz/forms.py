"""What a page lets somebody send, read off its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """Where it is sent, how, and each field with what stands in it."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """The forms and the links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self._open: Form | None = None
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, a form or a field."""
        has = {name: value or "" for name, value in attrs}
        self.links |= {has[name] for name in ("href", "hx-get") if tag == "a" and name in has}
        if tag == "form":
            self._open = Form(has.get("action", ""), has.get("method", "get").upper())
            self.forms.append(self._open)
        if tag == "select":
            self._select = has.get("name", "")
        if self._open is not None:
            self._field(self._open, tag, has)

    def handle_endtag(self, tag: str) -> None:
        """The end of a form."""
        if tag == "form":
            self._open = None

    def _field(self, form: Form, tag: str, has: dict[str, str]) -> None:
        name = self._select if tag == "option" else has.get("name", "")
        if tag not in {"input", "select", "textarea", "button", "option"} or not name:
            return
        standing = form.fields.setdefault(name, [])
        if has.get("type") == "file":
            form.files.add(name)
        is_ticked = "checked" in has or has.get("type") not in {"checkbox", "radio"}
        if is_ticked if tag == "input" else tag == "option" and "selected" in has:
            standing.append(has.get("value", ""))
