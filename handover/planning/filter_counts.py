"""How many lines of a plan answer to what its page offers to filter by."""

import datetime

from django.db.models import Count, Q

from customers.models import Grade
from handover.departures import counts
from handover.models import Plan, PlanState
from handover.models.plan import RENEWAL_DAYS, SILENT_DAYS, AssignmentQuerySet, month_end


def of(plan: Plan, lines: AssignmentQuerySet, today: datetime.date, *, sees_whole: bool) -> dict[str, int]:
    """By name: customers of grade A, about to close, to renew, long without contact (silent), without a successor
    (missing), locked; and the records beside customers. Of the whole living plan of a departure they are kept, as they
    are on `today`.
    """
    if not sees_whole or plan.departure is None or plan.state == PlanState.DISCARDED:
        return _count(lines, today)
    found: dict[str, int] = counts.of_one(plan.departure, f"lines {today:%m%d}", lambda: _count(lines, today))
    return found


def _count(lines: AssignmentQuerySet, today: datetime.date) -> dict[str, int]:
    customers = lines.customers()
    renewal = today + datetime.timedelta(days=RENEWAL_DAYS)
    plain = customers.aggregate(
        missing=Count("pk", filter=Q(successor=None)),
        locked=Count("pk", filter=Q(locked=True)),
    )
    return {
        **plain,
        "grade_a": customers.graded(Grade.A).count(),
        "closing": customers.closing_by(month_end(today)).count(),
        "renewal": customers.renewing_by(renewal).count(),
        "silent": customers.silent_since(today - datetime.timedelta(days=SILENT_DAYS)).count(),
        "beside": lines.beside().count(),
    }
