"""The bell's page: what a person was told, unread first."""

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import SIGNED_IN, Visit, opens_to
from notices import access
from notices.actions.reading import mark, mark_all
from notices.models import Notice
from notices.rendering import Words
from web import keyset

#: Unread notices shown above the others.
SHOWN = 100


@opens_to(SIGNED_IN)
@require_safe
def notices(request: Visit) -> HttpResponse:
    """Unread notices, then the read ones page by page, each by day."""
    mine = access.notices(request.user)
    page = keyset.page(mine.exclude(read_at=None), request.GET, sorts={"told": "created_at"}, default="-told")
    unread = [] if page.before else list(mine.unread().order_by("-created_at", "-pk")[: SHOWN + 1])
    context = {
        "unread": _in_words(unread[:SHOWN]),
        "more": len(unread) > SHOWN,
        "newest": max((notice.pk for notice in unread), default=None),
        "page": page,
        "read": _in_words(page.rows),
    }
    return render(request, "notices/notices.html", context)


@opens_to(SIGNED_IN)
@require_safe
def notice_open(request: Visit, pk: int) -> HttpResponse:
    """Go to what a notice is about; it counts as read then."""
    notice = mark(notice=access.notice(request.user, pk), read=True, at=timezone.now())
    if notice.url and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return HttpResponseRedirect(notice.url)
    return redirect("notices")


@opens_to(SIGNED_IN)
@require_POST
def notice_read(request: Visit, pk: int) -> HttpResponse:
    """Mark one notice as read without going anywhere."""
    mark(notice=access.notice(request.user, pk), read=True, at=timezone.now())
    return redirect("notices")


@opens_to(SIGNED_IN)
@require_POST
def notices_read(request: Visit) -> HttpResponse:
    """Mark all as read that the page showed; what came since stays unread."""
    newest = request.POST.get("newest", "")
    mark_all(by=request.user, at=timezone.now(), up_to=int(newest) if newest.isdecimal() and len(newest) < 19 else None)
    return redirect("notices")


def _in_words(notices: Iterable[Notice]) -> list[Words]:
    return [Words(notice) for notice in notices]
