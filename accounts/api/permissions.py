"""The gate for REST: the same declaration as for pages, plus the token's scope."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.gate import declared_for, may
from accounts.models import ApiToken, Scope

if TYPE_CHECKING:
    from rest_framework.views import APIView


class OpensTo(BasePermission):
    """Lets in whom the API class, or the one method of it, opens to; a token of read scope only reads."""

    message: str | Promise | None = None
    code: str | None = None

    def has_permission(self, request: Request, view: "APIView") -> bool:
        who = declared_for(type(view), getattr(view, "action", None) or (request.method or "").lower())
        if who is None or not may(request.user, who):
            return False
        if isinstance(request.auth, ApiToken) and request.method not in SAFE_METHODS:
            self.message, self.code = _("This token may only read."), "token_read_only"
            return request.auth.scope == Scope.WRITE
        return True
