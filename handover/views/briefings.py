"""The leaver's pages: one customer at a time, and what comes next."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers.access import records
from customers.models import Contact, Customer
from handover import access
from handover.actions import briefings as actions
from handover.briefings import access as briefing_access
from handover.briefings import flow, known, rights
from handover.briefings.told import Told, told
from handover.checklist import item_rows
from handover.checklist.responsible import Duties
from handover.forms.briefing import BriefingForm
from handover.models import Departure, Inheritance, Promise, Question
from handover.wording import checklist as wording
from web.errors import Refused
from web.typed import as_id


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def following(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Lead to what is next on the reader's checklist; `?after=` the item they have just left or put off."""
    departure = access.departure(request.user, pk)
    duties = Duties(request.user, departure, timezone.now())
    items = access.checklist_items(request.user, departure)
    after = items.filter(pk=as_id(request.GET.get("after", ""))).first()
    return redirect(flow.following(departure, duties, after=after, customer=request.GET.get("customer", "")))


@opens_to(Permission.SEE_DEPARTURES)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: AuthenticatedRequest, pk: int, customer: int) -> HttpResponse:
    """What the leaver says of one customer; saving leads to the next."""
    departure = access.departure(request.user, pk)
    about = briefing_access.customer(request.user, departure, customer)
    if not rights.may_tell(request.user, departure, timezone.now()):
        raise Http404
    known_now = told(departure, [about])[about.pk]
    contacts = Contact.objects.filter(customer=about)
    form = BriefingForm(request.POST or None, request.FILES or None, known=known_now, contacts=contacts)
    if request.method == "POST" and form.is_valid():
        try:
            return _kept(request, departure, about, form)
        except Refused as refused:
            form.add_error(None, refused)
    return _page(request, departure, known_now, form)


def _kept(request: AuthenticatedRequest, departure: Departure, customer: Customer, form: BriefingForm) -> HttpResponse:
    go = request.POST.get("go", "")
    now = actions.tell(
        departure=departure,
        customer=customer,
        answers=form.answers,
        people=form.people,
        promise=form.promise,
        is_all=go == "all",
        by=request.user,
        at=timezone.now(),
    )
    if now.is_done:
        messages.success(request, _("%(name)s is done.") % {"name": customer.name})
    else:
        words = {"name": customer.name, "missing": wording.in_words(now.gaps)}
        messages.info(request, _("%(name)s is saved. %(missing)s") % words)
    if go == "stay":
        return redirect("tell", departure.pk, customer.pk)
    duties = Duties(request.user, departure, timezone.now())
    item = flow.item_of(departure, customer)
    return redirect(flow.following(departure, duties, after=item, customer=customer.name))


def _page(request: AuthenticatedRequest, departure: Departure, now: Told, form: BriefingForm) -> HttpResponse:
    duties = Duties(request.user, departure, timezone.now())
    item = flow.item_of(departure, now.customer)
    about = {"departure": departure, "customer": now.customer}
    context: dict[str, Any] = {
        "departure": departure,
        "customer": now.customer,
        "told": now,
        "missing": "" if now.is_done else wording.in_words(now.gaps),
        "known": known.sentences(now),
        "item": item,
        "form": form,
        "promises": Promise.objects.filter(**about).select_related("contact", "decided_by")[:50],
        "questions": Question.objects.filter(**about).unanswered_first()[:50],
        "why": wording.why("customers"),
        "opens_record": records(request.user, Customer).filter(pk=now.customer.pk).exists(),
        "heir": Inheritance.objects.standing().filter(**about).select_related("successor").first(),
        **_left(departure, duties, request),
    }
    return render(request, "handover/briefing.html", context, status=422 if form.errors else 200)


def _left(departure: Departure, duties: Duties, request: AuthenticatedRequest) -> dict[str, Any]:
    """How much of the reader's own part is left, counted and in minutes."""
    items = access.checklist_items(request.user, departure).open()
    mine = [row for row in item_rows.rows(items, departure, duties, timezone.localdate()) if row.is_mine]
    return {"left": len(mine), "time_left": wording.duration(item_rows.minutes(mine))}
