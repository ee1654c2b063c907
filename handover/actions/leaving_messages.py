"""Telling those who plan and supervise a handover that somebody who is to take over in it is leaving too."""

import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from handover.models import Assignment, Departure, Plan
from handover.moving import rules as move_rules
from handover.planning import givers, leaving_too
from handover.relations import may_hear_of, why_told
from notices.actions import Letter, leave_many


def successor_leaves(*, departure: Departure, by: User, at: datetime.datetime) -> None:
    """Once for each approved plan that waits to give something to the leaver of `departure`: tell its planner and who
    watches it, also who registered the departure, but nobody before they may hear of it (a dismissal is first said in
    person) and never the leaver. Said again later, it reaches only those who were not told before.
    """
    lines = Assignment.objects.filter(plan=OuterRef("pk"), successor=departure.leaver)
    plans = leaving_too.waiting().filter(Exists(lines))
    for plan in plans.select_related("departure__leaver__team", "departure__supervisor", "transfer__person"):
        leave_many(letters=_letters(plan, departure), at=at)


def _letters(plan: Plan, departure: Departure) -> list[Letter]:
    rules = move_rules.of(plan)
    people = User.objects.filter(pk__in={plan.made_by_id, *rules.watchers()}).exclude(pk=departure.leaver_id)
    known = Departure.objects.filter(pk=departure.pk)
    main = plan.moves.main().get(held_until=None)
    words = {
        "name": givers.name(plan.occasion),
        "who": departure.leaver.name,
        "records": Assignment.objects.filter(plan=plan, successor=departure.leaver).count(),
        "last_day_on": departure.last_day_on.isoformat(),
        "changes_at": main.due_at.isoformat(),
    }
    return [
        Letter(
            kind="successor_leaving",
            recipient_id=person.pk,
            key=f"departure:{departure.pk}:takes_over:{plan.pk}:{person.pk}",
            url=rules.url,
            subject_kind=rules.subject._meta.label_lower,
            subject_id=rules.subject.pk,
            params=words | {"relation": why_told(person, plan.departure) if plan.departure else ""},
        )
        for person in people.order_by("pk")
        if not person.is_placeholder and known.filter(may_hear_of(person)).exists()
    ]
