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
from web.errors import Refused
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
        "all_count": _all_of(found, filters).count(),
        "most": differences.MOST,
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


def _all_of(found: Connection, filters: DifferenceFilter) -> QuerySet[RecordLink]:
    """What "all" on the page means: of what the filter shows, what a person has to look at; what waits or was left as
    it is only where the filter asks for just that.
    """
    rows = _links(found, filters)
    return rows if filters.is_of_settled else rows.filter(state__in=OPEN)


def _settle(request: AuthenticatedRequest, found: Connection) -> None:
    deed = request.POST.get("deed", "")
    if deed not in Deed.values:
        return
    with refusals.said(request):
        chosen, count = _chosen(request, found, Deed(deed))
        number = differences.settle(
            connection=found,
            links=chosen,
            deed=Deed(deed),
            reason=as_text(request.POST.get("reason", "")),
            by=request.user,
            at=timezone.now(),
        )
        _tell(request, number, count - number)


def _chosen(request: AuthenticatedRequest, found: Connection, deed: Deed) -> tuple[list[int], int]:
    """The links to settle, and how many were chosen: those ticked, or all the page counted."""
    if "everything" not in request.POST:
        ticked = {pk for text in request.POST.getlist("link") if (pk := as_id(text))}
        if not ticked:
            raise Refused(_("Choose the records first."), code="nothing_chosen", status=422)
        return sorted(ticked), len(ticked)
    everything = _all_of(found, DifferenceFilter(request.GET)).order_by("pk")
    if (count := everything.count()) != as_id(request.POST.get("count", "")):
        words = _("There are %(n)s of them now. Nothing was settled; look at them and choose again.")
        raise Refused(words, code="changed_meanwhile", params={"n": count}, status=409)
    chosen = everything[: differences.MOST].values("pk")
    able = differences.that_can_be(RecordLink.objects.filter(pk__in=chosen), deed, found)
    return list(able.order_by("pk").values_list("pk", flat=True)), min(count, differences.MOST)


def _tell(request: AuthenticatedRequest, settled: int, left: int) -> None:
    if settled:
        words = ngettext("%(n)s record is settled.", "%(n)s records are settled.", settled)
        messages.success(request, words % {"n": settled})
    if left:
        words = ngettext(
            "%(n)s record was left alone: it is deleted there, its owner there is nobody here, or something has "
            "happened to it since you saw it.",
            "%(n)s records were left alone: they are deleted there, their owner there is nobody here, or something has "
            "happened to them since you saw them.",
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
