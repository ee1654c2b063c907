"""What I get and when: each kind by each channel, my hours; and the off switch in every mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.gate import ANYONE, SIGNED_IN, AuthenticatedRequest, opens_to
from accounts.models import User
from notices import hours, kinds, switches
from notices.actions.preferences import choose, keep_hours, switch_back, switch_off
from notices.forms.preferences import HoursForm, choices
from notices.kinds import Mode
from notices.models import ChatChannel, NoticeHours
from notices.routing import lines


@opens_to(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: AuthenticatedRequest) -> HttpResponse:
    """Every kind in a sentence, and how it reaches me; saved with one button."""
    if request.method == "POST":
        changed = choose(person=request.user, choices=choices(request.POST), at=timezone.now())
        messages.success(request, _("Your choices are saved.") if changed else _("Nothing has changed."))
        return redirect("notice_preferences")
    return _page(request, HoursForm(instance=_hours(request.user)))


@opens_to(SIGNED_IN)
@require_POST
def hours_save(request: AuthenticatedRequest) -> HttpResponse:
    """Set my hours."""
    form = HoursForm(request.POST, instance=_hours(request.user))
    if not form.is_valid():
        return _page(request, form, status=422)
    keep_hours(person=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Your hours are saved."))
    return redirect("notice_preferences")


@csrf_exempt
@opens_to(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest, token: str) -> HttpResponse:
    """The off switch of a mail. Reading changes nothing (mail programs look at links); a POST turns it, even without
    a cookie (RFC 8058): the signed address is all it takes, and turning one kind of mail off is all it does.
    """
    found = switches.read(token)
    if found is None:
        raise Http404
    turned = ""
    if request.method == "POST":
        turned = "back" if request.POST.get("turn") == "back" else "off"
        turn = switch_back if turned == "back" else switch_off
        if not turn(switch=found, at=timezone.now()):
            raise Http404
    kind = None if found.kind == switches.DAILY else kinds.named(found.kind)
    return render(request, "notices/switch.html", {"kind": kind, "turned": turned})


def _hours(person: User) -> NoticeHours:
    """A person's own hours, or the firm's as a form shows them."""
    found = NoticeHours.objects.filter(person=person).first()
    if found is not None:
        return found
    firm = hours.of_person(User.objects.select_related("office", "notice_hours").get(pk=person.pk))
    row = NoticeHours(person=person, holds_back=firm.spans is not None)
    if firm.spans is not None:
        row.starts_at, row.ends_at = firm.spans
    return row


def _page(request: AuthenticatedRequest, form: HoursForm, status: int = 200) -> HttpResponse:
    chat = ChatChannel.objects.in_use().filter(person=request.user).first()
    context = {
        "groups": lines(request.user, has_chat=chat is not None),
        "chat": chat,
        "form": form,
        "modes": Mode,
    }
    return render(request, "notices/preferences.html", context, status=status)
