"""Who is gone and still owns records: one click from a departure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import gone_owners
from web import keyset


@opens_to(Permission.REGISTER_DEPARTURE)
@require_safe
def gone(request: AuthenticatedRequest) -> HttpResponse:
    """Everybody without access who still owns something and has no open departure."""
    found = gone_owners.gone(request.user).select_related("team")
    page = keyset.page(found, request.GET, sorts={"name": "name"}, default="name")
    people, customers = gone_owners.totals(request.user)
    context = {"page": page, "rows": gone_owners.counted(page.rows), "people": people, "customers": customers}
    return render(request, "handover/gone_owners.html", context)
