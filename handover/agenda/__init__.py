"""What needs a person today: one sentence per matter, found by who they are to each departure.

Every source is one bounded query, whatever the number of departures; a sentence leads to the page where the matter is
settled. What is late comes first.
"""

import datetime
from dataclasses import dataclass

from accounts.models import User
from customers.models import Task
from handover.agenda import book, gone_owners, inheritances, items, plans, questions, start, transfers, verification
from handover.agenda.look import Look, Matter

__all__ = ["Agenda", "Matter", "agenda"]


@dataclass(frozen=True)
class Agenda:
    """What waits for this person, what others owe or hand them, and their own tasks."""

    needed: list[Matter]
    watched: list[Matter]
    tasks: list[Task]


def agenda(user: User, *, at: datetime.datetime) -> Agenda:
    """Everything Home says to `user` at `at`, in the active language and time zone."""
    look = Look(user, at)
    needed = [
        *start.empty_book(look),
        *verification.disputes_and_verifications(look),
        *inheritances.sent_back(look),
        *inheritances.without_contact(look),
        *inheritances.to_accept(look),
        *questions.questions(look),
        *items.items(look),
        *questions.promises(look),
        *verification.samples(look),
        *verification.sign_offs(look),
        *plans.approvals(look),
        *plans.without_supervisor(look),
        *plans.without_plan(look),
        *plans.stopped_moves(look),
        *plans.paused_moves(look),
        *plans.leaving_too(look),
        *gone_owners.left_behind(look),
        *plans.ready_to_close(look),
        *transfers.unfinished(look),
        *transfers.stopped(look),
    ]
    watched = [
        *transfers.returning(look),
        *items.overdue_with_others(look),
        *book.coming_to_me(look),
        *book.inherited(look),
        *book.covering(look),
        *book.standing_in(look),
    ]
    return Agenda(sorted(needed, key=lambda matter: not matter.is_late), watched, book.tasks(look))
