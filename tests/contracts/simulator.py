"""A loopback server that behaves like another system: its bodies, its codes, and its bad days."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

#: (status, headers, body)
Reply = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class Call:
    """One request as the other side got it; `body` is JSON or a form as a dict, None when there is none; `raw` as it
    came.
    """

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    method: str = "POST"
    raw: bytes = b""


def reply(body: Any, status: int = 200, **headers: str) -> Reply:
    """An answer in JSON, in text when `body` is a string, without a body when it is None."""
    if body is None:
        return status, {}, b""
    content = body if isinstance(body, str) else json.dumps(body)
    kind = "text/html" if isinstance(body, str) else "application/json"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": kind} | named, content.encode()


class Lost(Enum):
    """The connection breaks: before the call takes effect, or after it, so that nobody hears of it."""

    BEFORE = "before"
    AFTER = "after"


@dataclass
class Fault:
    """A bad day: what the next `times` calls that `of` picks get instead of their answer.

    `applied`: the call takes effect all the same.
    """

    instead: Reply | Lost
    of: Callable[[Call], bool] = lambda call: True
    times: int = 1
    applied: bool = False


@dataclass
class Simulator:
    """`heard` are the calls it took; `next` are answers it gives instead of its own; `slowness` is in seconds.

    Calls are answered one after the other, so `answer` may change what it keeps without a lock of its own.
    """

    answer: Callable[[Call], Reply]
    host: str
    heard: list[Call] = field(default_factory=list)
    next: list[Reply] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    slowness: float = 0
    port: int = 0
    more_hosts: tuple[str, ...] = ()
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def stand_ins(self) -> dict[str, str]:
        """What `settings.STAND_INS` is for this system."""
        return dict.fromkeys((self.host, *self.more_hosts), f"http://127.0.0.1:{self.port}")

    @property
    def texts(self) -> str:
        """All it was told, to look for what must not be there."""
        return json.dumps([call.body for call in self.heard], ensure_ascii=False)

    def take(self, call: Call) -> Reply | None:
        """The answer to a call, or None when the connection is to break."""
        with self._turn:
            self.heard.append(call)
            if self.next:
                return self.next.pop(0)
            fault = next((fault for fault in self.faults if fault.times > 0 and fault.of(call)), None)
            if fault is None:
                return self.answer(call)
            fault.times -= 1
            if fault.applied or fault.instead is Lost.AFTER:
                self.answer(call)
            return None if isinstance(fault.instead, Lost) else fault.instead


def _body(kind: str, content: bytes) -> Any:
    if not content:
        return None
    if kind.startswith("application/x-www-form-urlencoded"):
        return {name: values[0] for name, values in parse_qs(content.decode(), keep_blank_values=True).items()}
    return json.loads(content)


def _handler(simulator: Simulator) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
            body = _body(self.headers.get("Content-Type") or "", content)
            answer = simulator.take(Call(parts.path, query, dict(self.headers), body, self.command, content))
            if answer is None:
                self._reset()
                return
            status, headers, text = answer
            time.sleep(simulator.slowness)
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(text))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _take  # noqa: N815 - the names http.server calls

        def _reset(self) -> None:
            """End the connection as a crashed server does."""
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()

        def log_message(self, *_given: Any) -> None:
            """Be quiet."""

    return Handler


@contextmanager
def running(simulator: Simulator) -> Iterator[Simulator]:
    """The other system on a free port of loopback."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_given: Any) -> None:
            """A client that gave up is nothing to report."""

    server = Server(("127.0.0.1", simulator.port), _handler(simulator))
    simulator.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield simulator
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
