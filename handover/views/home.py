"""Home: what needs me today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.gate import SIGNED_IN, AuthenticatedRequest, opens_to
from accounts.models import User
from accounts.permissions import Permission
from handover import access
from handover.agenda import agenda
from handover.models import Departure

#: So many handovers under way are shown.
SHOWN = 6


@opens_to(SIGNED_IN)
@require_safe
def home(request: AuthenticatedRequest) -> HttpResponse:
    """Every reason why the signed-in person is needed, as a sentence that leads to where it is settled."""
    day = timezone.localdate()
    context = {"agenda": agenda(request.user, at=timezone.now()), "today": day, "under_way": _under_way(request.user)}
    return render(request, "handover/home.html", context)


def _under_way(user: User) -> list[Departure]:
    """The handovers of the board that end first."""
    if not user.may(Permission.SEE_DEPARTURES):
        return []
    rows = access.departures(user).open().select_related("leaver__team")
    return list(rows.order_by("last_day_on", "pk")[:SHOWN])
