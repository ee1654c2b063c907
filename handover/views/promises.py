"""The promise register: what was promised, and whether the firm stands by it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers.access import records
from customers.models import Customer
from handover import access
from handover.actions import promises as actions
from handover.briefings import access as briefing_access
from handover.briefings import rights
from handover.files.downloads import as_download
from handover.forms.promise import DecideForm, OutcomeForm
from handover.models import Promise, PromiseOutcome, PromiseVerdict
from web import keyset, refusals, undo

SHOWS = ("waiting", "all")


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def promises(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What was promised to the customers of a departure; first what waits for the manager's word."""
    departure = access.departure(request.user, pk)
    mine = briefing_access.promises(request.user, departure)
    waiting = mine.waiting().count()
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ("waiting" if waiting else "all")
    rows: QuerySet[Promise] = mine.waiting() if show == "waiting" else mine
    rows = rows.select_related("customer", "contact", "told_by", "decided_by", "outcome_by")
    taken = rights.taken_over(request.user, departure).values_list("record_id", flat=True)
    page = keyset.page(rows, request.GET, sorts={"usual": "pk"}, default="usual")
    open_to_reader = records(request.user, Customer).filter(pk__in={one.customer_id for one in page.rows})
    context = {
        "departure": departure,
        "mine": set(taken),
        "page": page,
        "open_customers": set(open_to_reader.values_list("pk", flat=True)),
        "show": show,
        "waiting": waiting,
        "sees_any": briefing_access.sees_any(request.user, departure),
        "may_decide": departure.is_open and rights.may_decide(request.user, departure),
    }
    return render(request, "handover/promises.html", context)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def decide(request: AuthenticatedRequest, pk: int, promise: int) -> HttpResponse:
    """Approve or refuse a promise."""
    found = briefing_access.promise(request.user, pk, promise)
    form = DecideForm(request.POST)
    if form.is_valid():
        with refusals.said(request, name="reason"):
            found = actions.decide(promise=found, by=request.user, at=timezone.now(), **form.cleaned_data)
            _say_decided(request, found)
    return redirect(_back(request, pk) + f"#promise-{promise}")


def _say_decided(request: AuthenticatedRequest, found: Promise) -> None:
    if found.verdict == PromiseVerdict.WAITING:
        messages.success(request, _("The promise waits for the manager’s word again."))
        return
    stands = found.verdict == PromiseVerdict.APPROVED
    sentence = _("The firm stands by the promise.") if stands else _("The firm does not stand by the promise.")
    url = reverse("promise_decide", args=[found.departure_id, found.pk])
    undo.said(request, sentence, url=f"{url}?{request.GET.urlencode()}", verdict=PromiseVerdict.WAITING)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def take_out(request: AuthenticatedRequest, pk: int, promise: int) -> HttpResponse:
    """Take a promise nobody has decided on out of the list."""
    found = briefing_access.promise(request.user, pk, promise)
    with refusals.said(request):
        actions.take_out(promise=found, by=request.user, at=timezone.now())
        url = reverse("promise_put_back", args=[pk, promise])
        undo.said(request, _("The promise is out of the list."), url=url)
    return redirect("tell", pk, found.customer_id)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def put_back(request: AuthenticatedRequest, pk: int, promise: int) -> HttpResponse:
    """Put a promise that was taken out back into the list."""
    found = briefing_access.promise(request.user, pk, promise, of=Promise.rows.all())
    with refusals.said(request):
        actions.put_back(promise=found, by=request.user, at=timezone.now())
        messages.success(request, _("The promise stands in the list again."))
    return redirect("tell", pk, found.customer_id)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def settle(request: AuthenticatedRequest, pk: int, promise: int) -> HttpResponse:
    """Say what became of a promise."""
    found = briefing_access.promise(request.user, pk, promise)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        with refusals.said(request, name="note"):
            found = actions.settle(promise=found, by=request.user, at=timezone.now(), **form.cleaned_data)
            if found.outcome != PromiseOutcome.OPEN:
                words = _("Noted: %(what)s") % {"what": found.what}
                undo.said(request, words, url=request.get_full_path(), outcome=PromiseOutcome.OPEN)
    return redirect(_back(request, pk) + f"#promise-{promise}")


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def evidence(request: AuthenticatedRequest, pk: int, promise: int) -> FileResponse:
    """What shows a promise, always as a download."""
    found = briefing_access.promise(request.user, pk, promise)
    if not found.evidence:
        raise Http404
    return as_download(found.evidence, found.evidence_name, found.evidence_type)


def _back(request: AuthenticatedRequest, pk: int) -> str:
    query = request.GET.urlencode()
    return reverse("departure_promises", args=[pk]) + (f"?{query}" if query else "")
