"""How Apprise reaches the outside: what its plugins think is `requests`.

Apprise says whether a message went out and no more, follows redirects, and calls whatever an address names. Here a
call goes to public addresses only (the very address that was checked is connected to), follows nothing, ends in time,
and its answer is kept for us to read.
"""

import ipaddress
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError
from urllib3.util.connection import create_connection

#: Seconds until a connection stands, until more of an answer comes, and for all of it.
CONNECT, READ, LONGEST = 4.0, 4.0, 8.0
#: As much of an answer as is read, in bytes.
MOST: Final = 64 * 1024


class InnerAddress(requests.RequestException):
    """The name leads to an address that is not public."""


class _Inner(Exception):
    """The same on its way through urllib3, which takes an OSError for a broken connection."""


@dataclass(frozen=True)
class Answer:
    """What the other side said, in the shape Apprise's plugins ask for."""

    status_code: int
    content: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", "replace")

    @property
    def body(self) -> Any:
        """The body as JSON, or None when it is none."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None


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
            talk.answer = _asked(method, _stood_in_for(url), kept)
        except _Inner as error:
            talk.error = InnerAddress()
            raise talk.error from error
        except requests.RequestException as error:
            talk.error = error
            raise
        return talk.answer


def _asked(method: str, url: str, given: dict[str, Any]) -> Answer:
    ends = time.monotonic() + LONGEST
    with requests.Session() as session:
        session.trust_env = False  # no proxy and no .netrc of the machine takes part
        session.mount("https://", PublicOnly())
        session.mount("http://", PublicOnly())
        reply = session.request(
            method, url, timeout=(CONNECT, READ), allow_redirects=False, verify=True, stream=True, **given
        )
        headers = {name.lower(): value for name, value in reply.headers.items()}
        return Answer(reply.status_code, _read(reply, ends), headers)


def _read(reply: requests.Response, ends: float) -> bytes:
    """The body, as much of it as counts. Raises `ReadTimeout` when it does not come in time."""
    content = b""
    try:
        while len(content) < MOST and (part := reply.raw.read1(MOST, decode_content=True)):
            content += part
            if time.monotonic() > ends:
                raise requests.ReadTimeout("the answer did not end in time")
    except HTTPError as error:
        raise requests.ReadTimeout("the answer broke off") from error
    return content[:MOST]


def _stood_in_for(url: str) -> str:
    """The address, or in a test that of what stands in for its host."""
    parts = urlsplit(url)
    stand_in = settings.CHAT_STAND_INS.get(parts.hostname or "")
    return urlunsplit((*urlsplit(stand_in)[:2], *parts[2:])) if stand_in else url


def public_address(host: str, port: int | None) -> str:
    """The first address `host` has, when all are public. Raises `_Inner`, or `OSError` when it has none."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(_is_public(address) for address in found) and not _is_stand_in(host, port):
        raise _Inner(host)
    return found[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    return ip.is_global and inner.is_global and not ip.is_multicast


def _is_stand_in(host: str, port: int | None) -> bool:
    return any((urlsplit(url).hostname, urlsplit(url).port) == (host, port) for url in settings.CHAT_STAND_INS.values())


class _Checked:
    """A connection to the address that was checked, whatever the name leads to a moment later."""

    def _new_conn(self) -> socket.socket:
        connection: Any = self
        try:
            address = public_address(connection._dns_host, connection.port)  # noqa: SLF001 - as urllib3 does it
            return create_connection((address, connection.port), connection.timeout)
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, "no connection in time") from error


class _CheckedHTTP(_Checked, HTTPConnection):
    pass


class _CheckedHTTPS(_Checked, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _CheckedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedHTTPS


class PublicOnly(HTTPAdapter):
    """Connects to public addresses only."""

    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        """Make the pools whose connections look where they lead."""
        super().init_poolmanager(*given, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
