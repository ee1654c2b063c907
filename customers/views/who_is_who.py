"""Who somebody at the vendor is here: guessed by address and name, corrected by an administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers.actions import connections as actions
from customers.forms.connection import PeopleFilter, PersonForm
from customers.models import Connection, VendorPerson
from customers.syncing import wording
from web import keyset
from web.errors import Refused


@opens_to(Permission.ADMINISTER)
@require_safe
def people(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everybody known there, and who they are here."""
    found = get_object_or_404(Connection, pk=pk)
    filters = PeopleFilter(request.GET)
    rows = filters.narrow(VendorPerson.objects.filter(connection=found).select_related("person"))
    page = keyset.page(rows, request.GET, sorts={"first": "id"}, default="first")
    context = {"connection": found, "label": wording.label(found), "filters": filters, "page": page}
    return render(request, "customers/connection_people.html", context)


@opens_to(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: AuthenticatedRequest, pk: int, person: int) -> HttpResponse:
    """Say who one of them is here."""
    found = get_object_or_404(VendorPerson.objects.select_related("connection", "person"), pk=person, connection=pk)
    form = PersonForm(request.POST or None, initial={"person": found.person.email})
    if request.method == "POST" and form.is_valid():
        fresh = get_object_or_404(VendorPerson.objects.select_related("connection", "person"), pk=found.pk)
        try:
            actions.name_person(there=fresh, person=form.cleaned_data["person"], by=request.user, at=timezone.now())
        except Refused as problem:
            form.add_error("person", problem)
        else:
            told = {"there": found.name, "here": form.cleaned_data["person"].name}
            messages.success(request, _("%(there)s there is %(here)s here.") % told)
            return redirect("connection_people", pk=pk)
    context = {"there": found, "connection": found.connection, "form": form}
    return render(request, "customers/connection_person.html", context, status=422 if form.errors else 200)
