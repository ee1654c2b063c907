"""Reads of the API that answer 304 when the caller has the same already.

The tag is made from the body itself, in which is all that decides: what the caller may see, their language, the moment.
It saves the way, not the work: nothing stale is ever said.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers


class UnchangedMiddleware(ConditionalGetMiddleware):
    """`ETag` on each GET of the API, and 304 for its `If-None-Match`; pages are left as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_read = request.method == "GET" and request.path_info.startswith("/api/")
        if not is_read or not isinstance(response, HttpResponse) or response.status_code != HTTPStatus.OK:
            return response
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        return super().process_response(request, response)
