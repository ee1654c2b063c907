"""Signing out: not before what was typed and never sent is shown, and then nothing stays on the device."""

from typing import Any

from allauth.account.views import LogoutView
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.gate import ANYONE, opens_to
from accounts.models import Draft
from web import browsers

#: Drafts shown; a person with more sees the latest.
SHOWN = 20


@opens_to(ANYONE)
class SignOut(LogoutView):
    """The page that asks, and the end of the session."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows: the drafts of who signs out, the latest first."""
        shown = Draft.objects.filter(person_id=self.request.user.pk).order_by("-saved_at", "-pk")[:SHOWN]
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"drafts": shown}

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session; with drafts, only when the person has seen them (`anyway`)."""
        person = self.request.user.pk
        if person and "anyway" not in self.request.POST and Draft.objects.filter(person_id=person).exists():
            return redirect("account_logout")
        response: HttpResponse = super().post(*args, **kwargs)
        browsers.forget(self.request, response)
        return response
