"""The administrator's pages of chats: which there are, what they hear of, and whether they answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from notices.actions import chats as actions
from notices.channels.undelivered import Undelivered
from notices.forms.chats import ChatForm
from notices.models import ChatChannel
from notices.models.problem import explained
from web.secrets import can_be_kept


@opens_to(Permission.ADMINISTER)
@require_safe
def chats(request: AuthenticatedRequest) -> HttpResponse:
    """Every chat with what it hears of and how it fares."""
    found = ChatChannel.objects.select_related("person", "office").prefetch_related("pauses")
    return render(request, "notices/chats.html", {"chats": found, "has_key": can_be_kept()})


@opens_to(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: AuthenticatedRequest, pk: int | None = None) -> HttpResponse:
    """Set up a chat, or change one."""
    found = get_object_or_404(ChatChannel, pk=pk) if pk else ChatChannel()
    form = ChatForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        fresh = get_object_or_404(ChatChannel, pk=pk) if pk else ChatChannel()
        try:
            actions.save(chat=fresh, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("address", refused)
        else:
            messages.success(request, _("The chat is saved."))
            return redirect("chat", pk=fresh.pk)
    context = {"form": form, "chat": found, "pauses": found.pauses.all() if found.pk else []}
    return render(request, "notices/chat.html", context, status=422 if form.errors else 200)


@opens_to(Permission.ADMINISTER)
@require_POST
def chat_try(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Send a test message and say what became of it."""
    found = get_object_or_404(ChatChannel, pk=pk)
    words = _("Baton: this is a test. Everything works.")
    try:
        actions.say_hello(chat=found, words=words, by=request.user, at=timezone.now())
    except Undelivered as why:
        reason = explained(why.problem) + (f" ({why.detail})" if why.detail else "")
        messages.error(request, _("The test message did not get through: %(reason)s.") % {"reason": reason})
    else:
        messages.success(request, _("The test message has got through. Look into the chat."))
    return redirect("chat", pk=pk)
