"""Taking back what one did to a draft by hand, and doing it again: any number of steps, as long as it is a draft.

Everybody takes back their own steps only. What somebody else changed since stays as they left it and is named.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from handover.actions import plans
from handover.models import Plan, PlanDeed, PlanStep
from handover.planning import edits
from web.errors import Refused


@dataclass(frozen=True)
class Undone:
    """What was taken back (or done again), the step that did it, and the names of the records left alone."""

    undone: PlanStep
    step: PlanStep
    left: list[str]


def undo(*, plan: Plan, step: int | None = None, by: User, at: datetime.datetime) -> Undone:
    """Take back the last edit of `by` that stands; `step` is its id where the person saw which it is.

    Raises `Refused`: `nothing_to_undo`, `not_latest` when `step` is another one, and what `plans.assign` refuses.
    """
    return _turn(plan, step, is_redo=False, by=by, at=at)


def redo(*, plan: Plan, step: int | None = None, by: User, at: datetime.datetime) -> Undone:
    """Do again what `by` took back last; refuses as `undo` does, with `nothing_to_redo` after another edit."""
    return _turn(plan, step, is_redo=True, by=by, at=at)


@transaction.atomic
def _turn(plan: Plan, asked: int | None, *, is_redo: bool, by: User, at: datetime.datetime) -> Undone:
    occasion = plans.lock_draft(plan, by)
    plans.check_planner(occasion, by)
    found = next((one for one in plan.steps.latest_of(by) if one.takes_back == is_redo), None)
    if found is None and is_redo:
        raise Refused(_("There is nothing to do again."), code="nothing_to_redo")
    if found is None:
        raise Refused(_("There is nothing of yours to undo."), code="nothing_to_undo")
    if asked is not None and asked != found.pk:
        raise Refused(_("You have changed the plan since. Look at it again."), code="not_latest")
    with edits.noted(
        plan=plan,
        lines=edits.lines(found),
        deed=PlanDeed(found.deed),
        by=by,
        at=at,
        details=found.details,
        undoes=found,
    ) as step:
        left = edits.restore(found)
    details = {"plan": plan.pk, "count": step.count, "left": len(left)}
    audit.record(verb="plan.redone" if is_redo else "plan.undone", subject=occasion, by=by, at=at, details=details)
    return Undone(found, step, left)
