"""Working back from the days left: the order of customers, what will not fit, and how each is handed over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from customers.models import Grade
from handover import access
from handover.actions import ways
from handover.actions.ways import CHOOSERS, Chosen
from handover.models import Departure, Way
from handover.order import page as orders
from handover.order.page import SIZE, Order, Part
from handover.order.ranking import Row
from handover.wording import order as words
from web import refusals
from web.typed import as_id


@opens_to(Permission.SEE_BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One part of the order with its customers; a POST chooses how some of them are handed over."""
    departure = access.departure(request.user, pk)
    if not access.sees_order(request.user, departure):
        raise Http404
    if request.method == "POST":
        return _choose(request, departure)
    today = timezone.localdate()
    found = orders.build(departure, today)
    part = _part(found, request)
    grade = _grade(request)
    number = max(as_id(request.GET.get("page", "")), 1)
    rows = orders.rows(departure, part, today, grade=grade, page=number) if part else []
    may_choose = departure.is_open and bool(access.relations(request.user, departure) & CHOOSERS)
    context = {
        "departure": departure, "heading": _("Which customers first?"), "order": found,
        "part": part, "grade": grade, "grades": Grade.values,
        "rows": [(row, words.why(row), _way(row)) for row in rows[:SIZE]],
        "page_before": number - 1, "page_after": number + 1 if len(rows) > SIZE else 0,
        "said": [words.left(found), *([words.needed(found)] if found.count else [])], "filled": words.filled(found),
        "unfit": words.unfit(found.unfit) if found.unfit else "",
        "ways": Way.choices, "may_choose": may_choose,
    }  # fmt: skip
    return render(request, "handover/order.html", context)


def _choose(request: AuthenticatedRequest, departure: Departure) -> HttpResponse:
    way = request.POST.get("way", "")
    if way not in Way.values:
        raise Http404
    ids = [pk for pk in map(as_id, request.POST.getlist("ids")) if pk]
    chosen = Chosen(customers=ids)
    if "everything" in request.POST:
        part = _part(orders.build(departure, timezone.localdate()), request)
        chosen = Chosen(part=part.name, number=part.number, grade=_grade(request)) if part else chosen
    with refusals.said(request):
        count = ways.choose(departure=departure, chosen=chosen, way=Way(way), by=request.user, at=timezone.now())
        sentence = ngettext("%(count)s customer: %(way)s.", "%(count)s customers: %(way)s.", count)
        messages.success(request, sentence % {"count": count, "way": Way(way).label})
    return redirect(request.get_full_path())


def _part(found: Order, request: AuthenticatedRequest) -> Part | None:
    """The part an address names, or what needs a decision, or the first day."""
    named = found.part(request.GET.get("part", ""), as_id(request.GET.get("n", "")))
    return named or found.unfit or next(iter(found.parts), None)


def _grade(request: AuthenticatedRequest) -> str:
    grade = request.GET.get("grade", "")
    return grade if grade in Grade.values else ""


def _way(row: Row) -> Any:
    """The way in words; nothing for the usual one."""
    return "" if row.way == Way.IN_PERSON else _("in writing") if row.way == Way.IN_WRITING else _("not at all")
