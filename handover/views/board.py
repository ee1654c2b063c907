"""The board: everybody who is leaving."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.gate import opens_to
from accounts.permissions import Permission
from handover import access


@opens_to(Permission.SEE_DEPARTURES)
def board(request: HttpRequest) -> HttpResponse:
    """One row per departure."""
    departures = access.departures(request.user).open().select_related("leaver")[:50]
    return render(request, "handover/board.html", {"departures": departures})
