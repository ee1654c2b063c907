"""The search palette: over any page by a key, and a page of its own without JavaScript."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.gate import SIGNED_IN, AuthenticatedRequest, opens_to
from handover import palette
from web.typed import as_text


@opens_to(SIGNED_IN)
@require_safe
def search(request: AuthenticatedRequest) -> HttpResponse:
    """What was found for the letters in the URL: the whole page, or what the palette shows of it."""
    typed = as_text(request.GET.get("q", ""))
    template = "handover/search_found.html" if request.htmx else "handover/search.html"
    return render(request, template, {"typed": typed, "found": palette.search(request.user, typed)})
