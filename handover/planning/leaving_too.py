"""Who takes over by a plan and is leaving too: told to those who plan, approve and supervise, as far as they may know.

An open departure counts; of somebody without one, an access that ends before the records change hands.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from customers.models import OwnershipChange
from handover.lifecycle import Who
from handover.models import Assignment, Departure, Move, MoveState, Plan, PlanState, PlanSuccessor
from handover.models.move import TO_COME
from handover.relations import may_hear_of, relations

#: Who is told what becomes of a plan's successors.
TOLD = {Who.PLANNER, Who.APPROVER, Who.SUPERVISOR}


@dataclass(frozen=True)
class Leaving:
    """A successor who is leaving too: their last day, or when their access ends for who has no departure. `records` is
    what comes to them, or what they got once the plan was carried out.
    """

    person: User
    last_day_on: datetime.date | None
    access_ends_at: datetime.datetime | None = None
    records: int = 0


def waiting() -> QuerySet[Plan]:
    """Approved plans whose records are still to change hands."""
    moves = Move.objects.main().filter(plan=OuterRef("pk"), held_until=None, state__in=TO_COME)
    return Plan.objects.filter(Exists(moves), state=PlanState.APPROVED)


def seats(reader: User, plans: Q) -> QuerySet[PlanSuccessor]:
    """The successors in `plans` (a condition) who get something and are leaving too, each with `last_day_on`,
    `moves_at` and `records`; only those `reader` may hear of.
    """
    theirs = Departure.objects.open().filter(leaver=OuterRef("user"))
    lines = Assignment.objects.filter(plan=OuterRef("plan"), successor=OuterRef("user")).order_by()
    moves = Move.objects.main().filter(plan=OuterRef("plan"), held_until=None, state__in=TO_COME)
    moves_at = Coalesce(
        Subquery(moves.values("due_at")[:1]), "plan__departure__effective_at", "plan__transfer__effective_at"
    )
    ends = (Q(user__access_ends_at__lte=F("moves_at")) | Q(user__is_active=False)) & ~Exists(theirs)
    rows = PlanSuccessor.objects.filter(Exists(lines), plans).annotate(
        moves_at=moves_at,
        last_day_on=Subquery(theirs.filter(may_hear_of(reader)).values("last_day_on")[:1]),
        records=Subquery(lines.values("successor").annotate(n=Count("pk")).values("n")),
    )
    return rows.filter(Q(last_day_on__isnull=False) | ends).select_related("user").order_by("user__name", "pk")


def of(reader: User, plan: Plan) -> list[Leaving]:
    """The successors of a plan that is still to be carried out who are leaving too. A draft is read by nobody else;
    of an approved plan empty for a reader who neither plans, approves nor supervises.
    """
    if plan.state != PlanState.DRAFT and not relations(reader, plan.occasion) & TOLD:
        return []
    rows: Any = seats(reader, Q(plan=plan))
    return [Leaving(row.user, row.last_day_on, _end(row.user, row.last_day_on), row.records) for row in rows]


def _end(person: User, last_day_on: datetime.date | None) -> datetime.datetime | None:
    return None if last_day_on else person.access_ends_at


def after(reader: User, move: Move) -> list[Leaving]:
    """Those to whom a move that is done gave records and who are leaving too; empty as above."""
    if move.state != MoveState.DONE or not relations(reader, move.plan.occasion) & TOLD:
        return []
    named = PlanSuccessor.objects.filter(plan=move.plan_id).values("user")
    return heard(reader, leaving(named), given(move))


def leaving(people: QuerySet[PlanSuccessor, Any] | Iterable[int]) -> list[Departure]:
    """The open departures of these people."""
    return list(Departure.objects.open().filter(leaver__in=people).select_related("leaver").order_by("leaver__name"))


def given(move: Move) -> dict[int, int]:
    """How many records a move gave to whom, by the ledger."""
    rows = OwnershipChange.objects.filter(move_id=move.pk).order_by().values_list("to_owner")
    return dict(rows.annotate(n=Count("pk")))


def heard(reader: User, departures: list[Departure], records: dict[int, int]) -> list[Leaving]:
    """What `reader` may hear of these departures, of those with `records`."""
    if not departures:
        return []
    pks = [departure.pk for departure in departures]
    known = set(Departure.objects.filter(may_hear_of(reader), pk__in=pks).values_list("pk", flat=True))
    return [
        Leaving(one.leaver, one.last_day_on, records=records[one.leaver_id])
        for one in departures
        if one.pk in known and records.get(one.leaver_id)
    ]
