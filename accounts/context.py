"""What every template knows about the person who reads it."""

from typing import Any

from django.http import HttpRequest

from accounts.permissions import Permission


def person(request: HttpRequest) -> dict[str, Any]:
    """`may`: the person's rights by name, as in `{% if may.plan %}`."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"may": {}}
    return {"may": {permission.value: user.may(permission) for permission in Permission}}
