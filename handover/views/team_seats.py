"""The page of a plan's seats in account teams: which the leaver gives up, and who gets each."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers.models import SeatChange
from handover import access
from handover.actions import seats
from handover.forms.plan import AssignForm, Change
from handover.models import Move, Plan, SeatLine
from handover.views.plan_frame import DEPARTURE, frame, living
from web import keyset, refusals

SORTS = {"customer": "customer__name"}


@opens_to(Permission.SEE_DEPARTURES)
def team_seats(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The seats page by page; a planner gives the ticked ones, or one by its own choice, to a successor."""
    plan = living(request, pk, DEPARTURE)
    context = frame(request.user, plan)
    lines = access.seat_lines(request.user, plan)
    if request.method == "POST":
        if not context["may_plan"]:
            raise Http404
        _change(request, plan, lines)
        return redirect(request.get_full_path())
    wanted = lines.select_related("customer__owner", "successor")
    page = keyset.page(wanted, request.GET, sorts=SORTS, default="customer")
    people = [row.user for row in plan.successors.select_related("user")]
    context |= {"page": page, "people": people, "left": _left(plan, page.rows)}
    return render(request, "handover/plan_team_seats.html", context)


def _change(request: AuthenticatedRequest, plan: Plan, lines: QuerySet[SeatLine]) -> None:
    form = AssignForm(request.POST, plan=plan)
    with refusals.said(request):
        if not form.is_valid() or form.cleaned_data["successor"] in (Change.KEEP, Change.RELEASE):
            raise ValidationError(_("Choose seats and one of the successors of this plan."))
        asked = form.cleaned_data["successor"]
        chosen = lines if form.cleaned_data["everything"] else lines.filter(pk__in=form.cleaned_data["ids"])
        to = None if asked == Change.NOBODY else asked
        count = seats.assign(plan=plan, lines=chosen, successor=to, by=request.user, at=timezone.now())
        messages.success(request, ngettext("%(n)s seat changed.", "%(n)s seats changed.", count) % {"n": count})


def _left(plan: Plan, lines: list[SeatLine]) -> set[int]:
    """The customers of lines that had a successor and stayed as they were when the plan was carried out."""
    done = Move.objects.standing().filter(plan=plan, held_until=None).first()
    if done is None:
        return set()
    customers = [line.customer_id for line in lines if line.successor_id]
    changed = SeatChange.objects.filter(move_id=done.pk, customer__in=customers)
    return set(customers) - set(changed.values_list("customer_id", flat=True))
