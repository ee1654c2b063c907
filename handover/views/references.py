"""Pages of what else names a leaver: all kinds at a glance, one kind in full, and what is done about it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import access
from handover.actions import references as actions
from handover.actions.references import Choice, Settlement
from handover.forms.references import ReferenceFilter, SettlementForm
from handover.models import Departure, ReferenceKind
from handover.references import keepers, sweep
from handover.references import page as pages
from handover.references.kinds import Kind
from handover.wording import seats as wording
from web import keyset, refusals, undo
from web.typed import as_text


@opens_to(Permission.SEE_DEPARTURES)
@require_safe
def references(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everything that still names the leaver, kind by kind, the first rows of each."""
    departure = _departure(request, pk)
    context = {"departure": departure, "cards": pages.overview(request.user, departure)}
    return render(request, "handover/references.html", context)


@opens_to(Permission.SEE_DEPARTURES)
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: AuthenticatedRequest, pk: int, kind: str) -> HttpResponse:
    """All references of one kind, narrowed by the URL; a POST settles some of them."""
    departure, is_keeper = _departure_of(request, pk, kind)
    found = sweep.kind_of(departure, kind)
    if found is None:
        raise Http404
    if request.method == "POST":
        answer = _settle(request, departure, found)
        return answer if not is_keeper or keepers.opened(request.user).filter(pk=pk).exists() else redirect("home")
    filters = ReferenceFilter(request.GET)
    wanted = filters.wanted()
    rows = (sweep.left if wanted.get("left") else sweep.still_open)(found, departure)
    rows = sweep.searched(found, found.seen(request.user, departure, rows), wanted.get("q", ""))
    page = keyset.page(rows.select_related(*found.related), request.GET, sorts={"usual": "pk"}, default="usual")
    (card,) = pages.cards(request.user, departure, found)
    card.rows = pages.rows_of(request.user, departure, found, page.rows)
    pages.offer_takers(card, departure, request.user, wanted.get("who", ""))
    context = {"departure": departure, "card": card, "page": page, "filters": filters, "is_left": wanted.get("left")}
    if is_keeper:
        card.open, card.hidden, card.left = card.seen, 0, 0
        context |= {"is_outside": True, "heading": card.kind.title, "lead": wording.lead(departure)}
    return render(request, "handover/references_kind.html", context)


def _settle(request: AuthenticatedRequest, departure: Departure, found: Kind) -> HttpResponse:
    form = SettlementForm(request.POST)
    typed = as_text(request.GET.get("q", ""))
    if not form.is_valid():
        messages.error(request, _("Choose what shall be done."))
        return redirect(_back(request, departure, found))
    choice = form.choice(found.kind, request.POST.getlist("row"), typed)
    if choice.ids == []:
        messages.error(request, _("Tick what you mean first."))
        return redirect(_back(request, departure, found))
    said = form.said()
    with refusals.said(request):
        count = actions.settle(departure=departure, choice=choice, by=request.user, at=timezone.now(), **said)
        _say_done(request, said["deed"], count, choice)
    return redirect(_back(request, departure, found))


def _say_done(request: AuthenticatedRequest, deed: str, count: int, choice: Choice) -> None:
    """Say it; what was left as it is can wait again, where it is known which rows these were."""
    if deed == Settlement.WAIVE and choice.ids:
        back = {"deed": Settlement.REOPEN, "row": list(choice.ids), "here": request.POST.get("here", "")}
        undo.said(request, _done(deed, count), url=request.get_full_path(), **back)
    else:
        messages.success(request, _done(deed, count))


def _done(deed: str, count: int) -> str:
    sentence = {
        Settlement.GIVE: ngettext("%(count)s is handed over.", "%(count)s are handed over.", count),
        Settlement.END: ngettext("%(count)s has ended.", "%(count)s have ended.", count),
        Settlement.WAIVE: ngettext("%(count)s stays as it is.", "%(count)s stay as they are.", count),
        Settlement.REOPEN: ngettext(
            "%(count)s waits to be settled again.", "%(count)s wait to be settled again.", count
        ),
    }[Settlement(deed)]
    return sentence % {"count": count}


def _back(request: AuthenticatedRequest, departure: Departure, found: Kind) -> str:
    if request.POST.get("here") == "list":
        return reverse("departure_references_kind", args=[departure.pk, found.kind]) + f"?{request.GET.urlencode()}"
    return reverse("departure_references", args=[departure.pk]) + f"#{found.kind}"


def _departure_of(request: AuthenticatedRequest, pk: int, kind: str) -> tuple[Departure, bool]:
    """The departure whose references of a kind may be read, and whether only as who keeps them."""
    if kind == ReferenceKind.SEAT and not access.departures(request.user).filter(pk=pk).exists():
        return access.keeps_seats(request.user, pk), True
    return _departure(request, pk), False


def _departure(request: AuthenticatedRequest, pk: int) -> Departure:
    departure = access.departure(request.user, pk)
    if not access.sees_references(request.user, departure):
        raise Http404
    return departure
