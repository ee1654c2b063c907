"""Forms of what hangs on a customer: contacts, contracts, orders, activities."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.idempotency.forms import once
from accounts.permissions import Permission
from customers import access
from customers.actions import activities, records
from customers.forms.activity import ActivityForm
from customers.forms.base import BookForm
from customers.forms.contract import ContractForm, OrderForm
from customers.forms.customer import ContactForm
from customers.models import Activity, ActivityKind, Contact, Contract, Customer, Order, Sourced
from customers.views.writing import Create, page_of, write


def _new(
    request: AuthenticatedRequest,
    customer: int,
    form: type[BookForm],
    record: "partial[Any]",
    title: str,
    create: Create = records.create,
) -> HttpResponse:
    is_logging = form is ActivityForm  # what happened may be logged by whoever sees the customer
    of = access.record(request.user, Customer, customer) if is_logging else access.to_work_with(request.user, customer)
    return write(request, form, record(customer=of), title=title % {"customer": of}, back=page_of(of), create=create)


def _edit(request: AuthenticatedRequest, pk: int, form: type[BookForm], model: type[Sourced]) -> HttpResponse:
    record: Any = access.to_change(request.user, model, pk)
    return write(request, form, record, title=_("Change %(name)s") % {"name": record}, back=page_of(record))


@opens_to(Permission.EDIT_BOOK)
@once
def contact_new(request: AuthenticatedRequest, customer: int) -> HttpResponse:
    """A new person at a customer."""
    return _new(request, customer, ContactForm, partial(Contact), _("A new contact at %(customer)s"))


@opens_to(Permission.EDIT_BOOK)
def contact_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A person there is."""
    return _edit(request, pk, ContactForm, Contact)


@opens_to(Permission.EDIT_BOOK)
@once
def contract_new(request: AuthenticatedRequest, customer: int) -> HttpResponse:
    """A new contract with a customer."""
    return _new(request, customer, ContractForm, partial(Contract), _("A new contract with %(customer)s"))


@opens_to(Permission.EDIT_BOOK)
def contract_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A contract there is."""
    return _edit(request, pk, ContractForm, Contract)


@opens_to(Permission.EDIT_BOOK)
@once
def order_new(request: AuthenticatedRequest, customer: int) -> HttpResponse:
    """A purchase of a customer."""
    return _new(request, customer, OrderForm, partial(Order), _("A new order from %(customer)s"))


@opens_to(Permission.EDIT_BOOK)
def order_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A purchase there is."""
    return _edit(request, pk, OrderForm, Order)


@opens_to(Permission.EDIT_BOOK)
@once
def activity_new(request: AuthenticatedRequest, customer: int) -> HttpResponse:
    """Log a call, visit, mail or note; `?kind=` chooses which."""
    kind = request.GET.get("kind", "")
    made = partial(
        Activity,
        by=request.user,
        at=timezone.now(),
        kind=kind if kind in ActivityKind.values else ActivityKind.NOTE,
    )
    title = _("What happened with %(customer)s")
    return _new(request, customer, ActivityForm, made, title, activities.log)


@opens_to(Permission.EDIT_BOOK)
def activity_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """An entry of the history."""
    return _edit(request, pk, ActivityForm, Activity)
