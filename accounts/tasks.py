"""Background work of the `accounts` app."""

from celery import shared_task
from django.utils import timezone

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
