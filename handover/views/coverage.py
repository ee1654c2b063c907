"""The coverage calendar of a departure, and interim covers named from its gaps."""

import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.models import User
from accounts.permissions import Permission
from customers.models import Customer, Deal
from handover import access
from handover.actions import covers
from handover.actions.covers import Chosen, Days, Named
from handover.coverage import calendar as calendars
from handover.coverage import chart, groups
from handover.coverage.calendar import Calendar, Gap
from handover.forms.cover import USUAL, CoverForm
from handover.models import Cover, CoverEnd, Departure
from handover.wording import coverage as words
from web import keyset, refusals, undo
from web.errors import Refused
from web.templatetags.web import between_sentences
from web.typed import as_id, as_moment

#: Lines of the calendar on one page.
LINES = 30
SORTS: dict[str, str | keyset.Sort] = {"grade": keyset.Sort("grade", is_indexed=False)}
COVER_SORTS: dict[str, str | keyset.Sort] = {"until": "last_on"}


@opens_to(Permission.SEE_BOOK)
@require_safe
def coverage(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who answers for which customers on which days, gaps first; the covers that are named."""
    departure = _departure(request, pk)
    calendar = _calendar(departure)
    number = max(as_id(request.GET.get("page", "")) or 1, 1)
    shown = calendar.lines[LINES * (number - 1) : LINES * number]
    picture = chart.draw(departure, calendar, timezone.localdate())
    context = {
        "departure": departure,
        "calendar": calendar,
        "lines": [(line, [(part, words.who(part.span, calendar.names)) for part in line.parts]) for line in shown],
        "gaps": [(gap, words.gap(gap), words.renewals(gap), words.CAUSES[gap.cause]) for gap in calendar.gaps],
        "basis": words.lead(calendar.frame),
        "chart": picture,
        "closing": [(words.closing(money), money.columns) for money in picture.money],
        "covers": calendars.named(departure),
        "may_name": departure.is_open and bool(access.relations(request.user, departure) & covers.NAMERS),
        "page_before": number - 1,
        "page_after": number + 1 if len(calendar.lines) > LINES * number else 0,
    }
    return render(request, "handover/coverage.html", context)


@opens_to(Permission.SEE_BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def gap(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The customers of one gap; a POST names who covers all of them, or the ticked ones."""
    departure = _departure(request, pk)
    found = _gap(_calendar(departure), request)
    if found is None:
        messages.info(request, _("This gap is closed, or has changed meanwhile."))
        return redirect("departure_coverage", pk)
    may_name = departure.is_open and bool(access.relations(request.user, departure) & covers.NAMERS)
    first = max(found.first, timezone.localdate())
    initial = {"first_on": first, "last_on": found.last or first + USUAL}
    form = None
    if may_name:
        form = CoverForm(request.POST or None, departure=departure, reader=request.user, initial=initial)
    if form is not None and form.is_valid() and (named := _name(request, departure, found, form)):
        messages.success(request, _said(named, form.cleaned_data["person"], form.days))
        return redirect("departure_coverage", pk)
    rows = Customer.objects.filter(pk__in=groups.customers(pk, found.keys, timezone.localdate()))
    page = keyset.page(rows, request.GET, sorts=SORTS, default="grade")
    values = Deal.objects.open().value_by_customer(row.pk for row in page.rows)
    context = {
        "departure": departure, "gap": found, "form": form, "page": page,
        "rows": [(row, values.get(row.pk, [])) for row in page.rows], "ticked": request.POST.getlist("ids"),
        "heading": words.gap(found), "lead": words.CAUSES[found.cause], "renewals": words.renewals(found),
    }  # fmt: skip
    return render(request, "handover/coverage_gap.html", context)


def _name(request: AuthenticatedRequest, departure: Departure, found: Gap, form: CoverForm) -> Named | None:
    """Name the cover; None when it is refused, which the form then says."""
    ids = [pk for pk in map(as_id, request.POST.getlist("ids")) if pk]
    chosen = Chosen(keys=found.keys) if "everything" in request.POST else Chosen(customers=ids)
    said = form.cleaned_data
    try:
        return covers.name(
            departure=departure, chosen=chosen, person=said["person"], days=form.days,
            at_end=CoverEnd(said["at_end"]), by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refused as problem:
        form.refuse(problem)
        return None


def _said(named: Named, person: User, days: Days) -> str:
    words_of = {"count": named.count, "name": person.name, "days": words.days(days.first, days.last)}
    done = ngettext(
        "%(name)s covers %(count)s customer %(days)s.", "%(name)s covers %(count)s customers %(days)s.", named.count
    )
    left = ngettext(
        "%(count)s is covered on one of these days already and stays as it was.",
        "%(count)s are covered on one of these days already and stay as they were.",
        named.left,
    )
    return between_sentences().join([done % words_of] + ([left % {"count": named.left}] if named.left else []))


@require_POST
@opens_to(Permission.SEE_BOOK)
def lift(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """End what one person covers on some days, as of today."""
    departure = _departure(request, pk)
    person = get_object_or_404(User, pk=as_id(request.POST.get("person", "")))
    first, last = (_day(request.POST.get(name, "")) for name in ("first", "last"))
    if first is None or last is None:
        raise Http404
    at = timezone.now()
    with refusals.said(request):
        count = covers.lift(departure=departure, person=person, days=Days(first, last), by=request.user, at=at)
        sentence = ngettext(
            "%(name)s no longer covers %(count)s customer.", "%(name)s no longer covers %(count)s customers.", count
        )
        url = reverse("coverage_lift_back", args=[pk])
        undo.said(request, sentence % {"name": person.name, "count": count}, url=url, lifted_at=at.isoformat())
    return redirect("departure_coverage", pk)


@require_POST
@opens_to(Permission.SEE_BOOK)
def lift_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Let those cover again whose covers were ended at one moment."""
    departure, lifted_at = _departure(request, pk), as_moment(request.POST.get("lifted_at", ""))
    if lifted_at is None:
        raise Http404
    with refusals.said(request):
        named = covers.resume(departure=departure, lifted_at=lifted_at, by=request.user, at=timezone.now())
        sentence = ngettext(
            "%(count)s customer is covered again.", "%(count)s customers are covered again.", named.count
        )
        messages.success(request, sentence % {"count": named.count})
    return redirect("departure_coverage", pk)


@opens_to(Permission.SEE_BOOK)
@require_safe
def mine(request: AuthenticatedRequest) -> HttpResponse:
    """The customers the person covers, or is going to."""
    rows = Cover.objects.filter(person=request.user, ended_at=None).select_related("customer", "instead_of")
    page = keyset.page(rows, request.GET, sorts=COVER_SORTS, default="until")
    return render(request, "handover/covers.html", {"page": page, "today": timezone.localdate()})


def _departure(request: AuthenticatedRequest, pk: int) -> Departure:
    departure = access.departure(request.user, pk)
    if not access.sees_coverage(request.user, departure):
        raise Http404
    return departure


def _calendar(departure: Departure) -> Calendar:
    return calendars.build(departure, timezone.localdate())


def _gap(calendar: Calendar, request: AuthenticatedRequest) -> Gap | None:
    """The gap an address names, if it is still there."""
    asked = urlencode({name: request.GET.get(name, "") for name in ("from", "until", "why")})
    return next((gap for gap in calendar.gaps if gap.address == asked), None)


def _day(typed: str) -> datetime.date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None
