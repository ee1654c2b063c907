"""What Apprise's plugins think is `requests`.

Apprise says whether a message went out and no more, follows redirects, and calls whatever an address names. Here calls
keep to `web/outside/`, and the answer is kept for us to read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import requests

from web import outside
from web.outside import Answer

LIMITS = outside.Limits()


@dataclass
class Talk:
    """One message on its way: the last answer, or what kept it from being answered."""

    answer: Answer | None = None
    error: requests.RequestException | None = None
    calls: int = field(default=0)


_talk: ContextVar[Talk] = ContextVar("talk")


@contextmanager
def listening() -> Iterator[Talk]:
    """Keep what is said while one message is sent."""
    talk = Talk()
    token = _talk.set(talk)
    try:
        yield talk
    finally:
        _talk.reset(token)


class Transport:
    """What Apprise's plugins use instead of the module `requests`."""

    RequestException = requests.RequestException
    codes = requests.codes

    @classmethod
    def post(cls, url: str, **given: Any) -> Answer:
        """As `requests.post`."""
        return cls.request("POST", url, **given)

    @classmethod
    def get(cls, url: str, **given: Any) -> Answer:
        """As `requests.get`."""
        return cls.request("GET", url, **given)

    @staticmethod
    def request(method: str, url: str, **given: Any) -> Answer:
        """As `requests.request`, but for what this module is there for."""
        kept = {name: given[name] for name in ("data", "json", "headers", "params") if given.get(name) is not None}
        talk = _talk.get()
        talk.calls += 1
        talk.answer = talk.error = None
        try:
            talk.answer = outside.ask(method, url, kept, limits=LIMITS)
        except requests.RequestException as error:
            talk.error = error
            raise
        return talk.answer
