"""The administrator's pages of connections to CRMs: connect, try, run, watch, switch off."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers import tasks
from customers.actions import connections as actions
from customers.actions import differences, notes
from customers.connectors.interface import ConnectorError
from customers.connectors.registry import VENDORS
from customers.forms.connection import ConnectionForm
from customers.importing.fields import KINDS
from customers.models import OPEN_RUNS, Connection, ConnectionRun, LinkState, RunKind
from customers.syncing import comparing, note_rows, problems, wording
from customers.syncing.connecting import connector_for
from web import refusals
from web.errors import Refused
from web.secrets import can_be_kept

SHOWN_RUNS = 10


@opens_to(Permission.ADMINISTER)
@require_safe
def connections(request: AuthenticatedRequest) -> HttpResponse:
    """Every connection with how it fares, and the vendors there are."""
    found = list(Connection.objects.all())
    standings = comparing.standings(found)
    last = actions.last_runs(found, RunKind.IN)
    rows = [
        (each, wording.label(each), wording.state(each, last.get(each.pk)), standings.get(each.pk)) for each in found
    ]
    context = {
        "rows": rows,
        "vendors": [(name, vendor.label) for name, vendor in VENDORS.items()],
        "has_key": can_be_kept(),
    }
    return render(request, "customers/connections.html", context)


@opens_to(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def connection_new(request: AuthenticatedRequest, vendor: str) -> HttpResponse:
    """Connect an account of a vendor."""
    if vendor not in VENDORS:
        raise Http404
    return _form(request, Connection(vendor=vendor))


@opens_to(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def connection_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change what was filled in."""
    found = get_object_or_404(Connection, pk=pk)
    if found.vendor not in VENDORS:
        raise Http404
    return _form(request, found)


def _form(request: AuthenticatedRequest, found: Connection) -> HttpResponse:
    vendor = VENDORS[found.vendor]
    form = ConnectionForm(request.POST or None, instance=found, vendor=vendor)
    if request.method == "POST" and form.is_valid():
        fresh = get_object_or_404(Connection, pk=found.pk) if found.pk else Connection(vendor=found.vendor)
        try:
            actions.save(
                connection=fresh, fields=form.own(), secrets=form.secrets(), by=request.user, at=timezone.now()
            )
        except Refused as problem:
            form.add_error(None, problem)
        else:
            _try(request, fresh)
            return redirect("connection", pk=fresh.pk)
    context = {"form": form, "connection": found, "label": vendor.label, "has_key": can_be_kept()}
    return render(request, "customers/connection_form.html", context, status=422 if form.errors else 200)


@opens_to(Permission.ADMINISTER)
@require_safe
def connection(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One connection: how it fares, what it may do, what it did last; for htmx the part of it that changes."""
    found = get_object_or_404(Connection, pk=pk)
    vendor = VENDORS.get(found.vendor)
    runs = list(found.runs.select_related("taken")[:SHOWN_RUNS])
    last = actions.last_runs([found], RunKind.IN).get(found.pk)
    standing = comparing.standing(found)
    context = {
        "connection": found,
        "label": wording.label(found),
        "state": wording.state(found, last),
        "deed": problems.deed(found.problem),
        "answers": bool(found.answered_as) and not (last and last.problem),
        "can": vendor.can if vendor else None,
        "reads": [KINDS[name].label for name in vendor.can.reads if name in KINDS] if vendor else [],
        "runs": [(run, wording.run_state(run), wording.counted(run)) for run in runs],
        "is_busy": any(run.state in OPEN_RUNS for run in runs) or _is_writing(found, standing),
        "standing": standing,
        "slices": standing.slices(reverse("reconciliation", args=[pk])),
        "notes": note_rows.summary(found),
        "failed": standing.by_state.get(LinkState.FAILED, 0),
        "people": found.people.count(),
        "is_used": bool(standing.by_state),
    }
    return render(request, "customers/connection_live.html" if request.htmx else "customers/connection.html", context)


def _is_writing(found: Connection, standing: comparing.Standing) -> bool:
    """Whether owners wait to be written there, and nothing stands in their way."""
    waits = LinkState.WAITING in standing.by_state
    return waits and found.is_on and found.writes_owners and not found.problem


@opens_to(Permission.ADMINISTER)
@require_POST
def connection_do(request: AuthenticatedRequest, pk: int, deed: str) -> HttpResponse:
    """Try the connection, start a run, switch it, or take it away."""
    found = get_object_or_404(Connection, pk=pk)
    if deed not in DEEDS:
        raise Http404
    with refusals.said(request):
        DEEDS[deed](request, found)
    return redirect("connection", pk=pk) if found.pk else redirect("connections")


def _try(request: AuthenticatedRequest, found: Connection) -> None:
    try:
        name = connector_for(found).test()
    except ConnectorError as error:
        actions.tried(connection=found, answered_as="", by=request.user, at=timezone.now())
        told = {"reason": problems.problem(error.code, error.detail), "deed": problems.deed(error.code, error.fault)}
        messages.error(request, _("The connection does not work yet: %(reason)s. %(deed)s") % told)
    else:
        actions.tried(connection=found, answered_as=name, by=request.user, at=timezone.now())
        messages.success(request, _("The connection works: it answers as %(name)s.") % {"name": name})


def _starts(what: RunKind, *, full: bool = False) -> Callable[[AuthenticatedRequest, Connection], None]:
    def start(request: AuthenticatedRequest, found: Connection) -> None:
        run: ConnectionRun = actions.ask(connection=found, what=what, by=request.user, at=timezone.now(), full=full)
        tasks.nudge_connection(run.pk)
        messages.success(request, _("Started. This page shows what comes of it."))

    return start


def _again(request: AuthenticatedRequest, found: Connection) -> None:
    number = differences.try_again(connection=found, by=request.user, at=timezone.now())
    words = ngettext("%(n)s record is sent again.", "%(n)s records are sent again.", number)
    messages.success(request, words % {"n": number})


def _notes_again(request: AuthenticatedRequest, found: Connection) -> None:
    number = notes.try_again(connection=found, by=request.user, at=timezone.now())
    words = ngettext("%(n)s note is written again.", "%(n)s notes are written again.", number)
    messages.success(request, words % {"n": number})


def _switches(*, on: bool) -> Callable[[AuthenticatedRequest, Connection], None]:
    def switch(request: AuthenticatedRequest, found: Connection) -> None:
        actions.switch(connection=found, on=on, by=request.user, at=timezone.now())

    return switch


def _remove(request: AuthenticatedRequest, found: Connection) -> None:
    actions.remove(connection=found, by=request.user, at=timezone.now())
    messages.success(request, _("The connection is taken away."))


DEEDS: dict[str, Callable[[AuthenticatedRequest, Connection], None]] = {
    "try": _try,
    "read": _starts(RunKind.IN),
    "read-all": _starts(RunKind.IN, full=True),
    "compare": _starts(RunKind.CHECK),
    "write": _starts(RunKind.OUT),
    "again": _again,
    "notes-again": _notes_again,
    "switch-on": _switches(on=True),
    "switch-off": _switches(on=False),
    "remove": _remove,
}
