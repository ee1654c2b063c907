"""The administrator's pages of webhooks: which there are, what they are told, what failed, and sending it again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from notices import event_kinds
from notices.actions import resending
from notices.actions import webhooks as actions
from notices.channels.undelivered import Undelivered
from notices.forms.webhooks import WebhookDeliveryFilter, WebhookForm
from notices.models import Delivery, DeliveryState, WebhookEndpoint
from notices.models.problem import explained
from web import keyset, refusals, undo
from web.errors import Refused
from web.secrets import can_be_kept


@opens_to(Permission.ADMINISTER)
@require_safe
def webhooks(request: AuthenticatedRequest) -> HttpResponse:
    """Every webhook and how it fares."""
    found = WebhookEndpoint.objects.with_given_up()
    return render(request, "notices/webhooks.html", {"webhooks": found, "has_key": can_be_kept()})


@opens_to(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: AuthenticatedRequest) -> HttpResponse:
    """Set up a webhook; its secret is on this one answer page and nowhere else."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found, secret = actions.create(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            return _page(request, found, secret=secret)
    context = {"form": form, "has_key": can_be_kept()}
    return render(request, "notices/webhook_new.html", context, status=422 if form.errors else 200)


@opens_to(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One webhook: what it is told, what became of it, and changing it."""
    found = get_object_or_404(WebhookEndpoint, pk=pk)
    if request.method != "POST":
        return _page(request, found)
    form = WebhookForm(request.POST, instance=get_object_or_404(WebhookEndpoint, pk=pk))
    if not form.is_valid():
        return _page(request, found, form=form)
    actions.change(webhook=found, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The webhook is saved."))
    return redirect("webhook", pk=pk)


@opens_to(Permission.ADMINISTER)
@require_POST
def try_out(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Send a test event now and say what became of it."""
    found = get_object_or_404(WebhookEndpoint, pk=pk)
    try:
        actions.try_out(webhook=found, by=request.user, at=timezone.now())
    except Undelivered as why:
        reason = explained(why.problem) + (f" ({why.detail})" if why.detail else "")
        messages.error(request, _("The test did not get through: %(reason)s.") % {"reason": reason})
    else:
        messages.success(request, _("The receiver has taken the test."))
    return redirect("webhook", pk=pk)


@opens_to(Permission.ADMINISTER)
@require_POST
@never_cache
def rotate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Give it a new secret, which is on this one answer page and nowhere else."""
    found = get_object_or_404(WebhookEndpoint, pk=pk)
    with refusals.said(request):
        secret = actions.rotate(webhook=found, by=request.user, at=timezone.now())
        return _page(request, get_object_or_404(WebhookEndpoint, pk=pk), secret=secret)
    return redirect("webhook", pk=pk)


@opens_to(Permission.ADMINISTER)
@require_POST
def switch(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Switch it on or off."""
    is_on = request.POST.get("on") == "1"
    actions.change(webhook=get_object_or_404(WebhookEndpoint, pk=pk), by=request.user, at=timezone.now(), is_on=is_on)
    sentence = _("The webhook is switched on.") if is_on else _("The webhook is switched off.")
    undo.said(request, sentence, url=reverse("webhook_switch", args=[pk]), on="0" if is_on else "1")
    return redirect("webhook", pk=pk)


@opens_to(Permission.ADMINISTER)
@require_POST
def again(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Send again one event, or all that were given up."""
    found = get_object_or_404(WebhookEndpoint, pk=pk)
    chosen = request.POST.get("delivery", "")
    one = {"pk": chosen if chosen.isdecimal() else "0"}
    rows = Delivery.objects.filter(**one if chosen else {"state": DeliveryState.FAILED})
    with refusals.said(request):
        count = resending.events_again(webhook=found, deliveries=rows, by=request.user, at=timezone.now())
        words = ngettext("%(n)s event will be sent again.", "%(n)s events will be sent again.", count)
        messages.success(request, words % {"n": count})
    return redirect("webhook", pk=pk)


def _page(
    request: AuthenticatedRequest, found: WebhookEndpoint, *, form: WebhookForm | None = None, secret: str = ""
) -> HttpResponse:
    filters = WebhookDeliveryFilter(request.GET)
    rows = filters.narrow(Delivery.objects.filter(endpoint=found).select_related("event"))
    page = keyset.page(rows, request.GET, sorts={"told": "id"}, default="-told")
    context: dict[str, Any] = {
        "webhook": found,
        "form": form or WebhookForm(instance=found),
        "secret": secret,
        "page": page,
        "rows": [(row, event_kinds.label(row.event.kind)) for row in page.rows if row.event],
        "filters": filters,
        "given_up": found.deliveries.filter(state=DeliveryState.FAILED).count(),
        "both_sign": found.former_until and found.former_until > timezone.now(),
    }
    return render(request, "notices/webhook.html", context, status=422 if form else 200)
