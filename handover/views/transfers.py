"""The pages of transfers: the list, a new one, when and why, putting one aside. The rest are the pages of its plan."""

from typing import Any

from django.contrib import messages
from django.db import transaction as database
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.idempotency.forms import once
from accounts.models import AuditEntry, User
from accounts.permissions import Permission
from handover import access, holdings, tasks
from handover.actions import plans, transfers
from handover.forms.transfer import HandOverForm, TransferForm, ticked
from handover.models import Strategy
from handover.transfers import rows as transfer_rows
from handover.transfers import selection
from handover.transfers import start as transfer_start
from handover.transfers.start import Start
from handover.views.plan_frame import TRANSFER, living
from handover.views.plans import page_context
from handover.wording import timeline as story
from web import keyset, refusals
from web.errors import Refused
from web.shapes import Total

SORTS = {"made": "made_at", "when": "effective_at"}
#: How much of what happened the page tells.
TOLD = 12
CUSTOMER_SORTS = {"name": "name", "grade": "grade", "owner": "owner__name"}


@opens_to(Permission.SEE_BOOK)
@require_safe
def transfers_list(request: AuthenticatedRequest) -> HttpResponse:
    """The transfers the person sees: what is being planned or still to come, and what is over."""
    seen = access.transfers(request.user)
    tab = "over" if request.GET.get("tab") == "over" else "open"
    rows = seen.over() if tab == "over" else seen.living()
    page = keyset.page(rows, request.GET, sorts=SORTS, default="-made")
    context = {
        "tab": tab,
        "page": page,
        "rows": transfer_rows.rows(page.rows),
        "open": page.total if tab == "open" else Total(seen.living().count()),
    }
    return render(request, "handover/transfers.html", context)


@opens_to(Permission.PLAN)
@once
def transfer_new(request: AuthenticatedRequest) -> HttpResponse:
    """Choose customers and say who takes over, when and why; several people are chosen on the next page."""
    start = transfer_start.read(request.user, request.GET)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        receivers=start.receivers,
        holder=start.holder,
        only_one=start.customer is not None,
        is_leave=start.person is not None,
        initial={"to": start.proposed},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_make(request, start, **form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, refusal)
    context = _start_context(request, start) | {"form": form, "start": start}
    return render(request, "handover/transfer_new.html", context, status=422 if form.errors else 200)


@opens_to(Permission.SEE_BOOK)
@require_safe
def transfer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who takes over what, or what came of it."""
    plan = living(request, pk, TRANSFER)
    context = page_context(request, plan, access.relations(request.user, plan.occasion))
    context["has_people"] = bool(context["shares"]) or not context["may_plan"]
    if access.sees_whole(request.user, plan):
        told = AuditEntry.objects.about(context["transfer"]).select_related("by").order_by("-pk")[:TOLD]
        context["story"] = [(entry.at, story.sentence(entry)) for entry in told]
    return render(request, "handover/transfer.html", context)


@opens_to(Permission.PLAN)
def transfer_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change when and why."""
    found = access.transfer(request.user, pk)
    form = TransferForm.of(found, request.POST or None, timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            transfers.change(transfer=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(found.plan.get_absolute_url() + "review/")
    context = {"form": form, "title": _("When and why"), "back": found.plan.get_absolute_url()}
    return render(request, "customers/form.html", context, status=422 if form.errors else 200)


@opens_to(Permission.PLAN)
@require_POST
def transfer_discard(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Put a draft aside."""
    plan = living(request, pk, TRANSFER)
    with refusals.said(request):
        plans.discard(plan=plan, by=request.user, at=timezone.now())
        messages.success(request, _("The transfer was put aside. Nothing has changed hands."))
        return redirect("transfers")
    return redirect(plan)


def _start_context(request: AuthenticatedRequest, start: Start) -> dict[str, Any]:
    if not start.has_list:
        held = holdings.count(start.person) if start.person else selection.counted(start.customers)
        return {"counts": held}
    rows = start.customers.select_related("owner")
    return {"page": keyset.page(rows, request.GET, sorts=CUSTOMER_SORTS, default="name")}


@database.atomic
def _make(request: AuthenticatedRequest, start: Start, *, to: User | None, **given: Any) -> str:
    """Make the transfer; returns the address to go on with. When one person takes all only the check is left, and
    one customer needs none.
    """
    at = timezone.now()
    if start.person is not None:
        made = transfers.make_leave(person=start.person, by=request.user, at=at, **given)
    else:
        everything = start.customer is None and "everything" in request.POST
        chosen = start.customers
        if start.has_list and not everything:
            chosen = chosen.filter(pk__in=ticked(request.POST.getlist("ids")))
        kind = start.kind_of(everything=everything)
        made = transfers.make(kind=kind, customers=chosen, of_move=start.move, by=request.user, at=at, **given)
    address = made.plan.get_absolute_url()
    if to is None:
        return address
    plans.propose_again(plan=made.plan, successors=[to], strategy=Strategy.BEST_FIT, by=request.user, at=at)
    if start.customer is None:
        return address + "review/"
    tasks.approve_and_start(plan=made.plan, by=request.user, at=at)
    return address
