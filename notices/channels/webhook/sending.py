"""Sending one event to one receiver, and saying in our own words what became of it.

Whatever is not 2xx is tried again for a day; only 410 ends it at once. Redirects are not followed and addresses inside
our own network are not called (`web/outside/`).
"""

import datetime
from email.utils import parsedate_to_datetime
from typing import Final

import requests

from notices.channels.undelivered import Undelivered
from notices.channels.webhook.signing import signature
from notices.models import Failure, Problem, WebhookEndpoint, WebhookEvent
from web import outside
from web.secrets import decrypted

LIMITS = outside.Limits(read=15, whole=20, most=4096)
OK, AWAY, BAD, GONE, FAULT = 200, 300, 400, 410, 500
#: "Slow down": too many, the gateway is down, unavailable, or late.
BUSY: Final = frozenset({429, 502, 503, 504})
#: Nobody makes us wait longer than this.
LONGEST_WAIT = datetime.timedelta(hours=6)


def send(endpoint: WebhookEndpoint, event: WebhookEvent, *, at: datetime.datetime) -> None:
    """Bring `event` to `endpoint`, signed as of `at`. Raises `Undelivered`."""
    body = event.body.encode()
    signatures = [signature(secret, event.message_id, int(at.timestamp()), body) for secret in _secrets(endpoint, at)]
    if not signatures:
        raise Undelivered(Failure.TEMPORARY, Problem.NO_SECRET)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Baton",
        "webhook-id": event.message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    given = {"data": body, "headers": headers}
    try:
        answer = outside.ask("POST", endpoint.url, given, limits=LIMITS)
    except outside.InnerAddress as error:
        raise Undelivered(Failure.TEMPORARY, Problem.INNER_ADDRESS) from error
    except requests.Timeout as error:
        raise Undelivered(Failure.TEMPORARY, Problem.SLOW) from error
    except requests.RequestException as error:
        raise Undelivered(Failure.TEMPORARY, Problem.NOT_REACHED, type(error).__name__) from error
    _judge(answer, at)


def _secrets(endpoint: WebhookEndpoint, at: datetime.datetime) -> list[str]:
    """What signs at this moment: the secret, and for a while after a change the former one."""
    stored = [endpoint.secret]
    if endpoint.former_until and endpoint.former_until > at:
        stored.append(endpoint.former_secret)
    return [secret for each in stored if (secret := decrypted(each))]


def _judge(answer: outside.Answer, at: datetime.datetime) -> None:
    """Raise `Undelivered` unless the answer says that the message was taken."""
    code = answer.status_code
    if OK <= code < AWAY:
        return
    detail = f"HTTP {code}"
    if code == GONE:
        raise Undelivered(Failure.PERMANENT, Problem.GONE, detail)
    if AWAY <= code < BAD:
        raise Undelivered(Failure.TEMPORARY, Problem.LEADS_AWAY, detail)
    if code in BUSY:
        raise Undelivered(Failure.TEMPORARY, Problem.BUSY, detail, wait=_wait(answer, at))
    raise Undelivered(Failure.TEMPORARY, Problem.BROKEN if code >= FAULT else Problem.NOT_TAKEN, detail)


def _wait(answer: outside.Answer, at: datetime.datetime) -> datetime.timedelta | None:
    """How long the receiver asks us to wait, given in seconds or as a moment."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return min(datetime.timedelta(seconds=int(asked[:6])), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(asked)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return max(datetime.timedelta(), min(moment - at, LONGEST_WAIT))
