"""One successor of a draft in the place of another."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from handover.actions import plans
from handover.models import Assignment, Plan, SeatLine, SeatReason, Vacancy
from web.errors import Refused


@transaction.atomic
def replace(*, plan: Plan, former: User, to: User, by: User, at: datetime.datetime) -> int:
    """Give all that `former` was to take over by a draft to `to`; returns how many records were named.

    Raises `Refused` as `plans.assign` does, and `interim_has_seat` when `to` stands in for another seat already.
    """
    lines = Assignment.objects.filter(plan=plan, successor=former)
    given = plans.assign(plan=plan, assignments=lines, successor=to, by=by, at=at)
    seats = SeatLine.objects.filter(plan=plan, successor=former)
    seats.update(successor=to, locked=True, reason=SeatReason.BY_HAND)
    _pass_seat_on(plan, former, to)
    plan.successors.filter(user=former).delete()
    details = {"plan": plan.pk, "former": former.name, "to": to.name}
    audit.record(verb="plan.successor_replaced", subject=plan.occasion, by=by, at=at, details=details)
    return given


def _pass_seat_on(plan: Plan, former: User, to: User) -> None:
    """The seat `former` stood in for, which would go with them, is `to`'s to stand in for."""
    seat = Vacancy.objects.filter(successor__plan=plan, successor__user=former).first()
    if seat is None:
        return
    successor = plan.successors.get(user=to)
    if Vacancy.objects.filter(successor=successor).exists():
        sentence = _("%(name)s stands in for another seat of this plan already.")
        raise Refused(sentence, code="interim_has_seat", params={"name": to.name})
    seat.successor = successor
    seat.save(update_fields=["successor"])
