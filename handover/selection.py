"""Which customers a transfer is about: some that were ticked, all that a filter finds, or what a move gave somebody."""

from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission
from customers import access
from customers.forms.filters import CustomerFilter
from customers.kinds import RecordKind
from customers.models import Contract, Customer, CustomerSearch, Deal, OwnershipChange, Task
from handover.models import Move
from handover.relations import people

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

    owner: Any = forms.ModelMultipleChoiceField(User.objects.none(), label=_("Owners"), required=False)
    region = forms.CharField(label=_("Region"), required=False, max_length=80)
    field_order = ["q", "grade", "status", "industry", "territory", "region", "owner", "mine"]

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data, user)
        owner: Any = self.fields["owner"]
        owner.widget = forms.SelectMultiple(attrs={"size": 4})
        owner.queryset = people(user).order_by("name", "pk")
        region: Any = self.fields["region"].widget
        region.attrs["placeholder"] = _("Region")

    def clean_owner(self) -> list[int]:
        """The ids of the people chosen."""
        return [person.pk for person in self.cleaned_data["owner"]]

    def narrow(self, rows: QuerySet[Customer]) -> QuerySet[Customer]:
        """`rows` as asked for."""
        wanted = self.wanted()
        exact = ("grade", "status", "industry", "territory", "region")
        found = Q(**{name: wanted[name] for name in exact if name in wanted})
        if "owner" in wanted:
            found &= Q(owner__in=wanted["owner"])
        if "mine" in wanted:
            found &= Q(owner=self.user)
        if "q" in wanted:
            found &= Q(pk__in=CustomerSearch.objects.matching(wanted["q"]).values("pk"))
        return rows.filter(found)


def counted(customers: QuerySet[Customer]) -> dict[str, int]:
    """How many customers, and what their owners have open there, by the names counts have everywhere."""
    there = {"customer__in": customers.order_by().values("pk"), "owner": F("customer__owner")}
    return {
        "customers": customers.count(),
        "deals": Deal.objects.open().filter(**there).count(),
        "contracts": Contract.objects.running().filter(**there).count(),
        "tasks": Task.objects.open().filter(**there).count(),
    }
