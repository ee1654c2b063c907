"""What browsers may keep of what they are shown: pages to ask about again each time, and nothing once somebody left."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

#: Tells `static/js/drafts.js` of the next page that nothing of the person who was here may stay on the device.
SIGNED_OUT = "signed_out"
_A_DAY = 24 * 60 * 60


class AskAgainMiddleware:
    """Whatever does not say how long it may be kept is nobody else's, and is asked for again before it is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_cache=True)
        return response


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser drop the pages it holds, those that Back would bring included, and what was typed on it."""
    response["Clear-Site-Data"] = '"cache"'
    response.set_cookie(SIGNED_OUT, "1", max_age=_A_DAY, samesite="Lax", secure=request.is_secure())
