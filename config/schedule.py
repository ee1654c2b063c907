"""Every period in the product. Postgres knows what is due; beat only knocks.

A knock that is lost, late or doubled does no harm: the next one finds the same rows.
"""

import datetime
from typing import Any

#: How long a worker may keep the mails it has claimed. One that was killed gives them back when this has run out.
DELIVERY_LEASE = datetime.timedelta(seconds=60)

#: How long a run with another CRM may be silent before another worker takes it: longer than its longest call.
CONNECTION_LEASE = datetime.timedelta(minutes=5)

#: The wait after a call to another CRM that may work later, and the longest it grows to.
CONNECTION_WAITS = (datetime.timedelta(seconds=15), datetime.timedelta(minutes=30))

#: The waits between one attempt at a mail and the next; after the last it is given up. Together more than a day.
DELIVERY_RETRIES = (
    datetime.timedelta(minutes=1),
    datetime.timedelta(minutes=5),
    datetime.timedelta(minutes=20),
    datetime.timedelta(hours=1),
    datetime.timedelta(hours=3),
    datetime.timedelta(hours=8),
    datetime.timedelta(hours=14),
)

#: The same for the mail with a link to choose a new password, for which somebody sits waiting. Each is shorter than the
#: broker waits before it gives a task to another worker.
LINK_RETRIES = tuple(datetime.timedelta(seconds=seconds) for seconds in (10, 60, 240, 240, 240))

#: The waits between one attempt at a webhook and the next, as Standard Webhooks recommends: 5 seconds, 5 and 30
#: minutes, 2, 5, 10, 14, 20 and 24 hours after the event.
WEBHOOK_RETRIES = tuple(
    datetime.timedelta(seconds=seconds) for seconds in (5, 295, 1500, 5400, 10800, 18000, 14400, 21600, 14400)
)

#: How long what webhooks were told is kept, for a look and for sending it again.
EVENTS_KEPT = datetime.timedelta(days=30)

#: How long a channel whose settings are wrong waits before one message is tried again.
CHANNEL_PAUSE = datetime.timedelta(minutes=30)

#: Reminders of a day go out from this hour on, by the clock of the office.
REMIND_FROM_HOUR = 8


def span(text: str) -> tuple[datetime.time, datetime.time] | None:
    """Two clock times as in "08:00-19:00"; nothing is None. Raises ValueError for anything else."""
    if not text.strip():
        return None
    begins, ends = (datetime.time.fromisoformat(part.strip()) for part in text.split("-"))
    if begins >= ends:
        raise ValueError(f"{text!r} ends before it begins")
    return begins, ends


def beat_schedule(pace: float = 1) -> dict[str, dict[str, Any]]:
    """What beat asks for and how often, in seconds; `pace` 10 asks ten times as often (for tests)."""
    periods = {
        "notices.tasks.deliver_waiting": 15.0,
        "notices.tasks.deliver_webhooks": 15.0,
        "notices.tasks.write_digests": 60.0,
        "notices.tasks.sweep_events": 3600.0,
        "handover.tasks.execute_due": 30.0,
        "handover.tasks.send_letters": 30.0,
        "handover.tasks.follow_plans": 30.0,
        "customers.tasks.resume_imports": 30.0,
        "customers.tasks.keep_connections": 30.0,
        "handover.tasks.end_covers": 60.0,
        "handover.tasks.remind_due": 60.0,
        "handover.tasks.tend_documents": 60.0,
        "handover.tasks.catch_up_checklists": 3600.0,
        "handover.tasks.sweep_taken_out": 3600.0,
        "accounts.tasks.sweep_drafts": 3600.0,
        "accounts.tasks.sweep_answers": 3600.0,
    }
    return {
        task: {"task": task, "schedule": seconds / pace, "options": {"expires": seconds}}
        for task, seconds in periods.items()
    }
