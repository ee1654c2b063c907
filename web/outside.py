"""How Baton reaches the outside by HTTP: chats, webhooks, CRMs.

A call goes to public addresses only (the very address that was checked is connected to), or to hosts the operator names
in `PRIVATE_HOSTS`; it takes no proxy and no password of the machine, follows nothing, ends in time, and reads a bounded
answer. In tests and demos `STAND_INS` says what stands in for a host.
"""

import ipaddress
import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError
from urllib3.util.connection import create_connection

#: Seconds until a connection stands, and until more of an answer comes.
CONNECT, READ = 4.0, 4.0
#: As much of an answer as is read, in bytes, unless more is asked for.
MOST: Final = 64 * 1024
#: IPv6 addresses whose last four bytes are an IPv4 address: NAT64 (RFC 6052) and compatible ones (RFC 4291).
WITH_IPV4_INSIDE = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))


class InnerAddress(requests.RequestException):
    """The name leads to an address that is not public."""


class _Inner(Exception):
    """The same on its way through urllib3, which takes an OSError for a broken connection."""


@dataclass(frozen=True)
class Answer:
    """What the other side said; the names of `headers` are in lower case."""

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


def session() -> requests.Session:
    """A session that keeps to the rules of this module; keep one for many calls to the same host."""
    made = requests.Session()
    made.trust_env = False  # no proxy and no .netrc of the machine takes part
    made.mount("https://", PublicOnly())
    made.mount("http://", PublicOnly())
    return made


def ask(
    method: str,
    url: str,
    given: Mapping[str, Any],
    *,
    using: requests.Session | None = None,
    read: float | None = None,
    longest: float | None = None,
    most: int = MOST,
) -> Answer:
    """One call with `data`, `json`, `headers` or `params` in `given`.

    `read` and `longest` are seconds (`READ` and twice as long when None), `most` bytes.

    Raises `InnerAddress` for an address inside, else what `requests` raises; an answer cut at `most` is no error.
    """
    read = READ if read is None else read
    ends = time.monotonic() + (2 * read if longest is None else longest)
    own = using or session()
    try:
        reply = own.request(
            method,
            stood_in_for(url),
            timeout=(CONNECT, read),
            allow_redirects=False,
            verify=True,
            stream=True,
            **given,
        )
        headers = {name.lower(): value for name, value in reply.headers.items()}
        with reply:
            return Answer(reply.status_code, _read(reply, ends, most), headers)
    except _Inner as error:
        raise InnerAddress from error
    finally:
        if using is None:
            own.close()


def _read(reply: requests.Response, ends: float, most: int) -> bytes:
    """The body, as much of it as counts. Raises `ReadTimeout` when it does not come in time."""
    content = bytearray()
    try:
        while len(content) < most and (part := reply.raw.read1(MOST, decode_content=True)):
            content += part
            if time.monotonic() > ends:
                raise requests.ReadTimeout("the answer did not end in time")
    except HTTPError as error:
        raise requests.ReadTimeout("the answer broke off") from error
    return bytes(content[:most])


def stood_in_for(url: str) -> str:
    """The address, or that of what stands in for its host."""
    parts = urlsplit(url)
    stand_in = settings.STAND_INS.get(parts.hostname or "")
    return urlunsplit((*urlsplit(stand_in)[:2], *parts[2:])) if stand_in else url


def public_address(host: str, port: int | None) -> str:
    """The first address `host` has, when all are public. Raises `_Inner`, or `OSError` when it has none."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(_is_public(address) for address in found) and not _may_be_inside(host, port):
        raise _Inner(host)
    return found[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    inner: ipaddress.IPv4Address | ipaddress.IPv6Address = ip
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or ip
        if any(ip in network for network in WITH_IPV4_INSIDE):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if ip.is_site_local:
            return False
    return ip.is_global and inner.is_global and not ip.is_multicast


def _may_be_inside(host: str, port: int | None) -> bool:
    stand_ins = {(urlsplit(url).hostname, urlsplit(url).port) for url in settings.STAND_INS.values()}
    return host in settings.PRIVATE_HOSTS or (host, port) in stand_ins


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
