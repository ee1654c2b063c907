"""The plan of a departure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.gate import opens_to
from accounts.permissions import Permission
from handover import access


@opens_to(Permission.SEE_DEPARTURES)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes over what."""
    departure = access.departure(request.user, pk)
    return render(request, "handover/plan.html", {"departure": departure})
