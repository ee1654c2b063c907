"""How much of the API one caller may use in a minute. Generous: it stops a runaway loop, not a busy program."""

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.models import ApiToken

if TYPE_CHECKING:
    from rest_framework.views import APIView

MINUTE = 60


class PerCaller(BaseThrottle):
    """Counts the requests of a token, a person or an address in the running minute."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        caller, allowed = self._caller(request)
        key = f"api:{caller}:{int(time.time()) // MINUTE}"
        try:
            return cache.incr(key) <= allowed
        except ValueError:  # the first of this minute; of two at once, one may go uncounted
            cache.add(key, 1, timeout=2 * MINUTE)
            return True

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE

    def _caller(self, request: Request) -> tuple[str, int]:
        if isinstance(request.auth, ApiToken):
            return f"token:{request.auth.pk}", settings.API_REQUESTS_PER_MINUTE
        if request.user.is_authenticated:
            return f"person:{request.user.pk}", settings.API_REQUESTS_PER_MINUTE
        return f"address:{self.get_ident(request)}", settings.API_REQUESTS_PER_MINUTE_ANONYMOUS
