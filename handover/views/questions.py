"""Questions about customers, their answers, and links to answer by after the last day."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import answer_links
from handover.actions import questions as actions
from handover.briefings import access as briefing_access
from handover.briefings import rights
from handover.forms.question import AnswerForm, LinkForm
from handover.models import Departure
from web import keyset, refusals
from web.errors import Refused

SHOWS = ("open", "all")


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def questions(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What was asked about the customers of a departure; first what waits for an answer."""
    return _page(request, access.departure(request.user, pk))


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def answer(request: AuthenticatedRequest, pk: int, question: int) -> HttpResponse:
    """Keep an answer and go back to where it was written."""
    found = briefing_access.question(request.user, pk, question)
    form = AnswerForm(request.POST)
    if form.is_valid():
        with refusals.said(request, name="text"):
            actions.answer(question=found, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
            messages.success(request, _("%(name)s gets your answer.") % {"name": found.asked_by.name})
    else:
        refusals.leave(request, form, name="text")
    back = request.POST.get("back", "")
    is_here = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if is_here else reverse("departure_questions", args=[pk]))


@opens_to(Permission.SEE_DEPARTURES)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Make a link for answers; it is on this one page and nowhere else."""
    departure = access.departure(request.user, pk)
    if request.method != "POST":
        return redirect("departure_questions", pk)
    form = LinkForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, departure, form=form)
    try:
        end = timezone.make_aware(datetime.datetime.combine(form.cleaned_data["until"], datetime.time.max))
        _link, key = answer_links.make(departure=departure, by=request.user, at=timezone.now(), expires_at=end)
    except Refused as refused:
        form.add_error(None if refused.status == 403 else "until", refused)
        return _page(request, departure, form=form)
    address = settings.BASE_URL.rstrip("/") + reverse("answer_by_link", args=[key])
    return _page(request, departure, address=address)


@opens_to(Permission.SEE_DEPARTURES)
@require_POST
def link_revoke(request: AuthenticatedRequest, pk: int, link: int) -> HttpResponse:
    """Take a link back."""
    departure = access.departure(request.user, pk)
    found = get_object_or_404(departure.answer_links.select_related("departure"), pk=link)
    with refusals.said(request):
        answer_links.revoke(link=found, by=request.user, at=timezone.now())
        messages.success(request, _("The link no longer opens anything."))
    return redirect("departure_questions", pk)


def _page(
    request: AuthenticatedRequest, departure: Departure, form: LinkForm | None = None, address: str = ""
) -> HttpResponse:
    mine = briefing_access.questions(request.user, departure)
    waiting, at = mine.open().count(), timezone.now()
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ("open" if waiting else "all")
    rows = (mine.open() if show == "open" else mine).select_related("customer", "asked_by", "answered_by")
    may_link = answer_links.may_make(request.user, departure)
    links = departure.answer_links.filter(revoked_at=None, expires_at__gt=at).select_related("made_by")
    context = {
        "departure": departure,
        "page": keyset.page(
            rows.select_related("customer", "asked_by", "answered_by"),
            request.GET,
            sorts={"usual": "pk"},
            default="usual",
        ),
        "show": show,
        "waiting": waiting,
        "sees_any": briefing_access.sees_any(request.user, departure),
        "may_answer": rights.may_tell(request.user, departure, at),
        "link_form": (form or LinkForm(today=timezone.localdate())) if may_link else None,
        "link": links.first() if may_link else None,
        "address": address,
    }
    return render(request, "handover/questions.html", context, status=422 if form and form.errors else 200)
