"""One deed and one answer for all who ask the same under the same key.

The deed and its answer are one transaction, held by a lock of the database while it runs: there is an answer exactly
when the deed was done, and a worker that dies leaves neither. An answer that should not be kept, such as a refusal,
leaves the key free.
"""

import base64
import datetime
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from cryptography.fernet import Fernet
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import KeptAnswer
from accounts.models.kept_answer import KEPT_FOR

#: The headers that belong to an answer; the others belong to the moment.
HEADERS = ("Content-Type", "Location", "Link", "ETag", "Last-Modified", "Content-Language")
#: How often somebody who waits for the first to finish looks, in seconds.
LOOK = 0.1


class InProgress(Exception):
    """The first of two is not done yet."""


class OtherContent(Exception):
    """Something else was asked for under this key."""


@dataclass(frozen=True)
class KeyedRequest:
    """Who asks, under which key, for what: `content` is a digest of everything that makes it what it is."""

    who: str
    key: str
    content: bytes

    @cached_property
    def place(self) -> str:
        """Where the answer is kept."""
        return self._made("place", b"").hex()

    @cached_property
    def told(self) -> str:
        """What stands for the content where the answer is kept."""
        return self._made("content", self.content).hex()

    @cached_property
    def seal(self) -> Fernet:
        """What opens the answer."""
        return Fernet(base64.urlsafe_b64encode(self._made("seal", self.content)))

    def _made(self, use: str, more: bytes) -> bytes:
        said = json.dumps([self.who, self.key, more.hex()])
        return salted_hmac(f"accounts.idempotency.{use}", said, algorithm="sha256").digest()


def answered_once(
    keyed: KeyedRequest, act: Callable[[], HttpResponse], *, keeps: Callable[[HttpResponse], bool], patience: float = 0
) -> tuple[HttpResponse, bool]:
    """The answer to `keyed`, and whether it was given before; `act` is called by the first only.

    Raises `InProgress` when the first takes longer than `patience` seconds, and `OtherContent`.
    """
    with transaction.atomic():
        if not _is_ours(keyed.place, patience):
            raise InProgress
        at = timezone.now()
        kept = KeptAnswer.objects.filter(place=keyed.place, kept_until__gt=at).first()
        if kept is not None:
            return _opened(kept, keyed), True
        answer = act()
        if keeps(answer):
            _keep(answer, keyed, at)
        return answer, False


def sweep(*, at: datetime.datetime) -> int:
    """Throw away what is kept no longer; returns how many there were."""
    return KeptAnswer.objects.filter(kept_until__lte=at).delete()[0]


def _is_ours(place: str, patience: float) -> bool:
    """Hold the lock of a place until the transaction ends; False when somebody else holds it for too long."""
    ends = time.monotonic() + patience
    number = int.from_bytes(bytes.fromhex(place)[:8], signed=True)
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
            if cursor.fetchone()[0]:
                return True
            if time.monotonic() >= ends:
                return False
            time.sleep(LOOK)


def _keep(answer: HttpResponse, keyed: KeyedRequest, at: datetime.datetime) -> None:
    headers = {name: answer[name] for name in HEADERS if name in answer}
    said = {"status": answer.status_code, "headers": headers, "body": answer.content.decode()}
    kept = {"content": keyed.told, "sealed": keyed.seal.encrypt(json.dumps(said).encode()), "kept_until": at + KEPT_FOR}
    KeptAnswer.objects.update_or_create(place=keyed.place, defaults=kept)


def _opened(kept: KeptAnswer, keyed: KeyedRequest) -> HttpResponse:
    if kept.content != keyed.told:
        raise OtherContent
    said = json.loads(keyed.seal.decrypt(bytes(kept.sealed)))
    return HttpResponse(said["body"], status=said["status"], headers=said["headers"])
