"""Requests too large to read are refused by what they announce, before a byte of them is spooled."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

#: What a form may weigh beside its files.
FORM_BYTES = 1024 * 1024


class UploadLimitMiddleware:
    """Answers 413 to a request that announces more than `IMPORT_MAX_BYTES`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        size = int(announced) if announced.isdigit() else 0
        if size <= settings.IMPORT_MAX_BYTES + FORM_BYTES:
            return self.get_response(request)
        sentence = _("This upload has %(size)s; the most Baton takes is %(limit)s.") % {
            "size": filesizeformat(size),
            "limit": filesizeformat(settings.IMPORT_MAX_BYTES),
        }
        if request.path.startswith("/api/"):
            body = {"type": "about:blank", "title": "Content Too Large", "status": 413, "detail": sentence}
            return JsonResponse(body | {"code": "too_big"}, status=413, content_type="application/problem+json")
        return render(request, "413.html", {"sentence": sentence}, status=413)
