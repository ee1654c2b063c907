"""`Idempotency-Key`: a program that never heard the answer to a POST sends it again, and nothing happens twice.

The same key of the same token (or person) gives the stored answer for a day, with `Idempotency-Replayed: true`; 409
while the first is in progress; 422 for another body or address. Only what was done is kept: a refusal changed nothing,
so the same may be tried again under the same key. Other methods are repeatable as they are; the header means nothing
to them.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.api.authentication import BearerAuthentication
from accounts.idempotency.answers import InProgress, KeyedRequest, OtherContent, answered_once
from accounts.idempotency.content import tell_files
from config.errors import Problem, plain

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
#: As the draft has it, a quoted string; and the same without quotes.
PATTERN: Final = r'^("[ !#-\[\]-~]{1,255}"|[!#-\[\]-~]{1,255})$'
PARAMETER: Final = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "pattern": PATTERN},
    "description": "A value of your own, new for each thing you want done. The same request with the same value within "
    "24 hours is done once and gets the same answer again, with `Idempotency-Replayed: true`.",
}
REFUSED = 400


class IdempotencyMiddleware:
    """Answers a POST of the API with a key once; comes after the gate."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        given = request.headers.get(HEADER)
        if given is None or request.method != "POST" or not hasattr(view, "cls") or (who := _who(request)) is None:
            return None
        if not re.fullmatch(PATTERN, given):
            sentence = _("An Idempotency-Key has 1 to 255 visible characters, in quotes or without.")
            return plain(Problem(400, "idempotency_key_invalid", sentence))
        keyed = KeyedRequest(who, given.removeprefix('"').removesuffix('"'), _content(request))
        try:
            answer, was_before = answered_once(keyed, lambda: _rendered(view(request, *args, **kwargs)), keeps=_is_done)
        except InProgress:
            busy = plain(
                Problem(409, "idempotency_in_progress", _("The first request with this key is still running."))
            )
            busy["Retry-After"] = "1"
            return busy
        except OtherContent:
            sentence = _("This Idempotency-Key came with another request before. Each request needs its own.")
            return plain(Problem(422, "idempotency_key_reused", sentence))
        if was_before:
            answer[REPLAYED] = "true"
        return answer


def _who(request: HttpRequest) -> str | None:
    """Whose key it is: a token's, a person's, an address's; None for a token that opens nothing, as the view says."""
    asked = Request(request)
    try:
        found = BearerAuthentication().authenticate(asked)
    except AuthenticationFailed:
        return None
    if found is not None:
        return f"token:{found[1].pk}"
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return f"address:{BaseThrottle().get_ident(asked)}"


def _content(request: HttpRequest) -> bytes:
    """A digest of address, kind and body; of a form with files its parts, since their boundary is new each time."""
    told = hashlib.sha256(json.dumps([request.get_full_path(), request.content_type]).encode())
    if request.content_type != "multipart/form-data":
        told.update(request.body)
        return told.digest()
    told.update(json.dumps([(name, request.POST.getlist(name)) for name in sorted(request.POST)]).encode())
    tell_files(told, request)
    return told.digest()


def _rendered(answer: Any) -> HttpResponse:
    rendered: HttpResponse = answer.render() if hasattr(answer, "render") else answer
    return rendered


def _is_done(answer: HttpResponse) -> bool:
    return answer.status_code < REFUSED and not answer.streaming
