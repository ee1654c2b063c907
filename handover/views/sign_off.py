"""The sign-off of a departure: what was verified by whom, the sample with its scores, and the supervisor's word."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import samples, verifications
from handover.checking import access as checking
from handover.checking.standing import Standing
from handover.forms.checking import DrawForm
from handover.forms.verification import SignOffForm
from handover.lifecycle import Who
from handover.meetings import visits
from handover.models import Departure, Sample
from handover.verifying.verdicts import VERIFIED_IN
from web import keyset, refusals
from web.errors import Refused

#: So many customers that need no joint visit are named.
SHOWN = 5


@opens_to(Permission.SEE_DEPARTURES)
def sign_off(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The page before and after signing; posting signs."""
    departure = _seen(request, pk)
    form = SignOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            note = form.cleaned_data["note"]
            verifications.sign_off(departure=departure, note=note, by=request.user, at=timezone.now())
            messages.success(request, _("Signed off. The departure can be closed once the records have moved."))
            return redirect("verification_sign_off", pk)
        except Refused as refused:
            form.add_error(None, refused)
    return _page(request, departure, form, DrawForm())


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def draw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Draw the sample of a handover that has none yet, or another one with its reason."""
    departure, form = _seen(request, pk), DrawForm(request.POST)
    who: dict[str, Any] = {"departure": departure, "by": request.user, "at": timezone.now()}
    with refusals.said(request):
        if not Sample.objects.filter(departure=departure).exists():
            samples.draw_first(**who)
        elif form.is_valid():
            samples.draw_again(**form.cleaned_data, **who)
        else:
            return _page(request, departure, SignOffForm(), form)
        messages.success(request, _("The sample is drawn."))
    return redirect("verification_sign_off", pk)


def _seen(request: AuthenticatedRequest, pk: int) -> Departure:
    departure = access.departure(request.user, pk)
    if not checking.sees_sample(request.user, departure):
        raise Http404
    return departure


def _page(request: AuthenticatedRequest, departure: Departure, form: SignOffForm, draw_form: DrawForm) -> HttpResponse:
    is_open = departure.state in VERIFIED_IN and not departure.signed_off_at
    who = access.relations(request.user, departure)
    rows = checking.sample(request.user, departure).select_related("customer", "successor", "scored_by")
    standing = Standing(departure)
    page = keyset.page(rows, request.GET, sorts={"usual": "pk"}, default="usual", size=25)
    context = {
        "departure": departure,
        "standing": standing,
        "parts": standing.parts(),
        "missing": standing.missing() if is_open else [],
        "page": page,
        "former": list(Sample.objects.filter(departure=departure, replaced_at__isnull=False)),
        "is_open": is_open,
        "signs": is_open and Who.SUPERVISOR in who,
        "visits_asked": visits.asked_for(departure).exists() if is_open else False,
        "visits": visits.counted(departure),
        "excepted": list(visits.excepted(departure).select_related("customer", "by")[:SHOWN]),
        "draws": is_open and bool(who & {Who.SUPERVISOR, Who.PLANNER}),
        "form": form,
        "draw_form": draw_form,
    }
    status = 422 if form.errors or draw_form.errors else 200
    return render(request, "handover/sign_off.html", context, status=status)
