"""My settings: name, language, time zone, password, API tokens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access
from accounts.actions import preferences, tokens
from accounts.forms.profile import ProfileForm, TokenForm
from accounts.gate import SIGNED_IN, AuthenticatedRequest, opens_to
from accounts.models import Scope, User


def _page(request: AuthenticatedRequest, **more: object) -> HttpResponse:
    context = {
        "form": ProfileForm(instance=User.objects.get(pk=request.user.pk)),
        "token_form": TokenForm(prefix="token"),
        "tokens": access.tokens(request.user),
    }
    return render(request, "accounts/profile.html", context | more)


@opens_to(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: AuthenticatedRequest) -> HttpResponse:
    """Read and change one's own settings."""
    if request.method != "POST":
        return _page(request)
    form = ProfileForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return _page(request, form=form)
    preferences.change(person=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Your settings are saved."))
    return redirect("profile")


@opens_to(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def token_create(request: AuthenticatedRequest) -> HttpResponse:
    """Issue a token; its key is on this one answer page and nowhere else. Coming back to the address shows no key."""
    if request.method != "POST":
        return redirect("profile")
    form = TokenForm(request.POST, prefix="token")
    if not form.is_valid():
        return _page(request, token_form=form)
    _token, key = tokens.issue(
        user=request.user,
        name=form.cleaned_data["name"],
        scope=Scope(form.cleaned_data["scope"]),
        by=request.user,
        at=timezone.now(),
        lifetime=form.lifetime(),
    )
    return _page(request, key=key)


@opens_to(SIGNED_IN)
@require_POST
def token_revoke(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take one's own token back."""
    token = access.own_token(request.user, pk)
    tokens.revoke(token=token, by=request.user, at=timezone.now())
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("profile")
