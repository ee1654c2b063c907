"""Which customers a transfer is about: some that were ticked, all that a filter finds, or what a move gave somebody."""

from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission
from customers import access
from customers.forms.filters import NOBODY, CustomerFilter
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, OwnershipChange, Task
from handover.models import Move
from handover.relations import people
from web.forms import Several
from web.typed import as_id

#: How many customers can be ticked; a filter has no limit.
MOST_TICKED = 1_000


def transferable(user: User) -> QuerySet[Customer]:
    """The customers `user` may hand over: those of everybody whose book they plan."""
    rows = access.changeable(user, Customer)
    return rows if user.may(Permission.PLAN) else rows.none()


def givers(user: User) -> QuerySet[User]:
    """Those whose whole book `user` may hand over for a while."""
    return people(user) if user.may(Permission.PLAN) else people(user).none()


def given_by(move: Move, to: User | None) -> QuerySet[Customer]:
    """The customers a move gave (to one person), as far as they are with whom it gave them to."""
    rows = OwnershipChange.objects.filter(move_id=move.pk, kind=RecordKind.CUSTOMER, record_id=OuterRef("pk"))
    rows = rows.filter(to_owner=to) if to else rows
    return Customer.objects.filter(Exists(rows.filter(to_owner=OuterRef("owner"))))


class SelectionFilter(CustomerFilter):
    """The customers' list narrowed further: by region, and by several owners at once."""

    region = forms.CharField(label=_("Region"), required=False, max_length=80)
    field_order = ["q", "grade", "status", "industry", "territory", "region", "owner", "mine"]

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data, user)
        self.fields["region"].widget.attrs["placeholder"] = _("Region")
        if not self.takes_names:
            people: Any = self.fields["owner"].widget
            (_nobody, any_label), *choices = people.choices
            self.fields["owner"] = forms.Field(label=_("Owners"), required=False, widget=Several(any_label, choices))

    def clean_owner(self) -> list[int]:
        """The people meant, several by repeating it; nobody, when it was understood of none."""
        given = self.data.getlist("owner") if isinstance(self.data, QueryDict) else []
        ids = [as_id(one) for one in given if one]
        if not all(ids) and self.takes_names:
            return super().clean_owner()
        found = access.people(self.user).filter(pk__in=ids).order_by()
        return list(found.values_list("pk", flat=True)) or ([NOBODY] if ids else [])

    def narrow(self, rows: QuerySet[Customer]) -> QuerySet[Customer]:
        """`rows` as asked for."""
        rows = super().narrow(rows)
        region = self.wanted().get("region")
        return rows.filter(region=region) if region else rows


def counted(customers: QuerySet[Customer]) -> dict[str, int]:
    """How many customers, and what their owners have open there, by the names counts have everywhere."""
    there = {"customer__in": customers.order_by().values("pk"), "owner": F("customer__owner")}
    return {
        "customers": customers.count(),
        "deals": Deal.objects.open().filter(**there).count(),
        "contracts": Contract.objects.running().filter(**there).count(),
        "tasks": Task.objects.open().filter(**there).count(),
    }
