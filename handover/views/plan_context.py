"""Parts of the plan's pages: the filter chips, the facts about the leaver's book, the people who could take over."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from accounts.gate import AuthenticatedRequest
from accounts.models import User
from accounts.permissions import Role
from customers.models import Customer
from handover import access, holdings
from handover.actions import plans
from handover.forms.plan import LineFilter
from handover.models import Departure, Occasion, Plan, Strategy, Transfer
from handover.models.plan import RENEWAL_DAYS, SILENT_DAYS, AssignmentQuerySet
from handover.planning import balance, givers, scope, seats
from handover.planning import page as plan_page
from handover.planning.balance import Share
from handover.wording import scope as wording
from web.typed import as_text

#: How many people the choice of successors shows at once; a search finds the others.
SHOWN_PEOPLE = 24


@dataclass(frozen=True)
class Choices:
    """Successors a line can be given to, under one heading (none for those with room)."""

    label: str
    people: list[Share]


def choices(shares: list[Share]) -> list[Choices]:
    """The successors to choose from: those with room first, the least burdened on top; the others under a heading."""
    by_load = sorted(shares, key=lambda share: share.fullest)
    room = [share for share in by_load if not share.is_over]
    over = [share for share in by_load if share.is_over]
    return [Choices(label, people) for label, people in (("", room), (_("Over capacity"), over)) if people]


@dataclass(frozen=True)
class Chip:
    """A filter one click away, with how many it finds."""

    label: str
    count: int
    link: str
    is_on: bool


def chips(request: AuthenticatedRequest, count: dict[str, int], shares: list[Share]) -> list[Chip]:
    """What a planner looks at first among the customers, and each successor's part; `count` as in `filter_counts`."""
    offers: list[tuple[str, int, dict[str, Any]]] = [
        (_("Grade A"), count["grade_a"], {"grade": "A"}),
        (_("Closing this month"), count["closing"], {"closing": 1}),
        (_("Renewal ≤ %(days)s days") % {"days": RENEWAL_DAYS}, count["renewal"], {"renewal": 1}),
        (_("No contact ≥ %(days)s days") % {"days": SILENT_DAYS}, count["silent"], {"silent": 1}),
    ]
    if count["missing"]:
        offers.append((_("Without successor"), count["missing"], {"unassigned": 1}))
    if count["locked"]:
        offers.append((_("Kept"), count["locked"], {"locked": 1}))
    offers += [(share.person.name, share.gains["customers"], {"successor": share.person.pk}) for share in shares]
    chosen = {name: str(value) for name, value in LineFilter(request.GET).wanted().items()}
    found = []
    for label, n, params in offers:
        is_on = all(name in chosen and chosen[name] in (str(value), "True") for name, value in params.items())
        found.append(Chip(label, n, "?" if is_on else "?" + urlencode(params), is_on))
    return found


def facts(lines: AssignmentQuerySet, plan: Plan, *, sees_whole: bool) -> dict[str, Any]:
    """What the card beside the plan says, and how many lines each part of the page has; of the reader's lines only,
    and without the worth of the whole book, unless the reader sees the whole plan.
    """
    worth = holdings.value(plan.departure.leaver) if plan.departure else balance.worth(plan)
    counts = plans.counted(lines)
    return {
        "counts": counts,
        "scope": scope_card(plan, counts, sees_whole=sees_whole),
        "value": worth if sees_whole else {},
        "known_by_one": plan_page.known_by_one(lines),
    }


@dataclass(frozen=True)
class Stays:
    """One sentence about what stays: what, why, and whether that is all right."""

    what: str
    why: str
    is_fine: bool


@dataclass(frozen=True)
class ScopeCard:
    """What moves and what stays, in sentences."""

    moves: str
    stays: list[Stays]


def scope_card(plan: Plan, counts: dict[str, int], *, sees_whole: bool) -> ScopeCard:
    """The card of a plan's scope: `counts` of the reader's lines; what stays only for who sees the whole plan."""
    stays = scope.stays(plan) if sees_whole else []
    grouped = groupby(stays, key=lambda stay: (wording.why(stay, plan), stay.is_fine))
    sentences = [
        Stays(_(", ").join(wording.stays(stay) for stay in alike), why, is_fine) for (why, is_fine), alike in grouped
    ]
    return ScopeCard(wording.moves(counts, plan), sentences)


def seat_count(user: User, plan: Plan, *, sees_whole: bool) -> int | None:
    """How many seats in account teams the plan hands on, as far as `user` may know; None where it leaves them alone."""
    if not (plan.moves_seats and seats.may_move(plan)):
        return None
    return access.seat_lines(user, plan, whole=sees_whole).exclude(successor=None).count()


def candidates(request: AuthenticatedRequest, occasion: Occasion, plan: Plan | None) -> dict[str, Any]:
    """The people who could take over: of the team first, then by load; no administrator without customers."""
    named = {row.user_id: row for row in plan.successors.select_related("vacancy")} if plan else {}
    people = _by_nearness(occasion, request.user, named)
    if asked := as_text(request.GET.get("who", "")):
        people = people.filter(name__icontains=asked)
    found = list(people[: SHOWN_PEOPLE + 1])
    shares = [Share(person, today=person.carries) for person in found[:SHOWN_PEOPLE]]
    for share in shares:
        share.vacancy = getattr(named.get(share.person.pk), "vacancy", None)
    balance.weigh(shares, occasion.effective_at)
    return {
        "candidates": [_candidate(share, named) for share in shares],
        "left_out": givers.only(occasion) if isinstance(occasion, Transfer) else None,
        "has_more_people": len(found) > SHOWN_PEOPLE or bool(asked),
        "strategies": Strategy.choices,
        "strategy": plan.strategy if plan else Strategy.BEST_FIT,
    }


def _by_nearness(occasion: Occasion, reader: User, named: Collection[int]) -> QuerySet[Any]:
    """Who could take over: those of the plan first, then of the leaver's team, office, and elsewhere; by load."""
    near = occasion.leaver if isinstance(occasion, Departure) else occasion.person or occasion.made_by
    nearness = Case(
        When(pk__in=named, then=Value(0)),
        When(team__isnull=False, team=near.team_id, then=Value(1)),
        When(office__isnull=False, office=near.office_id, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    owned = Customer.objects.filter(owner=OuterRef("pk")).order_by().values("owner").annotate(n=Count("pk")).values("n")
    carries = Coalesce(Subquery(owned), 0)
    people = plans.possible_successors(occasion, reader).annotate(nearness=nearness, carries=carries)
    people = people.exclude(role=Role.ADMINISTRATOR, carries=0, nearness__gt=0).select_related("team", "office")
    return people.order_by("nearness", 1.0 * F("carries") / Greatest("capacity", 1), "name", "pk")


def _candidate(share: Share, named: Collection[int]) -> dict[str, Any]:
    nearness = (_("In this plan"), _("Same team"), _("Same office"), _("Elsewhere"))
    person: Any = share.person
    return {"share": share, "is_chosen": person.pk in named, "near": nearness[person.nearness]}
