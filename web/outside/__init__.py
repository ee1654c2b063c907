"""How Baton reaches the outside by HTTP: chats, webhooks, CRMs.

A call goes to public addresses only (the very address that was checked is connected to), or to hosts the operator names
in `PRIVATE_HOSTS`; it takes no proxy and no password of the machine, follows nothing, ends in time however slowly the
other side speaks, and reads a bounded answer. In tests and demos `STAND_INS` says what stands in for a host.
"""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

import requests
from urllib3.exceptions import HTTPError

from web.outside.addresses import Inside, stood_in_for
from web.outside.connections import PublicOnly, is_over, over_within

#: Seconds until a connection stands.
CONNECT: Final = 4.0
#: Bytes that are read at once.
PART: Final = 64 * 1024


class InnerAddress(requests.RequestException):
    """The name leads to an address that is not public."""


@dataclass(frozen=True)
class Limits:
    """What one call may take: `read` seconds until more of an answer comes, `whole` seconds from looking the name up to
    the last byte; `most` bytes of the body are read.
    """

    read: float = 4.0
    whole: float = 8.0
    most: int = 64 * 1024


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
    made.stream = True
    made.mount("https://", PublicOnly())
    made.mount("http://", PublicOnly())
    return made


def ask(
    method: str, url: str, given: Mapping[str, Any], *, limits: Limits, using: requests.Session | None = None
) -> Answer:
    """One call with `data`, `json`, `headers` or `params` in `given`.

    Raises `InnerAddress` for an address inside, `requests.Timeout` when a limit of time is met, else what `requests`
    raises; an answer cut at `limits.most` is no error.
    """
    with ExitStack() as kept:
        kept.enter_context(over_within(limits.whole))
        own = using or kept.enter_context(session())
        try:
            timeout = (CONNECT, limits.read)
            reply = own.request(method, stood_in_for(url), timeout=timeout, allow_redirects=False, **given)
            kept.enter_context(reply)
            headers = {name.lower(): value for name, value in reply.headers.items()}
            return Answer(reply.status_code, _read(reply, limits.most), headers)
        except Inside as error:
            raise InnerAddress from error
        except requests.ConnectionError as error:
            if is_over() and not isinstance(error, requests.Timeout):
                raise requests.Timeout("the exchange did not end in time") from error
            raise


def _read(reply: requests.Response, most: int) -> bytes:
    """The body, as much of it as counts. Raises `ReadTimeout` when it does not come in time."""
    content = bytearray()
    try:
        while len(content) < most and (part := reply.raw.read1(PART, decode_content=True)):
            content += part
    except HTTPError as error:
        raise requests.ReadTimeout("the answer broke off") from error
    return bytes(content[:most])
