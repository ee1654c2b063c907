"""Every address of the product, as tests walk them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

#: What stands for a part of an address: ids and names nothing has.
SAMPLES = {"pk": "0", "uidb36": "0", "key": "0-0", "path": "v1/nothing-here/"}
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its text, a URL of it that names nothing real, and its view."""

    route: str
    url: str
    view: Callable[..., Any]

    @property
    def is_api(self) -> bool:
        return hasattr(self.view, "cls")

    def methods(self) -> list[str]:
        """The methods worth trying; GET first."""
        if not self.is_api:
            return ["GET", "POST"]
        api = self.view.cls  # type: ignore[attr-defined]
        actions = getattr(self.view, "actions", None) or {name: name for name in api.http_method_names}
        named = [name for name, action in actions.items() if hasattr(api, action) and name in api.http_method_names]
        return sorted((name.upper() for name in named if name not in {"head", "options"}), key=lambda m: m != "GET")


def _filled(route: str) -> str:
    """A URL for a route of `path()` or of a regular expression."""
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: SAMPLES.get(part[1], "0"), route.replace("(?P<", "\0"))
    route = re.sub(r"\0(\w+)>(?:\[[^\]]*\]|[^()])*\)", lambda part: SAMPLES.get(part[1], "0"), route)
    return "/" + re.sub(r"[\^$\\]", "", route)


def _walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def every() -> list[Address]:
    """All of them, in the order of `config/urls.py`."""
    return [Address(route, _filled(route), view) for route, view in _walk(get_resolver().url_patterns)]
