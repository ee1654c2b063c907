"""Background work of the `notices` app."""

import datetime

from celery import shared_task
from django.utils import timezone

from notices.actions import webhooks
from notices.actions.delivery import TO_SYSTEMS, deliver
from notices.actions.digests import write_due

#: One run ends well before Celery's time limit; the next beat goes on.
LONGEST = datetime.timedelta(seconds=120)


@shared_task(name="notices.tasks.deliver_waiting")
def deliver_waiting() -> None:
    """Send the mails and chat messages that wait. Runs at every beat and after every transaction that left one."""
    deliver(clock=timezone.now, until=timezone.now() + LONGEST)


@shared_task(name="notices.tasks.deliver_webhooks")
def deliver_webhooks() -> None:
    """Tell other systems what waits for them; apart from people's mail, which no slow receiver holds up."""
    deliver(clock=timezone.now, until=timezone.now() + LONGEST, lane=TO_SYSTEMS)


@shared_task(name="notices.tasks.sweep_events")
def sweep_events() -> None:
    """Throw away what other systems were told long ago."""
    webhooks.sweep(at=timezone.now())


@shared_task(name="notices.tasks.write_digests")
def write_digests() -> None:
    """Write the daily mails whose hour has come."""
    write_due(at=timezone.now())
