"""Who answers for an item of the checklist: a relation to the departure, resolved to people.

The supervisor stands in for a leaver who can't answer: already gone, without access, never able to sign in, or (in a
dismissal not yet spoken about) not to be told. Successors are those of the approved plan; before that there are none.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from accounts.models import User
from accounts.permissions import Role
from handover.lifecycle import Who
from handover.models import ChecklistItem, Departure, DepartureKind, PlanState, PlanSuccessor, Relation
from handover.relations import UNSPOKEN_STATES, relations

#: People by departure id and relation.
People = dict[tuple[int, str], list[User]]


def leaver_answers(departure: Departure, at: datetime.datetime) -> bool:
    """Whether the leaver can answer for their own part at `at`; if not, the supervisor does."""
    unspoken = departure.kind == DepartureKind.DISMISSAL and departure.state in UNSPOKEN_STATES
    leaver = departure.leaver
    return not (departure.already_gone or unspoken or leaver.is_placeholder or not leaver.had_access_at(at))


class Duties:
    """What one person may do with the items of one departure: asked once, whatever the number of items."""

    def __init__(self, user: User, departure: Departure, at: datetime.datetime) -> None:
        self.user = user
        self.people = resolve([departure], at)
        self.relations = relations(user, departure)

    def are_mine(self, item: ChecklistItem) -> bool:
        """Whether the person answers for `item`."""
        return self.user in self.people.get((item.departure_id, item.responsible), [])

    def may_waive(self, item: ChecklistItem) -> bool:
        """Whether the person may say that `item` is not needed: who supervises or plans, and HR for what is HR's."""
        officer = Who.REGISTRAR in self.relations and item.responsible == Relation.HR
        return officer or bool(self.relations & {Who.SUPERVISOR, Who.PLANNER})

    def may_settle(self, item: ChecklistItem) -> bool:
        """Whether the person may tick `item`: who answers for it, and who supervises or plans."""
        return self.are_mine(item) or self.may_waive(item)


def people_for(item: ChecklistItem, at: datetime.datetime) -> list[User]:
    """The people who answer for `item` at `at`; empty while there is nobody yet."""
    return resolve([item.departure], at).get((item.departure_id, item.responsible), [])


def resolve(departures: Iterable[Departure], at: datetime.datetime) -> People:
    """Everybody who answers for anything in `departures`, in two queries however many there are.

    The departures come with `leaver` and `supervisor` loaded.
    """
    found: People = defaultdict(list)
    every = {departure.pk: departure for departure in departures}
    for departure in every.values():
        supervisor = [departure.supervisor] if departure.supervisor else []
        found[departure.pk, Relation.SUPERVISOR] = supervisor
        found[departure.pk, Relation.LEAVER] = [departure.leaver] if leaver_answers(departure, at) else supervisor
    seats = PlanSuccessor.objects.filter(plan__departure__in=every, plan__state=PlanState.APPROVED)
    for seat in seats.select_related("user", "plan__departure"):
        found[seat.plan.leaving.pk, Relation.SUCCESSOR].append(seat.user)
    officers = list(User.objects.with_access().filter(role=Role.HR)) if every else []
    for pk in every:
        found[pk, Relation.HR] = officers
    return found
