"""The pages of a plan: proposing, changing, reviewing and approving it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers.models import Customer
from handover import access, tasks
from handover.actions import approval_requests, plans
from handover.departures import change_of_hands
from handover.forms.plan import ApprovalForm, LineFilter, ProposalForm
from handover.lifecycle import State, Who
from handover.models import Assignment, Departure, MoveState, Plan, PlanState
from handover.models.plan import AssignmentQuerySet
from handover.moving import follow_ups
from handover.planning import balance, filter_counts, holdovers, large_proposals
from handover.planning import page as plan_page
from handover.views.moves import result
from handover.views.plan_context import candidates, chips, choices, facts, scope_card, seat_count
from handover.views.plan_frame import DEPARTURE, TRANSFER, frame, living, occasion
from web import keyset, refusals

LEAD = gettext_lazy(
    "Proposed by territory, industry, existing relationship and room to carry. Change anything; nothing moves before "
    "it is approved."
)
SORTS = {"grade": "customer__grade", "kind": "kind"}
REVIEWS = {DEPARTURE: "handover/plan_review.html", TRANSFER: "handover/transfer_review.html"}


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def plan(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who takes over what: the proposal to work on, or the approved plan and what came of it."""
    departure = access.departure(request.user, pk)
    found = access.living_plan(request.user, departure)
    who = access.relations(request.user, departure)
    may_plan = Who.PLANNER in who
    if may_plan and (refusal := large_proposals.take_refusal(departure)):
        messages.error(request, refusal)
    context = page_context(request, found, who) if found else start_context(request, departure, who)
    context["is_being_made"] = may_plan and large_proposals.is_being_made(departure)
    return render(request, "handover/plan.html" if found else "handover/plan_start.html", context)


@opens_to(Permission.PLAN)
@require_POST
def propose(request: AuthenticatedRequest, pk: int, of: str = DEPARTURE) -> HttpResponse:
    """Make the proposal, or make it anew."""
    found = occasion(request, pk, of)
    form = ProposalForm(request.POST, occasion=found, reader=request.user)
    page = request.path.removesuffix("proposal/")
    with refusals.said(request):
        if not form.is_valid():
            raise ValidationError(_("Choose at least one successor."))
        asked = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        if isinstance(found, Departure):
            large_proposals.ask(departure=found, **asked)
        else:
            plans.propose_again(plan=found.plan, **asked)
        is_being_made = isinstance(found, Departure) and large_proposals.is_being_made(found)
        return redirect(f"{page}strategies/" if "compare" in request.POST and not is_being_made else page)
    return redirect(page)


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def making(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whether the proposal of a large book is still being made: a part of the page that asks again meanwhile."""
    departure = access.departure(request.user, pk)
    if not large_proposals.is_being_made(departure):
        return HttpResponseClientRefresh()
    return render(request, "handover/plan_making.html", {"plan_url": request.path.removesuffix("making/")})


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def review(request: AuthenticatedRequest, pk: int, of: str = DEPARTURE) -> HttpResponse:
    """The plan in sentences, for whoever approves it."""
    found = living(request, pk, of)
    if not access.sees_whole(request.user, found):
        raise Http404
    return render(request, REVIEWS[of], review_context(request, found))


@opens_to(Permission.PLAN)
@require_POST
def ask_approval(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask those who can approve the plan to do so."""
    found = living(request, pk, DEPARTURE)
    with refusals.said(request):
        _say_asked(request, approval_requests.ask(plan=found, by=request.user, at=timezone.now()))
    return redirect("plan_review", pk)


def _say_asked(request: AuthenticatedRequest, asked: approval_requests.Asked) -> None:
    names = _(", ").join(person.name for person in asked.people)
    if asked.is_new:
        messages.success(request, _("Asked for approval: %(names)s.") % {"names": names})
        return
    words = _("Nobody was told again: %(by)s asked %(names)s on %(when)s. You can ask again from %(again)s.")
    when, again = (date_format(timezone.localtime(at), "DATETIME_FORMAT") for at in (asked.at, asked.again_at))
    messages.info(request, words % {"by": asked.by, "names": names, "when": when, "again": again})


@opens_to(Permission.APPROVE)
@require_POST
def approve(request: AuthenticatedRequest, pk: int, of: str = DEPARTURE) -> HttpResponse:
    """Approve the plan; a transfer whose time has come happens at once."""
    found = living(request, pk, of)
    form = ApprovalForm(request.POST, records=sum(plans.counts(found).values()))
    if form.is_valid():
        try:
            tasks.approve_and_start(plan=found, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if of == DEPARTURE:
                messages.success(request, _("The plan is approved. The successors have been told."))
            return redirect(found)
    context = review_context(request, found) | {"form": form}
    return render(request, REVIEWS[of], context, status=422)


def shown(request: AuthenticatedRequest, lines: AssignmentQuerySet) -> AssignmentQuerySet:
    """The lines the URL's filter shows: customers, the other records, or all of them."""
    narrowed = LineFilter(request.GET).narrow(lines, timezone.localdate())
    match request.GET.get("show"):
        case "all":
            return narrowed
        case "other":
            return narrowed.beside()
    return narrowed.customers()


def page_context(request: AuthenticatedRequest, found: Plan, who: frozenset[Who]) -> dict[str, Any]:
    """All the page of a plan shows, and what can be done there by `who` the reader is."""
    context = plan_context(request, found, who) | {"candidates": ()}
    context |= heading(context)
    if "is_moved" in context and access.sees_whole(request.user, found, who):
        plan_page.tell_owners(context["rows"])
    context["follow_ups"] = follow_ups.of(request.user, found, context.get("move"))
    context["planned_again"] = follow_ups.planned(request.user, context.get("move"))
    if context["may_plan"]:
        context |= candidates(request, found.occasion, found)
    return context


def plan_context(request: AuthenticatedRequest, found: Plan, who: frozenset[Who]) -> dict[str, Any]:
    """The plan, and what came of it."""
    today = timezone.localdate()
    sees_whole = access.sees_whole(request.user, found, who)
    lines = access.lines(request.user, found, whole=sees_whole)
    wanted = shown(request, lines).select_related("customer", "successor", "next_best")
    page = keyset.page(wanted, request.GET, sorts=SORTS, default="kind" if request.GET.get("show") else "grade")
    shares = access.shares(request.user, found, whole=sees_whole)
    count = filter_counts.of(found, lines, today, sees_whole=sees_whole)
    framed = frame(request.user, found, who)
    return {
        **framed,
        "page": page,
        "rows": plan_page.rows(page.rows, found, today),
        "shares": shares,
        "may_hold": bool(found.departure and holdovers.last_day(found.departure, today)),
        "held": plan_page.held(lines),
        "seats": seat_count(request.user, found, sees_whole=sees_whole),
        "vacancies": [share.vacancy for share in shares if share.vacancy],
        "choices": choices(shares),
        "checks": plan_page.checks(found, shares, today, request.user),
        "chips": chips(request, count, shares),
        "steps": plan_page.steps(found, request.user) if framed["may_plan"] else {},
        "other_count": count["beside"],
        "show": request.GET.get("show", ""),
        **facts(lines, found, sees_whole=sees_whole),
        **result(request.user, found),
    }


def heading(context: dict[str, Any]) -> dict[str, Any]:
    """The question the page answers, or answered once the records have changed hands."""
    customers = context["counts"]["customers"]
    is_moved = "move" in context and context["move"].state in (MoveState.DONE, MoveState.UNDONE)
    if is_moved:
        words = ngettext("Who took over %(n)s customer", "Who took over %(n)s customers", customers)
        return {"heading": words % {"n": customers}, "is_moved": True}
    words = ngettext("Who takes over %(n)s customer?", "Who takes over %(n)s customers?", customers)
    lead = LEAD if context["plan"].state == PlanState.DRAFT else ""
    return {"heading": words % {"n": customers}, "lead": lead}


def review_context(request: AuthenticatedRequest, found: Plan) -> dict[str, Any]:
    """The plan in sentences, the checks, and what the reader may do about it."""
    shares = balance.shares(found)
    who = access.relations(request.user, found.occasion)
    needed = Who.APPROVER if found.departure else Who.PLANNER
    counts = plans.counts(found)
    asks = found.departure and found.state == PlanState.DRAFT and Who.APPROVER not in who and Who.PLANNER in who
    people = approval_requests.approvers(found) if asks else []
    asked = approval_requests.latest(found) if asks else None
    return {
        **frame(request.user, found),
        "hands": change_of_hands.of(found.departure) if found.departure else None,
        "shares": shares,
        "counts": counts,
        "scope": scope_card(found, counts, sees_whole=True),
        "held": plan_page.held(Assignment.objects.filter(plan=found)),
        "seats": seat_count(request.user, found, sees_whole=True),
        "checks": plan_page.checks(found, shares, timezone.localdate(), request.user),
        "may_approve": needed in who and found.state == PlanState.DRAFT,
        "form": ApprovalForm(records=sum(counts.values())),
        "approvers": [person.name for person in people],
        "asked": asked,
        "again_at": approval_requests.waits_until(asked, people, timezone.now()),
    }


def start_context(request: AuthenticatedRequest, departure: Departure, who: frozenset[Who]) -> dict[str, Any]:
    """The first proposal: who could take over."""
    may_plan = Who.PLANNER in who and departure.state == State.REGISTERED
    context = {"departure": departure, "relations": who, "may_plan": may_plan, "plan_url": request.path}
    if not may_plan:
        return context
    context["to_give"] = Customer.objects.filter(owner=departure.leaver_id).count()
    return context | candidates(request, departure, None)
