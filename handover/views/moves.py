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
from handover.models import Conflict, Move, MoveState
from handover.views.plan_frame import DEPARTURE, frame, living
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
def progress(request: Visit, pk: int, of: str = DEPARTURE) -> HttpResponse:
    """How far the move is: a part of the page that asks again while it runs, and then asks for the whole page."""
    move = _found(request, pk, of)
    if move.state != MoveState.RUNNING and getattr(request, "htmx", False):
        return HttpResponseClientRefresh()
    context = result(request.user, move) | frame(request.user, move.plan)
    return render(request, "handover/plan_result.html", context)


@opens_to(Permission.PLAN)
@require_POST
def move(request: Visit, pk: int, of: str = DEPARTURE) -> HttpResponse:
    """Ask for the move now."""
    found = _found(request, pk, of)
    try:
        tasks.ask_for_move(plan=found.plan, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(found.plan)


@opens_to(Permission.PLAN)
@require_POST
def undo(request: Visit, pk: int, of: str = DEPARTURE) -> HttpResponse:
    """Give the records back."""
    found = _found(request, pk, of)
    try:
        reassignment.undo(move=found, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The move is undone. What somebody changed since is listed below."))
    return redirect(found.plan)


def _found(request: Visit, pk: int, of: str) -> Move:
    plan = living(request, pk, of)
    found = Move.objects.filter(plan=plan).select_related("asked_by", "undone_by").first()
    if found is None:
        raise Http404
    found.plan = plan
    return found


def _left(conflict: Conflict, record: Owned | None) -> Left:
    owner = conflict.present_owner
    sentence = wording.conflict(conflict.cause, owner.name if owner else "")
    return Left(conflict, str(record or ""), naming.link(conflict.kind, record), sentence)
