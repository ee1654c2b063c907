"""Every refusal of the API as an RFC 9457 problem, with a stable `code`."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

from web.errors import Refused


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error: type, title, status, detail, code, and the fields at fault when there are any."""
    errors: Any = None
    if isinstance(error, Refused):
        status, code, detail = error.status, str(error.code), " ".join(error.messages)
    elif isinstance(error, ValidationError):
        status, code, detail = 422, "invalid", " ".join(error.messages)
        errors = error.message_dict if hasattr(error, "error_dict") else None
    elif isinstance(error, exceptions.ValidationError):
        status, code, detail = 422, "invalid", _("Some fields need another look.")
        errors = error.detail
    elif isinstance(error, Http404):
        status, code, detail = 404, "not_found", _("There is nothing here for you.")
    elif isinstance(error, PermissionDenied):
        status, code, detail = 403, "permission_denied", _("You may not do this.")
    elif isinstance(error, exceptions.APIException):
        codes = error.get_codes()
        status, code, detail = error.status_code, codes if isinstance(codes, str) else "invalid", str(error.detail)
    else:
        return None
    usual = exception_handler(error, context)
    body = {"type": "about:blank", "title": detail, "status": status, "detail": detail, "code": code}
    if errors is not None:
        body["errors"] = errors
    context["request"].accepted_renderer = JSONRenderer()  # whatever the endpoint itself would have written
    response = Response(body, status=status, content_type="application/problem+json")
    for header in ("WWW-Authenticate", "Retry-After"):
        if usual is not None and header in usual:
            response[header] = usual[header]
    return response
