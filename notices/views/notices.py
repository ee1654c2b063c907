"""The bell's page: what a person was told, unread first."""

import datetime
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import SIGNED_IN, AuthenticatedRequest, opens_to
from notices import access
from notices.actions.reading import mark, mark_all, mark_unread
from notices.bundles import bundled
from notices.forms.notices import NoticeFilter
from web import keyset, undo
from web.typed import as_moment

#: Unread notices shown above the others.
SHOWN = 100


@opens_to(SIGNED_IN)
@require_safe
def notices(request: AuthenticatedRequest) -> HttpResponse:
    """Unread notices, then the read ones page by page, each by day; narrowed by the address."""
    filters = NoticeFilter(request.GET)
    mine = filters.narrow(access.notices(request.user))
    unread_only = bool(filters.wanted().get("show"))
    seen = mine.none() if unread_only else mine.exclude(read_at=None)
    page = keyset.page(seen, request.GET, sorts={"told": "created_at"}, default="-told")
    unread = [] if page.before else list(mine.unread().order_by("-created_at", "-pk")[: SHOWN + 1])
    context = {
        "filters": filters,
        "unread": bundled(unread[:SHOWN]),
        "more": len(unread) > SHOWN,
        "newest": max((notice.pk for notice in unread), default=None),
        "page": page,
        "read": bundled(page.rows),
    }
    return render(request, "notices/notices.html", context)


@opens_to(SIGNED_IN)
@require_safe
def notice_open(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Go to what a notice is about; it counts as read then."""
    notice = mark(notice=access.notice(request.user, pk), read=True, at=timezone.now())
    if notice.url and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return HttpResponseRedirect(notice.url)
    return redirect("notices")


@opens_to(SIGNED_IN)
@require_POST
def notice_read(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Mark one notice as read without going anywhere."""
    at = timezone.now()
    _say_marked(request, int(mark(notice=access.notice(request.user, pk), read=True, at=at).read_at == at), at)
    return redirect("notices")


@opens_to(SIGNED_IN)
@require_POST
def notices_read(request: AuthenticatedRequest) -> HttpResponse:
    """Mark as read: those named, or all that the page showed; what came since stays unread."""
    at, mine = timezone.now(), NoticeFilter(request.POST).narrow(access.notices(request.user))
    named = _keys(request.POST.getlist("notice"))
    newest = _keys([request.POST.get("newest", "")])
    if "notice" in request.POST:
        count = mark_all(notices=mine.filter(pk__in=named), at=at)
    else:
        count = mark_all(notices=mine.filter(pk__lte=newest[0]) if newest else mine, at=at)
    _say_marked(request, count, at)
    return redirect(_back(request))


@opens_to(SIGNED_IN)
@require_POST
def notices_unread(request: AuthenticatedRequest) -> HttpResponse:
    """Take back what was marked as read at one moment."""
    marked_at = as_moment(request.POST.get("marked_at", ""))
    if marked_at is not None:
        mark_unread(notices=access.notices(request.user), marked_at=marked_at)
    return redirect(_back(request))


def _say_marked(request: AuthenticatedRequest, count: int, at: datetime.datetime) -> None:
    if count:
        words = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", count)
        fields = {"about": request.POST["about"]} if request.POST.get("about") else {}
        url = reverse("notices_unread")
        undo.said(request, words % {"count": count}, url=url, marked_at=at.isoformat(), **fields)


def _back(request: AuthenticatedRequest) -> str:
    about = request.POST.get("about", "")
    return reverse("notices") + (f"?{urlencode({'about': about})}" if about else "")


def _keys(given: list[str]) -> list[int]:
    return [int(text) for text in given if text.isdecimal() and len(text) < 19]
