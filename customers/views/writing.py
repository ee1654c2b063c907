"""The one way a form of the book is shown, saved, and shown again when somebody was quicker."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import AuthenticatedRequest
from accounts.models import User
from customers.actions import records
from customers.forms.base import BookForm
from customers.models import Contract, Customer, Deal, Sourced, Task
from web.errors import Refused

Create = Callable[..., Any]


def page_of(record: Any) -> str:
    """Where a record is read: its own page, or its customer's, or its deal's; else the list of deals."""
    if isinstance(record, Customer):
        return reverse("customer", args=[record.pk])
    if isinstance(record, Deal):
        return reverse("deal", args=[record.pk])
    if record.customer_id:
        return reverse("customer", args=[record.customer_id])
    return reverse("deal", args=[record.deal_id]) if getattr(record, "deal_id", None) else reverse("deals")


def write(
    request: AuthenticatedRequest,
    form_class: type[BookForm],
    record: Sourced,
    *,
    title: str,
    back: str,
    create: Create = records.create,
) -> HttpResponse:
    """Show the form of `record`; when it is posted and right, store it and go to where it is read."""
    form = form_class(request.POST or None, instance=record, user=request.user)
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(form, create, request.user, timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal)
            theirs = form.compare() if refusal.code == "changed_meanwhile" else []
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved})
            return redirect(page_of(saved))
    status = 422 if form.is_bound and form.errors else 200
    owner_url = reverse(f"{record._meta.model_name}_owner", args=[record.pk]) if _is_handed_on(record) else ""
    context = {"form": form, "title": title, "back": back, "theirs": theirs, "owner_url": owner_url}
    return render(request, "customers/form.html", context, status=status)


def _is_handed_on(record: Sourced) -> bool:
    """Whether a stored record has an owner but no page of its own that offers to hand it on."""
    return record.pk is not None and isinstance(record, Contract | Task)


def _save(form: BookForm, create: Create, by: User, at: datetime.datetime) -> Any:
    if form.instance.pk is None:
        return create(record=form.instance, by=by, at=at)
    return records.update(
        record=form.instance, changes=form.changes(), by=by, at=at, seen=form.cleaned_data.get("seen")
    )
