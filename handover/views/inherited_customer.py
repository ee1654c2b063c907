"""The briefing of one inherited customer: its page, a question to the leaver, the first contact, a promise kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.idempotency.forms import once
from accounts.permissions import Permission
from handover.actions import inheritances as actions
from handover.actions import promises, questions
from handover.briefings import rights
from handover.forms.inheritance import ContactForm, PromiseForm, WordsForm
from handover.inheriting import access
from handover.inheriting.briefing import Page
from handover.models import Inheritance, Promise, PromiseOutcome, Question
from web import refusals, undo
from web.errors import Refused


@opens_to(Permission.SEE_BOOK)
@require_safe
def of_departure(request: AuthenticatedRequest, pk: int, customer: int) -> HttpResponse:
    """The briefing of a customer that a departure brings."""
    return _page(request, access.of_departure(request.user, pk, customer))


@opens_to(Permission.SEE_BOOK)
@require_safe
def of_transfer(request: AuthenticatedRequest, pk: int, customer: int) -> HttpResponse:
    """The briefing of a customer that a transfer brings."""
    return _page(request, access.of_transfer(request.user, pk, customer))


def _page(request: AuthenticatedRequest, found: Inheritance, form: ContactForm | None = None) -> HttpResponse:
    """The page for one reader; the successor's first look is written down."""
    at = timezone.now()
    actions.see(inheritance=found, by=request.user, at=at)
    page = Page(found, request.user, at, timezone.localdate())
    departure = found.departure
    context = {
        "page": page,
        "heir": found,
        "customer": found.customer,
        "may_ask": departure is not None and rights.may_ask(request.user, departure, found.customer),
        "may_settle": found.returned_at is not None and actions.may_settle(request.user, found),
        "contact_form": form or ContactForm(customer=found.customer) if page.is_mine else None,
    }
    status = 422 if form and form.errors else 200
    return render(request, "handover/inherited_customer.html", context, status=status)


@opens_to(Permission.SEE_BOOK)
@require_POST
@once
def ask(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ask whoever hands the customer over."""
    found, form = access.inheritance(request.user, pk), WordsForm(request.POST)
    if found.departure is None:
        messages.error(request, _("%(name)s is still here; ask in person.") % {"name": found.from_owner.name})
    elif not form.is_valid():
        refusals.leave(request, form, name="text")
    else:
        words = {"text": form.cleaned_data["text"], "by": request.user, "at": timezone.now()}
        with refusals.said(request, name="text"):
            asked = questions.ask(departure=found.departure, customer=found.customer, **words)
            _say_asked(request, found, asked, is_new=asked.asked_at == words["at"])
    return redirect(found.get_absolute_url() + "#talk")


def _say_asked(request: AuthenticatedRequest, found: Inheritance, asked: Question, *, is_new: bool) -> None:
    if is_new:
        messages.success(request, _("%(name)s is asked.") % {"name": found.from_owner.name})
        return
    words = _("Nobody was told again: %(name)s has had this question since %(when)s and has not answered yet.")
    when = date_format(timezone.localtime(asked.asked_at), "DATETIME_FORMAT")
    messages.info(request, words % {"name": found.from_owner.name, "when": when})


@opens_to(Permission.EDIT_BOOK)
@require_POST
def promise(request: AuthenticatedRequest, pk: int, promise: int) -> HttpResponse:
    """Say that a promise was kept, or why not."""
    found, form = access.inheritance(request.user, pk), PromiseForm(request.POST)
    about = get_object_or_404(Promise, pk=promise, departure=found.departure_id, customer=found.customer_id)
    if form.is_valid():
        with refusals.said(request, name="note"):
            promises.settle(promise=about, **form.cleaned_data, by=request.user, at=timezone.now())
            words = _("Noted: %(what)s") % {"what": about.what}
            undo.said(request, words, url=request.path, outcome=PromiseOutcome.OPEN)
    return redirect(found)


@opens_to(Permission.EDIT_BOOK)
@require_POST
def contact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Log the first call, visit or mail, or a later one."""
    found = access.inheritance(request.user, pk)
    form = ContactForm(request.POST, customer=found.customer)
    at = timezone.now()
    if form.is_valid():
        try:
            actions.contact(inheritance=found, activity=form.activity(by=request.user, at=at), by=request.user, at=at)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            said = _("It stands on the timeline of %(customer)s.") % {"customer": found.customer.name}
            messages.success(request, said)
            return redirect(found)
    return _page(request, found, form)
