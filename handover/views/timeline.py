"""The timeline of one departure."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.departures import timeline as timelines


@opens_to(Permission.SEE_DEPARTURES)
def timeline(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What was done and who was told, newest first."""
    departure = access.departure(request.user, pk)
    story = timelines.read(request.user, departure, request.GET.get("after", ""))
    return render(request, "handover/departure_timeline.html", {"departure": departure, "story": story})
