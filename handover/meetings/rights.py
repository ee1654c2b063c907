"""Who may call meetings of a departure and settle them, whom they may ask and about which customers."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from customers.models import Customer
from handover.briefings import rights as briefing_rights
from handover.lifecycle import Who
from handover.models import Departure, Meeting, PlanState, PlanSuccessor
from handover.relations import relations

CALLERS = frozenset({Who.LEAVER, Who.SUPERVISOR, Who.PLANNER})


def may_call(user: User, departure: Departure) -> bool:
    """Whether `user` may call meetings: leaver, supervisor, planner, and successors about what they take over."""
    if not departure.is_open or not user.may(Permission.SEE_BOOK):
        return False
    return bool(relations(user, departure) & CALLERS) or briefing_rights.taken_over(user, departure).exists()


def may_settle(user: User, meeting: Meeting) -> bool:
    """Whether `user` may change a meeting and say what became of it: who called it, leaver, supervisor, planner."""
    return meeting.called_by_id == user.pk or bool(relations(user, meeting.departure) & CALLERS)


def customers(user: User, departure: Departure) -> QuerySet[Customer]:
    """The customers `user` may put on an agenda."""
    found = briefing_rights.customers(departure)
    if relations(user, departure) & CALLERS:
        return found
    return found.filter(pk__in=briefing_rights.taken_over(user, departure).values("record_id"))


def people(departure: Departure) -> QuerySet[User]:
    """Colleagues to ask: leaver, supervisor and the successors of the approved plan."""
    approved = PlanSuccessor.objects.filter(plan__departure=departure, plan__state=PlanState.APPROVED)
    named = Q(pk__in=[departure.leaver_id, departure.supervisor_id or 0]) | Q(pk__in=approved.values("user_id"))
    return User.objects.filter(named).order_by("name", "pk")
