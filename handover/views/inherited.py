"""The inbox of inherited customers, and what is said to them there."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover.actions import acceptance_undo, verdict_undo
from handover.actions import inheritances as actions
from handover.forms.inheritance import AcceptManyForm, InboxFilter, WordsForm
from handover.inheriting import access, inbox
from handover.models import Inheritance
from web import keyset, refusals, undo
from web.errors import Refused
from web.shapes import Total
from web.typed import as_moment

SORTS: dict[str, str | keyset.Sort] = {"place": keyset.Sort("place", gap=None, is_indexed=False)}
PEOPLE = ("customer", "from_owner", "successor", "departure", "transfer", "kept_by")


@opens_to(Permission.SEE_BOOK)
@require_safe
def inherited(request: AuthenticatedRequest) -> HttpResponse:
    """The customers that come or came to the person: grade A first, then by what presses; narrowed by the URL."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in inbox.TABS else inbox.OPEN
    filters = InboxFilter(request.GET, inbox.rows_of(request.user, tab))
    rows = filters.narrowed().dated().select_related(*PEOPLE)
    page = keyset.page(rows, request.GET, sorts=SORTS, default="place", size=25)
    today = timezone.localdate()
    context = {
        "tab": tab,
        "counts": {name: Total(inbox.rows_of(request.user, name).count()) for name in inbox.TABS},
        "filters": filters,
        "page": page,
        "rows": inbox.rows(page.rows, request.user, today),
        "small": filters.narrowed().small(today).count() if tab == inbox.OPEN else 0,
    }
    return render(request, "handover/inherited.html", context)


@opens_to(Permission.EDIT_BOOK)
@require_POST
def accept_many(request: AuthenticatedRequest) -> HttpResponse:
    """Take on the ticked customers, or all small ones that the filter shows."""
    rows = inbox.rows_of(request.user, inbox.OPEN)
    form = AcceptManyForm(request.POST, rows)
    if form.is_valid():
        if form.cleaned_data["which"] == "small":
            chosen = InboxFilter(request.GET, rows).narrowed().small(timezone.localdate())
        else:
            chosen = rows.filter(pk__in=form.cleaned_data["row"])
        at = timezone.now()
        many = actions.accept_all(rows=chosen, by=request.user, at=at)
        words = ngettext("%(count)s customer is accepted.", "%(count)s customers are accepted.", many)
        if 0 < many <= verdict_undo.MOST:
            _offer_undo(request, words % {"count": many}, at)
        else:
            messages.success(request, words % {"count": many} if many else _("Nothing was ticked that waits for you."))
    return redirect(_inbox(request))


@opens_to(Permission.EDIT_BOOK)
@require_POST
def accept(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take one customer on."""
    return _do(request, pk, actions.accept, done=_("%(customer)s is accepted."))


@opens_to(Permission.EDIT_BOOK)
@require_POST
def take_back(request: AuthenticatedRequest) -> HttpResponse:
    """Let what the person took on at one moment wait for them again."""
    accepted_at, back = as_moment(request.POST.get("accepted_at", "")), _inbox(request)
    if accepted_at is None:
        raise Http404
    with refusals.said(request):
        found = acceptance_undo.take_back(accepted_at=accepted_at, by=request.user, at=timezone.now())
        many = len(found)
        words = ngettext("%(count)s customer waits for you again.", "%(count)s customers wait for you again.", many)
        messages.success(request, words % {"count": many})
        return redirect(found[0].get_absolute_url() if request.GET.get("from") == "customer" else back)
    return redirect(back)


def _offer_undo(request: AuthenticatedRequest, sentence: str, accepted_at: datetime.datetime) -> None:
    """Leave the message that customers were taken on at that moment, which can take it back."""
    url = f"{reverse('inherited_take_back')}?{request.GET.urlencode()}"
    undo.said(request, sentence, url=url, accepted_at=accepted_at.isoformat())


@opens_to(Permission.EDIT_BOOK)
@require_POST
def send_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say why one customer should not come, or not like this."""
    sent = _("%(customer)s is sent back; the manager and the supervisor know why.")
    return _do(request, pk, actions.send_back, done=sent, reason=_typed(request))


@opens_to(Permission.SEE_BOOK)
@require_POST
def keep(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Say to a customer that was sent back that it stays, and why."""
    return _do(
        request, pk, actions.keep, done=_("%(customer)s stays; the successor is told why."), note=_typed(request)
    )


def _typed(request: AuthenticatedRequest) -> str:
    form = WordsForm(request.POST)
    return form.cleaned_data["text"] if form.is_valid() else ""


def _do(
    request: AuthenticatedRequest, pk: int, action: Callable[..., Inheritance], *, done: str, **said: Any
) -> HttpResponse:
    """Say one thing about one customer; answers htmx with the row, a browser with the page it came from."""
    found, problem = access.inheritance(request.user, pk), None
    try:
        now = action(inheritance=found, by=request.user, at=timezone.now(), **said)
    except Refused as refused:
        problem = refused
    else:
        sentence = done % {"customer": found.customer.name}
        if now.accepted_at:
            _offer_undo(request, sentence, now.accepted_at)
        else:
            messages.success(request, sentence)
    if getattr(request, "htmx", False):
        row = Inheritance.objects.filter(pk=pk).dated().select_related(*PEOPLE)
        shown = inbox.rows(list(row), request.user, timezone.localdate())[0]
        context = {"row": shown, "problem": problem and problem.sentence, "is_swapped": True}
        return render(request, "handover/inherited_row.html", context)
    if problem:
        refusals.leave(request, problem, name="text" if "text" in request.POST else "")
    return redirect(found.get_absolute_url() if request.GET.get("from") == "customer" else _inbox(request))


def _inbox(request: AuthenticatedRequest) -> str:
    query = request.GET.urlencode()
    return reverse("inherited") + (f"?{query}" if query else "")
