"""Putting a notice into words, in the language and the time zone that are active."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from notices.models import Notice


@dataclass(frozen=True)
class Words:
    """What a notice says. Every part is plain text; each is made when it is first asked for."""

    notice: Notice

    @cached_property
    def params(self) -> dict[str, Any]:
        """The notice's params with days and times as such, for the words to format."""
        return {name: _revived(name, value) for name, value in self.notice.params.items()}

    @cached_property
    def subject(self) -> str:
        """One line."""
        return " ".join(self._text("subject").split()) or _("Something new in Baton")

    @cached_property
    def body(self) -> str:
        """A sentence or a few."""
        return self._text("body").strip()

    @cached_property
    def reason(self) -> str:
        """Why this person is told, as a sentence."""
        return _render("notices/reason.txt", self.params).strip()

    @cached_property
    def link(self) -> str:
        """Where to go, as an address that works from a mail; empty when there is nowhere."""
        return settings.BASE_URL.rstrip("/") + self.notice.url if self.notice.url else ""

    def _text(self, part: str) -> str:
        try:
            return _render(f"notices/{self.notice.kind}/{part}.txt", self.params)
        except TemplateDoesNotExist:  # a row of an older version whose kind is no longer left
            return ""


def _render(name: str, params: dict[str, Any]) -> str:
    template: Any = get_template(name)  # Django's own engine, whose templates can be told that this is no HTML
    return str(template.template.render(Context(params, autoescape=False)))


def _revived(name: str, value: Any) -> Any:
    """JSON has no days and times: names ending in `_on` and `_at` say which strings are some."""
    if isinstance(value, str) and value and name.endswith("_on"):
        return parse_date(value) or value
    if isinstance(value, str) and value and name.endswith("_at"):
        moment = parse_datetime(value)
        return moment.replace(tzinfo=moment.tzinfo or datetime.UTC) if moment else value
    return value
