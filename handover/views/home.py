"""Home: what needs me today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.gate import SIGNED_IN, Visit, opens_to
from handover.agenda import agenda


@opens_to(SIGNED_IN)
@require_safe
def home(request: Visit) -> HttpResponse:
    """Every reason why the signed-in person is needed, as a sentence that leads to where it is settled."""
    day = timezone.localdate()
    return render(request, "handover/home.html", {"agenda": agenda(request.user, at=timezone.now()), "today": day})
