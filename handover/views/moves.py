"""The pages of a move: asking for it, watching it, reading what came of it, taking it back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.gate import Visit, opens_to
from accounts.models import User
from accounts.permissions import Permission
from customers.models import Owned
from handover import access, naming, tasks
from handover.actions import reassignment
from handover.lifecycle import Who
from handover.models import Conflict, Departure, Move, MoveState, Plan
from handover.wording import plan as wording

#: How many conflicts the page names.
NAMED = 100


@dataclass(frozen=True)
class Left:
    """A record that stayed where it was: its name, where to find it, and why."""

    conflict: Conflict
    name: str
    link: str
    sentence: str


def result(reader: User, move: Move) -> dict[str, Any]:
    """What came of a move, for its part of the page, as far as `reader` may know."""
    found = list(access.conflicts(reader, move)[: NAMED + 1])
    records = naming.records(found)
    left = [_left(conflict, records.get((conflict.kind, conflict.record_id))) for conflict in found[:NAMED]]
    return {
        "move": move,
        "conflicts": [row for row in left if not row.conflict.on_undo],
        "undo_conflicts": [row for row in left if row.conflict.on_undo],
        "has_more_conflicts": len(found) > NAMED,
    }


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def progress(request: Visit, pk: int) -> HttpResponse:
    """How far the move is: a part of the page that asks again while it runs, and then asks for the whole page."""
    departure, _plan, move = _found(request, pk)
    if move.state != MoveState.RUNNING and getattr(request, "htmx", False):
        return HttpResponseClientRefresh()
    may_move = Who.PLANNER in access.relations(request.user, departure)
    context = result(request.user, move) | {"departure": departure, "may_move": may_move}
    return render(request, "handover/plan_result.html", context)


@opens_to(Permission.PLAN)
@require_POST
def move(request: Visit, pk: int) -> HttpResponse:
    """Ask for the move now."""
    _departure, plan, _move = _found(request, pk)
    try:
        tasks.ask_for_move(plan=plan, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("departure_plan", pk)


@opens_to(Permission.PLAN)
@require_POST
def undo(request: Visit, pk: int) -> HttpResponse:
    """Give the records back."""
    _departure, _plan, found = _found(request, pk)
    try:
        reassignment.undo(move=found, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The move is undone. What somebody changed since is listed below."))
    return redirect("departure_plan", pk)


def _found(request: Visit, pk: int) -> tuple[Departure, Plan, Move]:
    departure = access.departure(request.user, pk)
    plan = access.living_plan(request.user, departure)
    found = Move.objects.filter(plan=plan).select_related("asked_by", "undone_by").first() if plan else None
    if plan is None or found is None:
        raise Http404
    found.plan = plan
    return departure, plan, found


def _left(conflict: Conflict, record: Owned | None) -> Left:
    owner = conflict.present_owner
    sentence = wording.conflict(conflict.cause, owner.name if owner else "")
    return Left(conflict, str(record or ""), naming.link(conflict.kind, record), sentence)
