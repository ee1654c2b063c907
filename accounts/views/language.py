"""The language switch of every page, open to all so that the sign-in page speaks Chinese too."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.actions import preferences
from accounts.gate import ANYONE, opens_to

YEAR = 365 * 24 * 3600


@opens_to(ANYONE)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak `language` from now on and go back to the page `next`."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
        if request.user.is_authenticated:
            preferences.change(person=request.user, at=timezone.now(), language=wanted)
    return response
