"""Every refusal of the API as an RFC 9457 problem, with a stable `code`, in the reader's language.

`problem_response` is DRF's exception handler; `unknown` answers for addresses under /api/ that do not exist; the
`page_*` functions are Django's own handlers, which show a page or, under /api/, a problem.
"""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import resolve
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.gate import ANYONE, opens_to
from web.errors import Refused

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
DEADLOCKS = ("40001", "40P01", "55P03")


@dataclass(frozen=True)
class Problem:
    """What a program is told: the HTTP status, a code that never changes, a sentence, the fields at fault."""

    status: int
    code: str
    detail: str
    errors: Any = None

    def body(self) -> dict[str, Any]:
        """The members of RFC 9457, and ours."""
        title = HTTPStatus(self.status).phrase
        told = {"type": "about:blank", "title": title, "status": self.status, "detail": self.detail, "code": self.code}
        return told if self.errors is None else told | {"errors": self.errors}


def not_found() -> Problem:
    """What does not exist, or is not the reader's to see."""
    return Problem(404, "not_found", _("There is nothing here for you."))


def problem_of(error: Exception) -> Problem | None:
    """The problem an error stands for, or None when it is a mistake of ours."""
    match error:
        case Refused():
            told = {"candidates": error.candidates} if error.candidates else None
            return Problem(error.status, str(error.code), error.sentence, told)
        case ValidationError():
            fields = error.message_dict if hasattr(error, "error_dict") else None
            return Problem(422, "invalid", " ".join(error.messages), fields)
        case exceptions.ValidationError():
            status, code = (409, "taken") if _leaves(error.get_codes()) == {"unique"} else (422, "invalid")
            return Problem(status, code, _("Some fields need another look."), error.detail)
        case Http404():
            return not_found()
        case PermissionDenied():
            return Problem(403, "permission_denied", _("You may not do this."))
        case exceptions.APIException():
            codes = error.get_codes()
            return Problem(error.status_code, codes if isinstance(codes, str) else "invalid", str(error.detail))
    return _database_problem(error)


def _leaves(codes: Any) -> set[str]:
    """The codes of all fields, however deep they lie."""
    if isinstance(codes, str):
        return {codes}
    return set().union(*(_leaves(each) for each in (codes.values() if isinstance(codes, dict) else codes)))


def _database_problem(error: Exception) -> Problem | None:
    if isinstance(error, IntegrityError):
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        log.warning("A constraint refused what the code let through: %s", constraint or error)
        sentence = _("This does not fit what is stored already.")
        return Problem(409, "conflict", sentence, {"constraint": constraint} if constraint else None)
    if isinstance(error, OperationalError) and getattr(error.__cause__, "pgcode", None) in DEADLOCKS:
        return Problem(409, "try_again", _("Somebody changed the same thing at this moment. Try again."))
    if isinstance(error, DataError):
        return Problem(422, "invalid", _("A value is too long or too large to be stored."))
    return None


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler."""
    problem = problem_of(error)
    usual = exception_handler(error, context)
    if problem is None:
        return None
    # Whatever the endpoint itself would have written; also when no renderer suits what the caller accepts.
    context["request"].accepted_renderer = JSONRenderer()
    context["request"].accepted_media_type = JSONRenderer.media_type
    response = Response(problem.body(), status=problem.status, content_type=PROBLEM)
    for header in ("WWW-Authenticate", "Retry-After", "Allow"):
        if usual is not None and header in usual:
            response[header] = usual[header]
    return response


def plain(problem: Problem) -> JsonResponse:
    """A problem as an answer of Django's, for what no API class answers."""
    return JsonResponse(
        problem.body(), status=problem.status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False}
    )


@csrf_exempt  # nothing is changed here, and a program shall read a problem, not a page
@opens_to(ANYONE)
def unknown(request: HttpRequest, path: str) -> HttpResponse:
    """Any address under /api/ that nothing answers; a forgotten slash at the end is forgiven, body and method kept."""
    if resolve(f"{request.path_info}/").func is not unknown:
        response = HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        response.status_code = HTTPStatus.PERMANENT_REDIRECT
        return response
    return plain(not_found())


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def page_400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request Django would not even read."""
    if _is_api(request):
        return plain(Problem(400, "bad_request", _("This request can't be read.")))
    return defaults.bad_request(request, exception)


def page_403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A right that is missing."""
    if _is_api(request):
        return plain(Problem(403, "permission_denied", _("You may not do this.")))
    return defaults.permission_denied(request, exception)


def page_404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing there, or nothing for this person."""
    return plain(not_found()) if _is_api(request) else defaults.page_not_found(request, exception)


def page_500(request: HttpRequest) -> HttpResponse:
    """A mistake of ours; the log has it."""
    if _is_api(request):
        return plain(Problem(500, "server_error", _("Something went wrong on our side.")))
    return defaults.server_error(request)
