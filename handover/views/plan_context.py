"""Parts of the plan's pages: the filter chips, the facts about the leaver's book, the people who could take over."""

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from accounts.gate import Visit
from accounts.models import User
from handover import balance, holdings, plan_page
from handover.actions import plans
from handover.balance import Share
from handover.forms.plan import RENEWAL_DAYS, LineFilter, month_end
from handover.models import Departure, Plan, Strategy
from handover.models.plan import AssignmentQuerySet

#: How many people the choice of successors shows at once; a search finds the others.
SHOWN_PEOPLE = 24


@dataclass(frozen=True)
class Chip:
    """A filter one click away, with how many it finds."""

    label: str
    count: int
    link: str
    is_on: bool


def chips(request: Visit, lines: AssignmentQuerySet, shares: list[Share], today: datetime.date) -> list[Chip]:
    """What a planner looks at first among the customers, and each successor's part."""
    customers = lines.customers()
    renewal = today + datetime.timedelta(days=RENEWAL_DAYS)
    offers: list[tuple[str, int, dict[str, Any]]] = [
        (_("Grade A"), customers.filter(customer__grade="A").count(), {"grade": "A"}),
        (_("Closing this month"), customers.closing_by(month_end(today)).count(), {"closing": 1}),
        (_("Renewal ≤ %(days)s days") % {"days": RENEWAL_DAYS}, customers.renewing_by(renewal).count(), {"renewal": 1}),
    ]
    if missing := customers.unassigned().count():
        offers.append((_("Without successor"), missing, {"unassigned": 1}))
    offers += [(share.person.name, share.gains["customers"], {"successor": share.person.pk}) for share in shares]
    chosen = {name: str(value) for name, value in LineFilter(request.GET).wanted().items()}
    found = []
    for label, count, params in offers:
        is_on = all(name in chosen and chosen[name] in (str(value), "True") for name, value in params.items())
        found.append(Chip(label, count, "?" if is_on else "?" + urlencode(params), is_on))
    return found


def facts(lines: AssignmentQuerySet, plan: Plan) -> dict[str, Any]:
    """What the leaver's card says, and how many lines each part of the page has."""
    leaver = plan.departure.leaver
    return {
        "counts": plans.counts(plan),
        "value": holdings.value(leaver),
        "known_by_one": plan_page.known_by_one(lines, leaver),
        "other_count": lines.beside().count(),
    }


def candidates(request: Visit, departure: Departure, plan: Plan | None) -> dict[str, Any]:
    """The people who could take over, colleagues of the leaver first, each with what they carry."""
    leaver = departure.leaver
    named = {row.user_id for row in plan.successors.all()} if plan else set()
    nearness = Case(
        When(pk__in=named, then=Value(0)),
        When(team__isnull=False, team=leaver.team_id, then=Value(1)),
        When(office__isnull=False, office=leaver.office_id, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    people = plans.possible_successors(departure).annotate(nearness=nearness).select_related("team", "office")
    if asked := request.GET.get("who", "").strip():
        people = people.filter(name__icontains=asked)
    found = list(people.order_by("nearness", "name", "pk")[: SHOWN_PEOPLE + 1])
    load = balance.carried([person.pk for person in found])
    return {
        "candidates": [_candidate(person, load.get(person.pk, 0), named) for person in found[:SHOWN_PEOPLE]],
        "has_more_people": len(found) > SHOWN_PEOPLE or bool(asked),
        "strategies": Strategy.choices,
        "strategy": plan.strategy if plan else Strategy.BEST_FIT,
    }


def _candidate(person: User, carries: int, named: set[int]) -> dict[str, Any]:
    return {"share": Share(person, today=carries), "is_chosen": person.pk in named}
