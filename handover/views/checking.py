"""The supervisor's queue: one customer at a time with the evidence beside it, and what is done about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover.actions import samples, verifications
from handover.checking import access, queue
from handover.checking.evidence import Beside
from handover.forms.checking import RETURN, SETTLE, SKIP, DeedForm, QueueFilter, reasons
from handover.models import Score, Verdict, Verification
from handover.verifying.rows import Reader, Row
from handover.views.verification import offer_undo
from handover.wording import checking as wording
from web.errors import Refused

#: Where a session keeps what was put to the end, and how many of them.
SKIPPED, MOST_SKIPPED = "verify_skipped", 200


#: The deeds that are verdicts, and what is said about them then.
VERDICTS = {
    SETTLE: (Verdict.SETTLED, gettext_lazy("%(customer)s is settled; both sides are told.")),
    RETURN: (Verdict.WAITING, gettext_lazy("%(customer)s goes back; the leaver is told why.")),
}


@opens_to(Permission.SEE_BOOK)
@require_safe
def verify(request: AuthenticatedRequest) -> HttpResponse:
    """What is to be checked next; the one that the URL asks for, if it still waits."""
    return render(request, "handover/verify.html", _context(request))


@opens_to(Permission.SEE_BOOK)
@require_POST
def deed(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Settle, send back, score or put to the end; answers with what comes next."""
    row = access.item(request.user, pk)
    form, problem = DeedForm(request.POST), ""
    if form.is_valid():
        try:
            _do(request, row, form)
        except Refused as refused:
            problem = refused.sentence
    else:
        problem = _("Choose what to do with it.")
    if request.headers.get("HX-Request"):
        note = request.POST.get("note", "") if problem else ""
        return render(request, "handover/verify_next.html", _context(request, pk, problem, note))
    if problem:
        context = _context(request, pk, problem, request.POST.get("note", ""))
        return render(request, "handover/verify.html", context, status=422)
    return redirect(_queue(request))


def _do(request: AuthenticatedRequest, row: Verification, form: DeedForm) -> None:
    """Do it and say so."""
    said, words = form.cleaned_data["deed"], form.words
    name = {"customer": row.customer.name if row.customer else row.successor.name}
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if said == SKIP:
        skipped = [pk for pk in request.session.get(SKIPPED, []) if pk != row.pk]
        request.session[SKIPPED] = [*skipped, row.pk][-MOST_SKIPPED:]
        messages.success(request, _("%(customer)s comes again at the end.") % name)
        return
    if said in VERDICTS:
        verdict, sentence = VERDICTS[said]
        verifications.say(verification=row, verdict=verdict, note=words, **who)
        offer_undo(request, row.departure_id, who["at"], sentence % name, item=row.pk)
        return
    sampled = queue.item(row, request.user, who["at"]).sampled
    if sampled is None:
        raise Refused(_("This customer is not in the sample, or not agreed yet."), code="not_now")
    samples.score(sampled=sampled, score=said, note=words, **who)
    messages.success(request, _("%(customer)s: %(score)s.") % (name | {"score": Score(said).label}))


def _context(request: AuthenticatedRequest, pk: int | None = None, problem: str = "", note: str = "") -> dict[str, Any]:
    """What comes next, with all that is shown; `pk` stays in front while there is a problem with it."""
    wanted = QueueFilter(request.GET).wanted()
    of_all, departure = bool(wanted.get("all")), wanted.get("departure")
    rows = queue.waiting(request.user, of_all=of_all, departure=departure)
    row = queue.first(rows, request.session.get(SKIPPED, []), pk if problem else wanted.get("item"))
    left = queue.left(rows)
    context = {
        "left": left,
        "progress": wording.progress(left),
        "of_all": of_all,
        "sees_more": access.sees_more(request.user),
        "problem": problem,
        "note": note,
        "departure": departure,
    }
    return context if row is None else context | _shown(request, row)


def _shown(request: AuthenticatedRequest, row: Verification) -> dict[str, Any]:
    at = timezone.now()
    item = queue.item(row, request.user, at)
    beside = Beside(row, row.customer, request.user, at, timezone.localdate(at)) if row.customer else None
    shown = Row(row, Reader.of(request.user, row.departure, at).sayings(row))
    return {
        "item": item,
        "row": shown,
        "says": {str(saying.verdict) for saying in shown.sayings} if item.is_mine else set(),
        "waits": wording.waits(item.days),
        "beside": beside,
        "missing": wording.missing(beside.told.gaps) if beside else "",
        "customer": row.customer,
        "heir": beside.heir if beside else None,
        "page": beside.page if beside else None,
        "reasons": reasons() if item.is_mine else [],
    }


def _queue(request: AuthenticatedRequest) -> str:
    """Back to the queue as it was narrowed, without the one that was asked for."""
    kept = request.GET.copy()
    kept.pop("item", None)
    return reverse("verify") + (f"?{kept.urlencode()}" if kept else "")
