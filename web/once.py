"""A form that makes something is taken once, however often it is sent.

The page gives each form a key (`{% form_key %}`). The first time a key comes with some content, the view answers and
the place it leads to is kept for a day; the same again is led there and makes nothing. Other content under the same key
(somebody went back and typed more) is a new wish. What was refused may be sent again.
"""

import hashlib
import json
import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

View = TypeVar("View", bound=Callable[..., HttpResponse])

FIELD = "form_key"
_KEY = re.compile(r"[0-9a-f]{32}")
_BUSY = ""
KEPT = 24 * 3600
#: How long the second of two waits for what becomes of the first, in seconds, and how often it looks.
PATIENCE, LOOK = 10.0, 0.1


def once(view: View) -> View:
    """Let `view` answer a form with a key once. It has to lead elsewhere (a redirect) when it has done the deed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        place = _place(request)
        if place is None:
            return view(request, *args, **kwargs)
        if not cache.add(place, _BUSY, KEPT):
            return HttpResponseRedirect(_awaited(place) or request.get_full_path())
        done = False
        try:
            answer = view(request, *args, **kwargs)
            if done := isinstance(answer, HttpResponseRedirect):
                cache.set(place, answer.url, KEPT)
            return answer
        finally:
            if not done:
                cache.delete(place)

    return guarded  # type: ignore[return-value]


def _place(request: HttpRequest) -> str | None:
    """Where the outcome of this form is kept; None for what is no form with a key."""
    if request.method != "POST" or not _KEY.fullmatch(request.POST.get(FIELD, "")):
        return None
    fields = [(name, request.POST.getlist(name)) for name in sorted(request.POST) if name != "csrfmiddlewaretoken"]
    files = [(name, file.name, file.size) for name in sorted(request.FILES) for file in request.FILES.getlist(name)]
    said = json.dumps([request.get_full_path(), str(request.user.pk), fields, files])
    return f"once:{hashlib.sha256(said.encode()).hexdigest()}"


def _awaited(place: str) -> str:
    """Where the first of two was led, once it is known; empty when it takes too long or came to nothing."""
    ends = time.monotonic() + PATIENCE
    while (found := cache.get(place)) == _BUSY and time.monotonic() < ends:
        time.sleep(LOOK)
    return found or ""
