"""Which work waits in which queue: each has workers of its own, so that nothing long holds up a move or a mail.

A worker started without `--queues` serves both.
"""

from typing import Final

from kombu import Exchange, Queue

#: Moves, mails, knocks of the clock, what somebody waits for at a page: seconds.
SHORT: Final = "short"
#: Whole books, read, written or put into a document: minutes, up to an hour.
LONG: Final = "long"

QUEUES: Final = tuple(Queue(name, Exchange(name, type="direct"), routing_key=name) for name in (SHORT, LONG))
#: What is long; everything else is short.
ROUTES: Final = {
    "customers.tasks.run_connection": {"queue": LONG},
    "customers.tasks.run_import": {"queue": LONG},
    "handover.tasks.make_document": {"queue": LONG},
}
