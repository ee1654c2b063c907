"""Handover documents: choosing one, watching it being made, having the file."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.idempotency.forms import NothingDone, once
from accounts.permissions import Permission
from handover.document import delivering
from handover.document.scope import Scope, one_customer, whole
from handover.forms.document import DocumentForm
from web import refusals

#: How many of the reader's latest documents the page shows.
SHOWN = 10


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def documents(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What can be made of a departure, and what was made for the reader lately."""
    scope = whole(request.user, pk)
    made = delivering.of_reader(request.user, pk)[:SHOWN]
    context = {"departure": scope.departure, "heading": _("Handover document"), "made": made}
    return render(request, "handover/documents.html", context)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
@once
def make_whole(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Make the document of a whole departure."""
    return _made(request, whole(request.user, pk))


@opens_to(Permission.SEE_BOOK)
@require_POST
@once
def make_of_customer(request: AuthenticatedRequest, pk: int, customer: int) -> HttpResponse:
    """Make the document of one customer."""
    return _made(request, one_customer(request.user, pk, customer))


def _made(request: AuthenticatedRequest, scope: Scope) -> HttpResponse:
    """A small one at once, a large one by a worker; either way the answer leads to it."""
    form, at = DocumentForm(request.POST), timezone.now()
    with refusals.said(request):
        if not form.is_valid():
            raise ValidationError(_("Choose a format and a language."))
        document = delivering.ask(
            scope=scope, kind=form.cleaned_data["format"], language=form.cleaned_data["language"], at=at
        )
        if document.is_under_way:
            return redirect("departure_documents", scope.departure.pk)
        if document.is_there:
            return redirect("departure_document", scope.departure.pk, document.pk)
        raise ValidationError(_("The document could not be made. Try again."))
    return NothingDone(reverse("departure", args=[scope.departure.pk]))


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def document(request: AuthenticatedRequest, pk: int, document: int) -> FileResponse | HttpResponse:
    """The file; for htmx how far the making is."""
    found = delivering.found(request.user, pk, document)
    if request.htmx:
        if not found.is_under_way:
            return HttpResponseClientRefresh()
        return render(request, "handover/document_progress.html", {"document": found})
    if not found.is_there:
        raise Http404
    return delivering.handed_out(found)
