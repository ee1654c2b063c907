"""Joint visits to customers of grade A: which are missing, and the supervisor's reasons where none is needed."""

import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers.models import Customer
from handover import access
from handover.actions import visit_exceptions as actions
from handover.checking import access as checking
from handover.forms.visit_exception import VisitExceptionForm
from handover.meetings import rights
from handover.meetings import visits as joint
from handover.models import Departure
from web import keyset, refusals, undo
from web.errors import Refused
from web.typed import as_id, as_moment

SIZE = 25


@opens_to(Permission.SEE_DEPARTURES)
@require_http_methods(["GET", "HEAD", "POST"])
def visits(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The customers nobody visited together, each with its reason or the visit to come; a POST gives a reason."""
    departure = _seen(request, pk)
    form = VisitExceptionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen: list[int] = [one for one in map(as_id, request.POST.getlist("ids")) if one]
        if "everything" in request.POST:
            chosen = list(joint.missing(departure).values_list("pk", flat=True))
        reason = form.cleaned_data["reason"]
        at = timezone.now()
        try:
            made = actions.make(departure=departure, customers=chosen, reason=reason, by=request.user, at=at)
        except Refused as refused:
            form.add_error("reason" if refused.code == "reason_needed" else None, refused)
        else:
            _say_made(request, departure, made, at)
            return redirect("departure_visits", pk)
    return _page(request, departure, form)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def wanted(request: AuthenticatedRequest, pk: int, customer: int) -> HttpResponse:
    """Take the reason back: the customer is to be visited after all."""
    departure = _seen(request, pk)
    with refusals.said(request):
        former = actions.take_back(departure=departure, customer=customer, by=request.user, at=timezone.now())
        if former is None:
            raise Http404
        sentence = _("%(customer)s is to be visited together after all.") % {"customer": former.customer.name}
        undo.said(request, sentence, url=reverse("departure_visits", args=[pk]), ids=customer, reason=former.reason)
    return redirect("departure_visits", pk)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take back what was let go at one moment: these customers are to be visited after all."""
    departure, made_at = _seen(request, pk), as_moment(request.POST.get("made_at", ""))
    if made_at is None:
        raise Http404
    with refusals.said(request):
        many = actions.take_all_back(departure=departure, made_at=made_at, by=request.user, at=timezone.now())
        words = ngettext(
            "%(count)s customer is to be visited after all.", "%(count)s customers are to be visited after all.", many
        )
        messages.success(request, words % {"count": many})
    return redirect("departure_visits", pk)


def _say_made(request: AuthenticatedRequest, departure: Departure, made: list[Customer], at: datetime.datetime) -> None:
    words = ngettext("%(count)s customer needs no visit.", "%(count)s customers need no visit.", len(made))
    sentence = _("%(customer)s needs no visit.") % {"customer": made[0].name}
    said = words % {"count": len(made)} if len(made) > 1 else sentence
    undo.said(request, said, url=reverse("visits_back", args=[departure.pk]), made_at=at.isoformat())


def _seen(request: AuthenticatedRequest, pk: int) -> Departure:
    departure = access.departure(request.user, pk)
    if not checking.sees_sample(request.user, departure):
        raise Http404
    return departure


def _page(request: AuthenticatedRequest, departure: Departure, form: VisitExceptionForm) -> HttpResponse:
    rows: QuerySet[Any] = joint.unvisited(departure)
    page = keyset.page(rows, request.GET, sorts={"name": "name"}, default="name", size=SIZE)
    shown = [row.pk for row in page.rows]
    reasons = {
        one.customer_id: one for one in joint.excepted(departure).filter(customer__in=shown).select_related("by")
    }
    planned = joint.planned(departure).filter(customer__in=shown).select_related("meeting")
    meetings = {line.customer_id: line.meeting for line in planned}
    context = {
        "departure": departure,
        "page": page,
        "rows": [(row, reasons.get(row.pk), meetings.get(row.pk)) for row in page.rows],
        "counted": joint.counted(departure),
        "may_except": departure.supervisor_id == request.user.pk and departure.is_open and not departure.signed_off_at,
        "may_call": rights.may_call(request.user, departure),
        "form": form,
        "ticked": request.POST.getlist("ids"),
    }
    return render(request, "handover/visits.html", context, status=422 if form.errors else 200)
