"""Pages of verifying together: the list, and what is said about one customer or many."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import verdict_undo
from handover.actions import verifications as actions
from handover.checking import access as checking_access
from handover.forms.verification import BulkForm, SayForm, VerificationFilter
from handover.models import FINAL_VERDICTS, Departure, Verdict, Verification
from handover.verifying import rows as verification_rows
from handover.verifying.rows import Reader
from handover.verifying.verdicts import SAYINGS, about, progress
from web import keyset, refusals, undo
from web.typed import as_id, as_moment


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def verification(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who has said what about each customer, narrowed by the URL, with the buttons that are the reader's."""
    departure = access.departure(request.user, pk)
    mine = access.verifications(request.user, departure)
    filters = VerificationFilter(request.GET, mine)
    people = ("customer", "successor", "stated_by", "settled_by")
    page = keyset.page(filters.narrowed().select_related(*people), request.GET, sorts={"usual": "pk"}, default="usual")
    at = timezone.now()
    reader = Reader.of(request.user, departure, at)
    context = {
        "departure": departure,
        "filters": filters,
        "page": page,
        "rows": verification_rows.rows(page.rows, reader),
        "bulk": _bulk(reader, filters, at) if reader.is_open else [],
        **_progress(mine, departure),
        "sees_sample": checking_access.sees_sample(request.user, departure),
    }
    return render(request, "handover/verification.html", context)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def say(request: AuthenticatedRequest, pk: int, row: int) -> HttpResponse:
    """Say one thing about one customer; answers htmx with the row, a browser without it with the page."""
    found = access.verification(request.user, row)
    if found.departure_id != pk:
        raise Http404
    form, at = SayForm(request.POST), timezone.now()
    if form.is_valid():
        with refusals.said(request, name="note"):
            found = actions.say(verification=found, by=request.user, at=at, **form.cleaned_data)
            offer_undo(request, pk, at, _said(found))
    if not getattr(request, "htmx", False):
        return redirect(_back(request, pk) + f"#row-{row}")
    found = access.verification(request.user, row)
    reader = Reader.of(request.user, found.departure, timezone.now())
    shown = verification_rows.rows([found], reader)[0]
    context = {"row": shown, "departure": found.departure, "is_swapped": True}
    return render(request, "handover/verification_row.html", context)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def say_all(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """State or confirm what is ticked, or all that the filter shows."""
    departure = access.departure(request.user, pk)
    form = BulkForm(request.POST)
    if form.is_valid():
        rows = VerificationFilter(request.GET, access.verifications(request.user, departure)).narrowed()
        if form.cleaned_data["which"] == "ticked":
            ticked = [as_id(row) for row in request.POST.getlist("row")]
            rows = rows.filter(pk__in=ticked)
        with refusals.said(request):
            verdict, at = form.cleaned_data["verdict"], timezone.now()
            many = actions.say_all(departure=departure, rows=rows, verdict=verdict, by=request.user, at=at)
            words = ngettext("%(count)s customer is done.", "%(count)s customers are done.", many) % {"count": many}
            if 0 < many <= verdict_undo.MOST:
                offer_undo(request, pk, at, words)
            else:
                messages.success(request, words if many else _("Nothing was ticked that waits for you."))
    return redirect(_back(request, pk))


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def take_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take back what the reader said at one moment."""
    departure, said_at = access.departure(request.user, pk), as_moment(request.POST.get("said_at", ""))
    if said_at is None:
        raise Http404
    with refusals.said(request):
        many = verdict_undo.take_back(departure=departure, said_at=said_at, by=request.user, at=timezone.now())
        words = ngettext("%(count)s customer is as before.", "%(count)s customers are as before.", many)
        messages.success(request, words % {"count": many})
    item = as_id(request.POST.get("item", ""))
    return redirect(f"{reverse('verify')}?item={item}" if item else _back(request, pk))


def _said(row: Verification) -> str:
    """What was just said about a customer, in a sentence."""
    name = row.customer.name if row.customer else row.successor.name
    return _("%(customer)s: %(verdict)s.") % {"customer": name, "verdict": row.get_verdict_display()}


def offer_undo(request: AuthenticatedRequest, pk: int, at: datetime.datetime, sentence: str, **fields: int) -> None:
    """Leave the message that the reader has said something at `at`, which can take it back."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    url = reverse("verification_take_back", args=[pk]) + query
    undo.said(request, sentence, url=url, said_at=at.isoformat(), **fields)


def _bulk(reader: Reader, filters: VerificationFilter, at: datetime.datetime) -> list[dict[str, Any]]:
    """The bulk buttons of the reader, each with how many rows of the filter wait for it."""
    found = []
    for verdict in (Verdict.STATED, Verdict.CONFIRMED):
        turn = actions.turns(reader.departure, reader.user, at, SAYINGS[verdict])
        many = filters.narrowed().filter(pk__in=turn.values("pk")).count()
        if many:
            waits = {"verdict": Verdict.WAITING} if verdict == Verdict.STATED else _to_confirm(reader)
            found.append({"verdict": verdict, "label": SAYINGS[verdict].label, "many": many, "waits": urlencode(waits)})
    return found


def _to_confirm(reader: Reader) -> dict[str, object]:
    """The filter that shows what waits for the reader's yes to what somebody else has said."""
    return {"verdict": Verdict.STATED, "successor": reader.user.pk}


def _progress(mine: QuerySet[Verification], departure: Departure) -> dict[str, Any]:
    """How many are verified of those the reader sees, or of all when they see none."""
    seen = _counted(mine)
    counts = seen or _counted(departure.verifications.all())
    total, rest = sum(counts.values()), (mine if seen else departure.verifications).filter(customer=None).count()
    return {
        "seen": sum(seen.values()),
        "total": total,
        "about": about(total, rest),
        "done": sum(counts.get(verdict, 0) for verdict in FINAL_VERDICTS),
        "disputed": seen.get(Verdict.DISPUTED, 0),
        "progress": progress(counts, "?verdict=" if seen else ""),
    }


def _counted(rows: QuerySet[Verification]) -> dict[str, int]:
    return dict(rows.order_by().values_list("verdict").annotate(n=Count("pk")))


def _back(request: AuthenticatedRequest, pk: int) -> str:
    query = request.GET.urlencode()
    return reverse("departure_verification", args=[pk]) + (f"?{query}" if query else "")
