"""Saved views of the board, and what is done to several departures at once."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import board_views, prompting, supervision
from handover.forms.board import BoardViewForm, SeveralForm
from handover.models import BoardView, Departure
from web import refusals, undo
from web.errors import Refused


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def views(request: AuthenticatedRequest) -> HttpResponse:
    """The person's views: rename, delete, choose which opens first."""
    return render(request, "handover/board_views.html", {"views": BoardView.objects.filter(person=request.user)})


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def save(request: AuthenticatedRequest) -> HttpResponse:
    """Keep the tab, filters and order of the board under a name."""
    query = _board_query(request)
    form = BoardViewForm(request.POST, instance=BoardView())
    if form.is_valid():
        with refusals.said(request, name="name"):
            view = board_views.save(person=request.user, name=form.cleaned_data["name"], query=query)
            if request.POST.get("first"):
                board_views.open_first(view=view, is_first=True)
            messages.success(request, _("“%(name)s” is saved; it stands beside the tabs.") % {"name": view.name})
            return redirect(f"{reverse('departures')}?{view.address}")
    else:
        refusals.leave(request, form, name="name")
    return redirect(f"{reverse('departures')}?{query}")


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Rename, delete, open first or no longer first: what the pressed button says."""
    view = get_object_or_404(BoardView, pk=pk, person=request.user)
    deed = request.POST.get("deed", "")
    if deed == "delete":
        view.delete()
        kept = {"name": view.name, "query": view.query, "first": "1" if view.is_default else ""}
        undo.said(request, _("“%(name)s” is deleted.") % {"name": view.name}, url=reverse("board_view_new"), **kept)
    elif deed in ("first", "not_first"):
        board_views.open_first(view=view, is_first=deed == "first")
        messages.success(request, _("Saved."))
    else:
        form = BoardViewForm(request.POST, instance=view)
        if form.is_valid():
            form.save()
            messages.success(request, _("Saved."))
        else:
            refusals.leave(request, form, name="name")
    return redirect("board_views")


@opens_to(Permission.PLAN, Permission.REGISTER_DEPARTURE)
@require_POST
def several(request: AuthenticatedRequest) -> HttpResponse:
    """Name a supervisor for the ticked departures, or remind those they wait for."""
    seen = access.departures(request.user).open()
    form = SeveralForm(request.POST, departures=list(seen.values_list("pk", flat=True)), people=supervision.able())
    if form.is_valid():
        rows = seen.filter(pk__in=form.cleaned_data["ids"]).select_related("leaver__team__manager", "supervisor")
        if form.cleaned_data["deed"] == SeveralForm.NAME:
            _name(request, rows, form)
        else:
            _remind(request, rows)
    else:
        refusals.leave(request, form)
    return redirect(f"{reverse('departures')}?{_board_query(request)}")


def _name(request: AuthenticatedRequest, rows: Iterable[Departure], form: SeveralForm) -> None:
    supervisor, done = form.cleaned_data["supervisor"], 0
    for departure in rows:
        try:
            supervision.name(departure=departure, supervisor=supervisor, by=request.user, at=timezone.now())
            done += 1
        except Refused as refused:
            _refuse(request, departure, refused)
    if done:
        words = ngettext(
            "%(name)s supervises %(count)s handover and has been told.",
            "%(name)s supervises %(count)s handovers and has been told.",
            done,
        )
        messages.success(request, words % {"name": supervisor.name, "count": done})


def _remind(request: AuthenticatedRequest, rows: Iterable[Departure]) -> None:
    told, before = set(), set()
    for departure in rows:
        try:
            found = prompting.prompt(departure=departure, by=request.user, at=timezone.now())
            told |= {person.name for person in found.told}
            before |= {person.name for person in found.before}
        except Refused as refused:
            _refuse(request, departure, refused)
    if told:
        messages.success(request, _("Reminded: %(names)s.") % {"names": _(", ").join(sorted(told))})
    if left := before - told:
        words = _("Somebody reminded them today already: %(names)s.")
        messages.info(request, words % {"names": _(", ").join(sorted(left))})


def _refuse(request: AuthenticatedRequest, departure: Departure, refused: Refused) -> None:
    words = {"name": departure.leaver.name, "why": refused.sentence}
    messages.warning(request, _("%(name)s: %(why)s") % words)


def _board_query(request: AuthenticatedRequest) -> str:
    """The board's own address the form came from, in its own words: nothing a form can send leads elsewhere."""
    return QueryDict(request.POST.get("query", "")[:400]).urlencode()
