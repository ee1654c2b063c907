"""Default-deny: every address declares who may, and one that does not is closed to all.

A view says `@opens_to(Permission.PLAN)`; views of libraries are declared in `LIBRARY_VIEWS`. Which *objects* a person
may see is decided after that, by each app's `access.py`.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from accounts.permissions import Permission

ANYONE: Final = "anyone"
SIGNED_IN: Final = "signed in"

#: Views we did not write, by dotted name, and who they open to.
LIBRARY_VIEWS: dict[str, tuple[str, ...]] = {
    "allauth.account.views.login": (ANYONE,),
    "allauth.account.views.LoginView": (ANYONE,),
    "allauth.account.views.PasswordResetView": (ANYONE,),
    "allauth.account.views.PasswordResetDoneView": (ANYONE,),
    "allauth.account.views.PasswordResetFromKeyView": (ANYONE,),
    "allauth.account.views.PasswordResetFromKeyDoneView": (ANYONE,),
    "allauth.account.views.PasswordChangeView": (SIGNED_IN,),
}


class AuthenticatedRequest(HttpRequest):
    """What views get of somebody signed in: `user` is a `User`, never anonymous. Only a type; none is made."""

    user: User
    htmx: HtmxDetails


View = TypeVar("View", bound=Callable[..., Any])


def opens_to(*who: Permission | str) -> Callable[[View], View]:
    """Declare who may call a view: any of these permissions, `SIGNED_IN`, or `ANYONE`."""

    def mark(view: View) -> View:
        view.opens_to = who  # type: ignore[attr-defined]  # functions carry it too
        return view

    return mark


def declared(view: Callable[..., Any]) -> tuple[str, ...] | None:
    """Who `view` opens to, or None when nothing says so. Class views and API classes carry it on their class."""
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        if (who := getattr(holder, "opens_to", None)) is not None:
            return tuple(who)
    shown = getattr(view, "view_class", view)
    return LIBRARY_VIEWS.get(f"{shown.__module__}.{shown.__qualname__}")


def declared_for(api: type, method: str) -> tuple[str, ...] | None:
    """Who one method (or action) of an API class opens to: what it says itself, else what its class says."""
    who = getattr(getattr(api, method, None), "opens_to", None)
    return tuple(who) if who is not None else declared(api)


def may(user: Any, who: tuple[str, ...]) -> bool:
    """Whether `user` is among `who`."""
    if ANYONE in who:
        return True
    if not user.is_authenticated:
        return False
    return SIGNED_IN in who or any(user.may(Permission(right)) for right in who)


class GateMiddleware:
    """Closes every page to those it does not open to. API classes answer for themselves (`OpensTo`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        who = declared(view)
        if who is None:
            raise Http404(f"{view} does not declare who may call it.")
        if hasattr(view, "cls") or may(request.user, who):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
