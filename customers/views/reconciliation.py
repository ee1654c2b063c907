"""Baton says, the CRM says: the differences of a connection, and how they are settled."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers.actions import differences
from customers.actions.differences import Deed
from customers.forms.connection import DifferenceFilter
from customers.models import Connection, RecordLink
from customers.models.record_link import OPEN
from customers.syncing import comparing, wording
from web import csv_export, keyset, refusals
from web.typed import as_id, as_text


@opens_to(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def reconciliation(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Both sides, record by record; chosen ones are settled together."""
    found = get_object_or_404(Connection, pk=pk)
    if request.method == "POST":
        _settle(request, found)
        return redirect(request.get_full_path())
    filters = DifferenceFilter(request.GET)
    page = keyset.page(_links(found, filters), request.GET, sorts={"first": "place"}, default="first")
    standing = comparing.standing(found)
    context = {
        "connection": found,
        "label": wording.label(found),
        "filters": filters,
        "page": page,
        "rows": comparing.rows(found, page.rows),
        "standing": standing,
        "slices": standing.slices(request.path),
        "deeds": [deed for deed in Deed if deed != Deed.WRITE or found.writes_owners],
    }
    return render(request, "customers/reconciliation.html", context)


def _links(found: Connection, filters: DifferenceFilter) -> QuerySet[RecordLink]:
    wanted = filters.wanted()
    rows = RecordLink.objects.filter(connection=found)
    if state := wanted.get("state"):
        rows = rows.filter(state__in=OPEN if state == "open" else [state])
    if "q" in wanted:
        rows = rows.filter(source_id=wanted["q"].strip())
    return rows.filter(kind=wanted["kind"]) if "kind" in wanted else rows


def _settle(request: AuthenticatedRequest, found: Connection) -> None:
    chosen = {pk for text in request.POST.getlist("link") if (pk := as_id(text))}
    deed = request.POST.get("deed", "")
    if deed not in Deed.values:
        return
    if not chosen:
        messages.error(request, _("Choose the records first."))
        return
    with refusals.said(request):
        number = differences.settle(
            connection=found,
            links=sorted(chosen),
            deed=Deed(deed),
            reason=as_text(request.POST.get("reason", "")),
            by=request.user,
            at=timezone.now(),
        )
        _tell(request, number, len(chosen) - number)


def _tell(request: AuthenticatedRequest, settled: int, left: int) -> None:
    if settled:
        words = ngettext("%(n)s record is settled.", "%(n)s records are settled.", settled)
        messages.success(request, words % {"n": settled})
    if left:
        words = ngettext(
            "%(n)s record was left alone: something has happened to it since you saw it.",
            "%(n)s records were left alone: something has happened to them since you saw them.",
            left,
        )
        messages.warning(request, words % {"n": left})


@opens_to(Permission.ADMINISTER)
@require_safe
def reconciliation_csv(request: AuthenticatedRequest, pk: int) -> StreamingHttpResponse:
    """The report as CSV, narrowed as the page is."""
    found = get_object_or_404(Connection, pk=pk)
    links = _links(found, DifferenceFilter(request.GET))
    return csv_export.download(comparing.report(found, links), f"reconciliation-{found.pk}.csv")
