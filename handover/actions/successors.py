"""One successor of a draft in the place of another."""

import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from handover.actions import plans
from handover.models import Assignment, Plan


@transaction.atomic
def replace(*, plan: Plan, former: User, to: User, by: User, at: datetime.datetime) -> int:
    """Give all that `former` was to take over by a draft to `to`; returns how many records were named.

    Raises `Refused` as `plans.assign` does.
    """
    lines = Assignment.objects.filter(plan=plan, successor=former)
    given = plans.assign(plan=plan, assignments=lines, successor=to, by=by, at=at)
    plan.successors.filter(user=former).delete()
    details = {"plan": plan.pk, "former": former.name, "to": to.name}
    audit.record(verb="plan.successor_replaced", subject=plan.occasion, by=by, at=at, details=details)
    return given
