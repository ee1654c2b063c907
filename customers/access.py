"""Whose records a person sees, and which of them they may change: the only way from a URL to an object of the book.

Apps above open more of the book (`visibility_rules.py`). What is opened like that, or by a seat in an account team, is
for reading and for logging what happened; to change a record takes its owner, a manager above, or an administrator.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import Permission
from customers import visibility_rules
from customers.actions import ownership
from customers.models import AccountTeamMember, Activity, Customer, Import, Owned
from customers.reach import Ids, Reach
from web.shapes import Shapes, ids_of

Record = TypeVar("Record", bound=Owned)
Part = TypeVar("Part", bound=Model)


def records(user: User, model: type[Record]) -> QuerySet[Record]:
    """The customers, deals, contracts or tasks `user` may see: their own, their teams', those of customers they work
    with, and what a departure opens to them. To be narrowed to a few by an id; a list asks for `listed`.
    """
    rows: QuerySet[Record] = model._default_manager.all()
    if not user.may(Permission.SEE_BOOK):
        return rows.none()
    if user.may(Permission.SEE_ALL_BOOKS):
        return rows
    reach = _reach(user, model)
    return rows.filter(reach.few() if model is Customer else reach.many(model))


def listed(user: User, model: type[Part]) -> Shapes[Any]:
    """The rows of any model of the book for a list, in the shapes `keyset.page` chooses from."""
    rows: QuerySet[Any] = model._default_manager.all()
    if not user.may(Permission.SEE_BOOK):
        return Shapes.simple(rows.none())
    if not issubclass(model, Owned):
        return Shapes.simple(parts(user, model))
    if user.may(Permission.SEE_ALL_BOOKS):
        return Shapes.simple(rows)
    reach = _reach(user, model)
    many = rows.filter(reach.many(model))
    found = [many] if reach.is_wide and model is not Customer else [rows.filter(part) for part in reach.parts(model)]
    return Shapes(rows.filter(reach.own()), found, many, reach.is_wide)


def _reach(user: User, model: type[Owned]) -> Reach:
    """Whom the person leads and what decides over the rest, by one query."""
    owners, *decided = ids_of(people(user), *(rule.decided_by(user) for rule in visibility_rules.rules))
    opened = [rule.opens(user, model, ids) for rule, ids in zip(visibility_rules.rules, decided, strict=True) if ids]
    return sum(opened, Reach(owners, [Ids(AccountTeamMember.objects.filter(user=user), "customer")]))


def parts(user: User, model: type[Part]) -> QuerySet[Part]:
    """What hangs on a customer without an owner of its own (contacts, orders, activities, seats): seen with it."""
    rows: QuerySet[Part] = model._default_manager.all()
    if user.may(Permission.SEE_ALL_BOOKS):
        return rows
    return rows.filter(customer__in=records(user, Customer).order_by().values("pk"))


def seen(user: User, model: type[Part]) -> QuerySet[Any]:
    """The rows of any model of the book that `user` may see."""
    return records(user, model) if issubclass(model, Owned) else parts(user, model)


def record(user: User, model: type[Part], pk: int) -> Part:
    """One row of the book by id, or `Http404` when it is outside the person's scope."""
    found: Part | None = seen(user, model).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def changeable(user: User, model: type[Part]) -> QuerySet[Any]:
    """The rows of any model of the book that `user` may change: records they or their teams own, activities they or
    their teams logged, and contacts and orders of the customers they work with.
    """
    rows: QuerySet[Any] = model._default_manager.all()
    if not user.may(Permission.EDIT_BOOK):
        return rows.none()
    if user.may(Permission.SEE_ALL_BOOKS):
        return rows
    theirs = people(user).order_by().values("pk")
    if issubclass(model, Owned):
        return rows.filter(owner__in=theirs)
    if model is Activity:
        return rows.filter(by__in=theirs)
    if model is AccountTeamMember:
        return rows.filter(Q(user=user) | Q(customer__owner__in=theirs))
    return rows.filter(customer__in=worked_with(user).order_by().values("pk"))


def worked_with(user: User) -> QuerySet[Customer]:
    """The customers at which `user` may add contacts, deals, contracts and orders: those they may change, and those in
    whose account team they have a seat.
    """
    seats = AccountTeamMember.objects.filter(user=user).order_by().values("customer")
    mine = changeable(user, Customer).order_by().values("pk")
    found = Customer.objects.filter(Q(pk__in=mine) | Q(pk__in=seats))
    return found if user.may(Permission.EDIT_BOOK) else found.none()


def may_change(user: User, found: Model) -> bool:
    """Whether `user` may change this row."""
    return changeable(user, type(found)).filter(pk=found.pk).exists()


def changes_for(user: User, owners: Iterable[int]) -> set[int]:
    """Those of `owners` whose own records `user` may change (one query)."""
    if not user.may(Permission.EDIT_BOOK):
        return set()
    return set(people(user).filter(pk__in=set(owners)).order_by().values_list("pk", flat=True))


def to_change(user: User, model: type[Part], pk: int) -> Part:
    """One row by id for changing: `Http404` when the person does not see it, `PermissionDenied` when they only do."""
    found = record(user, model, pk)
    if not may_change(user, found):
        raise PermissionDenied
    return found


def to_work_with(user: User, pk: int) -> Customer:
    """One customer by id to add something to; refuses as `to_change` does."""
    found = record(user, Customer, pk)
    if not worked_with(user).filter(pk=pk).exists():
        raise PermissionDenied
    return found


def people(user: User) -> QuerySet[User]:
    """Those whose books `user` sees by role: their own, their teams', or everybody's."""
    if user.may(Permission.SEE_ALL_BOOKS):
        return User.objects.all()
    if user.may(Permission.SEE_TEAM_BOOKS):
        return User.objects.under(user)
    return User.objects.filter(pk=user.pk)


def possible_owners(user: User) -> QuerySet[User]:
    """Whom `user` may name as owner: themselves, and those of their scope who can receive records."""
    return ownership.receivers(user).filter(pk__in=people(user).order_by().values("pk"))


def colleagues(user: User) -> QuerySet[User]:
    """Whom `user` may ask to work with a customer: everybody who sees the book and has access."""
    return User.objects.with_access().with_permission(Permission.SEE_BOOK)


def imports(user: User) -> QuerySet[Import]:
    """The imports a person sees: their own; an administrator sees all."""
    rows = Import.objects.select_related("by")
    return rows if user.may(Permission.ADMINISTER) else rows.filter(by=user)


def import_run(user: User, pk: int) -> Import:
    """One import by id, or `Http404` when it is not theirs."""
    found = imports(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
