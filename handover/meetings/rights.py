"""Who may call meetings of a departure, whom they ask and about which customers: the only way in from an address."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.permissions import Permission
from customers.models import Contact, Customer
from handover import access
from handover.briefings import access as told
from handover.briefings import rights as telling
from handover.lifecycle import Who
from handover.models import Departure, Meeting, MeetingGuest, PlanState, PlanSuccessor

CALLERS = frozenset({Who.LEAVER, Who.SUPERVISOR, Who.PLANNER})


def sees_all(user: User, departure: Departure) -> bool:
    """Whether `user` sees every meeting of a departure, and not only those they are asked to."""
    return user.may(Permission.SEE_BOOK) and access.sees_records(user, access.relations(user, departure))


def may_call(user: User, departure: Departure) -> bool:
    """Whether `user` may call meetings: leaver, supervisor, planner, and successors about what they take over."""
    if not departure.is_open or not user.may(Permission.SEE_BOOK):
        return False
    return bool(access.relations(user, departure) & CALLERS) or told.taken_over(user, departure).exists()


def may_settle(user: User, meeting: Meeting) -> bool:
    """Whether `user` may change a meeting and say what became of it: who called it, leaver, supervisor, planner."""
    return meeting.called_by_id == user.pk or bool(access.relations(user, meeting.departure) & CALLERS)


def customers(user: User, departure: Departure) -> QuerySet[Customer]:
    """The customers `user` may put on an agenda."""
    found = telling.customers(departure)
    if access.relations(user, departure) & CALLERS:
        return found
    return found.filter(pk__in=told.taken_over(user, departure).values("record_id"))


def people(departure: Departure) -> QuerySet[User]:
    """Colleagues to ask: leaver, supervisor and the successors of the approved plan."""
    approved = PlanSuccessor.objects.filter(plan__departure=departure, plan__state=PlanState.APPROVED)
    named = Q(pk__in=[departure.leaver_id, departure.supervisor_id or 0]) | Q(pk__in=approved.values("user_id"))
    return User.objects.filter(named).order_by("name", "pk")


def contacts(customer: Customer) -> QuerySet[Contact]:
    """The people of one customer who can be asked to a joint visit."""
    return customer.contacts.order_by("name", "pk")


def meetings(user: User, departure: Departure) -> QuerySet[Meeting]:
    """The meetings of a departure `user` may see: all, or those they called or are asked to."""
    found = Meeting.objects.filter(departure=departure)
    if sees_all(user, departure):
        return found
    asked = MeetingGuest.objects.filter(person=user)
    return found.filter(Q(called_by=user) | Q(pk__in=asked.values("meeting_id")))


def meeting(user: User, departure: int, pk: int) -> Meeting:
    """One meeting with its departure, or `Http404`."""
    seen = access.departure(user, departure)
    if not user.may(Permission.SEE_BOOK):
        raise Http404
    found: Meeting = get_object_or_404(meetings(user, seen).select_related("called_by", "settled_by"), pk=pk)
    found.departure = seen
    return found
