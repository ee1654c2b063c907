"""Whose records an import may touch: those of the person in whose name it runs, or all for the operator's command."""

from django.db.models import Model, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from customers import access
from customers.models import Product


class Scope:
    """The reach of one import."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        self.is_all = by is None or by.may(Permission.SEE_ALL_BOOKS)
        self.makes_people = by is None or by.may(Permission.MANAGE_PEOPLE)

    def rows(self, model: type[Model]) -> QuerySet[Model]:
        """The stored records of that kind which this import may refer to and change."""
        every = model._default_manager.all()
        if self.is_all or self.by is None or model in (Product, User):
            return every
        return access.changeable(self.by, model)

    def owners(self) -> set[int] | None:
        """The people new records may belong to; None means everybody."""
        if self.is_all or self.by is None:
            return None
        return set(User.objects.under(self.by).values_list("pk", flat=True))
