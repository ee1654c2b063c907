"""Keeping named deals with the leaver for a while: they follow by themselves as that day ends."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.kinds import RecordKind
from handover import dates
from handover.actions import plans
from handover.models import Assignment, Departure, Plan, PlanDeed
from handover.planning import edits, holdovers
from web.errors import Refused


@transaction.atomic
def hold(
    *, plan: Plan, assignments: QuerySet[Assignment], until: datetime.date | None, by: User, at: datetime.datetime
) -> int:
    """Let the leaver keep these deals until `until`, or hand them over with the rest (None); returns how many changed.

    Raises `Refused` as `plans.assign` does, `only_deals` (422) for other records, and `ValidationError` at
    `held_until` for a day before today, before the move or after the last working day.
    """
    occasion = plans.lock_draft(plan, by)
    plans.check_planner(occasion, by)
    ids = assignments.order_by().values("pk")
    lines = Assignment.objects.filter(plan=plan, pk__in=ids)
    if until is not None:
        _check(occasion if isinstance(occasion, Departure) else None, until, at)
        if lines.exclude(kind=RecordKind.DEAL).exists():
            raise Refused(_("Only deals can be kept for a while."), code="only_deals", status=422)
    deed, said = (PlanDeed.HOLD, {"day": until.isoformat()}) if until else (PlanDeed.UNHOLD, {})
    with edits.noted(plan=plan, lines=assignments, deed=deed, by=by, at=at, details=said):
        others = lines.exclude(held_until=until) if until else lines.filter(held_until__isnull=False)
        changed = others.update(held_until=until)
    if changed:
        details = {"plan": plan.pk, "count": changed, "until": until and until.isoformat()}
        audit.record(verb="plan.held" if until else "plan.unheld", subject=occasion, by=by, at=at, details=details)
    return changed


def _check(departure: Departure | None, until: datetime.date, at: datetime.datetime) -> None:
    """Refuse a day nobody can keep a deal until, at its field."""
    words = {"day": "", "name": ""}
    if departure is None:
        sentence, code = _("Only somebody who leaves keeps deals for a while."), "nobody_leaves"
    else:
        words = {"day": date_format(departure.last_day_on), "name": departure.leaver.name}
        today = at.astimezone(dates.zone(departure.leaver)).date()
        if until < today:
            sentence, code = _("This day is over."), "day_over"
        elif until > departure.last_day_on:
            sentence, code = _("%(name)s works until %(day)s."), "after_last_day"
        elif holdovers.follows_at(departure, until) <= departure.effective_at:
            sentence, code = _("The records change hands later than that; %(name)s keeps all of them."), "before_move"
        else:
            return
    raise ValidationError({"held_until": ValidationError(sentence, code=code, params=words)})
