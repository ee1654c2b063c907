"""What became of a plan's successors after its move: who leaves too, and for whom it can be planned again."""

from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import Permission
from handover import access
from handover.models import Move, MoveState, Plan, PlanSuccessor, Transfer
from handover.relations import people


@dataclass(frozen=True)
class FollowUp:
    """One successor of a move that is done: their own open departure if the reader sees it, and whether the reader
    may plan again for what they got.
    """

    person: User
    departure: int | None
    may_plan: bool


def of(user: User, plan: Plan, move: Move | None) -> list[FollowUp]:
    """The successors the reader may do something about, by name; none before the move is done. Three queries."""
    if move is None or move.state != MoveState.DONE or not user.may(Permission.PLAN):
        return []
    named = User.objects.filter(pk__in=PlanSuccessor.objects.filter(plan=plan).values("user")).order_by("name", "pk")
    reached = set(people(user).filter(pk__in=named.order_by().values("pk")).values_list("pk", flat=True))
    leaving = access.departures(user).open().filter(leaver__in=named.order_by().values("pk"))
    departures = dict(leaving.values_list("leaver", "pk"))
    return [
        FollowUp(person, departures.get(person.pk), person.pk in reached)
        for person in named
        if person.pk in reached or person.pk in departures
    ]


def planned(user: User, move: Move | None) -> list[Transfer]:
    """The transfers that plan again what `move` gave, as far as the reader sees them."""
    if move is None:
        return []
    return list(access.transfers(user).filter(of_move=move).select_related("plan").order_by("pk"))
