"""Pages of deals: the list, one deal, and its form."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.idempotency.forms import once
from accounts.permissions import Permission
from customers import access
from customers.forms.deal import DealForm
from customers.forms.filters import DealFilter
from customers.models import Customer, Deal, Task, TaskState
from customers.views.writing import page_of, write
from web import keyset

SORTS: dict[str, str | keyset.Sort] = {
    "changed": "updated_at",
    "name": keyset.Sort("search__name", value="name", gap=None),
    "customer": keyset.Sort("customer__search__name", value="customer__name", gap="customer"),
    "amount": "amount",
    "close": "expected_close_on",
}
SHOWN = 50


@opens_to(Permission.SEE_BOOK)
def deals(request: AuthenticatedRequest) -> HttpResponse:
    """The deals the person sees, narrowed, sorted and paged by the URL."""
    filters = DealFilter(request.GET, request.user)
    mine = access.listed(request.user, Deal).each(lambda rows: filters.narrow(rows).select_related("owner", "customer"))
    page = keyset.page(mine, request.GET, sorts=SORTS, default="-changed")
    return render(request, "customers/deals.html", {"filters": filters, "page": page})


@opens_to(Permission.SEE_BOOK)
def deal(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One deal: what it is worth, when it should close, what is still to do and what happened."""
    found = access.record(request.user, Deal, pk)
    tasks = access.records(request.user, Task).filter(deal=found, state=TaskState.OPEN).select_related("owner")
    shown = tasks.order_by("due_on", "pk")[:SHOWN]
    context = {
        "deal": found,
        "sees_customer": access.records(request.user, Customer).filter(deals=found).exists(),
        "tasks": shown,
        "activities": found.activities.select_related("by")[:SHOWN],
        "today": timezone.localdate(),
        "may_change": access.may_change(request.user, found),
        "changes_for": access.changes_for(request.user, [task.owner_id for task in shown]),
    }
    return render(request, "customers/deal.html", context)


@opens_to(Permission.EDIT_BOOK)
@once
def deal_new(request: AuthenticatedRequest, customer: int | None = None) -> HttpResponse:
    """The form of a new deal, at a customer or without one yet."""
    of = access.to_work_with(request.user, customer) if customer is not None else None
    back = page_of(of) if of else reverse("deals")
    currency = {"currency": of.currency} if of else {}
    return write(request, DealForm, Deal(customer=of, **currency), title=_("A new deal"), back=back)


@opens_to(Permission.EDIT_BOOK)
def deal_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form of a deal there is."""
    found = access.to_change(request.user, Deal, pk)
    return write(request, DealForm, found, title=_("Change %(name)s") % {"name": found}, back=page_of(found))
