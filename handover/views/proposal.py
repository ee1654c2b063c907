"""The pages of proposing: the strategies side by side, and what a proposal weighs."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import weights
from handover.forms.weights import WeightsForm
from handover.models import PlanState
from handover.planning import comparison
from handover.views.plan_frame import DEPARTURE, frame, living


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def strategies(request: AuthenticatedRequest, pk: int, of: str = DEPARTURE) -> HttpResponse:
    """What each way to propose would bring, for who sees the whole draft."""
    found = living(request, pk, of)
    if not access.sees_whole(request.user, found) or not found.successors.exists():
        raise Http404
    if found.state != PlanState.DRAFT:
        return redirect(found)
    columns = comparison.columns(found, timezone.now())
    context = frame(request.user, found) | {"columns": columns, "loss": comparison.loss()}
    template = "handover/strategies_part.html" if request.htmx else f"handover/strategies_{of}.html"
    return render(request, template, context)


@opens_to(Permission.ADMINISTER)
def proposal(request: AuthenticatedRequest) -> HttpResponse:
    """What a proposal weighs: read, changed, or given its defaults again."""
    if request.method == "POST" and "restore" in request.POST:
        weights.restore(by=request.user, at=timezone.now())
        messages.success(request, _("Every weight has its default again."))
        return redirect("settings_proposal")
    form = WeightsForm(request.POST or None, initial=weights.in_force())
    if request.method == "POST" and form.is_valid():
        weights.change(values=form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. The next proposal weighs like this."))
        return redirect("settings_proposal")
    return render(request, "handover/settings_proposal.html", {"form": form}, status=422 if form.errors else 200)
