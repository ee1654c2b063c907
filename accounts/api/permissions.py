"""The gate for REST: the same declaration as for pages, plus the token's scope."""

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.gate import declared, may
from accounts.models import ApiToken, Scope

if TYPE_CHECKING:
    from rest_framework.views import APIView


class OpensTo(BasePermission):
    """Lets in whom the API class opens to; a token of read scope only reads."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        who = declared(type(view))
        if who is None or not may(request.user, who):
            return False
        if isinstance(request.auth, ApiToken) and request.method not in SAFE_METHODS:
            return request.auth.scope == Scope.WRITE
        return True
