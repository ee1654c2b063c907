"""The administrator's pages of outgoing mail: what left, what waits, what was given up; in the demo, its text too."""

import email
import email.policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils._os import safe_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import Visit, opens_to
from accounts.permissions import Permission
from notices.actions.delivery import again
from notices.channels.email.files import MailFiles, file_name
from notices.channels.email.message import message_id
from notices.models import Delivery, DeliveryState
from notices.rendering import Words
from web import keyset

#: Mail files listed on the page, newest first.
LISTED = 200


@opens_to(Permission.ADMINISTER)
@require_safe
def outgoing(request: Visit) -> HttpResponse:
    """Every mail in the outbox, newest first; `?state=` shows those of one state."""
    deliveries = Delivery.objects.select_related("notice__recipient")
    state = request.GET.get("state", "")
    if state in DeliveryState.values:
        deliveries = deliveries.filter(state=state)
    page = keyset.page(deliveries, request.GET, sorts={"told": "id"}, default="-told")
    rows = [(delivery, Words(delivery.notice), file_name(message_id(delivery.notice))) for delivery in page.rows]
    context = {"page": page, "rows": rows, "state": state, "states": DeliveryState, "has_files": MailFiles.is_used()}
    return render(request, "notices/mail.html", context)


@opens_to(Permission.ADMINISTER)
@require_POST
def send_again(request: Visit, pk: int) -> HttpResponse:
    """Try a mail again that was given up."""
    delivery = get_object_or_404(Delivery, pk=pk)
    if again(delivery=delivery, by=request.user, at=timezone.now()):
        messages.success(request, _("The mail will be sent again within a minute."))
    else:
        messages.info(request, _("This mail is no longer given up; nothing was changed."))
    return redirect("mail")


@opens_to(Permission.ADMINISTER)
@require_safe
def files(request: Visit) -> HttpResponse:
    """The newest mails a machine without a mail server has written."""
    return render(request, "notices/mail_files.html", {"files": [_read(path) for path in _written()[:LISTED]]})


@opens_to(Permission.ADMINISTER)
@require_safe
def file(request: Visit, name: str) -> HttpResponse:
    """One of them, as text."""
    _written()
    try:
        path = Path(safe_join(settings.MAIL_DIR, name))
    except SuspiciousFileOperation as error:
        raise Http404 from error
    if path.parent != Path(settings.MAIL_DIR) or path.suffix != ".eml" or not path.is_file():
        raise Http404
    return render(request, "notices/mail_file.html", {"file": _read(path)})


def _written() -> list[Path]:
    """The mail files there are, or `Http404` where mail goes to a server and not to files."""
    if not MailFiles.is_used():
        raise Http404
    return MailFiles.written()


def _read(path: Path) -> dict[str, Any]:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    text = mail.get_body(("plain",))
    return {
        "name": path.name,
        "to": str(mail["To"] or ""),
        "sender": str(mail["From"] or ""),
        "subject": str(mail["Subject"] or ""),
        "at": parsedate_to_datetime(mail["Date"]) if mail["Date"] else None,
        "text": text.get_content() if text else "",
    }
