"""How much of the API one caller may use in a minute. Generous: it stops a runaway loop, not a busy program.

Each answer says what is left: `RateLimit-Policy` and `RateLimit` as the draft of the IETF has them.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.models import ApiToken
from web import rates

if TYPE_CHECKING:
    from rest_framework.views import APIView

MINUTE = 60
NOTED = "rate_limit"


@dataclass(frozen=True)
class RateLimit:
    """What a caller may still do in the running minute, which ends in `seconds`."""

    allowed: int
    used: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """It as headers of an answer."""
        left = max(0, self.allowed - self.used)
        return {
            "RateLimit-Policy": f'"minute";q={self.allowed};w={MINUTE}',
            "RateLimit": f'"minute";r={left};t={self.seconds}',
        }


class CallerThrottle(BaseThrottle):
    """Counts the requests of a token, a person or an address in the running minute."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        caller, allowed = self._caller(request)
        used = rates.count(f"api:{caller}:{int(time.time()) // MINUTE}", 2 * MINUTE)
        noted = RateLimit(allowed, used, max(1, round(self.wait())))
        setattr(request._request, NOTED, noted)  # noqa: SLF001 - the middleware sees Django's request
        return used <= allowed

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE

    def _caller(self, request: Request) -> tuple[str, int]:
        if isinstance(request.auth, ApiToken):
            return f"token:{request.auth.pk}", settings.API_REQUESTS_PER_MINUTE
        if request.user.is_authenticated:
            return f"person:{request.user.pk}", settings.API_REQUESTS_PER_MINUTE
        return f"address:{self.get_ident(request)}", settings.API_REQUESTS_PER_MINUTE_ANONYMOUS


class RateLimitMiddleware:
    """Tells each caller of the API what is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        noted: Any = getattr(request, NOTED, None)
        if isinstance(noted, RateLimit):
            for name, value in noted.headers().items():
                response[name] = value
        return response
