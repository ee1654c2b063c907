"""Background work of the `accounts` app."""

from email.utils import make_msgid
from functools import partial

from celery import Task, shared_task
from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.db import transaction
from django.utils import timezone

from accounts import mail
from accounts.actions import drafts
from accounts.idempotency import answers


@shared_task(name="accounts.tasks.sweep_drafts")
def sweep_drafts() -> None:
    """Throw away old drafts, and those of people whose access has ended."""
    drafts.sweep(at=timezone.now())


@shared_task(name="accounts.tasks.sweep_answers")
def sweep_answers() -> None:
    """Throw away answers that are kept no longer."""
    answers.sweep(at=timezone.now())


@shared_task(name="accounts.tasks.send_reset_link", bind=True, max_retries=None)
def send_reset_link(self: Task, email: str, message_id: str) -> None:
    """Send the link to choose a new password to whoever signs in with `email`, if somebody does; again for a while
    when the mail server does not take it, then the log says so. The link itself is kept nowhere.
    """
    try:
        mail.send_reset_link(email, message_id)
    except OSError as error:
        waits = settings.LINK_RETRIES[self.request.retries :]
        if not waits:
            raise
        raise self.retry(exc=error, countdown=waits[0].total_seconds()) from error


def ask_for_reset_link(email: str) -> None:
    """Ask a worker for the mail once the transaction is written: the same work for an address that nobody has."""
    transaction.on_commit(partial(send_reset_link.delay, email, make_msgid(domain=str(DNS_NAME))))
