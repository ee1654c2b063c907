"""The page of one departure, and what can be done to the departure as a whole."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.models import User
from accounts.permissions import Permission
from handover import access
from handover.actions import departures, supervision
from handover.dates import zone
from handover.departures import overview as overviews
from handover.forms.registration import DatesForm
from handover.lifecycle import Verb, Who
from web import refusals
from web.typed import as_id, as_text


@opens_to(Permission.SEE_DEPARTURES)
def overview(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Where the departure stands, what the leaver holds and what is next."""
    departure = access.departure(request.user, pk)
    page = overviews.build(request.user, departure, timezone.now(), timezone.localdate())
    return render(request, "handover/departure.html", {"departure": departure, "page": page, "relations": page.who})


@opens_to(Permission.REGISTER_DEPARTURE)
def dates(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Move the dates or correct the reason, in the time of the leaver's office."""
    departure = access.departure(request.user, pk)
    if not departure.is_open or Who.REGISTRAR not in access.relations(request.user, departure):
        raise Http404
    with timezone.override(zone(departure.leaver)):
        initial = {name: getattr(departure, name) for name in DatesForm.base_fields}
        form = DatesForm(request.POST or None, leaver=departure.leaver, initial=initial)
        if form.is_valid() and form.dates:
            reason = form.cleaned_data["reason"]
            try:
                departures.change_dates(
                    departure=departure, dates=form.dates, reason=reason, by=request.user, at=timezone.now()
                )
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, _("The dates are changed, and what hangs on them has moved."))
                return redirect("departure", pk)
        context = {"departure": departure, "form": form, "zone": zone(departure.leaver)}
        return render(request, "handover/departure_dates.html", context)


@require_POST
@opens_to(Permission.SEE_DEPARTURES)
def transition(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take the departure through a verb."""
    departure = access.departure(request.user, pk)
    verb = request.POST.get("verb", "")
    if verb not in Verb.values:
        raise Http404
    reason = as_text(request.POST.get("reason", ""))
    with refusals.said(request, name="reason" if "reason" in request.POST else "", which=verb):
        row = departures.transition(departure=departure, verb=verb, by=request.user, at=timezone.now(), reason=reason)
        sentence = _("Done. The departure of %(name)s is now at “%(state)s”.")
        messages.success(request, sentence % {"name": departure.leaver.name, "state": row.get_to_state_display()})
    return redirect("departure", pk)


@require_POST
@opens_to(Permission.SEE_DEPARTURES)
def supervise(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Name or replace the supervisor."""
    departure = access.departure(request.user, pk)
    supervisor = get_object_or_404(User, pk=as_id(request.POST.get("supervisor", "")))
    with refusals.said(request):
        supervision.name(departure=departure, supervisor=supervisor, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s supervises the handover and has been told.") % {"name": supervisor.name})
    return redirect("departure", pk)
