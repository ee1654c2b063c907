"""The board: everybody who is leaving."""

from django.db.models import F, Min, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import supervision
from handover.departures import board as boards
from handover.departures.needs import needs
from handover.forms.board import BoardFilter
from handover.gone_owners import gone
from handover.models import BoardView, ChecklistItem, Departure
from web import keyset
from web.keyset import Sort
from web.typed import as_id

SORTS: dict[str, str | Sort] = {
    "last_day": "last_day_on",
    "name": "leaver__name",
    "ended": "ended_at",
    "late": Sort("late_on", is_indexed=False),
}
TABS = ("open", "mine", "closed")
#: Departures on a page: a row says much, and a firm with more than these at a time is rare.
SIZE = 25
#: What is read of departures that are counted but not shown.
SLIM = ("state", "kind", "last_day_on", "supervisor", "leaver__name", "leaver__team__name")


@opens_to(Permission.SEE_DEPARTURES)
def board(request: AuthenticatedRequest) -> HttpResponse:
    """One row per departure, in three tabs and those the person saved; four figures over all that are open. Without
    anything in the address the view that opens first.
    """
    views = list(BoardView.objects.filter(person=request.user))
    if not request.GET and (first := next((view for view in views if view.is_default), None)):
        return redirect(f"{request.path}?{first.address}")
    now, in_view = timezone.now(), access.departures(request.user)
    everyone = list(in_view.open().select_related("leaver__team").only(*SLIM))
    tab = request.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    filters = BoardFilter(request.GET, teams=[(team.pk, team.name) for one in everyone if (team := one.leaver.team)])
    rows = filters.narrow(_tab(in_view, tab, request), timezone.localdate(now))
    rows = _sorted(rows, request).select_related("leaver__team", "leaver__office", "supervisor")
    page = keyset.page(rows, request.GET, sorts=SORTS, default="-ended" if tab == "closed" else "last_day", size=SIZE)
    shown = boards.build(request.user, everyone, page.rows, now)
    here = as_id(request.GET.get("view", ""))
    context = {
        "tab": tab, "filters": filters, "page": page, "board": shown, "views": views,
        "view": next((view for view in views if view.pk == here), None),
        "query": filters.query(request.GET.get("sort", "") and page.sort),
        "supervisors": supervision.able().order_by("name")[:200] if shown.may_pick else [],
        "left_behind": request.user.may(Permission.REGISTER_DEPARTURE) and gone(request.user).exists(),
        "waiting": in_view.filter(needs(request.user)).count(),
    }  # fmt: skip
    return render(request, "handover/board.html", context)


def _tab(rows: "QuerySet[Departure]", tab: str, request: AuthenticatedRequest) -> "QuerySet[Departure]":
    if tab == "mine":
        return rows.filter(needs(request.user))
    return rows.filter(ended_at__isnull=False) if tab == "closed" else rows.filter(ended_at=None)


def _sorted(rows: "QuerySet[Departure]", request: AuthenticatedRequest) -> "QuerySet[Departure]":
    """The rows with the day since which something is late, where they are ordered by it."""
    if request.GET.get("sort", "").removeprefix("-") != "late":
        return rows
    late = ChecklistItem.objects.open().filter(departure=OuterRef("pk"), due_on__lt=timezone.localdate())
    first = late.order_by().values("departure").annotate(first=Min(F("due_on"))).values("first")
    return rows.annotate(late_on=Subquery(first))
