"""A form that makes something is taken once.

The page gives each form a key (`{% form_key %}`). The same form again is led where the first was and makes nothing.
Other content under the same key (somebody went back and typed more) is a new request. What was refused may be sent
again: a refusal is a page, is left for the next one (`web/refusals.py`), or leads elsewhere by `NothingDone`.
"""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.idempotency.answers import InProgress, KeyedRequest, answered_once
from accounts.idempotency.content import tell_files
from web import refusals
from web.templatetags.web import FORM_KEY

View = TypeVar("View", bound=Callable[..., HttpResponse])

_KEY = re.compile(r"[0-9a-f]{32}")
#: How long the second of two waits for what becomes of the first, in seconds.
PATIENCE = 10.0


class NothingDone(HttpResponseRedirect):
    """Leads elsewhere, where it is said why nothing was done; the same form may be sent again."""


def once(view: View) -> View:
    """Let `view` answer a form with a key once. It has to lead elsewhere (a redirect) when it has done the deed, and
    not to raise when it wants to keep what it wrote: deed and answer are one transaction.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get(FORM_KEY, "")
        if request.method != "POST" or not _KEY.fullmatch(key):
            return view(request, *args, **kwargs)
        content = _content(request)

        def keeps(answer: HttpResponse) -> bool:
            return _leads_on(answer) and not refusals.is_left(request)

        keyed = KeyedRequest(f"form:{request.user.pk}", f"{key}:{content.hex()}", content)
        try:
            answer, _again = answered_once(
                keyed, lambda: view(request, *args, **kwargs), keeps=keeps, patience=PATIENCE
            )
        except InProgress:
            return HttpResponseRedirect(request.get_full_path())
        return answer

    return guarded  # type: ignore[return-value]


def _leads_on(answer: HttpResponse) -> bool:
    return isinstance(answer, HttpResponseRedirect) and not isinstance(answer, NothingDone)


def _content(request: HttpRequest) -> bytes:
    """What makes this form this form."""
    fields = [(name, request.POST.getlist(name)) for name in sorted(request.POST) if name != "csrfmiddlewaretoken"]
    told = hashlib.sha256(json.dumps([request.get_full_path(), fields]).encode())
    tell_files(told, request)
    return told.digest()
