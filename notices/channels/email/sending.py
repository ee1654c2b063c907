"""Sending mail, and saying in our own words what a mail server's refusal means."""

import smtplib
from types import TracebackType

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from notices.channels.undelivered import Undelivered
from notices.models import Failure, Problem

#: From here on an SMTP code is for good.
PERMANENT = 500


class Postman:
    """Carries mails over one connection, which is made anew after a failure."""

    def __init__(self) -> None:
        self._server: BaseEmailBackend | None = None

    def __enter__(self) -> "Postman":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._server is not None:
            self._server.close()

    def send(self, mail: EmailMessage) -> None:
        """Send one mail. Raises `Undelivered`."""
        if self._server is None:
            self._server = get_connection()
        try:
            self._server.send_messages([mail])
        except Exception as error:
            self._server = None
            raise undelivered(error) from error


def undelivered(error: Exception) -> Undelivered:
    """What an exception of a mail backend means for this mail and those to come."""
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError):
        return Undelivered(Failure.SETTINGS, Problem.SIGN_IN_REFUSED, said)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        if codes and min(codes) >= PERMANENT:
            return Undelivered(Failure.PERMANENT, Problem.ADDRESS_REFUSED, said)
        return Undelivered(Failure.TEMPORARY, said)
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code >= PERMANENT:
        return Undelivered(Failure.SETTINGS, Problem.SENDER_REFUSED, said)
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= PERMANENT:
        return Undelivered(Failure.PERMANENT, said)
    return Undelivered(Failure.TEMPORARY, said)
