"""Refusing requests that are too large or not in UTF-8 by their headers, before their body is read."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

#: What a form may weigh beside its files.
FORM_BYTES = 1024 * 1024
UTF_8 = ("utf-8", "utf8")


class RequestLimitMiddleware:
    """Answers 413 to more than may be sent, with files or without, and 400 to text in another encoding than UTF-8."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = _announced(request)
        if size > (most := _most(request)):
            return _too_large(request, size, most)
        if (request.content_params or {}).get("charset", UTF_8[0]).lower() not in UTF_8:
            if size:
                raise BadRequest("Text is read in UTF-8 only.")
            request.encoding = UTF_8[0]  # of no content; but Django would read the query string by it
        return self.get_response(request)


def _announced(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told[:18]) if told.isascii() and told.isdecimal() else 0


def _most(request: HttpRequest) -> int:
    if request.content_type == "multipart/form-data":
        return int(settings.IMPORT_MAX_BYTES) + FORM_BYTES
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _too_large(request: HttpRequest, size: int, most: int) -> HttpResponse:
    sentence = _("This upload has %(size)s; the most Baton takes is %(limit)s.") % {
        "size": filesizeformat(size),
        "limit": filesizeformat(most),
    }
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": "Content Too Large", "status": 413, "detail": sentence}
        return JsonResponse(body | {"code": "too_big"}, status=413, content_type="application/problem+json")
    return render(request, "413.html", {"sentence": sentence}, status=413)
