"""Forms as they go over the wire, hostile ones too; and what stays of them in the database."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_plus

from django.test import Client

from tests.fuzz.hostile import File, Value

Sent = list[tuple[str, Value]]
BOUNDARY = "baton-boundary"
PART = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM|COPY) "?(\w+)')
SAVEPOINT = re.compile(r'^(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT) "?(\w+)')


def send(client: Client, address: str, fields: Sent, *, is_multipart: bool) -> Any:
    """The answer to a form."""
    if is_multipart or any(isinstance(value, File) for _name, value in fields):
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return client.generic("POST", address, _parts(fields), content_type=kind)
    body = "&".join(f"{quote_plus(name)}={quote_plus(_bytes(value))}" for name, value in fields)
    return client.generic("POST", address, body, content_type="application/x-www-form-urlencoded")


def _bytes(value: Value) -> bytes:
    return value.content if isinstance(value, File) else value.encode(errors="surrogatepass")


def _parts(fields: Sent) -> bytes:
    found = b""
    for name, value in fields:
        found += f'{PART}{name}"'.encode()
        if isinstance(value, File):
            found += f'; filename="{value.name}"\r\nContent-Type: {value.kind}'.encode()
        found += b"\r\n\r\n" + _bytes(value) + b"\r\n"
    return found + f"--{BOUNDARY}--\r\n".encode()


def kept(statements: Iterable[str]) -> set[str]:
    """The tables in which something stays written after these statements: what a savepoint took back does not."""
    levels: list[tuple[str, set[str]]] = [("", set())]
    for statement in statements:
        if point := SAVEPOINT.match(statement):
            verb, name = point.groups()
            if verb == "SAVEPOINT":
                levels.append((name, set()))
                continue
            while levels[-1][0] != name:
                _name, written = levels.pop()
                levels[-1][1].update(written if verb == "RELEASE SAVEPOINT" else ())
            if verb == "RELEASE SAVEPOINT":
                _name, written = levels.pop()
                levels[-1][1].update(written)
            else:
                levels[-1][1].clear()
        elif write := WRITES.match(statement.lstrip()):
            levels[-1][1].add(write[1])
    return set().union(*(written for _name, written in levels))
