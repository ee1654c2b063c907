"""Whose records a person sees: the only way from a URL to an object of the book.

Apps above open more of the book (a supervisor reads the leaver's, a successor what is to come): they register with
`opens_more`, and this app stays ignorant of them.
"""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import Permission
from customers.models import Customer, Owned

Record = TypeVar("Record", bound=Owned)
#: Given a person and a model of the book, the rows of that model that are opened to them beyond their scope.
Opener = Callable[[User, type[Owned]], Q]

_openers: list[Opener] = []


def opens_more(opener: Opener) -> Opener:
    """Register a rule that opens records beyond the own book and the team's. Called from `AppConfig.ready`."""
    _openers.append(opener)
    return opener


def records(user: User, model: type[Record]) -> QuerySet[Record]:
    """The customers, deals, contracts or tasks `user` may see: their own, their teams', those of customers they work
    with, and what a departure opens to them.
    """
    rows: QuerySet[Record] = model._default_manager.all()
    if user.may(Permission.SEE_ALL_BOOKS):
        return rows
    if not user.may(Permission.SEE_BOOK):
        return rows.none()
    owners = User.objects.under(user).values("pk") if user.may(Permission.SEE_TEAM_BOOKS) else [user.pk]
    scope = Q(owner__in=owners)
    seats = Customer.objects.filter(Q(account_team__user=user) | Q(owner__in=owners)).values("pk")
    scope |= Q(pk__in=seats) if model is Customer else Q(customer__in=seats)
    for opener in _openers:
        scope |= opener(user, model)
    return rows.filter(scope)


def record(user: User, model: type[Record], pk: int) -> Record:
    """One record by id, or `Http404` when it is outside the person's scope."""
    found = records(user, model).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
