"""Meetings of a departure: called, changed, held with minutes, or off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import meetings as actions
from handover.briefings import access as briefing_access
from handover.checking import access as checking
from handover.forms.meeting import MeetingForm, ReasonForm, initial_of, initial_of_new
from handover.meetings import access as meeting_access
from handover.meetings import invitation, rights, visits
from handover.models import Meeting
from handover.wording import meeting as wording
from web import keyset, refusals
from web.errors import Refused
from web.typed import as_id, as_text

SHOWN = 12
MOST_NAMED = 20
OUTCOMES = {"miss": actions.miss, "cancel": actions.cancel}


@opens_to(Permission.SEE_BOOK)
@require_safe
def meetings(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The meetings of a departure, and which customers of grade A nobody has visited together."""
    departure = access.departure(request.user, pk)
    rows = meeting_access.meetings(request.user, departure).prefetch_related("guests__person", "lines__customer")
    sees_all = briefing_access.sees_all(request.user, departure)
    missing = visits.missing(departure) if sees_all else visits.missing(departure).none()
    planned = {line.customer_id: line.meeting for line in visits.planned(departure).select_related("meeting")}
    context = {
        "departure": departure,
        "page": keyset.page(rows, request.GET, sorts={"time": "starts_at"}, default="-time"),
        "missing": [(one, planned.get(one.pk)) for one in missing.order_by("-annual_value", "pk")[:SHOWN]],
        "missing_count": missing.count(),
        "sees_all": sees_all,
        "sees_visits": checking.sees_sample(request.user, departure),
        "may_call": rights.may_call(request.user, departure),
    }
    return render(request, "handover/meetings.html", context)


@opens_to(Permission.SEE_BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form of a new meeting; the address may name its kind, customers and the meeting it follows."""
    departure = access.departure(request.user, pk)
    if not rights.may_call(request.user, departure):
        raise Http404
    follows = as_id(request.GET.get("instead_of", ""))
    former = meeting_access.meeting(request.user, pk, follows) if follows else None
    named = [as_id(one) for one in request.GET.getlist("customer")[:MOST_NAMED] if as_id(one)]
    initial = initial_of(former) if former else initial_of_new(departure, request.GET.get("kind", ""), named)
    if former:
        initial["starts_at"], named = None, initial["customers"]
    form = MeetingForm(request.POST or None, departure=departure, user=request.user, named=named, initial=initial)
    if form.is_valid():
        try:
            made = actions.call(
                departure=departure, wanted=form.wanted(), by=request.user, at=timezone.now(), instead_of=former
            )
        except Refused as problem:
            form.add_error(FIELDS.get(problem.code or ""), problem)
        else:
            messages.success(request, _("The meeting is called; everybody gets an invitation for their calendar."))
            return redirect(made)
    return _form(request, departure, form, title=_("Call a meeting"))


@opens_to(Permission.SEE_BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: AuthenticatedRequest, pk: int, meeting: int) -> HttpResponse:
    """The form of a meeting that is to come."""
    found = _settled_by(request, pk, meeting)
    initial = initial_of(found)
    form = MeetingForm(
        request.POST or None, departure=found.departure, user=request.user, named=initial["customers"], initial=initial
    )
    if form.is_valid():
        try:
            actions.change(meeting=found, wanted=form.wanted(), by=request.user, at=timezone.now())
        except Refused as problem:
            form.add_error(FIELDS.get(problem.code or ""), problem)
        else:
            messages.success(request, _("The meeting is changed; everybody gets the change for their calendar."))
            return redirect(found)
    return _form(request, found.departure, form, title=_("Change the meeting"))


@opens_to(Permission.SEE_BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: AuthenticatedRequest, pk: int, meeting: int) -> HttpResponse:
    """One meeting; a POST keeps its minutes and who came."""
    found = meeting_access.meeting(request.user, pk, meeting)
    if request.method == "POST":
        minutes = {line.customer_id: as_text(request.POST.get(f"minutes-{line.pk}", "")) for line in found.lines.all()}
        came = {as_id(one) for one in request.POST.getlist("came")}
        with refusals.said(request):
            actions.hold(meeting=found, minutes=minutes, came=came, by=request.user, at=timezone.now())
            messages.success(request, _("The minutes are kept, and stand on each customer’s timeline."))
            return redirect(found)
        return _page(request, found, typed=minutes, came=came, status=422)
    return _page(request, found)


@opens_to(Permission.SEE_BOOK)
@require_POST
def meeting_off(request: AuthenticatedRequest, pk: int, meeting: int) -> HttpResponse:
    """Cancel a meeting, or say that it did not take place; then a follow-up can be called."""
    found = meeting_access.meeting(request.user, pk, meeting)
    form, settle = ReasonForm(request.POST), OUTCOMES.get(request.POST.get("outcome", ""))
    if settle is None:
        raise Http404
    if not form.is_valid():
        refusals.leave(request, form, name="reason")
        return redirect(found)
    with refusals.said(request, name="reason"):
        settle(meeting=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, _("Everybody who was asked is told."))
    return redirect(found)


@opens_to(Permission.SEE_BOOK)
@require_safe
def meeting_invitation(request: AuthenticatedRequest, pk: int, meeting: int) -> HttpResponse:
    """The meeting as a file for a calendar."""
    found = meeting_access.meeting(request.user, pk, meeting)
    made = invitation.entry(found)
    answer = HttpResponse(made.text, content_type=f"text/calendar; charset=utf-8; method={made.method}")
    answer["Content-Disposition"] = f'attachment; filename="meeting-{found.pk}.ics"'
    return answer


#: Where on the form a refusal is said, by its code.
FIELDS = {
    "too_short": "minutes",
    "in_the_past": "starts_at",
    "nobody": "people",
    "no_customers": "customers",
    "too_many": "customers",
}


def _settled_by(request: AuthenticatedRequest, pk: int, meeting: int) -> Meeting:
    found = meeting_access.meeting(request.user, pk, meeting)
    if not found.is_to_come or not rights.may_settle(request.user, found):
        raise Http404
    return found


def _form(request: AuthenticatedRequest, departure: Any, form: MeetingForm, *, title: str) -> HttpResponse:
    context = {"departure": departure, "form": form, "heading": title}
    return render(request, "handover/meeting_form.html", context, status=422 if form.errors else 200)


def _page(
    request: AuthenticatedRequest,
    found: Meeting,
    *,
    typed: dict[int, str] | None = None,
    came: set[int] | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = found.lines.select_related("customer")
    guests = found.guests.select_related("person", "contact__customer")
    has_begun = found.starts_at <= timezone.now()
    may_settle = found.is_to_come and rights.may_settle(request.user, found)
    context = {
        "departure": found.departure,
        "meeting": found,
        "heading": capfirst(found.get_kind_display()),
        "when": wording.when(found),
        "lines": [(line, (typed or {}).get(line.customer_id, line.minutes)) for line in lines],
        "guests": [(guest, came is None or guest.pk in came) for guest in guests],
        "may_settle": may_settle,
        "may_write": may_settle and has_begun,
        "has_begun": has_begun,
        "follow_up": Meeting.objects.filter(instead_of=found).first(),
        "may_call": rights.may_call(request.user, found.departure),
    }
    return render(request, "handover/meeting.html", context, status=status)
