"""A loopback server that behaves like a chat service's robot: its bodies, its codes, and its bad days."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

#: (status, headers, body)
Reply = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class Call:
    """One request as the robot got it."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


def reply(body: Any, status: int = 200, **headers: str) -> Reply:
    """An answer in JSON, or in text when `body` is a string."""
    content = body if isinstance(body, str) else json.dumps(body)
    kind = "text/html" if isinstance(body, str) else "application/json"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": kind} | named, content.encode()


@dataclass
class Robot:
    """`heard` are the calls it took; `next` are answers it gives instead of its own; `slowness` is in seconds."""

    answer: Callable[[Call], Reply]
    host: str
    heard: list[Call] = field(default_factory=list)
    next: list[Reply] = field(default_factory=list)
    slowness: float = 0
    port: int = 0

    @property
    def stand_ins(self) -> dict[str, str]:
        """What `settings.CHAT_STAND_INS` is for this robot."""
        return {self.host: f"http://127.0.0.1:{self.port}"}

    @property
    def texts(self) -> str:
        """All it was told, to look for what must not be there."""
        return json.dumps([call.body for call in self.heard], ensure_ascii=False)


def _handler(robot: Robot) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            call = Call(parts.path, query, dict(self.headers), json.loads(content))
            robot.heard.append(call)
            status, headers, body = robot.next.pop(0) if robot.next else robot.answer(call)
            time.sleep(robot.slowness)
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_given: Any) -> None:
            """Be quiet."""

    return Handler


@contextmanager
def running(robot: Robot) -> Iterator[Robot]:
    """The robot on a free port of loopback."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_given: Any) -> None:
            """A client that gave up is nothing to report."""

    server = Server(("127.0.0.1", 0), _handler(robot))
    robot.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield robot
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
