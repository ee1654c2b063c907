"""Fixing lines of a draft, so that they stay as they are while the rest is proposed again."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.actions import audit
from accounts.models import User
from customers.kinds import RecordKind
from handover.actions import plans
from handover.models import Assignment, Plan, PlanDeed
from handover.planning import edits, statements


@transaction.atomic
def lock(*, plan: Plan, assignments: QuerySet[Assignment], by: User, at: datetime.datetime) -> int:
    """Keep these lines with the successors they have; returns how many were not kept before.

    A record that follows its customer is kept by the customer's line where that is locked, here or before; otherwise
    it goes its own way from now on. Raises `Refused` as `plans.assign` does.
    """
    occasion = plans.lock_draft(plan, by)
    plans.check_planner(occasion, by)
    with edits.noted(plan=plan, lines=assignments, deed=PlanDeed.KEEP, by=by, at=at):
        changed = _lock(plan, assignments)
    return _said(plan, "plan.locked", changed, by=by, at=at)


@transaction.atomic
def release(*, plan: Plan, assignments: QuerySet[Assignment], by: User, at: datetime.datetime) -> int:
    """Let these lines be proposed again; returns how many were locked.

    What belongs to a customer of the plan goes along with it again. Raises `Refused` as `plans.assign` does.
    """
    occasion = plans.lock_draft(plan, by)
    plans.check_planner(occasion, by)
    with edits.noted(plan=plan, lines=assignments, deed=PlanDeed.RELEASE, by=by, at=at):
        ids = assignments.order_by().values("pk")
        changed = Assignment.objects.filter(plan=plan, pk__in=ids, locked=True).update(locked=False)
        statements.mend_follows(plan)
        statements.follow(plan)
    return _said(plan, "plan.released", changed, by=by, at=at)


def _lock(plan: Plan, assignments: QuerySet[Assignment]) -> int:
    ids = assignments.order_by().values("pk")
    lines = Assignment.objects.filter(plan=plan)
    chosen = lines.filter(pk__in=ids, locked=False, successor__isnull=False)
    changed = chosen.filter(follows=False).update(locked=True)
    kept = lines.filter(kind=RecordKind.CUSTOMER, locked=True, record_id=OuterRef("customer_id"))
    changed += chosen.filter(~Q(Exists(kept)), follows=True).update(locked=True, follows=False)
    return changed


def _said(plan: Plan, verb: str, count: int, *, by: User, at: datetime.datetime) -> int:
    if count:
        audit.record(verb=verb, subject=plan.occasion, by=by, at=at, details={"plan": plan.pk, "count": count})
    return count
