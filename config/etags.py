"""Reads of the API that answer 304 when the caller has the same already.

The tag is made from the body itself, in which is all that decides: what the caller may see, their language, the moment.
It saves the way, not the work: nothing stale is ever said.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from config.errors import Problem, plain


class ETagMiddleware(ConditionalGetMiddleware):
    """Each GET of the API has an `ETag`: 304 for the same in `If-None-Match`, 412 for another in `If-Match`."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_read = request.method == "GET" and request.path_info.startswith("/api/")
        if not is_read or not isinstance(response, HttpResponse) or response.status_code != HTTPStatus.OK:
            return response
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        answer: HttpResponseBase = super().process_response(request, response)
        if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
            return plain(Problem(412, "precondition_failed", _("This has changed since then.")))
        return answer
