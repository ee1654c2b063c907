"""The one page an answer link opens, without signing in: the questions that wait, and fields for the answers."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.gate import ANYONE, opens_to
from accounts.models.token import key_hash
from handover.actions import answer_links as actions
from handover.forms.question import AnswerForm
from handover.models import AnswerLink
from web import rates
from web.errors import Refused
from web.typed import as_id

#: So many requests one address may make within so many seconds, to any link, and one link may get.
MOST, SECONDS = 30, 60


@opens_to(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Show the questions that wait, or keep one answer. A link that no longer works says only that, whatever it was."""
    if _is_too_much(request, key):
        return _closed(render(request, "429.html", status=429))
    link = actions.opened(key, timezone.now())
    if link is None:
        return _closed(render(request, "handover/answer_ended.html", status=404))
    return _closed(_answered(request, link) if request.method == "POST" else _page(request, link))


def _answered(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    question = as_id(request.POST.get("question", ""))
    form = AnswerForm(request.POST, auto_id=f"answer-{question}-%s")
    if form.is_valid():
        try:
            actions.answer(link=link, question=question, text=form.cleaned_data["text"], at=timezone.now())
            messages.success(request, _("Thank you, the answer has been passed on."))
            return redirect(request.path)
        except Refused as refused:
            form.add_error(None, refused)
    return _page(request, link, question, form)


def _page(request: HttpRequest, link: AnswerLink, failed: int = 0, form: AnswerForm | None = None) -> HttpResponse:
    waiting = actions.open_questions(link)
    context = {
        "leaver": link.departure.leaver,
        "link": link,
        "questions": waiting[: actions.SHOWN],
        "waiting": waiting.count(),
        "failed": failed,
        "form": form,
    }
    return render(request, "handover/answer.html", context, status=422 if form else 200)


def _closed(response: HttpResponse) -> HttpResponse:
    """The key is in the address: it goes to no other page, no search engine and no cache.

    Not `no-referrer`: a browser then sends a form without saying where from, and it is refused as somebody else's.
    """
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_too_much(request: HttpRequest, key: str) -> bool:
    address = get_adapter().get_client_ip(request)
    counts = [rates.count(f"answer.{name}", SECONDS) for name in (f"from.{address}", f"link.{key_hash(key)}")]
    return max(counts) > MOST
