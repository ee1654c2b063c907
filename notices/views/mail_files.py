"""What a demo without a mail server has written instead of sending it; never in production."""

import email
import email.policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from notices.channels.email.files import MailFiles

#: Mail files listed on the page, newest first.
LISTED = 200


@opens_to(Permission.ADMINISTER)
@require_safe
def files(request: AuthenticatedRequest) -> HttpResponse:
    """The newest mails a machine without a mail server has written."""
    return render(request, "notices/mail_files.html", {"files": [_read(path) for path in _written()[:LISTED]]})


@opens_to(Permission.ADMINISTER)
@require_safe
def file(request: AuthenticatedRequest, name: str) -> HttpResponse:
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
    if not MailFiles.are_read():
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
