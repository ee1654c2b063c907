"""Seats of a leaver at customers of teams that have nothing else to do with the departure: who settles them there.

The managers of those customers do. They are told when the handover begins, find it on Home, and open the page of these
seats and nothing else of the departure.
"""

from collections import Counter

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Team, User
from accounts.permissions import Permission
from customers import access as book
from customers.models import AccountTeamMember
from handover.lifecycle import State
from handover.models import Departure, ReferenceKind, Waiver
from handover.references import sweep
from handover.references.book import SEAT
from handover.relations import people, reaches
from notices.models import Notice

#: While the handover stands here the seats wait; before, it is not for other teams to know of.
WAITING_IN = (State.HANDING_OVER, State.VERIFYING)
#: The kind of notice by which they are told.
TOLD = "seats_waiting"


def waiting(user: User) -> QuerySet[Departure]:
    """The departures in which seats wait for `user` as a keeper, with `seats`, how many."""
    if not (user.may(Permission.SEE_TEAM_BOOKS) and user.may(Permission.EDIT_BOOK)):
        return Departure.objects.none()
    left = Waiver.objects.filter(departure=OuterRef(OuterRef("pk")), kind=ReferenceKind.SEAT, object_id=OuterRef("pk"))
    seats = book.changeable(user, AccountTeamMember).filter(~Exists(left), user=OuterRef("leaver"))
    counted = seats.exclude(customer__owner=F("user")).order_by().values("user").annotate(n=Count("pk")).values("n")
    rows = Departure.objects.filter(state__in=WAITING_IN, kind__in=SEAT.settled_in)
    rows = rows.exclude(leaver__in=people(user).order_by().values("pk"))
    return rows.annotate(seats=Coalesce(Subquery(counted), 0)).filter(seats__gt=0)


def opened(user: User) -> QuerySet[Departure]:
    """The departures whose seats `user` may look at as a keeper: where some wait, or waited when they were told."""
    told = Notice.objects.filter(
        recipient=user, kind=TOLD, subject_kind=Departure._meta.label_lower, subject_id=OuterRef("pk")
    )
    return Departure.objects.filter(Q(pk__in=waiting(user).order_by().values("pk")) | Exists(told))


def waits_for(user: User, departure: Departure) -> bool:
    """Whether a seat of this leaver waits for `user` as a keeper."""
    return waiting(user).filter(pk=departure.pk).exists()


def keepers(departure: Departure) -> dict[User, int]:
    """The managers for whom seats wait, with how many: of each customer's owner, or the next above who has access."""
    if departure.kind not in SEAT.settled_in:
        return {}
    seats = sweep.still_open(SEAT, departure).exclude(customer__owner=departure.leaver_id).order_by()
    counted = seats.values_list("customer__owner__team").annotate(n=Count("pk"))
    teams = Team.objects.select_related("manager", "parent").in_bulk([team for team, _n in counted if team])
    found: Counter[User] = Counter()
    for team, count in counted:
        keeper = _manager(teams.get(team), departure.leaver)
        if keeper is not None and keeper.may(Permission.EDIT_BOOK) and not reaches(keeper, departure.leaver):
            found[keeper] += count
    return dict(found)


def _manager(team: Team | None, leaver: User) -> User | None:
    while team is not None:
        if team.manager and team.manager != leaver and team.manager.has_access():
            return team.manager
        team = team.parent
    return None
