"""Pages of the checklist: all of it, one item, its tick and its files."""

from django.contrib import messages
from django.db.models import Count
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.idempotency.forms import once
from accounts.permissions import Permission
from handover import access
from handover.actions import checklist as actions
from handover.actions import evidence as evidence_actions
from handover.briefings import access as briefing_access
from handover.briefings import flow
from handover.checklist import item_records, item_rows, pace
from handover.checklist.responsible import Duties
from handover.files.downloads import download
from handover.forms.checklist import EvidenceForm, ItemForm, TickForm
from handover.lifecycle import Who
from handover.models import ChecklistItem, Departure, Evidence, ItemState
from handover.wording import checklist as wording
from web import refusals, undo
from web.errors import Refused

SHOWS = ("all", "open", "mine")


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def checklist(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The whole checklist, by section; `?show=open` leaves out what is done, `?show=mine` what others answer for."""
    departure = access.departure(request.user, pk)
    duties = Duties(request.user, departure, timezone.now())
    show = request.GET.get("show", "")
    show = show if show in SHOWS else SHOWS[0]
    items = access.checklist_items(request.user, departure).select_related("settled_by")
    if show == "open":
        items = items.filter(state=ItemState.OPEN)
    rows = item_rows.rows(items, departure, duties, timezone.localdate())
    if show == "mine":
        rows = [row for row in rows if row.is_mine]
    counts = _counts(departure)
    context = {
        "departure": departure,
        "parts": item_rows.parts(rows, counts),
        **_done(counts),
        "show": show,
        "time_left": wording.duration(item_rows.minutes(rows)),
        "mine": sum(row.is_mine and row.item.state == ItemState.OPEN for row in rows),
        "waiting": briefing_access.questions(request.user, departure).open().count(),
        "is_leaver": Who.LEAVER in duties.relations,
        "pace": None if Who.LEAVER in duties.relations else pace.of(departure, timezone.localdate()),
        "sees_order": access.sees_order(request.user, departure),
    }
    return render(request, "handover/checklist.html", context)


@opens_to(Permission.SEE_DEPARTURES)
def item(request: AuthenticatedRequest, pk: int, item: int) -> HttpResponse:
    """One item: its records, its note, its files, and the buttons of whoever answers for it."""
    found = _item(request, pk, item)
    form = ItemForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            state = request.POST.get("state")
            state = state if state in ItemState.values else None
            actions.settle(item=found, state=state, note=form.cleaned_data["note"], by=request.user, at=timezone.now())
            return redirect(_onwards(request, found) if state else request.path)
        except Refused as refused:
            form.add_error("note" if refused.status == 422 else None, refused)
            found.refresh_from_db(fields=["state"])
    return _item_page(request, found, form=form)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def tick(request: AuthenticatedRequest, pk: int, item: int) -> HttpResponse:
    """Set or take away a tick; answers htmx with the row, a browser without it with the page."""
    found, problem = _item(request, pk, item), ""
    form = TickForm(request.POST)
    if form.is_valid():
        try:
            found = actions.settle(item=found, state=form.cleaned_data["state"], by=request.user, at=timezone.now())
        except Refused as refused:
            found, problem = _item(request, pk, item), refused.sentence
    if not getattr(request, "htmx", False):
        if problem:
            messages.error(request, problem)
        return redirect(_back(found))
    duties = Duties(request.user, found.departure, timezone.now())
    row = item_rows.row(found, duties, timezone.localdate())
    counts = _counts(found.departure)
    part = next(part for part in item_rows.parts([row], counts) if part.section == found.section)
    context = {"row": row, "part": part, "problem": problem, **_done(counts)}
    return render(request, "handover/checklist_tick.html", context)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
@once
def evidence_new(request: AuthenticatedRequest, pk: int, item: int) -> HttpResponse:
    """Keep a file as evidence."""
    found = _item(request, pk, item)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = evidence_actions.add(item=found, file=file, name=file.name, by=request.user, at=timezone.now())
            messages.success(request, _("%(name)s is added.") % {"name": kept.name})
            return redirect("checklist_item", pk, item)
        except Refused as refused:
            form.add_error("file" if refused.status == 422 else None, refused)
    return _item_page(request, found, form=ItemForm(instance=found), evidence_form=form, status=422)


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def evidence(request: AuthenticatedRequest, pk: int, item: int, file: int) -> FileResponse:
    """A file of evidence, always as a download and never shown in place."""
    found = get_object_or_404(Evidence, item=_item(request, pk, item), pk=file)
    return download(found)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def evidence_remove(request: AuthenticatedRequest, pk: int, item: int, file: int) -> HttpResponse:
    """Take a file away; the timeline keeps that it was there."""
    found = get_object_or_404(Evidence, item=_item(request, pk, item), pk=file)
    with refusals.said(request):
        evidence_actions.remove(evidence=found, by=request.user, at=timezone.now())
        url = reverse("checklist_evidence_back", args=[pk, item, file])
        undo.said(request, _("%(name)s was removed.") % {"name": found.name}, url=url)
    return redirect("checklist_item", pk, item)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def evidence_back(request: AuthenticatedRequest, pk: int, item: int, file: int) -> HttpResponse:
    """Put back a file that was taken away."""
    found = get_object_or_404(Evidence.rows, item=_item(request, pk, item), pk=file)
    with refusals.said(request):
        evidence_actions.put_back(evidence=found, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is back.") % {"name": found.name})
    return redirect("checklist_item", pk, item)


def _item(request: AuthenticatedRequest, departure: int, pk: int) -> ChecklistItem:
    found = access.checklist_item(request.user, pk)
    if found.departure_id != departure:
        raise Http404
    return found


def _item_page(
    request: AuthenticatedRequest,
    found: ChecklistItem,
    *,
    form: ItemForm,
    evidence_form: EvidenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    duties = Duties(request.user, found.departure, timezone.now())
    context = {
        "departure": found.departure,
        "row": item_rows.row(found, duties, timezone.localdate()),
        "may_waive": found.departure.is_open and duties.may_waive(found),
        "form": form,
        "evidence_form": evidence_form or EvidenceForm(),
        "evidence": found.evidence.select_related("by"),
        "records": item_records.page(found, request.user, request.GET),
        "why": wording.why(found.section) if duties.may_settle(found) else "",
    }
    if form.errors:
        status = 422
    return render(request, "handover/checklist_item.html", context, status=status)


def _back(item: ChecklistItem) -> str:
    return reverse("departure_checklist", args=[item.departure_id]) + f"#item-{item.pk}"


def _onwards(request: AuthenticatedRequest, item: ChecklistItem) -> str:
    """What follows an item that is settled: the next one for who works through them, else the list."""
    if request.POST.get("go") != "next":
        return _back(item)
    return flow.following(item.departure, Duties(request.user, item.departure, timezone.now()), after=item)


def _counts(departure: Departure) -> list[tuple[str, str, int]]:
    """How many items there are by section and state."""
    return list(departure.items.order_by().values_list("section", "state").annotate(number=Count("pk")))


def _done(counts: list[tuple[str, str, int]]) -> dict[str, int]:
    return {
        "done": sum(number for _section, state, number in counts if state != ItemState.OPEN),
        "total": sum(number for *_names, number in counts),
    }
