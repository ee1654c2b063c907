"""Whose inheritances a person sees: the only way from an address to one."""

from django.db.models import Q
from django.http import Http404

from accounts.models import User
from accounts.permissions import Permission
from handover import access
from handover.models import Inheritance
from handover.models.inheritance import InheritanceQuerySet
from handover.relations import people, planned_by, relations


def inbox(user: User) -> InheritanceQuerySet:
    """What comes to `user` themselves."""
    return Inheritance.objects.of(user)


def to_settle(user: User) -> InheritanceQuerySet:
    """What successors sent back and `user` decides on: as the supervisor, or where they plan."""
    mine = Q(departure__supervisor=user)
    if user.may(Permission.PLAN):
        led = people(user).exclude(pk=user.pk).order_by().values("pk")
        mine |= Q(departure__leaver__in=led) | Q(transfer__in=planned_by(user).order_by().values("pk"))
    rows = Inheritance.objects.standing().filter(mine, returned_at__isnull=False)
    return rows.exclude(successor=user)


def inheritance(user: User, pk: int) -> Inheritance:
    """One inheritance by id, or `Http404` when it is not the person's to see."""
    return _seen(user, Inheritance.objects.standing().filter(pk=pk))


def of_departure(user: User, departure: int, customer: int) -> Inheritance:
    """The inheritance of one customer in a departure; `Http404` as above."""
    return _seen(user, Inheritance.objects.standing().filter(departure=departure, customer=customer))


def of_transfer(user: User, transfer: int, customer: int) -> Inheritance:
    """The inheritance of one customer in a transfer; `Http404` as above."""
    return _seen(user, Inheritance.objects.standing().filter(transfer=transfer, customer=customer))


def _seen(user: User, rows: InheritanceQuerySet) -> Inheritance:
    people = ("customer__owner", "from_owner__office", "successor__office", "departure__supervisor", "kept_by")
    found = rows.timed().select_related(*people, "departure__leaver__office", "transfer__person").first()
    if found is None or not user.may(Permission.SEE_BOOK) or not _sees(user, found):
        raise Http404
    return found


def _sees(user: User, found: Inheritance) -> bool:
    """The successor, the leaver (or whose customer it was), who supervises, plans or approves, and who sees all books;
    another successor of the same departure does not.
    """
    if found.successor_id == user.pk or user.may(Permission.SEE_ALL_BOOKS):
        return True
    if found.departure is not None:
        seen = access.departures(user).filter(pk=found.departure.pk).exists()
        return seen and access.sees_records(user, relations(user, found.departure))
    return found.from_owner_id == user.pk or bool(relations(user, found.occasion))
