"""What needs a person today: one sentence per matter, found by who they are to each departure.

Every source is one bounded query, whatever the number of departures; a sentence leads to the page where the matter is
settled. What is late comes first.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User
from customers.models import Task
from handover.agenda import (
    book,
    drafts,
    gone_owners,
    inheritances,
    items,
    plans,
    questions,
    seats,
    start,
    transfers,
    verification,
)
from handover.agenda.look import Look, Matter

__all__ = ["Agenda", "Matter", "agenda"]


#: What waits for the person, and what others owe or hand them: where each is found, in the order of the page.
NEEDED: tuple[Callable[[Look], Iterable[Matter]], ...] = (
    start.empty_book,
    verification.disputes_and_verifications,
    inheritances.sent_back,
    inheritances.without_contact,
    inheritances.to_accept,
    questions.questions,
    items.items,
    drafts.unsent,
    questions.promises,
    verification.samples,
    verification.sign_offs,
    plans.approvals,
    plans.without_supervisor,
    plans.without_plan,
    plans.stopped_moves,
    plans.paused_moves,
    plans.leaving_too,
    seats.seats_waiting,
    gone_owners.left_behind,
    plans.ready_to_close,
    transfers.unfinished,
    transfers.stopped,
)
WATCHED: tuple[Callable[[Look], Iterable[Matter]], ...] = (
    transfers.returning,
    items.overdue_with_others,
    book.coming_to_me,
    book.inherited,
    book.covering,
    book.standing_in,
)


@dataclass(frozen=True)
class Agenda:
    """What waits for this person, what others owe or hand them, and their own tasks."""

    needed: list[Matter]
    watched: list[Matter]
    tasks: list[Task]


def agenda(user: User, *, at: datetime.datetime) -> Agenda:
    """Everything Home says to `user` at `at`, in the active language and time zone."""
    look = Look(user, at)
    needed = [matter for source in NEEDED for matter in source(look)]
    watched = [matter for source in WATCHED for matter in source(look)]
    return Agenda(sorted(needed, key=lambda matter: not matter.is_late), watched, book.tasks(look))
