"""A server on loopback that takes its time: it would answer well in the end, and never keeps quiet for long."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

OK = b"HTTP/1.1 200 OK\r\n"
#: Seconds between two bytes, and how many there are.
PAUSE, TIMES = 0.05, 80
#: Bytes of a request that no buffer on the way holds.
SENT = 48 * 1024 * 1024
Serve = Callable[[socket.socket], None]


def drip(sock: socket.socket, before: bytes, after: bytes) -> None:
    """Say something, byte by byte in the middle."""
    sock.sendall(before)
    for _byte in range(TIMES):
        time.sleep(PAUSE)
        sock.sendall(b"x")
    sock.sendall(after)


def asked(sock: socket.socket) -> None:
    """Read a request, or raise `OSError` when none comes."""
    head, _end, body = _until(sock, b"\r\n\r\n").partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    left = int(length[1]) - len(body) if length else 0
    while left > 0:
        left -= len(_more(sock))


def _until(sock: socket.socket, end: bytes) -> bytes:
    heard = b""
    while end not in heard:
        heard += _more(sock)
    return heard


def _more(sock: socket.socket) -> bytes:
    if not (heard := sock.recv(65536)):
        raise ConnectionError
    return heard


def in_the_head(sock: socket.socket) -> None:
    asked(sock)
    drip(sock, OK + b"X-Slow: ", b"\r\nContent-Length: 2\r\n\r\nOK")


def in_early_heads(sock: socket.socket) -> None:
    asked(sock)
    for _head in range(TIMES):
        time.sleep(PAUSE)
        sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    sock.sendall(OK + b"Content-Length: 2\r\n\r\nOK")


def in_the_body(sock: socket.socket) -> None:
    asked(sock)
    drip(sock, OK + b"Content-Length: %d\r\n\r\n" % TIMES, b"")


def in_taking(sock: socket.socket) -> None:
    """Take what is sent in small bites."""
    left, bite = SENT, SENT // TIMES
    while left > 0:
        time.sleep(PAUSE)
        took = sum(len(sock.recv(65536)) for _part in range(bite // 65536 + 1))
        left -= took
        if took == 0:
            return
    sock.sendall(OK + b"Content-Length: 2\r\n\r\nOK")


@contextmanager
def served(serve: Serve, wrap: Callable[[socket.socket], socket.socket] = lambda sock: sock) -> Iterator[int]:
    """The port of a server that talks to whoever comes as `serve` does."""
    listening = socket.create_server(("127.0.0.1", 0))
    talks: list[threading.Thread] = []

    def talk(sock: socket.socket) -> None:
        with suppress(OSError), sock, wrap(sock) as spoken:
            serve(spoken)

    def accept() -> None:
        with suppress(OSError):
            while True:
                sock, _from = listening.accept()
                talks.append(threading.Thread(target=talk, args=(sock,), daemon=True))
                talks[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for thread in (accepting, *talks):
            thread.join(10)
