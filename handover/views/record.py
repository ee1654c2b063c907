"""The sealed record of a closed departure, and whether it still holds."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.briefings import access as briefing_access
from handover.lifecycle import State
from handover.models import Seal
from handover.sealing import verifying
from handover.wording import record as wording


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def record(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The seal; `?verify=1` verifies it now, in sentences. What exactly differs is for who reads the records."""
    departure = access.departure(request.user, pk)
    if departure.state != State.CLOSED:
        raise Http404
    seal = Seal.objects.filter(departure=departure).select_related("sealed_by").first()
    context = {
        "departure": departure,
        "heading": _("Sealed record"),
        "seal": seal,
        "is_late": seal is not None and seal.sealed_at != departure.ended_at,
        "parts": wording.parts(seal) if seal else [],
    }
    if "verify" in request.GET:
        knows = briefing_access.sees_all(request.user, departure)
        context["flaws"] = wording.told(verifying.one(departure.pk), with_values=knows)
        context["is_verified"] = True
    return render(request, "handover/record.html", context)
