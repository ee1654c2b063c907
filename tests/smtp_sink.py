"""A mail server on loopback that takes every mail, as slowly as it is told, and remembers the Message-IDs."""

import re
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

ANSWERS = {"DATA": "354 go on", "QUIT": "221 bye", "EHLO": "250 sink", "HELO": "250 sink"}
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.M | re.I)


class Conversation(socketserver.StreamRequestHandler):
    """Just enough SMTP for a client that does nothing odd."""

    server: "Sink"

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].decode("ascii", "replace").upper()
            if verb == "MAIL" and self.server.refusals:
                self.server.refusals -= 1
                self._say("451 later")
                continue
            self._say(ANSWERS.get(verb, "250 fine"))
            if verb == "QUIT":
                return
            if verb == "DATA":
                self._take()

    def _take(self) -> None:
        content = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            content += line
        if not line:
            return  # the client died in the middle: nothing was handed over
        found = MESSAGE_ID.search(content)
        self.server.received[found.group(1).decode() if found else ""] += 1
        time.sleep(self.server.slowness)
        self._say("250 taken")

    def _say(self, answer: str) -> None:
        self.wfile.write(answer.encode() + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    """`received` counts each Message-ID; `slowness` is how long an answer takes, in seconds; `refusals`, how many mails
    it refuses before it takes one.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: Counter[str] = Counter()
        self.slowness = 0.0
        self.refusals = 0

    @property
    def url(self) -> str:
        """What EMAIL_URL is set to."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is nothing to report."""


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server for one test."""
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
