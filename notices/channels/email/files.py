"""Mail for a machine without a mail server: each becomes a file that an administrator can read on a page."""

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.utils import DNS_NAME


class MailFiles(BaseEmailBackend):
    """Writes `MAIL_DIR/<message id>.eml`. A file appears whole or not at all; the same mail again replaces itself."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail; returns how many were written."""
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            written = mail.message()
            _write_whole(folder / file_name(written["Message-ID"] or f"<unnamed@{DNS_NAME}>"), written.as_bytes())
        return len(email_messages)

    @classmethod
    def is_used(cls) -> bool:
        """Whether this process writes its mail to files."""
        return f"{cls.__module__}.{cls.__qualname__}" == str(settings.EMAIL_BACKEND)

    @classmethod
    def are_read(cls) -> bool:
        """Whether an administrator may read them: in a demo. In a firm nobody reads what others are told."""
        return cls.is_used() and not settings.PRODUCTION

    @staticmethod
    def written() -> list[Path]:
        """The mails there are, newest first."""
        files = Path(settings.MAIL_DIR).glob("[!.]*.eml")
        return sorted(files, key=lambda path: path.stat().st_mtime, reverse=True)


def file_name(message_id: str) -> str:
    """The file that holds the mail with this Message-ID."""
    return re.sub(r"[^\w.@+-]", "_", message_id.strip("<>")).lstrip(".") + ".eml"


def _write_whole(path: Path, content: bytes) -> None:
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(fresh).replace(path)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
