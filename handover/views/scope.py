"""The page on which a planner says what moves and what stays."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover.actions import scopes
from handover.forms.scope import ScopeForm
from handover.views.plan_frame import DEPARTURE, frame, living


@opens_to(Permission.PLAN)
def scope(request: AuthenticatedRequest, pk: int, of: str = DEPARTURE) -> HttpResponse:
    """What of a book moves by the plan."""
    plan = living(request, pk, of)
    context = frame(request.user, plan)
    if not context["may_plan"]:
        raise Http404
    form = ScopeForm(request.POST or None, plan=plan)
    if form.is_valid():
        try:
            scopes.change(plan=plan, scope=form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The plan now moves what you chose. Look for records without a successor."))
            return redirect(plan)
    return render(request, "handover/plan_scope.html", context | {"form": form})
