"""Who takes over what: proposing a plan, changing it, approving it, putting it aside."""

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django.db import transaction
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers import access
from customers.actions.ownership import receivers
from customers.kinds import RecordKind
from handover.actions import approvals, departures, weights
from handover.holdings import PER_KIND
from handover.lifecycle import State, Verb, Who
from handover.models import (
    SCOPE_FIELDS,
    Assignment,
    Departure,
    Move,
    Occasion,
    Plan,
    PlanDeed,
    PlanState,
    PlanSuccessor,
    Strategy,
    Transfer,
    Vacancy,
)
from handover.moving import rules as move_rules
from handover.planning import edits, givers, holdovers, seats, statements
from handover.relations import relations
from web.errors import Refused

#: From so many new lines on the database's idea of a plan's size is out of date.
MANY = 500


@transaction.atomic
def propose(
    *, departure: Departure, successors: Sequence[User], strategy: Strategy | str, by: User, at: datetime.datetime
) -> Plan:
    """Make a plan, or make the draft anew: a successor and the reasons for every record the leaver holds.

    What is locked stays where that successor is still among `successors`; after an undo a new plan begins with the
    scope and the locked lines of the one before. A proposal is no step: edits of before can't be taken back any more
    (what they chose is locked, so it stays). Raises `Refused`: `not_now`,
    `not_yours` (403), `no_successors`, `not_a_successor` (422), `unknown_strategy` (422), `plan_approved`.
    """
    departure.refresh_from_db(from_queryset=Departure.objects.select_for_update())
    check_planner(departure, by)
    check_successors(departure, successors, by)
    plan = Plan.objects.select_for_update().exclude(state=PlanState.DISCARDED).filter(departure=departure).first()
    if plan and plan.state == PlanState.APPROVED:
        raise Refused(_("This plan is approved. Plan again before you change it."), code="plan_approved")
    former = None if plan else _spent(departure)
    plan = plan or Plan(
        departure=departure, **({name: getattr(former, name) for name in SCOPE_FIELDS} if former else {})
    )
    return _propose(plan, departure, successors, strategy, former=former, by=by, at=at)


@transaction.atomic
def propose_again(
    *, plan: Plan, successors: Sequence[User], strategy: Strategy | str, by: User, at: datetime.datetime
) -> Plan:
    """Make a draft anew, whatever it is for; refuses as `propose` does, and with `nothing_left` when those who take
    over have all of it already.
    """
    occasion = lock_draft(plan, by)
    check_planner(occasion, by)
    check_successors(occasion, successors, by)
    return _propose(plan, occasion, successors, strategy, by=by, at=at)


@transaction.atomic
def assign(
    *, plan: Plan, assignments: QuerySet[Assignment], successor: User | None, by: User, at: datetime.datetime
) -> int:
    """Give these records of a draft to `successor`, or to nobody; returns how many were named.

    Records that follow a customer follow on; one chosen apart from its customer stays apart until both have the same
    successor again. Raises `Refused`: `not_now`, `not_yours` (403), `plan_approved`, `not_a_successor` (422).
    """
    occasion = lock_draft(plan, by)
    check_planner(occasion, by)
    if successor is not None and not plan.successors.filter(user=successor).exists():
        check_successors(occasion, [successor], by)
        PlanSuccessor.objects.create(plan=plan, user=successor)
        statements.drop_kept(plan)
    deed, to = (PlanDeed.GIVE, {"successor": successor.name}) if successor else (PlanDeed.OPEN, {})
    with edits.noted(plan=plan, lines=assignments, deed=deed, by=by, at=at, details=to):
        changed = _give(plan, assignments, successor, by)
    if changed:
        details = {"plan": plan.pk, "count": changed, "successor": successor.name if successor else None}
        audit.record(verb="plan.changed", subject=occasion, by=by, at=at, details=details)
    return changed


def _give(plan: Plan, assignments: QuerySet[Assignment], successor: User | None, by: User) -> int:
    ids = assignments.order_by().values("pk")
    joins = _joins(plan, ids, successor)
    changed = Assignment.objects.filter(plan=plan, pk__in=ids).update(
        successor=successor,
        follows=joins,
        locked=Case(When(joins, then=Value(False)), default=Value(True), output_field=BooleanField()),
        reasons=[{"code": "by_hand" if successor else "left_open", "name": by.name}],
        next_best=None,
        next_reasons=[],
    )
    statements.follow(plan)
    return changed


def _joins(plan: Plan, ids: QuerySet[Assignment, Any], successor: User | None) -> Case:
    """Whether a line goes the way of its customer: given along with it, or to whom it goes already."""
    ahead = Assignment.objects.filter(plan=plan, kind=RecordKind.CUSTOMER, record_id=OuterRef("customer_id"))
    along = Exists(ahead.filter(Q(pk__in=ids) | Q(successor=successor)))
    follows = When(Q(along) & ~Q(kind=RecordKind.CUSTOMER), then=Value(True))
    return Case(follows, default=Value(False), output_field=BooleanField())


@transaction.atomic
def sync(*, plan: Plan) -> None:
    """Bring a draft up to what it is about now: new records come in, what is no longer part of it goes out."""
    if statements.add_new(plan) > MANY:
        statements.learn_size()
    statements.drop_gone(plan)
    statements.mend_follows(plan)
    seats.sync(plan)


@transaction.atomic
def approve(*, plan: Plan, by: User, at: datetime.datetime) -> Move:
    """Approve a draft: the departure is planned, the move is due at the effective time, the successors are told.

    Raises `Refused`: `not_now`, `plan_approved`, `not_yours`, `approver_is_planner`, `approver_is_successor` (403),
    `plan_empty`, `plan_incomplete` with what is missing, `successor_unfit`, and what the lifecycle's `plan` refuses.
    """
    occasion = lock_draft(plan, by)
    approvals.check_approver(plan, occasion, by)
    sync(plan=plan)
    approvals.check_complete(plan)
    approvals.check_successors_fit(plan, by, at)
    approvals.check_supervisor(plan)
    plan.state, plan.approved_by, plan.approved_at = PlanState.APPROVED, by, at
    plan.save(update_fields=["state", "approved_by", "approved_at"])
    edits.forget(plan)
    if isinstance(occasion, Departure):
        departures.transition(departure=occasion, verb=Verb.PLAN, by=by, at=at)
    move = Move.objects.create(plan=plan, asked_by=by, asked_at=at, due_at=occasion.effective_at)
    holdovers.schedule(plan, by=by, at=at)
    details = {"plan": plan.pk, "effective_at": occasion.effective_at.isoformat(), **counts(plan)}
    audit.record(verb="plan.approved", subject=occasion, by=by, at=at, details=details)
    approvals.tell(plan, by=by, at=at)
    return move


@transaction.atomic
def discard(*, plan: Plan, by: User, at: datetime.datetime) -> Plan:
    """Put a draft aside, so that the next proposal starts afresh. Raises `Refused` as `assign` does."""
    occasion = lock_draft(plan, by)
    check_planner(occasion, by)
    plan.state = PlanState.DISCARDED
    plan.save(update_fields=["state"])
    edits.forget(plan)
    audit.record(verb="plan.discarded", subject=occasion, by=by, at=at, details={"plan": plan.pk})
    return plan


def check_successors(occasion: Occasion, successors: Sequence[User], by: User) -> None:
    """Refuse an empty list, and anybody who can't take customers over (see `possible_successors`)."""
    if not successors:
        raise Refused(_("Choose at least one successor."), code="no_successors", status=422)
    if isinstance(occasion, Departure) and occasion.supervisor in successors:
        raise approvals.supervises(cast(User, occasion.supervisor))
    if isinstance(occasion, Transfer) and (owner := givers.only(occasion)) in successors:
        raise approvals.has_them(cast(User, owner))
    fit = set(
        possible_successors(occasion, by).filter(pk__in=[user.pk for user in successors]).values_list("pk", flat=True)
    )
    if unfit := [user.name for user in successors if user.pk not in fit]:
        sentence = _("%(names)s can't take customers over: away, leaving, without access, or not in sales.")
        if isinstance(occasion, Transfer):
            sentence = _("%(names)s can't take customers over: away, leaving, without access, or in another team.")
        raise Refused(sentence, code="not_a_successor", params={"names": _(", ").join(unfit)}, status=422)


def possible_successors(occasion: Occasion, reader: User) -> QuerySet[User]:
    """Everybody who could take over: who can be given records as far as `reader` may know, and does not supervise this;
    in a transfer those whom its maker leads (only who leads both sides moves customers between people who stay), but
    for the one who has all of them today.
    """
    found = receivers(reader)
    if isinstance(occasion, Transfer):
        owner = givers.only(occasion)
        led = access.people(occasion.made_by).exclude(pk=owner.pk if owner else 0)
        return found.filter(pk__in=led.order_by().values("pk"))
    return found.exclude(pk__in=[occasion.leaver_id, occasion.supervisor_id or 0])


def counts(plan: Plan) -> dict[str, int]:
    """How many records of each kind the plan holds."""
    return counted(Assignment.objects.filter(plan=plan))


def counted(lines: QuerySet[Assignment]) -> dict[str, int]:
    """How many of these lines are of each kind."""
    return lines.order_by().aggregate(**PER_KIND)


def _propose(
    plan: Plan,
    occasion: Occasion,
    successors: Sequence[User],
    strategy: Strategy | str,
    *,
    former: Plan | None = None,
    by: User,
    at: datetime.datetime,
) -> Plan:
    if strategy not in Strategy.values:
        raise Refused(_("There is no such way to propose a plan."), code="unknown_strategy", status=422)
    plan.strategy, plan.made_by, plan.made_at = strategy, by, at
    plan.save()
    edits.forget(plan)
    _name_successors(plan, successors)
    sync(plan=plan)
    if former:
        statements.keep_locked(plan, former)
        seats.keep(plan, former)
        _keep_seats(plan, former)
    _choose(plan, successors)
    details = {"plan": plan.pk, "strategy": str(strategy), "successors": [person.name for person in successors]}
    audit.record(verb="plan.proposed", subject=occasion, by=by, at=at, details=details)
    return plan


def _spent(departure: Departure) -> Plan | None:
    """The last plan of a departure that was approved and then taken back; a draft put aside counts for nothing."""
    spent = Plan.objects.filter(departure=departure, state=PlanState.DISCARDED, approved_at__isnull=False)
    return spent.order_by("-pk").first()


def _keep_seats(plan: Plan, former: Plan) -> None:
    """Let a new plan have the seats of `former` that are still to be filled, where their interim is named again."""
    named = {row.user_id: row for row in plan.successors.all()}
    for seat in Vacancy.objects.open().filter(successor__plan=former).select_related("successor"):
        if seat.successor.user_id in named:
            seat.pk, seat.successor = None, named[seat.successor.user_id]
            seat.save(force_insert=True)


def lock_draft(plan: Plan, by: User) -> Occasion:
    """Lock what the plan is for, then the plan, and load both as they are now, for somebody who plans or approves."""
    occasion = move_rules.lock(plan)
    plan.refresh_from_db(from_queryset=Plan.objects.select_for_update())
    if isinstance(occasion, Transfer):
        plan.transfer = occasion
    else:
        plan.departure = occasion
    if not relations(by, occasion) & {Who.PLANNER, Who.APPROVER}:
        raise Refused(_("This is for somebody else to plan."), code="not_yours", status=403)
    if plan.state == PlanState.APPROVED:
        raise Refused(_("This plan is approved. Plan again before you change it."), code="plan_approved")
    if plan.state == PlanState.DISCARDED:
        raise Refused(_("This plan was put aside."), code="plan_discarded")
    return occasion


def check_planner(occasion: Occasion, by: User) -> None:
    if Who.PLANNER not in relations(by, occasion):
        raise Refused(_("This is for somebody else to plan."), code="not_yours", status=403)
    if isinstance(occasion, Departure) and occasion.state != State.REGISTERED:
        sentence = _("A plan is made while the departure is registered; now it is at “%(state)s”.")
        raise Refused(sentence, code="not_now", params={"state": State(occasion.state).label})


def _name_successors(plan: Plan, successors: Sequence[User]) -> None:
    plan.successors.exclude(user__in=successors).delete()
    PlanSuccessor.objects.bulk_create(
        (PlanSuccessor(plan=plan, user=user) for user in successors), ignore_conflicts=True
    )
    statements.drop_kept(plan)
    lines = Assignment.objects.filter(plan=plan)
    lines.filter(locked=True).exclude(successor__in=successors).update(locked=False, successor=None)
    if seats.may_move(plan):
        seats.forget(plan, successors)


def _choose(plan: Plan, successors: Sequence[User]) -> None:
    """Choose for every record that leads and is not locked; the others follow."""
    from handover.proposing import facts, proposals  # NumPy and HiGHS are loaded by who proposes, not by every worker

    book = facts.read(plan, successors, plan.made_at)
    statements.save_choices(plan, proposals.lines(book, plan.strategy, weights.in_force()))
    statements.follow(plan)
