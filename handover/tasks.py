"""What a worker does for handovers: load by id, call one action."""

import datetime
import logging
from typing import Any

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from handover.actions import (
    checklist,
    cover_ends,
    documents,
    inheritance_messages,
    letters,
    plans,
    reassignment,
    reminders,
    taken_out,
    transfer_messages,
)
from handover.document import making
from handover.inheriting import following
from handover.models import Departure, Move, MoveState, Plan, PlanState
from handover.planning import comparison, large_proposals
from web.errors import Refused

logger = logging.getLogger(__name__)

#: A move asked for this long ago and still not done has lost its task; it is taken up again.
OVERDUE_SECONDS = 60
#: One run of sending letters ends well before Celery's time limit; the next beat goes on.
LONGEST = datetime.timedelta(seconds=120)


@shared_task
def execute_due() -> int:
    """Carry out every move whose time has come, and those whose task got lost; returns how many were nudged."""
    now = timezone.now()
    lost = Q(state=MoveState.RUNNING, asked_at__lte=now - datetime.timedelta(seconds=OVERDUE_SECONDS))
    due = Move.objects.filter(Q(state=MoveState.DUE, due_at__lte=now) | lost).values_list("pk", flat=True)
    for pk in due:
        execute_move.delay(pk)
    return len(due)


@shared_task
def execute_move(move_id: int) -> None:
    """Carry out one move. Delivered twice, it happens once; a move called off meanwhile is left alone."""
    move = Move.objects.select_related("plan", "asked_by").filter(pk=move_id).first()
    if move is None:
        return
    try:
        reassignment.execute(move=move, by=move.asked_by, at=timezone.now())
    except Refused as refusal:
        logger.info("Move %s was not carried out: %s", move_id, refusal.sentence)
    _nudge_followers()


@shared_task
def follow_plans() -> int:
    """Bring what successors inherit up to the plans and their moves; returns how many plans had news."""
    return following.follow_all()


def approve_and_start(*, plan: Plan, by: User, at: datetime.datetime) -> Move:
    """Approve a plan; when its time has come, the records change hands at once and not with the next beat."""
    with transaction.atomic():
        move = plans.approve(plan=plan, by=by, at=at)
        transaction.on_commit(_nudge_followers)
        return ask_for_move(move=move, by=by, at=at) if plan.transfer_id and move.due_at <= at else move


def ask_for_move(*, move: Move, by: User, at: datetime.datetime) -> Move:
    """Ask for the move now and nudge a worker once that is written; a nudge that gets lost is made up by beat."""
    with transaction.atomic():
        return _nudged(reassignment.ask(move=move, by=by, at=at))


def ask_for_undo(*, move: Move, by: User, at: datetime.datetime, only: dict[str, Any] | None = None) -> Move:
    """Ask for the undo of a move, and nudge a worker likewise; answers with the reversal."""
    with transaction.atomic():
        return _nudged(reassignment.undo(move=move, by=by, at=at, only=only))


def _nudged(move: Move) -> Move:
    if move.state == MoveState.RUNNING:
        transaction.on_commit(lambda: _nudge(move.pk))
    return move


@shared_task
def send_letters() -> int:
    """Send the letters to customers that wait; returns how many went out."""
    return letters.deliver(clock=timezone.now, until=timezone.now() + LONGEST)


def nudge_letters() -> None:
    """Ask a worker to send what waits; beat asks again in any case."""
    try:
        send_letters.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker does not answer; waiting letters leave with the next beat.")


def _nudge_followers() -> None:
    try:
        follow_plans.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker does not answer; beat will follow the plan.")


def _nudge(move_id: int) -> None:
    try:
        execute_move.delay(move_id)
    except OperationalError:
        logger.warning("The broker does not answer; beat will take move %s up.", move_id)


@shared_task
def remind_due() -> None:
    """Leave the reminders that are due now. However often it runs, each is left once."""
    reminders.remind(at=timezone.now())
    transfer_messages.remind_of_returns(at=timezone.now())
    inheritance_messages.remind_of_contacts(at=timezone.now())


@shared_task
def end_covers() -> int:
    """End the interim covers that are over; however often it runs, each ends once. Returns how many ended."""
    return cover_ends.end_due(at=timezone.now())


@shared_task
def sweep_taken_out() -> int:
    """Delete promises and files that were taken out and not put back in time; returns how many."""
    return taken_out.sweep(at=timezone.now())


@shared_task
def catch_up_checklists() -> int:
    """Put records that came since on the checklists of departures that are open; returns how many items are new."""
    found = Departure.objects.open().select_related("leaver__office", "supervisor")
    return sum(checklist.generate(departure=departure, at=timezone.now()) for departure in found)


@shared_task
def make_proposal(departure_id: int, successors: list[int], strategy: str, by_id: int) -> None:
    """Make the proposal for a large book, for the page that waits for it."""
    departure = Departure.objects.select_related("leaver").get(pk=departure_id)
    people = list(User.objects.filter(pk__in=successors).order_by("pk"))
    by = User.objects.get(pk=by_id)
    large_proposals.make(departure=departure, successors=people, strategy=strategy, by=by, at=timezone.now())


@shared_task
def compare_strategies(plan_id: int) -> None:
    """Reckon what each strategy would bring to a large draft, for its page."""
    plan = Plan.objects.filter(pk=plan_id, state=PlanState.DRAFT).first()
    if plan is not None:
        comparison.keep(plan, timezone.now())


@shared_task(time_limit=making.LONGEST_SECONDS)
def make_document(document_id: int) -> None:
    """Make one large handover document; delivered twice, it is made once."""
    making.make(document_id, at=timezone.now())


@shared_task
def tend_documents() -> int:
    """Take up documents whose task got lost, and let expired files go; returns how many were taken up."""
    now = timezone.now()
    documents.sweep(at=now)
    waiting = making.lost(now)
    for pk in waiting:
        make_document.delay(pk)
    return len(waiting)


def nudge_document(pk: int) -> None:
    """Ask a worker to make a document; beat asks again in any case."""
    try:
        make_document.apply_async((pk,), retry=False)
    except OperationalError:
        logger.warning("The broker does not answer; beat will take document %s up.", pk)
