"""The pages of a seat still to be filled: putting it into a plan, and naming who was hired."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers.access import possible_owners
from handover.actions import vacancies
from handover.forms.seats import FillForm, SeatForm
from handover.models import Vacancy
from handover.views.plan_frame import DEPARTURE, frame, living


@opens_to(Permission.PLAN)
def seat_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Put a seat among the successors."""
    plan = living(request, pk, DEPARTURE)
    context = frame(request.user, plan)
    if not context["may_plan"]:
        raise Http404
    form = SeatForm(request.POST or None, plan=plan, reader=request.user)
    if form.is_valid():
        try:
            vacancies.open_seat(plan=plan, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("interim", refusal)
        else:
            messages.success(request, _("The seat is in the plan. Propose again, or give customers to it by hand."))
            return redirect(plan)
    return render(request, "handover/plan_seat.html", context | {"form": form})


@opens_to(Permission.PLAN)
def seat_fill(request: AuthenticatedRequest, pk: int, seat: int) -> HttpResponse:
    """Name who was hired: a transfer from the interim is made, to be confirmed."""
    plan = living(request, pk, DEPARTURE)
    context = frame(request.user, plan)
    if not context["may_move"]:
        raise Http404
    vacancy = get_object_or_404(Vacancy.objects.select_related("successor__user"), pk=seat, successor__plan=plan)
    people = possible_owners(request.user).exclude(pk=vacancy.successor.user_id).order_by("name", "pk")
    form = FillForm(request.POST or None, people=people)
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            made = vacancies.fill(vacancy=vacancy, person=person, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error("person", refusal)
        else:
            messages.success(request, _("This hands the seat's customers to %(name)s.") % {"name": person.name})
            return redirect(made)
    return render(request, "handover/plan_seat_fill.html", context | {"form": form, "vacancy": vacancy})
