"""The board: everybody who is leaving."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.gate import Visit, opens_to
from accounts.permissions import Permission
from handover import access
from handover import board as boards
from handover.forms.board import BoardFilter
from handover.models import Departure
from handover.needs import needs
from web import keyset

SORTS = {"last_day": "last_day_on", "name": "leaver__name", "ended": "ended_at"}
TABS = ("open", "mine", "closed")


@opens_to(Permission.SEE_DEPARTURES)
def board(request: Visit) -> HttpResponse:
    """One row per departure, in three tabs; four figures over all that are open."""
    in_view = access.departures(request.user)
    tab = request.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    filters = BoardFilter(request.GET)
    rows = filters.narrow(_tab(in_view, tab, request)).select_related("leaver__team__manager", "supervisor")
    page = keyset.page(rows, request.GET, sorts=SORTS, default="-ended" if tab == "closed" else "last_day")
    everyone = list(in_view.open().select_related("leaver"))
    context = {
        "tab": tab,
        "filters": filters,
        "page": page,
        "board": boards.build(request.user, everyone, page.rows, timezone.localdate()),
        "waiting": in_view.filter(needs(request.user)).count(),
    }
    return render(request, "handover/board.html", context)


def _tab(rows: "QuerySet[Departure]", tab: str, request: Visit) -> "QuerySet[Departure]":
    if tab == "mine":
        return rows.filter(needs(request.user))
    return rows.filter(ended_at__isnull=False) if tab == "closed" else rows.filter(ended_at=None)
