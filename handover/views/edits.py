"""The edits of a draft by hand: giving lines to somebody, keeping them where they are, and taking that back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.models import User
from accounts.permissions import Permission
from handover import access
from handover.actions import locks, plans, steps
from handover.forms.plan import AssignForm, Change
from handover.models import Plan
from handover.models.plan import AssignmentQuerySet
from handover.planning import balance, edits, filter_counts, holdovers
from handover.planning import page as plan_page
from handover.views.plan_context import chips, choices
from handover.views.plan_frame import DEPARTURE, frame, living
from handover.views.plans import shown
from handover.wording import steps as wording
from web import keyset, refusals
from web.typed import as_id


@opens_to(Permission.PLAN)
@require_POST
def assign(request: AuthenticatedRequest, pk: int, of: str = DEPARTURE) -> HttpResponse:
    """Give the ticked lines, all that the filter shows, or one line to somebody; or keep them as they are."""
    found = living(request, pk, of)
    form = AssignForm(request.POST, plan=found)
    try:
        if not form.is_valid():
            raise ValidationError(_("Choose records and one of the successors of this plan."))
        lines = access.lines(request.user, found)
        if form.cleaned_data["everything"]:
            lines = shown(request, lines)
        else:
            lines = lines.filter(pk__in=form.cleaned_data["ids"])
        count = carry_out(form.cleaned_data["successor"], found, lines, request.user)
    except ValidationError as refusal:
        return _refused(request, refusal)
    return _answer(request, found, ngettext("%(n)s record changed.", "%(n)s records changed.", count) % {"n": count})


@opens_to(Permission.PLAN)
@require_POST
def undo(request: AuthenticatedRequest, pk: int, of: str = DEPARTURE, *, is_redo: bool = False) -> HttpResponse:
    """Take the reader's last edit back, or do again what they took back last."""
    found = living(request, pk, of)
    turn = steps.redo if is_redo else steps.undo
    asked = as_id(request.POST.get("step", ""))
    try:
        done = turn(plan=found, step=asked or None, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        return _refused(request, refusal)
    return _answer(request, found, wording.told(done.undone), wording.left(done.left) if done.left else "")


def carry_out(asked: User | Change, found: Plan, lines: AssignmentQuerySet, by: User) -> int:
    """Do to these lines what was asked for; returns how many changed."""
    chosen: Any = {"plan": found, "assignments": lines, "by": by, "at": timezone.now()}
    match asked:
        case Change.KEEP:
            return locks.lock(**chosen)
        case Change.RELEASE:
            return locks.release(**chosen)
        case Change.NOBODY:
            return plans.assign(**chosen, successor=None)
    return plans.assign(**chosen, successor=asked)


def _refused(request: AuthenticatedRequest, refusal: ValidationError) -> HttpResponse:
    """The page as it is now, with the reason on top."""
    refusals.leave(request, refusal)
    return HttpResponseClientRefresh() if request.htmx else redirect(_back(request))


def _answer(request: AuthenticatedRequest, found: Plan, said: str, warning: str = "") -> HttpResponse:
    """What changed on the page; without JavaScript, or when no line is shown that could, the page itself."""
    rows = [pk for text in request.POST.get("shown", "").split(",")[: keyset.MAX_SIZE] if (pk := as_id(text))]
    if request.htmx and rows:
        context = changed_context(request, found, rows) | {"said": said, "warning": warning}
        return render(request, "handover/plan_changed.html", context)
    messages.success(request, said)
    if warning:
        messages.warning(request, warning)
    return HttpResponseClientRefresh() if request.htmx else redirect(_back(request))


def _back(request: AuthenticatedRequest) -> str:
    """The page the edit was made on, with its filter."""
    parts = request.path.rstrip("/").split("/")[:-1]
    return f"{'/'.join(parts)}/?{request.GET.urlencode()}"


def changed_context(request: AuthenticatedRequest, found: Plan, rows: list[int]) -> dict[str, Any]:
    """What is drawn again after an edit: those of the shown rows it changed, the balance, the checks, the filters."""
    today = timezone.localdate()
    last = found.steps.filter(by=request.user).last()
    lines = edits.lines(last).filter(pk__in=rows) if last else found.assignments.none()
    shares = balance.shares(found)
    count = filter_counts.of(found, access.lines(request.user, found), today, sees_whole=True)
    return {
        **frame(request.user, found),
        "may_hold": bool(found.departure and holdovers.last_day(found.departure, today)),
        "rows": plan_page.rows(list(lines.select_related("customer", "successor", "next_best")), found, today),
        "shares": shares,
        "choices": choices(shares),
        "checks": plan_page.checks(found, shares, today, request.user),
        "chips": chips(request, count, shares),
        "show": request.GET.get("show", ""),
        "steps": plan_page.steps(found, request.user),
    }
