"""The administrator's page of what leaves: what waits and why, what was given up, and sending it again.

It says of which kind a message is and to whom it goes, never what it says: nobody reads another person's notices.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from notices import event_kinds, kinds
from notices.actions import pauses, resending
from notices.channels.email.files import MailFiles
from notices.forms.deliveries import DeliveryFilter
from notices.models import Delivery, DeliveryState, Pause
from web import keyset

FILTERS = ("state", "failure", "channel", "kind")


@dataclass(frozen=True)
class Row:
    """A delivery as the page says it."""

    delivery: Delivery

    @property
    def kind(self) -> str:
        """What kind of message it is."""
        notice = self.delivery.notice
        if self.delivery.event:
            return str(event_kinds.label(self.delivery.event.kind))
        return str(kinds.named(notice.kind).label) if notice else _("The daily mail")

    @property
    def waits_for_hours(self) -> bool:
        """Whether it waits for nothing but the hours of whom it is for."""
        waits = self.delivery.state == DeliveryState.WAITING and not self.delivery.failure
        return waits and self.delivery.not_before > timezone.now() and not self.delivery.attempts


@opens_to(Permission.ADMINISTER)
@require_safe
def deliveries(request: AuthenticatedRequest) -> HttpResponse:
    """Every message, newest first, narrowed by the address."""
    filters = DeliveryFilter(request.GET)
    found = filters.narrow(Delivery.objects.with_people())
    page = keyset.page(found, request.GET, sorts={"told": "id"}, default="-told")
    wanted = filters.wanted()
    given_up = wanted.get("state") == DeliveryState.FAILED and bool(page.rows)
    context = {
        "page": page,
        "rows": [Row(delivery) for delivery in page.rows],
        "filters": filters,
        "given_up": given_up,
        "asked": {name: wanted[name] for name in FILTERS if name in wanted},
        "pauses": Pause.objects.select_related("chat"),
        "has_files": MailFiles.are_read(),
    }
    return render(request, "notices/deliveries.html", context)


@opens_to(Permission.ADMINISTER)
@require_POST
def again(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Send one message again that was given up."""
    delivery = get_object_or_404(Delivery.objects.with_people(), pk=pk)
    if resending.again(delivery=delivery, by=request.user, at=timezone.now()):
        messages.success(request, _("The message will be sent again within a minute."))
    else:
        messages.info(request, _("This message is no longer given up; nothing was changed."))
    return _back(request.POST)


@opens_to(Permission.ADMINISTER)
@require_POST
def all_again(request: AuthenticatedRequest) -> HttpResponse:
    """Send again all that were given up among those the filter shows."""
    found = DeliveryFilter(request.POST).narrow(Delivery.objects.all())
    count = resending.all_again(deliveries=found, by=request.user, at=timezone.now())
    words = ngettext("%(n)s message will be sent again.", "%(n)s messages will be sent again.", count)
    messages.success(request, words % {"n": count})
    return redirect("deliveries")


@opens_to(Permission.ADMINISTER)
@require_POST
def try_now(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The settings are mended: let a paused channel try again at once."""
    pauses.try_now(pause=get_object_or_404(Pause, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, _("The next message will be tried within a minute. When it gets through, all follow."))
    return redirect("deliveries")


def _back(data: QueryDict) -> HttpResponse:
    kept = QueryDict(mutable=True)
    kept.update({name: str(data[name]) for name in FILTERS if data.get(name)})
    return redirect(reverse("deliveries") + (f"?{kept.urlencode()}" if kept else ""))
