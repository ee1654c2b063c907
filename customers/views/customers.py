"""Pages of customers: the list, one customer, and its form."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.idempotency.forms import once
from accounts.permissions import Permission
from customers import access, summary, summary_sentences, timeline
from customers import owners as owning
from customers.forms.customer import CustomerForm
from customers.forms.filters import CustomerFilter
from customers.models import Customer, Deal
from customers.syncing import comparing
from customers.views.writing import page_of, write
from web import keyset

SORTS: dict[str, str | keyset.Sort] = {
    "changed": "updated_at",
    "name": keyset.Sort("search__name", value="name", gap=None),
    "grade": keyset.Sort("grade", is_indexed=False),
    "contact": keyset.Sort("last_contact_at", is_indexed=False),
    "next": keyset.Sort("next_step_on", is_indexed=False),
}
SHOWN = 50


@opens_to(Permission.SEE_BOOK)
def customers(request: AuthenticatedRequest) -> HttpResponse:
    """The customers the person sees, narrowed, sorted and paged by the URL."""
    filters = CustomerFilter(request.GET, request.user)
    mine = access.listed(request.user, Customer).each(lambda rows: filters.narrow(rows).select_related("owner"))
    page = keyset.page(mine, request.GET, sorts=SORTS, default="-changed")
    values = Deal.objects.open().value_by_customer(row.pk for row in page.rows)
    rows = [(row, values.get(row.pk, [])) for row in page.rows]
    return render(request, "customers/customers.html", {"filters": filters, "page": page, "rows": rows})


@opens_to(Permission.SEE_BOOK)
def customer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One customer: who decides, what is open, what was promised, what happened. Who sees it sees all of it."""
    found = access.record(request.user, Customer, pk)
    contracts = found.contracts.select_related("owner").order_by("state", "ends_on", "pk")[:SHOWN]
    tasks = found.tasks.open().select_related("owner").order_by("due_on", "pk")[:SHOWN]
    story = timeline.page(found, request.GET.get("older", ""))
    owners = [row.owner_id for row in (found, *contracts, *tasks)]
    changes_for = access.changes_for(request.user, [*owners, *story.authors()])
    may_change = found.owner_id in changes_for
    context = {
        "customer": found,
        "one_minute": summary_sentences.sentences(summary.facts(found), timezone.localdate()),
        "contacts": found.contacts.all()[:SHOWN],
        "deals": found.deals.open().select_related("owner").order_by("expected_close_on", "pk")[:SHOWN],
        "contracts": contracts,
        "tasks": tasks,
        "seats": found.account_team.select_related("user")[:SHOWN],
        "timeline": story,
        "periods": owning.periods(found),
        "stand_in": owning.stand_in(found, timezone.localdate()),
        "gone_there": comparing.gone(found) if found.source else None,
        "today": timezone.localdate(),
        "may_change": may_change,
        "changes_for": changes_for,
        "may_add": may_change or access.worked_with(request.user).filter(pk=pk).exists(),
    }
    return render(request, "customers/customer.html", context)


@opens_to(Permission.EDIT_BOOK)
@once
def customer_new(request: AuthenticatedRequest) -> HttpResponse:
    """The form of a new customer."""
    return write(request, CustomerForm, Customer(), title=_("A new customer"), back=reverse("customers"))


@opens_to(Permission.EDIT_BOOK)
def customer_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form of a customer there is."""
    found = access.to_change(request.user, Customer, pk)
    return write(request, CustomerForm, found, title=_("Change %(name)s") % {"name": found}, back=page_of(found))
