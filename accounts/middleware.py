"""What is settled for each request before a view runs: is the access still open, which language, which clock."""

import zoneinfo
from collections.abc import Callable
from urllib.parse import quote

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts.actions import drafts
from web import browsers, refusals

#: How a form is sent.
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
DRAFT_SENT = "draft_sent"

GetResponse = Callable[[HttpRequest], HttpResponse]


class EndedAccessMiddleware:
    """Ends the session of a person whose access ended; `PersonBackend` finds nobody in it any more.

    Their device keeps nothing either: neither pages nor what was typed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated or SESSION_KEY not in request.session:
            return self.get_response(request)
        logout(request)
        response = self.get_response(request)
        browsers.forget(request, response)
        return response


class PersonLocaleMiddleware:
    """Speaks the signed-in person's language and shows their time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            with timezone.override(None):  # a token's person brings the own clock, for this request only
                return self.get_response(request)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language() or "en"
        with timezone.override(zoneinfo.ZoneInfo(request.user.time_zone)):
            return self.get_response(request)


class SentDraftMiddleware:
    """Throws a draft away once its form was sent and taken.

    `static/js/drafts.js` sends `_draft`, the address of the draft, along with the form. The cookie tells the script of
    the next page that the copy on that device is no longer needed either.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not _was_taken(request, response):
            return response
        if address := request.POST.get("_draft", "")[:200]:
            if request.user.is_authenticated:
                drafts.drop(by=request.user, address=address.replace("\x00", ""))
            response.set_cookie(
                DRAFT_SENT, quote(address, safe=""), max_age=600, samesite="Lax", secure=request.is_secure()
            )
        return response


def _was_taken(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form led onwards; a page that shows it again keeps its draft. Htmx gets its answer in place."""
    if refusals.is_left(request):
        return False
    in_place = "HX-Request" in request.headers and response.status_code < 300
    return (request.content_type or "").startswith(FORMS) and (300 <= response.status_code < 400 or in_place)
