"""Handing one record to a colleague, and who works with a customer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers import access
from customers.actions import account_team, ownership
from customers.forms.customer import SeatForm
from customers.forms.ownership import OwnerForm
from customers.models import AccountTeamMember, Customer, Owned
from customers.views.writing import page_of
from web import undo
from web.errors import Refused


@opens_to(Permission.CHANGE_OWNER)
def owner(request: AuthenticatedRequest, model: type[Owned], pk: int) -> HttpResponse:
    """Hand a deal, a contract or a task to a colleague; a customer is handed over by a transfer."""
    record = access.to_change(request.user, model, pk)
    form = OwnerForm(request.POST or None, user=request.user, record=record)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        try:
            ownership.change(record=record, to=to, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("%(owner)s looks after %(name)s now.") % {"owner": to.name, "name": record})
            return redirect(page_of(record))
    context = {
        "form": form,
        "record": record,
        "back": page_of(record),
        "may_receive": form.has_receivers,
    }
    return render(request, "customers/owner.html", context, status=422 if form.errors else 200)


@opens_to(Permission.EDIT_BOOK)
def seat_new(request: AuthenticatedRequest, customer: int) -> HttpResponse:
    """Let a colleague work with a customer."""
    of = access.to_change(request.user, Customer, customer)
    form = SeatForm(request.POST or None, instance=AccountTeamMember(customer=of), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            seat = account_team.join(seat=form.instance, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("%(name)s works with this customer now.") % {"name": seat.user.name})
            return redirect(page_of(of))
    title = _("A colleague for %(customer)s") % {"customer": of}
    context = {"form": form, "title": title, "back": page_of(of)}
    return render(request, "customers/form.html", context, status=422 if form.errors else 200)


@require_POST
@opens_to(Permission.EDIT_BOOK)
def seat_leave(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a colleague's seat away."""
    seat = access.to_change(request.user, AccountTeamMember, pk)
    account_team.leave(seat=seat, by=request.user, at=timezone.now())
    sees = access.records(request.user, Customer).filter(pk=seat.customer_id).exists()
    sentence = _("%(name)s no longer works with this customer.") % {"name": seat.user.name}
    if sees:
        again = {"user": seat.user_id, "role": seat.role}
        undo.said(request, sentence, url=reverse("seat_new", args=[seat.customer_id]), **again)
    else:
        messages.success(request, sentence)
    return redirect(page_of(seat.customer) if sees else reverse("customers"))
