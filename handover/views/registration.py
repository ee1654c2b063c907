"""The wizard: four short pages that are saved as they are answered, then one confirmation."""

import dataclasses
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from accounts.workdays import is_working_day
from handover import holdings
from handover.actions import departures, registrations
from handover.actions.messages import hr, managers
from handover.dates import Dates, zone
from handover.forms.registration import DatesForm, WhoForm, usual_dates
from handover.models import Departure, DepartureKind, Registration
from web import refusals

PAGES = 4
P = ParamSpec("P")


def _while_begun(view: Callable[Concatenate[AuthenticatedRequest, P], HttpResponse]) -> Any:
    """Say of a registration that is done or dropped that it is, where Back or a bookmark leads to its pages."""

    @wraps(view)
    def answer(request: AuthenticatedRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Registration.DoesNotExist:
            return render(request, "handover/register_over.html", status=404)

    return answer


@opens_to(Permission.REGISTER_DEPARTURE)
@_while_begun
def who(request: AuthenticatedRequest, pk: int | None = None) -> HttpResponse:
    """Page 1: who leaves, what kind, already gone or not."""
    begun = _begun(request, pk) if pk else None
    initial: dict[str, Any] = {"leaver": request.GET.get("leaver"), "already_gone": "gone" in request.GET}
    if begun:
        initial = {"leaver": begun.leaver_id, "kind": begun.kind, "already_gone": begun.already_gone}
    form = WhoForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        registration = registrations.start(by=request.user, **form.cleaned_data)
        return redirect("register_dates", registration.pk)
    unfinished = [] if pk else Registration.objects.filter(by=request.user).select_related("leaver")[:10]
    return _page(request, "who", 1, form=form, unfinished=unfinished)


@opens_to(Permission.REGISTER_DEPARTURE)
@_while_begun
def dates(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Page 2: why, and the four dates, in the time of the leaver's office."""
    registration = _begun(request, pk)
    leaver = registration.leaver
    with timezone.override(zone(leaver)):
        initial = usual_dates(leaver, timezone.localdate(), already_gone=registration.already_gone)
        if registration.last_day_on:
            initial = {name: getattr(registration, name) for name in (*initial, "reason")}
        form = DatesForm(request.POST or None, leaver=leaver, initial=initial)
        if form.is_valid() and form.dates:
            registrations.keep_dates(registration=registration, reason=form.cleaned_data["reason"], dates=form.dates)
            return redirect("register_holdings", pk)
        return _page(request, "dates", 2, form=form, registration=registration, zone=zone(leaver))


@opens_to(Permission.REGISTER_DEPARTURE)
@_while_begun
def held(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Page 3: what the leaver holds, counted."""
    registration = _begun(request, pk)
    return _page(
        request,
        "holdings",
        3,
        registration=registration,
        held=holdings.summary(registration.leaver, timezone.localdate()),
        with_values=request.user.may(Permission.SEE_BOOK),
    )


@opens_to(Permission.REGISTER_DEPARTURE)
@_while_begun
def check(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Page 4: all answers, and the confirmation."""
    registration = _begun(request, pk)
    if registration.last_day_on is None:
        return redirect("register_dates", pk)
    if request.method == "POST":
        return _confirm(request, registration)
    with timezone.override(zone(registration.leaver)):
        return _page(
            request,
            "check",
            4,
            registration=registration,
            held=holdings.count(registration.leaver),
            zone=zone(registration.leaver),
            works_then=is_working_day(registration.last_day_on, registration.leaver.office),
            told=_told(registration),
        )


@require_POST
@opens_to(Permission.REGISTER_DEPARTURE)
@_while_begun
def drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Forget what was begun."""
    registrations.drop(registration=_begun(request, pk))
    return redirect("departures")


def _confirm(request: AuthenticatedRequest, registration: Registration) -> HttpResponse:
    given = {field.name: getattr(registration, field.name) for field in dataclasses.fields(Dates)}
    with refusals.said(request):
        departure = departures.register(
            leaver=registration.leaver,
            kind=registration.kind,
            reason=registration.reason,
            already_gone=registration.already_gone,
            dates=Dates(**given),
            by=request.user,
            at=timezone.now(),
        )
        sentence = _("The departure of %(name)s is registered, and the checklist is made.")
        messages.success(request, sentence % {"name": departure.leaver.name})
        return redirect("departure", departure.pk)
    return redirect("register_check", registration.pk)


def _begun(request: AuthenticatedRequest, pk: int) -> Registration:
    people = Registration.objects.select_related("leaver__team__manager", "leaver__office")
    return people.get(pk=pk, by=request.user)


def _told(registration: Registration) -> list[str]:
    departure = Departure(leaver=registration.leaver, kind=registration.kind, already_gone=registration.already_gone)
    people = [*managers(departure), *hr()]
    if not departure.already_gone and departure.kind != DepartureKind.DISMISSAL:
        people.insert(0, departure.leaver)
    reachable = {one.pk: one.name for one in people if one.pk != registration.by_id and not one.is_placeholder}
    return list(reachable.values())


def _page(request: AuthenticatedRequest, name: str, number: int, **context: Any) -> HttpResponse:
    steps = {"number": number, "pages": PAGES}
    return render(request, f"handover/register_{name}.html", steps | context)
