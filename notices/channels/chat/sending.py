"""Sending one sentence to a chat, and saying in our own words what became of it."""

import datetime
import sys
from typing import Any, Final

import requests

from notices.channels.chat.services import MANNERS, Manner, said
from notices.channels.chat.transport import Talk, Transport, listening
from notices.channels.undelivered import Undelivered
from notices.models import ChatChannel, Failure, Problem
from web.outside import Answer, InnerAddress
from web.secrets import decrypted

AWAY, BAD, TOO_MANY, FAULT = 300, 400, 429, 500
#: Statuses that say that our key or the robot's address is wrong.
KEY: Final = frozenset({401, 403, 404, 410})
#: What some plugins add of their own: Apprise's pictures from elsewhere, its name, the hour.
PICTURES: Final = ("include_image", "include_footer", "include_timestamp")
#: Nobody makes us wait longer than this.
LONGEST_WAIT = datetime.timedelta(hours=1)


def send(chat: ChatChannel, sentence: str) -> None:
    """Say `sentence` in `chat`. Raises `Undelivered`."""
    manner = MANNERS[chat.service]
    plugin = robot(chat.service, decrypted(chat.secret) or "")
    if plugin is None:
        raise Undelivered(Failure.SETTINGS, Problem.NO_SECRET)
    with listening() as talk:
        went_out = plugin.notify(body=sentence)
    judge(manner, talk, bool(went_out))


def robot(service: str, address: str) -> Any | None:
    """Apprise's plugin for a robot's address, its way out replaced by ours; None when it is no address of `service`."""
    import apprise  # loaded by who writes to a chat, not by every process

    asset = apprise.AppriseAsset(storage_mode=apprise.PersistentStoreMode.MEMORY, app_id="Baton", app_desc="Baton")
    plugin: Any = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True) if address else None
    if plugin is None or plugin.url().partition("://")[0] not in MANNERS[service].schemes:
        return None
    sys.modules[type(plugin).__module__].requests = Transport  # type: ignore[attr-defined]
    plugin.request_rate_per_sec = 0  # the outbox keeps the pace
    for name in PICTURES:
        setattr(plugin, name, False)
    return plugin


def judge(manner: Manner, talk: Talk, went_out: bool) -> None:
    """Raise `Undelivered` unless the answer says that the message was taken."""
    if talk.answer is None:
        raise _unanswered(talk.error)
    answer = talk.answer
    code, words = said(manner, answer.body)
    if not code and answer.status_code >= BAD:
        code = answer.text.strip()[:60] if not isinstance(answer.body, dict) else ""
    detail = " ".join(part for part in (str(answer.status_code), code, words) if part)[:300]
    if answer.status_code == TOO_MANY or code in manner.busy:
        raise Undelivered(Failure.TEMPORARY, Problem.BUSY, detail, wait=_wait(answer))
    if answer.status_code >= FAULT:
        raise Undelivered(Failure.TEMPORARY, Problem.BROKEN, detail)
    if code in manner.settings or answer.status_code in KEY or _leads_away(answer):
        raise Undelivered(Failure.SETTINGS, Problem.KEY_REFUSED, detail)
    if code or not went_out:
        raise Undelivered(Failure.PERMANENT, Problem.REFUSED, detail)


def _unanswered(error: requests.RequestException | None) -> Undelivered:
    """What it means that nothing was answered; the words of the error name the address, which is a secret."""
    if isinstance(error, InnerAddress):
        return Undelivered(Failure.SETTINGS, Problem.INNER_ADDRESS)
    if isinstance(error, requests.Timeout):
        return Undelivered(Failure.TEMPORARY, Problem.SLOW)
    return Undelivered(Failure.TEMPORARY, Problem.NOT_REACHED, type(error).__name__ if error else "")


def _leads_away(answer: Answer) -> bool:
    return AWAY <= answer.status_code < BAD


def _wait(answer: Answer) -> datetime.timedelta | None:
    """How long the other side asks us to wait, in seconds as its header says."""
    asked = answer.headers.get("retry-after", "")
    return min(datetime.timedelta(seconds=int(asked[:6])), LONGEST_WAIT) if asked.isdecimal() else None
