"""The meetings a person may see: the only way in from an address."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.permissions import Permission
from handover import access
from handover.briefings.access import sees_all
from handover.models import Departure, Meeting, MeetingGuest


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
