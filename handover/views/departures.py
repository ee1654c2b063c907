"""The page of one departure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.gate import opens_to
from accounts.permissions import Permission
from handover import access, holdings


@opens_to(Permission.SEE_DEPARTURES)
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the departure stands, what the leaver holds and what is next."""
    departure = access.departure(request.user, pk)
    return render(
        request,
        "handover/departure.html",
        {"departure": departure, "holdings": holdings.count(departure.leaver)},
    )
