"""The pages of a move: asking for it, watching it, reading what came of it, taking it back."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.models import User
from accounts.permissions import Permission
from customers.models import Owned
from handover import access, record_names, tasks
from handover.actions import reassignment, scheduling
from handover.forms.move import PartForm, ScheduleForm
from handover.models import Assignment, Conflict, Move, MoveState, Plan
from handover.moving.progress import of as progress_of
from handover.planning import leaving_too
from handover.views.plan_frame import DEPARTURE, frame, living
from handover.wording import plan as wording
from handover.wording import proof
from web import refusals

#: How many conflicts the page names.
NAMED = 100


@dataclass(frozen=True)
class Left:
    """A record that stayed where it was: its name, where to find it, and why."""

    conflict: Conflict
    name: str
    link: str
    sentence: str


@dataclass(frozen=True)
class Outcome:
    """What came of one move: the records it left alone, the first of them named."""

    move: Move
    left: list[Left]
    has_more: bool

    @property
    def proof(self) -> list[proof.Line]:
        """What was compared, before and after."""
        return proof.lines(self.move)


def result(reader: User, plan: Plan) -> dict[str, Any]:
    """What came of a plan's moves, for their part of the page, as far as `reader` may know; nothing without a move."""
    moves = access.moves(plan)
    outcomes = {move.pk: _outcome(reader, move) for move in moves}
    main = next((move for move in moves if move.reverses is None and move.held_until is None), None)
    if main is None:
        return {}
    running = next((move for move in moves if move.state == MoveState.RUNNING), None)
    return {
        "move": main,
        "outcome": outcomes[main.pk],
        "reversals": [outcomes[move.pk] for move in moves if move.chain[-1] == main and move != main],
        "leaving": leaving_too.after(reader, main),
        "running": running,
        "progress": progress_of(running.pk) if running else None,
        "last_undo": next((move for move in reversed(moves) if move.reverses == main and move.can_be_undone), None),
    }


def _outcome(reader: User, move: Move) -> Outcome:
    found = list(access.conflicts(reader, move)[: NAMED + 1])
    records = record_names.records(found)
    left = [_left(conflict, records.get((conflict.kind, conflict.record_id))) for conflict in found[:NAMED]]
    return Outcome(move, left, len(found) > NAMED)


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def progress(request: AuthenticatedRequest, pk: int, of: str = DEPARTURE) -> HttpResponse:
    """How far the moves are: a part of the page that asks again while one runs, and then asks for the whole page."""
    plan = living(request, pk, of)
    context = result(request.user, plan) | frame(request.user, plan)
    if "move" not in context:
        raise Http404
    if context["running"] is None and getattr(request, "htmx", False):
        return HttpResponseClientRefresh()
    return render(request, "handover/plan_result.html", context)


@opens_to(Permission.PLAN)
@require_POST
def move(request: AuthenticatedRequest, pk: int, move: int, of: str = DEPARTURE) -> HttpResponse:
    """Ask for the move now."""
    found = _found(request, pk, move, of)
    with refusals.said(request):
        tasks.ask_for_move(move=found, by=request.user, at=timezone.now())
    return redirect(found.plan)


@opens_to(Permission.PLAN)
def undo(request: AuthenticatedRequest, pk: int, move: int, of: str = DEPARTURE) -> HttpResponse:
    """Ask to take a move back, or the part of it that the form says; what an undo gave back goes to the successors
    again. Asked for to look at, it shows what would come back of which part.
    """
    found = _found(request, pk, move, of)
    if request.method != "POST":
        return render(request, "handover/move_part.html", _part(request, found))
    form = PartForm(request.POST, plan=found.plan)
    with refusals.said(request):
        if not form.is_valid():
            raise ValidationError(_("Choose one of the parts of this move."))
        tasks.ask_for_undo(move=found, by=request.user, at=timezone.now(), only=form.only or None)
    return redirect(found.plan)


def _part(request: AuthenticatedRequest, move: Move) -> dict[str, Any]:
    context = frame(request.user, move.plan)
    form = PartForm(request.GET, plan=move.plan)
    if not context["may_undo"] or move.reverses is not None or not move.can_be_undone:
        raise Http404
    found: dict[str, Any] = {"form": form, "move": move}
    if only := form.only:
        moves, now = access.moves(move.plan), timezone.now()
        lines = Assignment.objects.filter(plan=move.plan).customers().matching(only, timezone.localdate())
        lines = lines.exclude(customer__owner=F("from_owner")).select_related("customer", "successor")
        found["counts"] = reassignment.undoable(move=move, moves=moves, at=now, only=only)
        found["lines"] = lines.order_by("customer__name", "pk")[:NAMED]
    return context | found


@opens_to(Permission.PLAN)
def schedule(request: AuthenticatedRequest, pk: int, move: int, of: str = DEPARTURE) -> HttpResponse:
    """Bring a move that waits forward, put it off, pause it or let it go on."""
    found = _found(request, pk, move, of)
    context = frame(request.user, found.plan)
    if not context["may_move"]:
        raise Http404
    initial = {"due_at": found.due_at, "paused": found.state == MoveState.PAUSED, "reason": found.pause_reason}
    form = ScheduleForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            scheduling.schedule(move=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return redirect(found.plan)
    status = 422 if form.is_bound else 200
    return render(request, "handover/move_schedule.html", context | {"form": form, "move": found}, status=status)


def _found(request: AuthenticatedRequest, pk: int, move: int, of: str) -> Move:
    plan = living(request, pk, of)
    found = next((one for one in access.moves(plan) if one.pk == move), None)
    if found is None:
        raise Http404
    return found


def _left(conflict: Conflict, record: Owned | None) -> Left:
    owner = conflict.present_owner
    sentence = wording.conflict(conflict.cause, owner.name if owner else "")
    return Left(conflict, str(record or ""), record_names.link(conflict.kind, record), sentence)
