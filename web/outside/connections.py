"""Connections that lead to public addresses only, and whose every step ends when the whole exchange has to.

A time limit of `requests` is one step's: an answer that comes byte by byte never meets it. So an exchange says once
when it ends (`over_within`), and each step of a socket (connecting, shaking hands, sending, receiving) waits for what
is left at most. Looking a name up counts too, though nothing cuts it short.
"""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError
from urllib3.util.connection import create_connection
from urllib3.util.ssl_ import create_urllib3_context

from web.outside.addresses import public_address

#: When the exchange that is going on ends, by `time.monotonic()`.
_ends: ContextVar[float | None] = ContextVar("_ends", default=None)


@contextmanager
def over_within(seconds: float) -> Iterator[None]:
    """The exchange made meanwhile ends in so many seconds: what it does then fails with `TimeoutError`."""
    before = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(before)


def is_over() -> bool:
    """Whether the exchange that is going on has no time left."""
    ends = _ends.get()
    return ends is not None and time.monotonic() >= ends


def _left(at_most: float | None) -> float | None:
    """The seconds a step may take. Raises `TimeoutError` when none are left."""
    if is_over():
        raise TimeoutError("the exchange did not end in time")
    limits = [at_most, None if (ends := _ends.get()) is None else ends - time.monotonic()]
    return min((limit for limit in limits if limit is not None), default=None)


class _Hurried:
    """Of a socket: no step takes longer than its exchange may."""

    def _hurry(self) -> Any:
        own: Any = self
        own.settimeout(_left(own.gettimeout()))
        return super()

    def do_handshake(self, *given: Any) -> None:
        self._hurry().do_handshake(*given)

    def recv_into(self, *given: Any) -> int:
        return int(self._hurry().recv_into(*given))

    def send(self, *given: Any) -> int:
        return int(self._hurry().send(*given))

    def sendall(self, *given: Any) -> None:
        self._hurry().sendall(*given)


class _Plain(_Hurried, socket.socket):
    """Without TLS."""


class _Secure(_Hurried, ssl.SSLSocket):
    """With TLS."""


class _Checked:
    """A connection to the address that was checked, whatever the name leads to a moment later."""

    def _new_conn(self) -> socket.socket:
        own: Any = self
        try:
            address = public_address(own._dns_host, own.port)  # noqa: SLF001 - as urllib3 does it
            there = (address, own.port)
            made = create_connection(there, _left(own.timeout), socket_options=own.socket_options)
        except TimeoutError as error:
            raise ConnectTimeoutError(own, "no connection in time") from error
        hurried = _Plain(fileno=made.detach())
        hurried.settimeout(own.timeout)
        return hurried


class _CheckedHTTP(_Checked, HTTPConnection):
    pass


class _CheckedHTTPS(_Checked, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _CheckedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedHTTPS


class PublicOnly(HTTPAdapter):
    """Connects to public addresses only, by sockets that end in time."""

    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        """Make the pools whose connections look where they lead."""
        context = create_urllib3_context()
        context.sslsocket_class = _Secure
        super().init_poolmanager(*given, ssl_context=context, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
