"""Who is responsible for a customer now, and who will be next: what a phone system asks before it puts a call through.

The owner is, until the moment the ownership changes: also one who leaves, and one whose access has ended.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from accounts.models import User
from accounts.permissions import Permission
from customers import access as book
from customers.kinds import RecordKind
from customers.models import Customer
from handover import access
from handover.models import Assignment, PlanState
from handover.models.move import TO_COME


@dataclass(frozen=True)
class InCharge:
    """The one responsible person for a customer; `next` takes over at `until`, as far as the asker may know."""

    customer: Customer
    person: User
    has_access: bool
    next: User | None = None
    until: datetime.datetime | None = None


def of(user: User, customer: Customer, at: datetime.datetime) -> InCharge:
    """Who answers for `customer` at `at`, as `user` may know it."""
    owner = customer.owner
    line = _planned(customer)
    if line is None or not _sees(user, line):
        return InCharge(customer, owner, owner.had_access_at(at))
    return InCharge(customer, owner, owner.had_access_at(at), line.successor, line.due_at)


def _planned(customer: Customer) -> Any:
    """The line of an approved plan by which this customer leaves its present owner next."""
    lines = Assignment.objects.with_move(state__in=TO_COME).filter(
        customer=customer,
        kind=RecordKind.CUSTOMER,
        from_owner=customer.owner_id,
        successor__isnull=False,
        plan__state=PlanState.APPROVED,
    )
    lines = lines.select_related("successor", "plan__departure__leaver")
    return lines.annotate(due_at=F("plan__moves__due_at")).order_by("due_at").first()


def _sees(user: User, line: Assignment) -> bool:
    """Whether `user` may know where this line goes."""
    if line.plan.departure is None:
        return line.successor_id == user.pk or book.people(user).filter(pk=line.from_owner_id).exists()
    if user.may(Permission.SEE_ALL_BOOKS) and user.may(Permission.SEE_ALL_DEPARTURES):
        return (
            user.pk != line.plan.departure.leaver_id
            or access.departures(user).filter(pk=line.plan.departure.pk).exists()
        )
    if not access.departures(user).filter(pk=line.plan.departure.pk).exists():
        return False
    return line.successor_id == user.pk or access.sees_whole(user, line.plan)
