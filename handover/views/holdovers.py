"""The page on which a planner says until when the leaver keeps deals."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import holdovers
from handover.forms.plan import HoldForm
from handover.views.plan_frame import DEPARTURE, frame, living
from handover.views.plans import shown


@opens_to(Permission.PLAN)
@require_POST
def hold(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask until when, or set it: for the ticked deals, or all that the filter shows."""
    plan = living(request, pk, DEPARTURE)
    context = frame(request.user, plan)
    if not context["may_plan"]:
        raise Http404
    is_said = "held_until" in request.POST or "clear" in request.POST
    form = HoldForm(request.POST if is_said else None, plan=plan, sent=request.POST)
    lines = access.lines(request.user, plan)
    everything = "everything" in request.POST
    lines = shown(request, lines) if everything else lines.filter(pk__in=form.ids)
    back = f"{plan.get_absolute_url()}?{request.GET.urlencode()}"
    if is_said and form.is_valid():
        until = None if "clear" in request.POST else form.cleaned_data["held_until"]
        try:
            count = holdovers.hold(plan=plan, assignments=lines, until=until, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, ngettext("%(n)s deal changed.", "%(n)s deals changed.", count) % {"n": count})
            return redirect(back)
    context |= {"form": form, "ids": form.ids, "everything": everything, "count": lines.count(), "back": back}
    return render(request, "handover/plan_hold.html", context)
