"""The audit trail."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access, wording
from accounts.forms.people import AuditFilter
from accounts.gate import AuthenticatedRequest, opens_to
from accounts.models import AuditEntry
from accounts.permissions import Permission
from web import keyset


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def narrowed(rows: QuerySet[AuditEntry], wanted: dict[str, Any]) -> QuerySet[AuditEntry]:
    """`rows` that fit the cleaned values of an `AuditFilter`."""
    if by := wanted.get("by"):
        rows = rows.filter(by=by)
    if verb := wanted.get("verb"):
        rows = rows.filter(verb__startswith=f"{verb}.")
    if since := wanted.get("since"):
        rows = rows.filter(at__gte=_midnight(since))
    if until := wanted.get("until"):
        rows = rows.filter(at__lt=_midnight(until + datetime.timedelta(days=1)))
    return rows


@opens_to(Permission.SEE_AUDIT)
@require_safe
def audit(request: AuthenticatedRequest) -> HttpResponse:
    """Who did what to what, the newest first."""
    filters = AuditFilter(request.GET)
    page = keyset.page(
        narrowed(access.audit(request.user), filters.wanted()), request.GET, sorts={"at": "id"}, default="-at"
    )
    known = wording.names(page.rows)
    rows = [wording.told(entry, known) for entry in page.rows]
    return render(request, "accounts/audit.html", {"page": page, "rows": rows, "filters": filters})
